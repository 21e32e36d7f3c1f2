/// What is chosen, what is said about it, and what happens when a user changes it.
module DiffProb.Tests.PlanTests

open Xunit
open DiffProb
open DiffProb.Tests.Judge

let private smoothAndJump =
    prob {
        let! mu = param "mu" 0.0
        let! s = param "s" 1.0
        let! x = sample "x" (Normal(mu, s))
        do! cost "trend" x
        do! cost "jump" (3.0 * (x .> 1.0))
    }

[<Fact>]
let ``one site is pathwise for its smooth cost and cut for its jump`` () =
    let g =
        smoothAndJump
        |> Expectation.gradient
            { Estimation.defaults with
                Particles = 100_000
            }

    Assert.Equal<(string * string * string) list>([ "x", "trend", "Pathwise"; "x", "jump", "ThresholdSmoothing" ], choices g.Plan)

    isExactly (3.0 * 0.15865525393145707) 0.01 g.Value.Mean g.Value.StandardError
    derivativeIs 1.7259121735574301 0.02 "mu" g
    derivativeIs 0.7259121735574301 0.03 "s" g

[<Fact>]
let ``the plan prints as a table with reasons and rejections`` () =
    let text = string (Expectation.plan Estimation.defaults smoothAndJump)

    text
    |> says
        [
            "site  distribution  cost   dependence  estimator           why"
            "x     Normal        trend  Affine      Pathwise            explicit reparameterization"
            "x     Normal        jump   Step        ThresholdSmoothing  the cost jumps where it crosses a threshold"
            "not Pathwise: the cost jumps"
        ]

[<Fact>]
let ``a site below no parameter needs no estimator`` () =
    let program =
        prob {
            let! a = param "a" 1.0
            let! k = sample "k" (Poisson 3.0)
            let! x = sample "x" (Normal(a, 1.0))
            return k * x
        }

    let g =
        program
        |> Expectation.gradient
            { Estimation.defaults with
                Particles = 50_000
            }

    Assert.Equal<(string * string * string) list>([ "k", "result", "not needed"; "x", "result", "Pathwise" ], choices g.Plan)
    derivativeIs 3.0 0.02 "a" g

/// E k x = 3/4 · 1 for each value of a, without noise from k; and with a value alone asked for.
[<Fact>]
let ``a sum that is asked for is made where no parameter is above the site`` () =
    let program (request: Prob<Tensor> -> Prob<Tensor>) =
        prob {
            let! a = param "a" 1.0
            let! k = sample "k" (Categorical(tensor [| 0.5; 0.25; 0.25 |])) |> request
            return (k.Cast DType.Float64) * a
        }

    let summed =
        program (via Enumerate)
        |> Expectation.gradient
            { Estimation.defaults with
                Particles = 1
            }

    Assert.Equal<(string * string * string) list>([ "k", "result", "Enumerate" ], choices summed.Plan)
    Assert.Equal(0.75, summed.Value.Mean, 1e-15)
    Assert.Equal(0.75, summed.["a"].ToDouble(), 1e-15)

    let value =
        program (via Enumerate)
        |> Expectation.value
            { Estimation.defaults with
                Particles = 1
            }

    Assert.Equal(0.75, value.Mean, 1e-15)

    let beyond =
        program (via Enumerate)
        |> Expectation.plan
            { Estimation.defaults with
                EnumerationBudget = 2
            }

    Assert.Equal<(string * string * string) list>([ "k", "result", "Enumerate" ], choices beyond)
    let drawn = program id |> Expectation.plan Estimation.defaults
    Assert.Equal<(string * string * string) list>([ "k", "result", "not needed" ], choices drawn)

[<Fact>]
let ``an edited plan is followed when it is passed back`` () =
    let plan =
        (Expectation.plan Estimation.defaults smoothAndJump).With("x", "trend", Score LeaveOneOut)

    let g =
        smoothAndJump
        |> Expectation.gradient
            { Estimation.defaults with
                Particles = 100_000
                Plan = Some plan
            }

    Assert.Equal("Score LeaveOneOut", g.Plan.Entries.[0].Estimator.Name)
    derivativeIs 1.7259121735574301 0.03 "mu" g

[<Fact>]
let ``an edited plan that would be biased is refused`` () =
    let plan = (Expectation.plan Estimation.defaults smoothAndJump).With("x", Pathwise)

    messageOf (fun () ->
        smoothAndJump
        |> Expectation.gradient
            { Estimation.defaults with
                Plan = Some plan
            })
    |> says [ "\"x\""; "\"jump\""; "jumps" ]

[<Fact>]
let ``with one particle the baseline is a moving average`` () =
    let program =
        prob {
            let! m = param "m" 0.3
            let! x = sample "x" (Normal(m, 1.0)) |> via (Score(MovingAverage 0.9))
            return 10.0 + (x .> 0.0).Cast DType.Float64
        }

    let g =
        program
        |> Expectation.gradient
            { Estimation.defaults with
                Particles = 1
                Replicates = 20_000
            }

    Assert.Equal("Score MovingAverage 0.9", g.Plan.Entries.[0].Estimator.Name)
    derivativeIs 0.3813878154605241 0.05 "m" g
    // Without a baseline the standard deviation would be about 10.6 per draw; the pilot run puts it near 1.
    Assert.True((g.StandardError "m").ToDouble() * sqrt 20_000.0 < 4.0)

[<Fact>]
let ``the baseline of a scored site never keeps the axis of an enumerated site below it`` () =
    // The weights of the values below are decided by the present draw: a baseline for each value would be biased.
    let program estimator =
        prob {
            let! l = param "l" [| 0.2; 0.5; -0.3 |]
            let! k = sample "k" (Categorical(logits = l)) |> via estimator
            let! b = sample "b" (Bernoulli(logits = 2.0 * k - l.Select(0, 0))) |> via Enumerate
            return (3.0 * b + 1.0) * (1.0 + k.Cast DType.Float64)
        }

    let exact =
        (program Enumerate
         |> Expectation.gradient
             { Estimation.defaults with
                 Particles = 1
             })
            .["l"].ToArray()

    let g =
        program (Score LeaveOneOut)
        |> Expectation.gradient
            { Estimation.defaults with
                Particles = 200_000
            }

    for i in 0..2 do
        isExactly exact.[i] 0.02 (g.["l"].ToArray().[i]) ((g.StandardError "l").ToArray().[i])

[<Fact>]
let ``a moving average follows the expected cost, in which impossible values do not count`` () =
    let program impossible =
        prob {
            let! mu = param "mu" 0.3
            let! l = paramOn Support.LogWeights "l" [| 0.5; -infinity |]
            let! k = sample "k" (Categorical(logits = l))

            let! y =
                sample "y" (Normal(mu + k.Cast DType.Float64, 1.0))
                |> via (Score(MovingAverage 0.9))

            return where (y .> 0.0) 1.0 0.0 * (tensor [| 2.0; impossible |]).[k]
        }

    // k is 0 for sure: E = 2 P(y > 0), whose derivative is 2 φ(0.3).
    for impossible in [ 3.0; 1e6; 1e300; infinity ] do
        let g =
            program impossible
            |> Expectation.gradient
                { Estimation.defaults with
                    Particles = 50_000
                }

        derivativeIs 0.7627756309210482 0.02 "mu" g

[<Fact>]
let ``a value behind StopGradient is left to pathwise, or refused`` () =
    let program estimator =
        prob {
            let! m = param "m" 0.3
            let! x = sample "x" (Normal(m, 1.0)) |> via estimator
            return x * x.StopGradient()
        }

    let g =
        program Pathwise
        |> Expectation.gradient
            { Estimation.defaults with
                Particles = 50_000
            }

    derivativeIs 0.3 0.02 "m" g

    messageOf (fun () -> program (Score LeaveOneOut) |> Expectation.gradient Estimation.defaults)
    |> says [ "\"x\""; "StopGradient"; "Pathwise" ]

[<Fact>]
let ``the entropy of categories is smooth in their logits`` () =
    let program =
        prob {
            let! m = param "m" 0.5
            let! z = sample "z" (Normal(m, 1.0))

            return
                Categorical(logits = Shapes.Stack([| z; Tensor.Scalar 0.0; Tensor.Scalar -infinity |])).Entropy
                |> nonNull
        }

    let plan = Expectation.plan Estimation.defaults program
    Assert.Equal("Pathwise", plan.Entries[0].Estimator.Name)

/// tanh x is 1 in Float64 from x = 19 on. E log q = -H - E log(1 - tanh² x), and the last term is 2 x - 2 log 2 there.
[<Fact>]
let ``a density at a draw that rounded to the edge is exact`` () =
    let program =
        prob {
            let! m = param "m" 40.0
            let! y = sample "y" (Transformed(Normal(m, 1.0), Transform.Tanh))
            return Transformed(Normal(m, 1.0), Transform.Tanh).LogProb y
        }

    let g = Expectation.gradient Estimation.defaults program
    let entropy = 0.5 * log (2.0 * System.Math.PI) + 0.5
    Assert.Equal("Pathwise", g.Plan.Entries[0].Estimator.Name)
    isExactly (80.0 - 2.0 * log 2.0 - entropy) 0.5 g.Value.Mean g.Value.StandardError
    Assert.Equal(2.0, g.["m"].ToDouble(), 1e-12)

/// The floor of a law moves its support: no score, and a jump in the cost leaves no path either.
[<Fact>]
let ``a floor made by a transform is refused by the score function by name`` () =
    let program =
        prob {
            let! floor = param "floor" 0.5

            let! rate =
                sample "rate" (Transformed(Exponential 1.0, Transform.Affine(floor, 1.0)))

            return rate.Floor()
        }

    messageOf (fun () -> Expectation.plan Estimation.defaults program)
    |> says [ "rate"; "transform.loc" ]
