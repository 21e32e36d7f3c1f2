/// Models whose posterior and evidence are known, with guides that contain the posterior.
module DiffProb.Tests.Conjugates

open System
open DiffProb

let ys = [| 1.2; 0.4; 2.2; 1.9 |]

let private logNormal (x: float) (loc: float) (variance: float) =
    -0.5 * ((x - loc) ** 2.0 / variance + log (2.0 * Math.PI * variance))

/// m ~ N(0, 2), y ~ N(m, 1.5).
let normalMean =
    prob {
        let! m = sample "m" (Normal(0.0, 2.0))

        for y in plate "row" ys do
            do! observe "y" (Normal(m, 1.5)) y
    }

let normalMeanGuide =
    prob {
        let! loc = param "loc" 0.0
        let! scale = paramOn Support.Positive "scale" 1.0
        let! _ = sample "m" (Normal(loc, scale))
        ()
    }

/// Mean and standard deviation of m, given some data.
let normalPosterior (ys: float[]) =
    let precision = 1.0 / 4.0 + float ys.Length / 2.25
    Array.sum ys / 2.25 / precision, sqrt (1.0 / precision)

/// By Bayes: p(y) = p(m) p(y | m) / p(m | y), at any m.
let normalEvidence =
    let mean, sd = normalPosterior ys

    logNormal 0.3 0.0 4.0 + (ys |> Array.sumBy (fun y -> logNormal y 0.3 2.25))
    - logNormal 0.3 mean (sd * sd)

/// p ~ Beta(2, 5), and 7 of 10.
let coin =
    prob {
        let! p = sample "p" (Beta(2.0, 5.0))

        for b in plate "toss" [| 1; 1; 1; 0; 1; 1; 0; 1; 1; 0 |] do
            do! observe "b" (Bernoulli(probs = p)) b
    }

let coinGuide =
    prob {
        let! a = paramOn Support.Positive "a" 1.0
        let! b = paramOn Support.Positive "b" 1.0
        let! _ = sample "p" (Beta(a, b))
        ()
    }

let private logBeta a b =
    let logGamma (x: float) =
        (Tensor.Scalar x).LogGamma().ToArray().[0]

    logGamma a + logGamma b - logGamma (a + b)

let coinEvidence = logBeta 9.0 8.0 - logBeta 2.0 5.0

let private design =
    array2D [ [ 1.0; 0.5 ]; [ 1.0; -0.3 ]; [ 1.0; 1.7 ]; [ 1.0; 0.9 ]; [ 1.0; -1.1 ] ]

let private responses = [| 0.9; 0.1; 2.3; 1.2; -0.6 |]

/// Linear regression: w ~ N(0, I), y ~ N(x w, 0.5), so that the posterior is a normal vector.
let regression =
    prob {
        let! w = sample "w" (Normal(Tensor.Zeros(Shape.Of 2), 1.0))

        for x, y in plate "row" (design, responses) do
            do! observe "y" (Normal((x * w).Sum(), 0.5)) y
    }

/// Mean, covariance and evidence of the regression.
let regressionPosterior, regressionCovariance, regressionEvidence =
    let n = responses.Length

    let p i j =
        (if i = j then 1.0 else 0.0)
        + 4.0 * Seq.sum [ for r in 0 .. n - 1 -> design.[r, i] * design.[r, j] ]

    let determinant = p 0 0 * p 1 1 - p 0 1 * p 0 1

    let covariance =
        array2D
            [
                [ p 1 1 / determinant; -(p 0 1) / determinant ]
                [ -(p 0 1) / determinant; p 0 0 / determinant ]
            ]

    let b =
        [|
            for i in 0..1 -> 4.0 * Seq.sum [ for r in 0 .. n - 1 -> design.[r, i] * responses.[r] ]
        |]

    let mean =
        [| for i in 0..1 -> covariance.[i, 0] * b.[0] + covariance.[i, 1] * b.[1] |]

    // At w = 0, where the posterior density is exp(-mᵀ P m / 2) √det P / 2π.
    let atZero =
        -0.5 * (mean.[0] * b.[0] + mean.[1] * b.[1]) + 0.5 * log determinant
        - log (2.0 * Math.PI)

    let joint =
        2.0 * logNormal 0.0 0.0 1.0
        + Seq.sum [ for y in responses -> logNormal y 0.0 0.25 ]

    mean, covariance, joint - atZero

/// k ~ Bernoulli(0.4), y ~ N(2 k, 1) at 1.7: log evidence, and the posterior of k.
let bit =
    prob {
        let! k = sample "k" (Bernoulli(probs = 0.4))
        do! observe "y" (Normal(2.0 * k.Cast DType.Float64, 1.0)) 1.7
    }

let bitEvidence, bitPosterior =
    let zero = 0.6 * exp (logNormal 1.7 0.0 1.0)
    let one = 0.4 * exp (logNormal 1.7 2.0 1.0)
    log (zero + one), one / (zero + one)
