/// Importance sampling against evidence in closed form.
module DiffProb.Tests.ImportanceTests

open System
open Xunit
open DiffProb
open DiffProb.Tests.Exact

let private options =
    { ImportanceSampling.defaults with
        Particles = 20_000
        Seed = 5UL
    }

/// y ~ N(m, s), m ~ N(0, t): evidence one datum after the other, by conditioning.
let private normalEvidence (t: float) (s: float) (ys: float[]) =
    let mutable m, v, log' = 0.0, t * t, 0.0

    for y in ys do
        log' <- log' + logNormal y m (sqrt (v + s * s))
        let gain = v / (v + s * s)
        m <- m + gain * (y - m)
        v <- v * (1.0 - gain)

    log', m, sqrt v

let private ys = [| 1.2; 0.4; 2.2; 1.9 |]

let private normal =
    prob {
        let! m = sample "m" (Normal(0.0, 2.0))

        for y in plate "row" ys do
            do! observe "y" (Normal(m, 1.5)) y
    }

let private within (exact: float) (largest: float) (value: float) (error: float) =
    Assert.True(error <= largest, $"too noisy to judge: ± {error}")
    Assert.True(abs (value - exact) <= 5.0 * error, $"{value} ± {error} is not {exact}")

[<Fact>]
let ``the evidence and the mean of a normal model, from the prior`` () =
    let exact, mean, sd = normalEvidence 2.0 1.5 ys
    let result = normal |> Infer.importance options
    within exact 0.02 result.LogEvidence result.StandardError
    within mean 0.02 ((result.Mean "m").ToDouble()) ((result.MeanError "m").ToDouble())
    Assert.Equal(options.Particles, result.LogWeights.Count)
    let draws = result.Posterior.["m"].ToArray()
    Assert.Equal(1000, draws.Length)
    // 1000 chosen draws: the error of their mean is about sd / √1000.
    within mean 0.05 (Array.average draws) (1.2 * sd / sqrt 1000.0)
    Assert.Empty result.Notes

[<Fact>]
let ``a guide near the posterior makes all weights nearly equal, and the posterior itself all of them`` () =
    let exact, mean, sd = normalEvidence 2.0 1.5 ys

    let guide scale =
        prob {
            let! m = sample "m" (Normal(mean, scale * sd))
            return m
        }

    let near = normal |> Infer.importanceFrom (guide 1.3) options
    within exact 0.01 near.LogEvidence near.StandardError
    let same = normal |> Infer.importanceFrom (guide 1.0) options
    Assert.Equal(exact, same.LogEvidence, 1e-10)
    Assert.Equal(float options.Particles, same.EffectiveSampleSize, 1e-3)

[<Fact>]
let ``counts and probabilities: gamma and Poisson, beta and binomial, Dirichlet and multinomial`` () =
    let lgamma (x: float) =
        MathNet.Numerics.SpecialFunctions.GammaLn x

    let lbeta a b = lgamma a + lgamma b - lgamma (a + b)
    let lfactorial n = lgamma (float n + 1.0)

    let program =
        prob {
            let! rate = sample "rate" (Gamma(3.0, 2.0))
            let! p = sample "p" (Beta(2.0, 5.0))

            for n in plate "row" [| 4; 2; 5 |] do
                do! observe "n" (Poisson rate) n

            do! observe "k" (Binomial(10, probs = p)) 7
        }

    let poisson =
        3.0 * log 2.0 - lgamma 3.0 + lgamma 14.0
        - 14.0 * log 5.0
        - Seq.sum [ for n in [ 4; 2; 5 ] -> lfactorial n ]

    let binomial =
        lfactorial 10 - lfactorial 7 - lfactorial 3 + lbeta 9.0 8.0 - lbeta 2.0 5.0

    let result = program |> Infer.importance { options with Particles = 100_000 }
    within (poisson + binomial) 0.03 result.LogEvidence result.StandardError
    within (14.0 / 5.0) 0.03 ((result.Mean "rate").ToDouble()) ((result.MeanError "rate").ToDouble())
    within (9.0 / 17.0) 0.01 ((result.Mean "p").ToDouble()) ((result.MeanError "p").ToDouble())

[<Fact>]
let ``discrete sites, a factor, and a branch`` () =
    // k is 0 or 1; y ~ N(2 k, 1); a factor of 1/2 where k is 1; a branch that observes another datum where k is 0.
    let program =
        prob {
            let! k = sample "k" (Bernoulli(probs = 0.4))
            do! observe "y" (Normal(2.0 * k.Cast DType.Float64, 1.0)) 1.7
            do! factor "half" (-(log 2.0) * k.Cast DType.Float64)

            let! _ =
                branch
                    k
                    [
                        prob {
                            do! observe "z" (Normal(0.0, 1.0)) 0.3
                            return tensor 0.0
                        }
                        Prob.ret (tensor 1.0)
                    ]

            ()
        }

    let zero = log 0.6 + logNormal 1.7 0.0 1.0 + logNormal 0.3 0.0 1.0
    let one = log 0.4 + logNormal 1.7 2.0 1.0 - log 2.0
    let result = program |> Infer.importance options
    within (logSumExp [ zero; one ]) 0.02 result.LogEvidence result.StandardError
    within (exp (one - logSumExp [ zero; one ])) 0.02 ((result.Mean "k").ToDouble()) ((result.MeanError "k").ToDouble())

[<Fact>]
let ``the error that is told is the error that is seen`` () =
    // Over 60 seeds: the mean squared z-score is 1 with a deviation of √(2/60) = 0.18, and the mean score 0 with one of 0.13.
    let exact, _, _ = normalEvidence 2.0 1.5 ys

    let scores =
        [|
            for seed in 1UL .. 60UL ->
                let result =
                    normal
                    |> Infer.importance
                        { options with
                            Particles = 4000
                            KeepParticles = false
                            Seed = seed
                        }

                (result.LogEvidence - exact) / result.StandardError
        |]

    Assert.InRange(scores |> Array.averageBy (fun z -> z * z), 0.4, 2.0)
    Assert.InRange(Array.average scores, -0.65, 0.65)

[<Fact>]
let ``draws that are not kept are drawn again from their keys, to the same bits`` () =
    let kept = normal |> Infer.importance options

    let again =
        normal
        |> Infer.importance
            { options with
                KeepParticles = false
                Threads = 1
            }

    Assert.Equal<float>(kept.Posterior.["m"].ToArray(), again.Posterior.["m"].ToArray())
    Assert.Equal<float>(kept.LogWeights, again.LogWeights)
    // More particles begin with the same ones.
    let more = normal |> Infer.importance { options with Particles = 30_000 }

    Assert.Equal<float>(kept.LogWeights, Seq.truncate 20_000 more.LogWeights)

[<Fact>]
let ``a parameter stands at its value, of the program and of the guide`` () =
    let program =
        prob {
            let! loc = param "loc" 0.0
            let! m = sample "m" (Normal(loc, 2.0))
            do! observe "y" (Normal(m, 1.0)) 3.0
        }

    let guide =
        prob {
            let! at = param "at" 0.0
            let! m = sample "m" (Normal(at, 1.5))
            return m
        }

    let result =
        program
        |> Infer.importanceFrom
            guide
            { options with
                Parameters =
                    dict [ "loc", tensor 1.0; "at", tensor 2.6 ]
                    |> System.Collections.Generic.Dictionary
            }

    within (logNormal 3.0 1.0 (sqrt 5.0)) 0.01 result.LogEvidence result.StandardError
    Assert.InRange(result.Proposed.["m"].ToArray() |> Array.average, 2.5, 2.7)

[<Fact>]
let ``notes: a guide that is too narrow, few effective particles, and many that cannot be`` () =
    let narrow =
        prob {
            let! m = sample "m" (Normal(1.0, 0.15))
            return m
        }

    let result = normal |> Infer.importanceFrom narrow options
    Assert.True(result.ParetoK > 0.7)
    Assert.Contains(result.Notes, fun n -> n.StartsWith "Pareto k is" && n.Contains "try a guide")

    let far =
        prob {
            let! m = sample "m" (Normal(0.0, 1.0))
            do! observe "y" (Normal(m, 0.001)) 2.5
        }
        |> Infer.importance options

    Assert.Contains(far.Notes, fun n -> n.Contains "are worth")

    let cut =
        prob {
            let! top = sample "top" (Gamma(1.0, 1.0))
            do! observe "y" (Uniform(0.0, top)) 2.0
        }
        |> Infer.importance options

    Assert.Contains(cut.Notes, fun n -> n.Contains "have weight zero")
    Assert.Contains("Pareto k", string cut)
