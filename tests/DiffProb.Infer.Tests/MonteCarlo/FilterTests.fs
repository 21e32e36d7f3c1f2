/// Particle filters against what is exact.
module DiffProb.Tests.FilterTests

open System
open Xunit
open DiffProb
open DiffProb.Tests.Exact
open DiffProb.Tests.StateSpace

let private options =
    { ParticleFiltering.defaults with
        Particles = 1000
        Runs = 60
        Seed = 11UL
    }

let private ratios (exact: float) (result: FilterResult) =
    [| for z in result.LogEvidences -> exp (z - exact) |]

/// The mean of a site in each run.
let private means (result: FilterResult) (name: string) (f: float -> float) =
    let values = result.Posterior.[name].ToArray() |> Array.chunkBySize result.Particles
    values |> Array.map (Array.averageBy f)

let private ys = data 50

[<Theory>]
[<InlineData(ResamplingKind.Systematic)>]
[<InlineData(ResamplingKind.Stratified)>]
[<InlineData(ResamplingKind.Residual)>]
[<InlineData(ResamplingKind.Multinomial)>]
let ``the evidence of a linear Gaussian chain is unbiased for that of the Kalman filter`` (kind: ResamplingKind) =
    let exact = kalman a q r ys

    let result = centered ys |> Infer.smc { options with Resampling = kind }

    isMean 1.0 0.05 (ratios exact.LogEvidence result)
    Assert.Equal(50, result.Observations.Count)


[<Fact>]
let ``resampling at each observation, too`` () =
    let exact = kalman a q r ys

    let result = centered ys |> Infer.smc { options with Threshold = 1.0 }

    isMean 1.0 0.05 (ratios exact.LogEvidence result)
    Assert.All(result.Resamplings, fun n -> Assert.Equal(49, n))

[<Fact>]
let ``a state that is no site is handed on as well, and data said last are weighed as soon as they can be`` () =
    let exact = kalman a q r ys

    for program in [ moved ys; apart ys ] do
        let result = program |> Infer.smc options
        Assert.Equal(50, result.Observations.Count)
        isMean 1.0 0.05 (ratios exact.LogEvidence result)

[<Fact>]
let ``filtered means and deviations are those of the Kalman filter`` () =
    let exact = kalman a q r ys

    let runs =
        [|
            for seed in 1UL .. 24UL ->
                moved ys
                |> Infer.smc
                    { options with
                        Runs = 1
                        Seed = seed
                        KeepPaths = false
                    }
        |]

    for t in [ 0; 7; 25; 49 ] do
        isMean exact.FilteredMean.[t] 0.02 [ for run in runs -> (run.FilteredMean $"x[{t}]").ToDouble() ]

        isMean
            exact.FilteredVariance.[t]
            0.02
            [
                for run in runs ->
                    (run.FilteredDeviation $"x[{t}]").ToDouble() ** 2.0
                    + ((run.FilteredMean $"x[{t}]").ToDouble() - exact.FilteredMean.[t]) ** 2.0
            ]

[<Fact>]
let ``paths are draws of the smoother`` () =
    let exact = kalman a q r ys

    let result = centered ys |> Infer.smc { options with Particles = 1500 }

    for t in [ 20; 40; 47; 49 ] do
        isMean exact.SmoothedMean.[t] 0.06 (means result $"x[{t}]" id)
        let second = exact.SmoothedVariance.[t]
        isMean second 0.06 (means result $"x[{t}]" (fun x -> (x - exact.SmoothedMean.[t]) ** 2.0))

    // Recorded values follow the sites of their path.
    let result = moved ys |> Infer.smc options
    let at name = result.Posterior.[name].ToArray()

    for t in [ 1; 30; 49 ] do
        let before, now, e = at $"x[{t - 1}]", at $"x[{t}]", at $"e[{t}]"
        Assert.All(Array.zip3 before now e, fun (b, x, e) -> Assert.Equal(a * b + q * e, x, 1e-12))

[<Fact>]
let ``a guide that looks at the datum keeps the evidence and makes it less noisy`` () =
    let exact = kalman a q r ys
    let blind = centered ys |> Infer.smc options
    let guided = centered ys |> Infer.smcFrom (adapted ys) options
    isMean 1.0 0.03 (ratios exact.LogEvidence guided)
    Assert.True(guided.StandardError < 0.6 * blind.StandardError)
    isMean exact.SmoothedMean.[48] 0.05 (means guided "x[48]" id)

    let least (result: FilterResult) =
        result.EffectiveSampleSizes.ToArray() |> Array.min

    Assert.True(least guided > least blind)

[<Fact>]
let ``discrete states: the forward algorithm, and forward-backward for the paths`` () =
    let ys = data 40
    let evidence, smoothed = forwardBackward initial transition (emission ys)

    let result = hidden ys |> Infer.smc options

    isMean 1.0 0.05 (ratios evidence result)

    let judged =
        [
            for t in [ 25; 30; 33; 36; 39 ] do
                for k in 0..2 do
                    // What nearly never happens has no error to be judged by.
                    if smoothed.[t].[k] > 0.02 && smoothed.[t].[k] < 0.98 then
                        t, k
        ]

    Assert.True(judged.Length >= 6)

    for t, k in judged do
        isMean smoothed.[t].[k] 0.03 (means result $"k[{t}]" (fun x -> if x = float k then 1.0 else 0.0))

[<Fact>]
let ``counts of infinite support, vectors, and rows of plates are carried along`` () =
    // Counts n[t] grow by Poisson(2), and are seen through their square root; exact evidence by sums over all paths' distribution of n.
    let ys = [| 1.2; 2.1; 2.4; 2.9 |]

    let counts =
        prob {
            let step (n: Tensor) (y: float) =
                prob {
                    let! more = sample "more" (Poisson 2.0)
                    let n = n + more
                    do! observe "y" (Normal(sqrt (n.Cast DType.Float64), 0.4)) y
                    return n
                }

            let! _ = Prob.fold step (tensor 0) ys
            ()
        }

    let poisson =
        Array.init 60 (fun k -> exp (float k * log 2.0 - 2.0 - Seq.sum [ for i in 1..k -> log (float i) ]))

    let mutable law = Array.init 60 (fun k -> if k = 0 then 1.0 else 0.0)

    for y in ys do
        law <-
            Array.init 60 (fun n ->
                exp (logNormal y (sqrt (float n)) 0.4)
                * Seq.sum [ for k in 0..n -> law.[n - k] * poisson.[k] ])

    isMean 1.0 0.05 (ratios (log (Array.sum law)) (counts |> Infer.smc options))

    // Two chains side by side in a plate, each with a vector of two independent numbers as its state, of which the first is seen.
    let rows =
        prob {
            let step (x: Tensor option) (y: float) =
                prob {
                    let! x =
                        Prob.map (plate "row" [| 0.0; 1.0 |]) (fun shift ->
                            prob {
                                let before =
                                    match x with
                                    | None -> Tensor.Zeros(Shape.Of 2)
                                    | Some(x: Tensor) -> a * x.Mean 0

                                let! next = sample "x" (Normal(before, tensor [| q; q |]))
                                do! observe "y" (Normal(next.[0] + shift, r)) y
                                return next
                            })

                    return Some x
                }

            let! _ = Prob.fold step None [| 0.3; -0.2; 0.5 |]
            ()
        }

    let result = rows |> Infer.smc options
    Assert.Equal<int>([ 60; 1000; 2; 2 ], result.Posterior.["x[2]"].Shape)
    Assert.Equal<int>([ 2; 2 ], (result.FilteredMean "x[1]").Shape)
    // One more way to the same number: importance sampling, which knows nothing of steps.
    let whole =
        rows
        |> Infer.importance
            { ImportanceSampling.defaults with
                Particles = 200_000
                KeepParticles = false
            }

    Assert.InRange(
        abs (whole.LogEvidence - result.LogEvidence),
        0.0,
        5.0 * sqrt (whole.StandardError ** 2.0 + result.StandardError ** 2.0)
    )

[<Fact>]
let ``the same seed gives the same bits for any number of threads, and another seed others`` () =
    let run threads seed =
        (centered ys
         |> Infer.smc
             { options with
                 Runs = 3
                 Threads = threads
                 Seed = seed
             })

    let one, two = run 1 5UL, run 2 5UL
    Assert.Equal<float>(one.LogEvidences, two.LogEvidences)
    Assert.Equal<float>(one.Posterior.["x[30]"].ToArray(), two.Posterior.["x[30]"].ToArray())
    Assert.NotEqual<float>(one.LogEvidences, (run 2 6UL).LogEvidences)
    Assert.Equal(3, one.LogEvidences |> Seq.distinct |> Seq.length)

[<Fact>]
let ``a thousand steps are a few structures, and each hands on what the next ones read`` () =
    for program, most in [ centered (data 1000), 3; moved (data 1000), 3; hidden (data 1000), 3 ] do
        let compiled =
            ParticleProgram.Filter(program, GuideProgram.None, ParticleFiltering.defaults.Parameters, 8)

        Assert.Equal(1000, compiled.Segments.Length)
        Assert.InRange(compiled.Families, 2, most)

        for segment in compiled.Segments do
            Assert.InRange(segment.Inputs.Length, 0, 1)

[<Fact>]
let ``a sum over all steps is carried as one number, and not as all that it sums`` () =
    let program =
        prob {
            let step (x: Tensor, total: Tensor) (y: float) =
                prob {
                    let! x = sample "x" (Normal(0.5 * x, 1.0))
                    do! observe "y" (Normal(x, 1.0)) y
                    return x, total + x * x
                }

            let! _, total = Prob.fold step (tensor 0.0, tensor 0.0) (data 200)
            do! factor "energy" (-0.001 * total)
        }

    let compiled =
        ParticleProgram.Filter(program, GuideProgram.None, ParticleFiltering.defaults.Parameters, 8)

    for segment in compiled.Segments do
        Assert.InRange(segment.Inputs.Length, 0, 2)

[<Fact>]
let ``what is told: notes on a datum far out, on disagreement, and on few ancestors`` () =
    let far =
        centered [| yield! data 10; 25.0; yield! data 10 |]
        |> Infer.smc
            { options with
                Runs = 4
                Particles = 200
            }

    Assert.Contains(far.Notes, fun n -> n.Contains "At y[10] the 200 particles are worth")
    Assert.Contains(far.Notes, fun n -> n.Contains "disagree")

    let still =
        prob {
            let! m = sample "m" (Normal(0.0, 10.0))

            let step () (y: float) =
                prob {
                    let! e = sample "e" (Normal(0.0, 0.3))
                    do! observe "y" (Normal(m + e, 1.0)) y
                }

            do! Prob.fold step () (data 200)
        }
        |> Infer.smc
            { options with
                Runs = 4
                Particles = 200
            }

    Assert.Contains(still.Notes, fun n -> n.Contains "descend from fewer than" && n.Contains "Infer.tempered")
    Assert.Contains("log evidence", string still)
    let fine = centered (data 5) |> Infer.smc { options with Runs = 4 }
    Assert.Empty fine.Notes
