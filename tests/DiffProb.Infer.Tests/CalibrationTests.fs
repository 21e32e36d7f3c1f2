/// Simulation-based calibration: it passes what is right, and finds what is wrong.
module DiffProb.Tests.CalibrationTests

open System
open Xunit
open DiffProb
open DiffProb.Tests.Judge

let private isFull = Environment.GetEnvironmentVariable "DIFFPROB_FULL" = "1"

let private options =
    { Calibration.defaults with
        Simulations = (if isFull then 1000 else 100)
        Draws = 63
        Seed = 11UL
        Threads = 0
    }

let private nuts (seed: uint64) (program: Prob<unit>) =
    Infer.nuts
        { Sampling.defaults with
            Chains = 1
            Warmup = 200
            Draws = 400
            TargetAcceptance = 0.9
            Seed = seed
        }
        program

let private rows = Array.zeroCreate<float> 8

/// The scale of the prior is a parameter, so that programs can differ in it.
let private normal =
    prob {
        let! scale = param "scale" 1.0
        let! m = sample "m" (Normal(0.0, scale))
        let! s = sample "s" (Gamma(4.0, 4.0))
        let! _ = deterministic "ratio" (m / s)

        for y in plate "row" rows do
            do! observe "y" (Normal(m, s)) y
    }

let private passes (ranks: CalibrationRanks) =
    Assert.True(ranks.IsCalibrated, string ranks)

/// Of a right inference one run in 20 would fail; seeds are fixed.
[<Fact>]
let ``the no-U-turn sampler`` () =
    let ranks = normal |> Infer.calibrate options nuts
    passes ranks
    Assert.Equal<string>([ "m"; "s"; "ratio"; "lp" ], [ for r in ranks.Rows -> r.Name ])
    Assert.All(ranks.Rows, (fun r -> Assert.All(r.Ranks, (fun rank -> Assert.InRange(rank, 0, 63)))))
    says [ $"Ranks among 63 draws in {options.Simulations} simulations"; "center" ] (string ranks)

/// The elimination of discrete sites, their joint draws, and recorded values that depend on them. One right run in 20 would fail; seeds are fixed.
[<Fact>]
let ``discrete sites that are summed out, in rows and along a chain`` () =
    let transition = Tensor.Matrix(array2D [ [ 0.8; 0.2 ]; [ 0.3; 0.7 ] ])

    let step (state: Tensor) (y: float) =
        prob {
            let! next = sample "state" (Categorical(probs = transition.Gather(state, 0)))
            do! observe "signal" (Normal(next.Cast DType.Float64, 0.6)) y
            return next
        }

    let program =
        prob {
            let! m = sample "m" (Normal(1.0, 0.5))
            let! w = sample "w" (Beta(2.0, 2.0))

            for y in plate "row" rows.[..4] do
                let! z = sample "z" (Bernoulli(probs = w))
                do! observe "y" (Normal(m * (2.0 * z.Cast DType.Float64 - 1.0), 0.8)) y

            let! last = Prob.fold step (tensor 0) [ 0.0; 0.0; 0.0 ]
            let! _ = deterministic "shifted" (m + last.Cast DType.Float64)
            ()
        }

    let ranks = program |> Infer.calibrate options nuts
    passes ranks

    for name in [ "z[4]"; "state[1]"; "shifted" ] do
        Assert.Equal(options.Simulations, ranks.[name].Ranks.Count)

/// What a wrong inference does to draws.
let private changed (change: float -> float -> float) (posterior: Posterior) =
    Posterior
        [
            for q in posterior.Quantities ->
                let draws = (q.Element()).[0, *]
                let mean = Array.average draws
                Draws(q.Name, q.Shape, [| draws |> Array.map (change mean) |])
        ]

[<Fact>]
let ``a prior of another scale, posteriors that are too narrow or too wide, and draws that are off`` () =
    let found infer =
        let ranks = normal |> Infer.calibrate { options with Simulations = 100 } infer
        Assert.False(ranks.IsCalibrated, string ranks)
        ranks.Notes |> String.concat "\n"

    // The posterior of a prior ten times as narrow.
    found (fun seed program ->
        Infer.nuts
            { Sampling.defaults with
                Chains = 1
                Warmup = 200
                Draws = 400
                Seed = seed
                Parameters = Map [ "scale", tensor 0.1 ]
            }
            program)
    |> says [ "ranks of m are not uniform"; "posteriors are too narrow" ]

    found (fun seed program -> nuts seed program |> changed (fun mean x -> mean + 0.4 * (x - mean)))
    |> says [ "ranks of m"; "too narrow" ]

    found (fun seed program -> nuts seed program |> changed (fun mean x -> mean + 3.0 * (x - mean)))
    |> says [ "ranks of m"; "too wide" ]

    found (fun seed program -> nuts seed program |> changed (fun _ x -> x + 0.4))
    |> says [ "ranks of m"; "lie too high" ]

/// Ranks that are uniform have a probability below 0.001 in 3 of 1000 seeds, of three numbers; the seed is fixed. Probabilities of a simultaneous band are 1 minus those of staying inside, and so rounding below 1e-9.
[<Fact>]
let ``draws of the prior have uniform ranks for every site, and the density tells`` () =
    let ranks =
        normal
        |> Infer.calibrate options (fun seed program -> Infer.prior 400 { Simulation.defaults with Seed = seed } program)

    Assert.True(ranks.["lp"].PValue < 1e-8, string ranks)
    Assert.Equal("lp", ranks.Suspects.[0].Name)

    for name in [ "m"; "s"; "ratio" ] do
        Assert.True(ranks.[name].PValue > 0.001, string ranks)

[<Fact>]
let ``the same seed gives the same ranks, for any number of threads`` () =
    let run threads =
        normal
        |> Infer.calibrate
            { options with
                Simulations = 6
                Threads = threads
            }
            nuts

    let one, two = run 1, run 2

    for a, b in Seq.zip one.Rows two.Rows do
        Assert.Equal<int>(a.Ranks, b.Ranks)

    says [ "6 simulations show gross mistakes alone"; "try 100 to 1000" ] (string one)
    Assert.True(Double.IsNaN one.["m"].ChiSquarePValue)

[<Fact>]
let ``runs that are too short, and diverge, are told of`` () =
    let ranks =
        normal
        |> Infer.calibrate
            { options with
                Simulations = 4
                Draws = 300
            }
            (fun seed program ->
                let posterior = nuts seed program

                posterior.WithStatistics
                    [
                        Collections.Generic.KeyValuePair(
                            SamplerStatistics.Divergent,
                            Array2D.init 1 400 (fun _ i -> if i = 3 then 1.0 else 0.0)
                        )
                    ])

    says
        [
            "in 4 of 4 simulations there were fewer effective draws than the 300"
            "in 4 of 4 simulations trajectories diverged"
        ]
        (string ranks)

[<Fact>]
let ``a calibration that is stopped keeps what was found`` () =
    use stop = new Threading.CancellationTokenSource()
    let mutable runs = 0

    let ranks =
        normal
        |> Infer.calibrate
            { options with
                Threads = 1
                Cancellation = stop.Token
            }
            (fun seed program ->
                runs <- runs + 1

                if runs = 3 then
                    stop.Cancel()

                nuts seed program)

    Assert.True ranks.IsCanceled
    Assert.Equal(3, ranks.Simulations)
    says [ "(stopped)" ] (string ranks)

    Assert.ThrowsAny<OperationCanceledException>(fun () ->
        normal
        |> Infer.calibrate
            { options with
                Cancellation = stop.Token
            }
            nuts
        |> ignore)
    |> ignore

[<Fact>]
let ``what cannot be calibrated`` () =
    let refused options infer (program: Prob<unit>) parts =
        messageOf (fun () -> program |> Infer.calibrate options infer) |> says parts

    let few = { options with Simulations = 2 }
    refused { options with Simulations = 1 } nuts normal [ "Simulations must be at least 2" ]
    refused { options with Draws = 0 } nuts normal [ "Draws must be at least 1" ]
    refused few nuts (prob { let! _ = sample "x" (Normal(0.0, 1.0)) in () }) [ "observes nothing"; "Prob.condition" ]
    refused { few with Draws = 500 } nuts normal [ "ranked among 500 draws"; "returned 400" ]

    refused
        few
        (fun _ _ -> Posterior [ Draws("q", Shape.Scalar, [| Array.zeroCreate 100 |]) ])
        normal
        [ "none of what the program has"; "q" ]

    refused
        { few with Threads = 1 }
        (fun _ program -> Infer.nuts Sampling.defaults (program |> Prob.condition [ "m", tensor 0.0; "s", tensor 1.0 ]))
        normal
        [ "simulation 1 could not be inferred"; "nothing to infer" ]

    messageOf (fun () -> (normal |> Infer.calibrate few nuts).["q"])
    |> says [ "no row \"q\"" ]

[<Fact>]
let ``the probability of a distribution function as far from uniform, by enumeration`` () =
    // All 4³ outcomes of three ranks from 0 to 3: as far out are those whose farthest count has no greater tail.
    let places = UniformBand.PlacesOfRanks 3

    let countsOf (ranks: int list) =
        [|
            for z in places -> ranks |> List.filter (fun r -> float r < Math.Round(z * 4.0)) |> List.length
        |]

    let binomial (n: int) p k =
        let choose = [| 1.0; 3.0; 3.0; 1.0 |].[k]
        choose * Math.Pow(p, float k) * Math.Pow(1.0 - p, float (n - k))

    let farthest (counts: int[]) =
        Array.map2
            (fun z c -> min (Seq.sum [ for k in 0..c -> binomial 3 z k ]) (Seq.sum [ for k in c..3 -> binomial 3 z k ]))
            places
            counts
        |> Array.min

    let all =
        [
            for a in 0..3 do
                for b in 0..3 do
                    for c in 0..3 -> [ a; b; c ]
        ]

    for ranks in all do
        let own = farthest (countsOf ranks)

        let exact =
            (all
             |> List.filter (fun r -> farthest (countsOf r) <= own + 1e-12)
             |> List.length
             |> float)
            / 64.0

        Assert.Equal(exact, UniformBand.TailProbability(3, places, countsOf ranks), 1e-9)
