/// What a run is made of, beside its numbers.
module DiffProb.Tests.SamplingTests

open System
open System.Threading
open Xunit
open DiffProb
open DiffProb.Tests.Judge

let private program =
    prob {
        let! m = sample "m" (Normal(0.0, 1.0))
        let! s = sample "s" (HalfNormal 1.0)

        for y in plate "row" [| 0.3; 1.2; -0.5 |] do
            let! x = sample "x" (Normal(m, s))
            do! observe "y" (Normal(x, 0.5)) y
    }

let private options =
    { Sampling.defaults with
        Warmup = 150
        Draws = 100
        Chains = 3
        Seed = 5UL
    }

let private bitsOf (s: Posterior) =
    [|
        for name in s.Names do
            yield! s.[name].ToArray()
    |]
    |> Array.map BitConverter.DoubleToInt64Bits

[<Fact>]
let ``the same seed gives the same bits, for any number of threads`` () =
    let one = bitsOf (Infer.nuts { options with Threads = 1 } program)
    Assert.Equal<int64>(one, bitsOf (Infer.nuts { options with Threads = 3 } program))
    Assert.NotEqual<int64>(one, bitsOf (Infer.nuts { options with Seed = 6UL } program))

[<Fact>]
let ``a chain does not depend on how many others there are`` () =
    let many = (Infer.nuts options program).["m"].ToArray()
    let one = (Infer.nuts { options with Chains = 1 } program).["m"].ToArray()
    Assert.Equal<float>(one, many.[.. one.Length - 1])

[<Fact>]
let ``draws by name, chain and row, and what the sampler tells of each`` () =
    let sampled = Infer.nuts options program
    Assert.Equal<string>([ "m"; "s"; "x" ], sampled.Names)
    Assert.Equal<int>([ 3; 100; 3 ], sampled.["x"].Shape)
    Assert.True(sampled.["s"].ToArray() |> Array.forall (fun s -> s > 0.0))

    for name in SamplerStatistics.All do
        Assert.Equal<int>([ 3; 100 ], (sampled.Statistic name).ToTensor().Shape)

    let acceptance = (sampled.Statistic "accept_stat").ToTensor().ToArray()
    Assert.InRange(Array.average acceptance, 0.6, 0.98)
    Assert.All((sampled.Statistic "treedepth").ToTensor().ToArray(), (fun d -> Assert.InRange(d, 0.0, 10.0)))
    // Energy is minus the log density and a kinetic energy of at least 0.
    let energy, lp =
        (sampled.Statistic "energy").ToTensor().ToArray(), (sampled.Statistic "lp").ToTensor().ToArray()

    Assert.All(Array.zip energy lp, (fun (e, lp) -> Assert.True(e >= -lp - 1e-9)))
    // One step size for each chain after warmup.
    let steps = (sampled.Statistic "stepsize").ToTensor().ToArray()
    Assert.Equal(3, (Array.distinct steps).Length)
    says [ "3 chains of 100 draws"; "x[2]" ] (string sampled)

[<Fact>]
let ``kinetic energy has the mean of its law`` () =
    // Energy minus potential energy of a draw is chi-square with 5 degrees of freedom, halved: mean 2.5. The draw of NUTS keeps the momentum it came with,
    // whose law given the position is that of a fresh one.
    let sampled =
        Infer.nuts
            { options with
                Warmup = 500
                Draws = 4000
            }
            (prob {
                let! _ =
                    sample "x" (Normal(Tensor.Zeros(Shape.Of 5), tensor [| 0.1; 1.0; 3.0; 10.0; 30.0 |])) in

                ()
            })

    let kinetic =
        Array.map2 (+) ((sampled.Statistic "energy").ToTensor().ToArray()) ((sampled.Statistic "lp").ToTensor().ToArray())

    isExactly 2.5 0.06 (Array.chunkBySize sampled.DrawCount kinetic)

[<Fact>]
let ``the step size is steered to the acceptance asked for`` () =
    // The average of its logarithms lies somewhat below the step size of mean acceptance, so that more is accepted.
    for target in [ 0.6; 0.8; 0.95 ] do
        let sampled =
            Infer.nuts
                { options with
                    Warmup = 1000
                    Draws = 500
                    TargetAcceptance = target
                }
                program

        Assert.InRange(
            Array.average ((sampled.Statistic "accept_stat").ToTensor().ToArray()),
            target - 0.05,
            min 0.99 (target + 0.13)
        )

type private Reports() =
    let all = ResizeArray<SamplingProgress>()
    member _.All = all

    interface IProgress<SamplingProgress> with
        member _.Report p = all.Add p

[<Fact>]
let ``a listener hears of every chain until its end`` () =
    let reports = Reports()
    Infer.nuts { options with Progress = reports } program |> ignore

    for chain in 1..3 do
        let own = reports.All |> Seq.filter (fun r -> r.Chain = chain) |> Array.ofSeq
        let steps = own |> Array.map _.Step
        Assert.Equal<int>(Array.sort steps, steps)
        Assert.Equal(250, (Array.last own).Step)
        Assert.True(own.[0].IsWarmup)
        Assert.False((Array.last own).IsWarmup)
        Assert.All(own, (fun r -> Assert.True(r.StepSize > 0.0 && r.Steps = 250)))
        says [ $"chain {chain}: 250 of 250" ] (string (Array.last own))

/// Stops a run after some draws.
type private Stopper(after: int) =
    let source = new CancellationTokenSource()
    member _.Token = source.Token

    interface IProgress<SamplingProgress> with
        member _.Report p =
            if p.Step >= after then
                source.Cancel()

[<Fact>]
let ``a run that is stopped returns what was drawn so far`` () =
    let stopper = Stopper 200
    let whole = Infer.nuts { options with Chains = 1 } program

    let part =
        Infer.nuts
            { options with
                Chains = 1
                Progress = stopper
                Cancellation = stopper.Token
            }
            program

    Assert.True part.Provenance.IsCanceled
    Assert.False whole.Provenance.IsCanceled
    Assert.Equal(50, part.DrawCount)
    Assert.Equal<float>(whole.["m"].ToArray().[..49], part.["m"].ToArray())
    says [ "stopped" ] (string part)

[<Fact>]
let ``a run that is stopped in warmup has nothing to return`` () =
    let stopper = Stopper 50

    Assert.ThrowsAny<OperationCanceledException>(fun () ->
        Infer.nuts
            { options with
                Progress = stopper
                Cancellation = stopper.Token
            }
            program
        |> ignore)
    |> ignore

[<Fact>]
let ``a run that begins where another ended keeps its step sizes`` () =
    let first = Infer.nuts options program

    let second =
        Infer.nuts
            { options with
                Start = Some first
                Warmup = 0
                Seed = 9UL
            }
            program

    Assert.Equal<float>((first.Statistic "stepsize").ToTensor().ToArray(), (second.Statistic "stepsize").ToTensor().ToArray())
    Assert.NotEqual<float>(first.["m"].ToArray(), second.["m"].ToArray())
