/// Fits: rules, schedules, constraints, progress and cancellation.
module DiffProb.Tests.OptimizationTests

open System
open System.Threading
open Xunit
open DiffProb

/// Minimum at (3, -1); no noise, so that each rule is judged by itself.
let private bowl =
    prob {
        let! a = param "a" [| 0.0; 0.0 |]
        return ((a - tensor [| 3.0; -1.0 |]) ** 2.0).Sum()
    }

let private fitWith optimizer schedule steps =
    bowl
    |> Expectation.minimize
        { Optimization.defaults with
            Optimizer = optimizer
            Schedule = schedule
            Steps = steps
            Particles = 1
        }

[<Fact>]
let ``each rule finds the minimum of a bowl`` () =
    for optimizer in [ Sgd 0.1; Adam 0.1; RmsProp 0.05 ] do
        let fit = fitWith optimizer Schedule.Cosine 500
        Assert.Equal(3.0, fit.["a"].ToArray().[0], 1e-2)
        Assert.Equal(-1.0, fit.["a"].ToArray().[1], 1e-2)

[<Fact>]
let ``the first steps are those of the papers`` () =
    let afterOne optimizer =
        (fitWith optimizer Schedule.Constant 1).["a"].ToArray()
    // The gradient at 0 is (-6, 2).
    Assert.Equal(0.6, (afterOne (Sgd 0.1)).[0], 1e-12)
    Assert.Equal(0.1, (afterOne (Adam 0.1)).[0], 1e-8)
    Assert.Equal(-0.1, (afterOne (Adam 0.1)).[1], 1e-8)
    Assert.Equal(0.1 / sqrt 0.01, (afterOne (RmsProp 0.1)).[0], 1e-6)

/// Rules run over several elements at once, and over the last few by themselves.
[<Fact>]
let ``each element moves by the rule's formula, to the bit, wherever it stands`` () =
    let targets = Array.init 11 (fun i -> Math.Sin(float i) * 3.0)

    let bowl (targets: float[]) =
        prob {
            let! a = param "a" (Array.zeroCreate<float> targets.Length)
            return ((a - tensor targets) ** 2.0).Sum()
        }

    let fit optimizer targets =
        (bowl targets
         |> Expectation.minimize
             { Optimization.defaults with
                 Optimizer = optimizer
                 Steps = 20
                 Particles = 1
             })
            .["a"].ToArray()

    let adam (target: float) =
        let mutable position, first, second = 0.0, 0.0, 0.0

        for step in 1..20 do
            let g = 2.0 * (position - target)
            first <- 0.9 * first + 0.1 * g
            second <- 0.999 * second + 0.001 * g * g
            let mean = first / (1.0 - Math.Pow(0.9, float step))
            let square = second / (1.0 - Math.Pow(0.999, float step))
            position <- position - 0.1 * mean / (Math.Sqrt square + 1e-8)

        position

    Assert.Equal<float[]>(Array.map adam targets, fit (Adam 0.1) targets)

    for optimizer in [ Sgd 0.1; RmsProp 0.05 ] do
        Assert.Equal<float[]>(targets |> Array.collect (fun t -> fit optimizer [| t |]), fit optimizer targets)

[<Fact>]
let ``schedules scale the steps`` () =
    let path schedule =
        (fitWith (Sgd 0.25) schedule 2).["a"].ToArray().[0]
    // One step of size r goes from x to x + 2 r (3 - x).
    let expected first second =
        let x = 2.0 * first * 3.0 in x + 2.0 * second * (3.0 - x)

    Assert.Equal(expected 0.25 0.25, path Schedule.Constant, 1e-12)
    Assert.Equal(expected 0.25 0.125, path (Schedule.Exponential 0.5), 1e-12)
    Assert.Equal(expected 0.25 0.125, path Schedule.Cosine, 1e-12)
    Assert.Equal(expected 0.25 (0.25 / sqrt 2.0), path (Schedule.InverseSqrt 1.0), 1e-12)

[<Fact>]
let ``maximize goes the other way`` () =
    let program =
        prob {
            let! a = param "a" 0.0
            return -((a - 2.0) ** 2.0)
        }

    let fit =
        program
        |> Expectation.maximize
            { Optimization.defaults with
                Optimizer = Adam 0.05
                Steps = 400
                Particles = 1
            }

    Assert.Equal(2.0, fit.["a"].ToDouble(), 1e-2)

[<Fact>]
let ``a constrained parameter stays in its support and finds the bound from inside`` () =
    // E (x - 1)² for x ~ N(1, s) is s²: the best scale is as small as it gets, and never negative.
    let program =
        prob {
            let! s = paramOn Support.Positive "s" 2.0
            let! p = paramOn Support.UnitInterval "p" 0.5
            let! x = sample "x" (Normal(1.0, s))
            return (x - 1.0) ** 2.0 + (p - 0.9) ** 2.0
        }

    let fit =
        program
        |> Expectation.minimize
            { Optimization.defaults with
                Optimizer = Adam 0.05
                Steps = 800
                Particles = 50
            }

    Assert.InRange(fit.["s"].ToDouble(), 1e-12, 0.2)
    Assert.Equal(0.9, fit.["p"].ToDouble(), 1e-2)

[<Fact>]
let ``a discrete choice is learned`` () =
    let program =
        prob {
            let! l = param "l" [| 0.0; 0.0; 0.0 |]
            let! k = sample "k" (Categorical(logits = l))
            return (Tensor.Vector(3.0, 1.0, 2.0)).Gather(k, 0)
        }

    let fit =
        program
        |> Expectation.minimize
            { Optimization.defaults with
                Optimizer = Adam 0.1
                Steps = 200
                Particles = 10
            }

    Assert.True(fit.History.[199] < 1.05)
    Assert.Equal(1.0, (fit.["l"].Softmax().ArgMax()).ToDouble())

[<Fact>]
let ``progress is told at each step, and a fit that is canceled keeps what it has`` () =
    use source = new CancellationTokenSource()
    let mutable last = 0

    let progress =
        { new IProgress<OptimizationProgress> with
            member _.Report p =
                last <- p.Step

                if p.Step = 7 then
                    source.Cancel()
        }

    let fit =
        bowl
        |> Expectation.minimize
            { Optimization.defaults with
                Optimizer = Sgd 0.1
                Steps = 1000
                Progress = progress
                Cancellation = source.Token
            }

    Assert.Equal(7, last)
    Assert.True fit.IsCanceled
    Assert.Equal(7, fit.History.Count)
    Assert.Equal(3.0 * (1.0 - 0.8 ** 7.0), fit.["a"].ToArray().[0], 1e-12)

[<Fact>]
let ``a fit starts where it is told`` () =
    let fit =
        bowl
        |> Expectation.minimize
            { Optimization.defaults with
                Optimizer = Sgd 0.1
                Steps = 1
                Parameters = Map [ "a", tensor [| 3.0; -1.0 |] ]
            }

    Assert.Equal(0.0, fit.History.[0], 1e-12)

/// With slope 2 (x - target) and rate 1/4 each step halves the distance, exactly in binary.
[<Fact>]
let ``a fit of many parameters makes no arrays of their size at its steps`` () =
    let target = Array.init 20_000 float

    let program =
        prob {
            let! x = param "x" (Array.zeroCreate<float> target.Length)
            return (x - tensor target).Square().Sum()
        }

    let fit steps =
        let before = GC.GetAllocatedBytesForCurrentThread()

        let fit =
            program
            |> Expectation.minimize
                { Optimization.defaults with
                    Optimizer = Sgd 0.25
                    Steps = steps
                    Particles = 1
                    Engine = ManagedEngine 1
                }

        fit, GC.GetAllocatedBytesForCurrentThread() - before

    fit 20 |> ignore
    let few, fewBytes = fit 20
    let many, manyBytes = fit 120

    Assert.Equal<float[]>(Array.map (fun t -> t - t * 0.5 ** 20.0) target, few.["x"].ToArray())
    Assert.Equal<float[]>(target, many.["x"].ToArray())

    // An array is 160,000 bytes.
    let each = (manyBytes - fewBytes) / 100L
    Assert.True(each < 40_000L, $"{each} bytes for a step")
