/// Importance weighted bounds and their gradients against numbers from quadrature and enumeration.
module DiffProb.Tests.VariationalBoundTests

open System
open Xunit
open DiffProb
open DiffProb.Tests.Conjugates

let private logNormal (x: float) (loc: float) (scale: float) =
    -0.5 * ((x - loc) / scale) ** 2.0 - log scale - 0.5 * log (2.0 * Math.PI)

/// E f(ε1, ε2) for independent standard normal numbers, on a grid.
let private overTwoNormals (f: float -> float -> float) =
    let step = 0.05
    let grid = [| for i in -160 .. 160 -> step * float i |]
    let weights = grid |> Array.map (fun x -> step * exp (logNormal x 0.0 1.0))
    let mutable total = 0.0

    for i in 0 .. grid.Length - 1 do
        for j in 0 .. grid.Length - 1 do
            total <- total + weights.[i] * weights.[j] * f grid.[i] grid.[j]

    total

/// The bound of two draws of N(loc, scale) on a log joint.
let private boundOfTwo (logJoint: float -> float) loc scale =
    overTwoNormals (fun a b ->
        let weight e =
            let z = loc + scale * e
            logJoint z - logNormal z loc scale

        let first, second = weight a, weight b
        let top = max first second
        top + log (0.5 * (exp (first - top) + exp (second - top))))

let private derivative (f: float -> float) x = (f (x + 1e-4) - f (x - 1e-4)) / 2e-4

/// z ~ N(theta, 1), y ~ N(z, 0.8), with theta a parameter of the model.
let private model =
    prob {
        let! theta = param "theta" 0.3
        let! z = sample "z" (Normal(theta, 1.0))
        do! observe "y" (Normal(z, 0.8)) 1.4
    }

let private guide =
    prob {
        let! loc = param "loc" 0.5
        let! scale = paramOn Support.Positive "scale" 1.2
        let! _ = sample "z" (Normal(loc, scale))
        ()
    }

let private joint theta z =
    logNormal z theta 1.0 + logNormal 1.4 z 0.8

/// Within 5 standard errors: fails about 6 seeds in 10 million; seeds are fixed.
let private isWithin (exact: float) (largestError: float) (mean: float) (error: float) =
    Assert.True(error <= largestError, $"too noisy to judge: ± {error}")
    Assert.True(abs (mean - exact) <= 5.0 * error + 1e-7, $"{mean} ± {error} is not {exact}")

let private estimation =
    { Estimation.defaults with
        Particles = 40000
        Seed = 11UL
    }

[<Fact>]
let ``the doubly reparameterized gradient of two draws is that of the bound, for the guide and for the model`` () =
    for isDouble in [ false; true ] do
        let program = GuidedProgram.Of(model, Guide.Of guide, 0.1).Objective(2, isDouble)
        let gradient = Expectation.gradient estimation program
        let loc, scale, theta = 0.5, 1.2, 0.3
        isWithin (boundOfTwo (joint theta) loc scale) 0.01 gradient.Value.Mean gradient.Value.StandardError

        let check name exact =
            isWithin exact 0.02 (gradient.[name].ToArray().[0]) ((gradient.StandardError name).ToArray().[0])

        check "loc" (derivative (fun loc -> boundOfTwo (joint theta) loc scale) loc)
        check "scale" (derivative (fun scale -> boundOfTwo (joint theta) loc scale) scale)
        check "theta" (derivative (fun theta -> boundOfTwo (joint theta) loc scale) theta)

[<Fact>]
let ``with many draws the doubly reparameterized gradient has less variance`` () =
    let error isDouble =
        let program = GuidedProgram.Of(model, Guide.Of guide, 0.1).Objective(64, isDouble)

        let gradient = Expectation.gradient { estimation with Particles = 4000 } program

        (gradient.StandardError "loc").ToArray().[0]

    // Its signal to noise grows with the number of draws where that of the other falls (Rainforth et al. 2018; Tucker et al. 2019).
    Assert.True(error true < 0.5 * error false, $"{error true} {error false}")

[<Fact>]
let ``VIMCO of a discrete guide is unbiased for the bound of three draws`` () =
    let logit = 0.4

    let bound (logit: float) =
        let p = 1.0 / (1.0 + exp -logit)
        let mass = [| 1.0 - p; p |]

        let weight k =
            exp (logNormal 1.7 (2.0 * float k) 1.0) * [| 0.6; 0.4 |].[k] / mass.[k]

        Seq.sum
            [
                for a in 0..1 do
                    for b in 0..1 do
                        for c in 0..1 do
                            mass.[a] * mass.[b] * mass.[c] * log ((weight a + weight b + weight c) / 3.0)
            ]

    let guide =
        prob {
            let! logit = param "logit" logit
            let! _ = sample "k" (Bernoulli(logits = logit))
            ()
        }

    let program = GuidedProgram.Of(bit, Guide.Of guide, 0.1).Objective(3, false)
    let plan = Expectation.plan estimation program
    let edited = plan.With("k", Score Vimco)

    let gradient = Expectation.gradient { estimation with Plan = Some edited } program

    isWithin (bound logit) 0.01 gradient.Value.Mean gradient.Value.StandardError
    isWithin (derivative bound logit) 0.01 (gradient.["logit"].ToArray().[0]) ((gradient.StandardError "logit").ToArray().[0])

    // The fit asks for it by itself.
    let fit =
        Infer.variational
            { Variational.defaults with
                ImportanceDraws = 3
                Steps = 50
            }
            (Guide.Of guide)
            bit

    Assert.Contains(fit.Plan.Entries, fun e -> e.Estimator = Score Vimco)

[<Fact>]
let ``discrete sites in a plate that share a weight with others: VIMCO does not serve them, and they are scored as planned`` () =
    let model =
        prob {
            let! m = sample "m" (Normal(0.0, 1.0))

            for y in plate "row" [| 1.7; -0.3 |] do
                let! k = sample "k" (Bernoulli(probs = 0.4))
                do! observe "y" (Normal(m + 2.0 * k.Cast DType.Float64, 1.0)) y
        }

    let guide =
        prob {
            let! loc = param "loc" 0.0
            let! _ = sample "m" (Normal(loc, 1.0))
            let! logits = param "logits" [| 0.5; -0.5 |]

            for logit in plate "row" logits do
                let! _ = sample "k" (Bernoulli(logits = logit))
                ()
        }

    let program = GuidedProgram.Of(model, Guide.Of guide, 0.1)
    Assert.Equal<string>([ "m" ], program.MixedInDrawsAlone 3)

    let fit =
        Infer.variational
            { Variational.defaults with
                ImportanceDraws = 3
                Steps = 20
            }
            (Guide.Of guide)
            model

    Assert.Contains(fit.Plan.Entries, fun e -> e.Site = "k" && e.Estimator = Score LeaveOneOut)

let private localModel (batch: int) =
    prob {
        for y in plate "row" [| 0.5; -1.0; 2.0; 0.1 |] |> minibatch batch do
            let! z = sample "z" (Normal(0.0, 1.0))
            do! observe "y" (Normal(z, 0.8)) y
    }

let private localGuide (batch: int) =
    prob {
        let! scale = paramOn Support.Positive "scale" 1.3

        for y in plate "row" [| 0.5; -1.0; 2.0; 0.1 |] |> minibatch batch do
            let! _ = sample "z" (Normal(0.3 * y, scale))
            ()
    }

[<Fact>]
let ``rows have weights of their own where all sites lie in their plate, and may be minibatches`` () =
    let bound scale =
        [ 0.5; -1.0; 2.0; 0.1 ]
        |> List.sumBy (fun y -> boundOfTwo (fun z -> logNormal z 0.0 1.0 + logNormal y z 0.8) (0.3 * y) scale)

    for batch in [ 4; 2 ] do
        let program =
            GuidedProgram.Of(localModel batch, Guide.Of(localGuide batch), 0.1).Objective(2, true)

        let gradient =
            Expectation.gradient
                { estimation with
                    Particles = (if batch = 4 then 20000 else 100)
                    Replicates = (if batch = 4 then 1 else 1500)
                }
                program

        isWithin (bound 1.3) 0.05 gradient.Value.Mean gradient.Value.StandardError
        isWithin (derivative bound 1.3) 0.05 (gradient.["scale"].ToArray().[0]) ((gradient.StandardError "scale").ToArray().[0])

[<Fact>]
let ``the evidence lower bound and its gradient, with a prior that reads a site of the guide that reads this one`` () =
    // The guide draws b first, and a given b; the model a first, and b given a: no divergence of b stands for both terms.
    let model =
        prob {
            let! a = sample "a" (Normal(0.0, 1.0))
            let! b = sample "b" (Normal(a, 0.7))
            do! observe "y" (Normal(b, 0.5)) 0.8
        }

    let guide =
        prob {
            let! loc = param "loc" 0.2
            let! slope = param "slope" 0.4
            let! b = sample "b" (Normal(loc, 0.6))
            let! _ = sample "a" (Normal(slope * b, 0.5))
            ()
        }

    // All of it is quadratic in independent normal numbers.
    let bound loc slope =
        let b2 = loc ** 2.0 + 0.36
        let a2 = slope ** 2.0 * b2 + 0.25
        let ab = slope * b2

        let normal square scale =
            -0.5 * square / scale ** 2.0 - log scale - 0.5 * log (2.0 * Math.PI)

        normal a2 1.0
        + normal (b2 - 2.0 * ab + a2) 0.7
        + normal (b2 - 2.0 * 0.8 * loc + 0.64) 0.5
        - normal 0.36 0.6
        - normal 0.25 0.5

    let program = GuidedProgram.Of(model, Guide.Of guide, 0.1).Objective(1, false)
    let gradient = Expectation.gradient estimation program
    isWithin (bound 0.2 0.4) 0.02 gradient.Value.Mean gradient.Value.StandardError

    isWithin
        (derivative (fun loc -> bound loc 0.4) 0.2)
        0.03
        (gradient.["loc"].ToArray().[0])
        ((gradient.StandardError "loc").ToArray().[0])

    isWithin (derivative (bound 0.2) 0.4) 0.03 (gradient.["slope"].ToArray().[0]) ((gradient.StandardError "slope").ToArray().[0])

[<Fact>]
let ``automatic guides have the same bound with several draws: it rises to the evidence`` () =
    let fit draws =
        Infer.variational
            { Variational.defaults with
                ImportanceDraws = draws
                Seed = 2UL
                Steps = 500
            }
            Guide.Normal
            regression

    let last (fit: VariationalFit) =
        fit.History |> Seq.skip 400 |> Seq.average

    let one, eight = last (fit 1), last (fit 8)
    Assert.InRange(eight, one + 0.02, regressionEvidence + 0.05)
    Assert.All((fit 8).Plan.Entries, fun e -> Assert.Equal(Pathwise, e.Estimator))

[<Fact>]
let ``a guide of point masses gives the mode by the same bound`` () =
    let guide =
        prob {
            let! at = param "at" 0.0
            let! _ = sample "m" (Delta at)
            ()
        }

    let fit = Infer.variational Variational.defaults (Guide.Of guide) normalMean
    Assert.Equal(fst (normalPosterior ys), fit.["at"].ToArray().[0], 3)
