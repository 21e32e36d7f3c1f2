/// What a fit tells: draws, weights, convergence, and that it can be stopped and gone on with.
module DiffProb.Tests.VariationalFitTests

open System
open System.Threading
open Xunit
open DiffProb
open DiffProb.Tests.Conjugates
open DiffProb.Tests.Judge

let private options = { Variational.defaults with Seed = 7UL }

let private mean (posterior: Posterior) (name: string) (element: int) =
    let draws = posterior.Of name
    let numbers = draws.Element element |> Seq.cast<float> |> Array.ofSeq
    let mean = Array.average numbers

    let variance =
        (numbers |> Array.sumBy (fun x -> (x - mean) ** 2.0))
        / float (numbers.Length - 1)

    mean, sqrt variance, sqrt (variance / float numbers.Length)

let private banana =
    prob {
        let! x = sample "x" (Normal(0.0, 1.0))
        let! _ = sample "y" (Normal(x * x, 0.3))
        ()
    }

[<Fact>]
let ``a flow bends: on a banana it comes closer than mean field and full rank`` () =
    let fit guide =
        Infer.variational
            { options with
                Steps = 6000
                Optimizer = Adam 0.01
                InitialScale = 1.0
                EvaluationDraws = 4000
            }
            guide
            banana

    let flow, normal, full =
        fit (Guide.Flow(2, 16)), fit Guide.Normal, fit Guide.MultivariateNormal

    // There are no data: the log evidence is 0, and the bound is minus the divergence.
    Assert.InRange(flow.Elbo.Mean, -0.2, 5.0 * flow.Elbo.StandardError)
    Assert.True(normal.Elbo.Mean < -0.5, $"{normal.Elbo}")
    Assert.True(full.Elbo.Mean < -0.5, $"{full.Elbo}")
    // It is right in the mean of y, 1, and in its deviation, √2.09.
    let y, sd, error = mean (flow.Posterior(4000, 1UL)) "y" 0
    Assert.True(abs (y - 1.0) <= 5.0 * error + 0.15, $"{y} ± {error}")
    Assert.InRange(sd, 1.1, 1.6)
    let _, narrow, _ = mean (normal.Posterior(4000, 1UL)) "y" 0
    Assert.True(narrow < 0.6, $"{narrow}")

[<Fact>]
let ``a flow of one number is a normal law`` () =
    let fit =
        Infer.variational { options with Particles = 50 } (Guide.Flow(2, 4)) normalMean

    let exact, sd = normalPosterior ys
    let m, deviation, error = mean (fit.Posterior(4000, 1UL)) "m" 0
    Assert.True(abs (m - exact) <= 5.0 * error + 0.01, $"{m} ± {error}")
    Assert.InRange(deviation, 0.95 * sd, 1.05 * sd)
    Assert.InRange(fit.Elbo.Mean, normalEvidence - 0.002, normalEvidence + 5.0 * fit.Elbo.StandardError)

let private effects = [| 28.0; 8.0; -3.0; 7.0; -1.0; 1.0; 18.0; 12.0 |]
let private errors = [| 15.0; 10.0; 16.0; 11.0; 9.0; 11.0; 10.0; 18.0 |]

[<Fact>]
let ``eight schools: near the reference when not centered, and Pareto's k tells when it is`` () =
    let fit =
        Infer.variational { options with Steps = 4000 } Guide.Normal PosteriorProgram.schools

    let posterior = fit.Posterior(4000, 3UL)
    let mu, sd, _ = mean posterior "mu" 0
    // The reference posterior has mean 4.4 and deviation 3.3 for mu.
    Assert.InRange(mu, 3.8, 5.0)
    Assert.InRange(sd, 2.8, 3.8)
    Assert.Equal<string>([ "mu"; "tau"; "eta"; "theta" ], posterior.Names)
    Assert.Equal<int>([ 1; 4000; 8 ], posterior.["theta"].Shape)
    Assert.True(fit.IsConverged, string fit)

    let centered =
        prob {
            let! mu = sample "mu" (Normal(0.0, 5.0))
            let! tau = sample "tau" (HalfCauchy 5.0)

            for effect, error in plate "school" (effects, errors) do
                let! theta = sample "theta" (Normal(mu, tau))
                do! observe "effect" (Normal(theta, error)) effect
        }

    let poor = Infer.variational { options with Steps = 4000 } Guide.Normal centered
    Assert.True(poor.ParetoK > 0.7, $"{poor.ParetoK}")
    Assert.True(fit.ParetoK < poor.ParetoK, $"{fit.ParetoK} {poor.ParetoK}")
    Assert.True(fit.Elbo.Mean > poor.Elbo.Mean)
    let note = Assert.Single poor.Notes
    note |> says [ "Pareto's k"; "above 0.67"; "Guide.Flow"; "Infer.nuts" ]
    Assert.Contains(note, string poor)

[<Fact>]
let ``resampled draws have the error of the guide taken away`` () =
    // A guide that is a bit too wide and to the side; its weights have moments.
    let guide =
        prob {
            let! loc = param "loc" 1.6
            let! scale = paramOn Support.Positive "scale" 0.8
            let! _ = sample "m" (Normal(loc, scale))
            ()
        }

    let fit =
        Infer.variational
            { options with
                Steps = 1
                Optimizer = Sgd 1e-300
            }
            (Guide.Of guide)
            normalMean

    let exact, sd = normalPosterior ys
    let m, deviation, error = mean (fit.Resampled(4000, 40000, 3UL)) "m" 0
    Assert.True(abs (m - exact) <= 5.0 * error, $"{m} ± {error} is not {exact}")
    Assert.InRange(deviation, 0.95 * sd, 1.05 * sd)
    let raw, _, error = mean (fit.Posterior(4000, 3UL)) "m" 0
    Assert.True(abs (raw - 1.6) <= 5.0 * error, $"{raw} ± {error}")
    let e = fit.LogEvidence
    Assert.True(abs (e.Mean - normalEvidence) <= 5.0 * e.StandardError, $"{e} is not {normalEvidence}")
    Assert.True(fit.Elbo.Mean < normalEvidence - 0.1)

[<Fact>]
let ``the same seed gives the same bits, also in a fit that goes on from a file's state`` () =
    let whole =
        Infer.variational
            { options with
                Steps = 60
                Schedule = Schedule.Constant
            }
            Guide.Normal
            regression

    let part =
        Infer.variational
            { options with
                Steps = 25
                Schedule = Schedule.Constant
            }
            Guide.Normal
            regression

    let resumed =
        Infer.variational
            { options with
                Steps = 60
                Schedule = Schedule.Constant
                Resume = Option.ofObj part.Checkpoint
            }
            Guide.Normal
            regression

    Assert.Equal<float>(whole.History, resumed.History)
    Assert.Equal<float>(whole.["guide/loc"].ToArray(), resumed.["guide/loc"].ToArray())
    Assert.Equal<float>(whole.Posterior(10).["w"].ToArray(), resumed.Posterior(10).["w"].ToArray())
    Assert.Equal(whole.ParetoK, resumed.ParetoK)

[<Fact>]
let ``more draws than fit in a block begin with the same ones`` () =
    let fit = Infer.variational { options with Steps = 50 } Guide.Normal regression

    let few, many =
        fit.Posterior(1000).["w"].ToArray(), fit.Posterior(2500).["w"].ToArray()

    Assert.Equal<float>(few, many.[.. few.Length - 1])
    Assert.Equal(5000, many.Length)
    Assert.Equal(5000, Array.distinct many |> Array.length)

[<Fact>]
let ``a fit that is stopped has the steps that were done, and tells of each`` () =
    use source = new CancellationTokenSource()
    let mutable last = 0

    let listener =
        { new IProgress<OptimizationProgress> with
            member _.Report p =
                last <- p.Step

                if p.Step = 12 then
                    source.Cancel()
        }

    let fit =
        Infer.variational
            { options with
                Progress = listener
                Cancellation = source.Token
            }
            Guide.Normal
            regression

    Assert.True fit.IsCanceled
    Assert.Equal(12, fit.History.Count)
    Assert.Equal(12, last)
    Assert.Contains("(stopped)", string fit)

[<Fact>]
let ``a bound that still rises has not converged, and one without enough steps is not judged`` () =
    let fit steps =
        Infer.variational
            { options with
                Steps = steps
                Optimizer = Adam 0.005
                Schedule = Schedule.Constant
                Particles = 200
            }
            Guide.Normal
            regression

    let rising = fit 150
    Assert.True(rising.Convergence.Rise > 10.0 * rising.Convergence.StandardError)
    Assert.False rising.IsConverged

    rising.Notes.[0]
    |> says [ "not converged: the bound rose by"; "try more steps" ]

    Assert.False((fit 10).IsConverged)

[<Fact>]
let ``a search for a mode that is stopped early says so`` () =
    let fit =
        Infer.variational { options with Steps = 1 } Guide.Delta PosteriorProgram.schools

    Assert.False fit.IsConverged
    fit.Notes.[0] |> says [ "gradient does not vanish"; "try more steps" ]
    Assert.True(Double.IsNaN fit.ParetoK)

[<Fact>]
let ``single precision comes as far`` () =
    let fit =
        Infer.variational
            { options with
                Precision = DType.Float32
                Particles = 50
            }
            Guide.Normal
            normalMean

    let exact, sd = normalPosterior ys
    Assert.InRange(fit.["guide/loc"].ToArray().[0], exact - 0.02, exact + 0.02)
    Assert.InRange(fit.["guide/scale"].ToArray().[0], sd - 0.02, sd + 0.02)

[<Fact>]
let ``starts where the parameters say, and away from 0 where that has no density`` () =
    let fit =
        Infer.variational
            { options with
                Steps = 1
                Optimizer = Sgd 1e-300
                Parameters = Map [ "guide/loc", tensor [| 0.5; -0.5 |] ]
            }
            Guide.Normal
            regression

    Assert.Equal<float>([ 0.5; -0.5 ], fit.["guide/loc"].ToArray())

    let model =
        prob {
            let! x = sample "x" (Normal(0.0, 1.0))
            do! factor "f" (log (abs x))
        }

    let away = Infer.variational { options with Steps = 1 } Guide.Normal model
    Assert.True(Double.IsFinite away.History.[0])

[<Fact>]
let ``rows that are drawn in scopes and steps, with a simplex and a matrix`` () =
    let model =
        prob {
            let! p = sample "p" (Dirichlet(tensor [| 1.0; 2.0; 3.0 |]))
            let! l = scope "a" (sample "l" (LKJCholesky(2, 1.0)))
            do! observe "n" (Multinomial(12, probs = p)) (tensor [| 6; 4; 2 |])
            do! observe "y" (MultivariateNormal(Tensor.Zeros(Shape.Of 2), scaleTril = l)) (tensor [| 0.5; 0.4 |])
        }

    for guide in
        [
            Guide.Normal
            Guide.MultivariateNormal
            Guide.LowRank 2
            Guide.Flow(1, 8)
            Guide.Laplace
        ] do
        let posterior =
            (Infer.variational { options with Steps = 1000 } guide model).Posterior(1000, 1UL)

        for k, exact in List.indexed [ 7.0; 6.0; 5.0 ] do
            let m, _, _ = mean posterior "p" k
            Assert.InRange(m, exact / 18.0 - 0.04, exact / 18.0 + 0.04)

        Assert.Equal<int>([ 1; 1000; 2; 2 ], posterior.["a/l"].Shape)
