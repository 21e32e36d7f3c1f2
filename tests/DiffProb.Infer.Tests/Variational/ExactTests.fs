/// Guides whose family contains the posterior: the bound is the log evidence, and the parameters are those of the posterior.
module DiffProb.Tests.VariationalExactTests

open System
open Xunit
open DiffProb
open DiffProb.Tests.Conjugates

let private options =
    { Variational.defaults with
        Seed = 5UL
        EvaluationDraws = 500
        Particles = 100
    }

let private near (exact: float) (tolerance: float) (value: float) =
    Assert.True(abs (value - exact) <= tolerance, $"{value} is not {exact} ± {tolerance}")

let private number (fit: VariationalFit) (name: string) = fit.[name].ToArray().[0]

/// At parameters of the posterior log p - log q is the log evidence for every draw, whatever it is.
let private isEvidenceAt (parameters: (string * Tensor) list) guide (evidence: float) model =
    let program = GuidedProgram.Of(model, guide, 0.1)
    let draws = program.Draws(ManagedEngine.Default, Map.ofList parameters, 64)

    for ratio in draws.Run(Key.FromSeed 3UL).[0] do
        near evidence 1e-9 ratio

[<Fact>]
let ``at the posterior the weight of every draw is the evidence`` () =
    let mean, sd = normalPosterior ys

    normalMean
    |> isEvidenceAt [ "loc", Tensor.Scalar mean; "scale", Tensor.Scalar sd ] (Guide.Of normalMeanGuide) normalEvidence

    coin
    |> isEvidenceAt [ "a", Tensor.Scalar 9.0; "b", Tensor.Scalar 8.0 ] (Guide.Of coinGuide) coinEvidence

    let factor = (Tensor.Matrix regressionCovariance).Cholesky()
    let factor = Tensor.Of(factor.Shape, factor.ToArray())

    regression
    |> isEvidenceAt
        [ "guide/loc", Tensor.Of regressionPosterior; "guide/scale_tril", factor ]
        Guide.MultivariateNormal
        regressionEvidence

[<Fact>]
let ``a normal mean by a guide as a program`` () =
    let fit = Infer.variational options (Guide.Of normalMeanGuide) normalMean
    let mean, sd = normalPosterior ys
    near mean 0.01 (number fit "loc")
    near sd 0.01 (number fit "scale")
    near normalEvidence 0.001 fit.Elbo.Mean
    near normalEvidence 0.001 fit.LogEvidence.Mean
    Assert.True fit.IsConverged
    Assert.True(fit.ParetoK < 0.7, $"{fit.ParetoK}")
    Assert.Empty fit.Notes
    // The divergence from the prior stands in closed form, and needs no draw.
    Assert.Equal<string list>([ "log p(y)" ], [ for e in fit.Plan.Entries -> e.Cost ])

[<Fact>]
let ``a coin by a guide as a program`` () =
    let fit = Infer.variational options (Guide.Of coinGuide) coin
    near (9.0 / 17.0) 0.01 (number fit "a" / (number fit "a" + number fit "b"))
    near 17.0 1.0 (number fit "a" + number fit "b")
    near coinEvidence 0.001 fit.Elbo.Mean

[<Fact>]
let ``a full covariance and one of low rank are those of the posterior`` () =
    for guide in [ Guide.MultivariateNormal; Guide.LowRank 1 ] do
        let fit = Infer.variational options guide regression
        let loc = fit.["guide/loc"].ToArray()

        let law: Distribution =
            if guide = Guide.MultivariateNormal then
                MultivariateNormal(fit.["guide/loc"], scaleTril = fit.["guide/scale_tril"])
            else
                LowRankMultivariateNormal(fit.["guide/loc"], fit.["guide/factor"], (fit.["guide/scale"]).Square())

        let covariance =
            match law with
            | :? MultivariateNormal as l -> l.Covariance.ToArray()
            | l -> (l :?> LowRankMultivariateNormal).Covariance.ToArray()

        for i in 0..1 do
            near regressionPosterior.[i] 0.01 loc.[i]

            for j in 0..1 do
                near regressionCovariance.[i, j] 0.003 covariance.[2 * i + j]

        near regressionEvidence (5.0 * fit.Elbo.StandardError + 0.001) fit.Elbo.Mean
        Assert.True(fit.Elbo.StandardError < 0.002, $"{fit.Elbo}")

[<Fact>]
let ``mean field keeps the precisions: its variances are the inverse of the diagonal`` () =
    let fit = Infer.variational options Guide.Normal regression
    let c = regressionCovariance
    let determinant = c.[0, 0] * c.[1, 1] - c.[0, 1] * c.[1, 0]
    let scale = fit.["guide/scale"].ToArray()
    near (sqrt (determinant / c.[1, 1])) 0.005 scale.[0]
    near (sqrt (determinant / c.[0, 0])) 0.005 scale.[1]

    // It falls short of the evidence by the divergence of the two normal laws.
    let short = 0.5 * log (c.[0, 0] * c.[1, 1] / determinant)

    near (regressionEvidence - short) (5.0 * fit.Elbo.StandardError + 0.002) fit.Elbo.Mean

[<Fact>]
let ``Laplace's approximation of a normal posterior is exact`` () =
    let fit = Infer.variational options Guide.Laplace regression
    let tril = fit.["guide/scale_tril"]
    let covariance = (tril.MatMul(tril.Transpose())).ToArray()

    for i in 0..1 do
        near regressionPosterior.[i] 1e-8 (fit.["guide/loc"].ToArray().[i])

        for j in 0..1 do
            near regressionCovariance.[i, j] 1e-8 covariance.[2 * i + j]

    near regressionEvidence 1e-8 fit.Elbo.Mean
    Assert.True fit.IsConverged

[<Fact>]
let ``the mode is that of the values, and Laplace's that of the unconstrained numbers`` () =
    let program =
        prob {
            let! rate = sample "rate" (Gamma(3.0, 2.0))

            for n in plate "row" [| 4; 2; 5 |] do
                do! observe "n" (Poisson rate) n
        }

    // Gamma(14, 5): its mode is 13 / 5; that of log rate lies at 14 / 5, with variance 1 / 14.
    let mode = Infer.variational options Guide.Delta program
    near (13.0 / 5.0) 1e-7 ((mode.Posterior(1).["rate"]).ToArray().[0])
    let laplace = Infer.variational options Guide.Laplace program
    near (log (14.0 / 5.0)) 1e-7 (number laplace "guide/loc")
    near (sqrt (1.0 / 14.0)) 1e-7 (number laplace "guide/scale_tril")
    Assert.True(mode.IsConverged && laplace.IsConverged)

[<Fact>]
let ``a discrete site of the guide is summed exactly, and gives the posterior`` () =
    let guide =
        prob {
            let! logit = param "logit" 0.0
            let! _ = sample "k" (Bernoulli(logits = logit))
            ()
        }

    let fit = Infer.variational options (Guide.Of guide) bit
    near (log (bitPosterior / (1.0 - bitPosterior))) 0.001 (number fit "logit")
    near bitEvidence 1e-5 fit.History.[fit.History.Count - 1]
    near bitEvidence 0.001 fit.LogEvidence.Mean
    Assert.Contains(fit.Plan.Entries, fun e -> e.Site = "k" && e.Estimator = Enumerate)

[<Fact>]
let ``discrete sites that the guide lacks are summed out, row by row`` () =
    let data = [| 1.7; -0.3; 2.5 |]

    let model =
        prob {
            let! m = sample "m" (Normal(0.0, 1.0))

            for y in plate "row" data do
                let! k = sample "k" (Bernoulli(probs = 0.4))
                do! observe "y" (Normal(m + 2.0 * k.Cast DType.Float64, 1.0)) y
        }

    let own =
        Infer.variational
            options
            (Guide.Of(
                prob {
                    let! loc = param "loc" 0.0
                    let! scale = paramOn Support.Positive "scale" 0.1
                    let! _ = sample "m" (Normal(loc, scale))
                    ()
                }
            ))
            model

    let automatic = Infer.variational options Guide.Normal model
    near (number automatic "guide/loc") 0.01 (number own "loc")
    near (number automatic "guide/scale") 0.01 (number own "scale")

    // The evidence on a grid.
    let step = 0.01

    let logNormal (x: float) loc =
        -0.5 * (x - loc) ** 2.0 - 0.5 * log (2.0 * Math.PI)

    let density m =
        exp (logNormal m 0.0)
        * (data
           |> Array.fold (fun p y -> p * (0.6 * exp (logNormal y m) + 0.4 * exp (logNormal y (m + 2.0)))) 1.0)

    let evidence =
        log (step * Seq.sum [ for i in -800 .. 800 -> density (step * float i) ])

    near evidence (5.0 * own.LogEvidence.StandardError) own.LogEvidence.Mean
    let probs = own.Posterior(200).["probs(k)"]
    Assert.Equal<int>([ 1; 200; 3; 2 ], probs.Shape)

[<Fact>]
let ``discrete sites of a guide in a plate: the fixed point of coordinate ascent`` () =
    let data = [| 1.7; -0.3; 2.5; 0.9 |]

    let model =
        prob {
            let! m = sample "m" (Normal(0.0, 1.0))

            for y in plate "row" data do
                let! k = sample "k" (Bernoulli(probs = 0.4))
                do! observe "y" (Normal(m + 2.0 * k.Cast DType.Float64, 1.0)) y
        }

    let guide =
        prob {
            let! loc = param "loc" 0.0
            let! scale = paramOn Support.Positive "scale" 0.5
            let! _ = sample "m" (Normal(loc, scale))
            let! logits = param "logits" (Array.zeroCreate<float> data.Length)

            for logit in plate "row" logits do
                let! _ = sample "k" (Bernoulli(logits = logit))
                ()
        }

    let fit = Infer.variational { options with Steps = 3000 } (Guide.Of guide) model

    // q(m) = N(s² Σ (y - 2 p), s²) with s² = 1 / 5, and the logit of p is that of 0.4, and 2 (y - E m) - 2.
    let mutable mean = 0.0

    let logits () =
        [| for y in data -> log (0.4 / 0.6) + 2.0 * (y - mean) - 2.0 |]

    for _ in 1..1000 do
        let p = logits () |> Array.map (fun l -> 1.0 / (1.0 + exp -l))
        mean <- Array.sum (Array.map2 (fun y p -> y - 2.0 * p) data p) / 5.0

    near mean 0.01 (number fit "loc")
    near (sqrt 0.2) 0.01 (number fit "scale")

    for exact, found in Array.zip (logits ()) (fit.["logits"].ToArray()) do
        near exact 0.05 found

[<Fact>]
let ``parameters of the model are learnt with the guide`` () =
    // y ~ N(m + z, 1) with z ~ N(0, 1): the evidence is greatest at m = mean of y.
    let data = [| 1.0; 2.5; 0.4; 3.1 |]

    let model =
        prob {
            let! m = param "m" 0.0

            for y in plate "row" data do
                let! z = sample "z" (Normal(0.0, 1.0))
                do! observe "y" (Normal(m + z, 1.0)) y
        }

    let fit = Infer.variational options Guide.Normal model
    near (Array.average data) 0.02 (number fit "m")
    Assert.Equal<string>([ "m" ], fit.ModelParameters.Keys)
    let mode = Infer.variational options Guide.Laplace model
    // At a joint mode the scale of z does not count.
    near (Array.average data) 1e-6 (number mode "m")

[<Fact>]
let ``local sites in a plate of minibatches, by a program and automatically`` () =
    let count = 40
    let data = (Normal(1.0, 1.4)).Sample(count, 9UL).ToArray()

    let model =
        prob {
            for y in plate "row" data |> minibatch 10 do
                let! z = sample "z" (Normal(0.0, 1.0))
                do! observe "y" (Normal(z, 1.0)) y
        }

    // z is N(y / 2, 1/2) given y.
    let guide =
        prob {
            let! slope = param "slope" 0.0
            let! scale = paramOn Support.Positive "scale" 1.0

            for y in plate "row" data |> minibatch 10 do
                let! _ = sample "z" (Normal(slope * y, scale))
                ()
        }

    let evidence =
        data |> Array.sumBy (fun y -> -0.25 * y * y - 0.5 * log (4.0 * Math.PI))

    let fit = Infer.variational options (Guide.Of guide) model
    near 0.5 0.01 (number fit "slope")
    near (sqrt 0.5) 0.01 (number fit "scale")
    near evidence 0.01 fit.Elbo.Mean
    Assert.Equal<int>([ 1; 20; count ], fit.Posterior(20).["z"].Shape)

    let laplace = Infer.variational options Guide.Laplace model
    near evidence 1e-8 laplace.Elbo.Mean

    Array.zip data (laplace.["guide/loc"].ToArray())
    |> Array.iter (fun (y, loc) -> near (y / 2.0) 1e-8 loc)

    let automatic =
        Infer.variational
            { options with
                Steps = 4000
                Optimizer = Adam 0.1
            }
            Guide.Normal
            model

    Array.zip data (automatic.["guide/loc"].ToArray())
    |> Array.iter (fun (y, loc) -> near (y / 2.0) 0.1 loc)

    near evidence 0.2 automatic.Elbo.Mean
