/// Problems in which the spread of the draws does not tell the error: fourth moments are astronomic (N11) or the variance is infinite
/// (N12). They are judged with standard errors known beforehand.
module DiffProb.Conformance.HeavyTailTests

open System
open Xunit
open DiffProb.Conformance.Candidates
open DiffProb.Conformance.Judge

let private replicates = 2048
let private draws = float (replicates * Candidates.particles)

/// Means alone, with the standard errors that are known.
let private check name (standardErrors: string -> Target list * float list) =
    for cell in Candidates.cells 1 (Catalogue.find name) do
        let estimator = cell.Plan.Entries.[0].Estimator.Name
        let targets, errors = standardErrors estimator

        let estimates =
            UnbiasedTests.estimate cell Candidates.particles replicates (seedOf cell.Name)

        let judged =
            List.map2 (fun e error -> { e with StandardError = error }) estimates errors

        Judge.check targets judged

/// exp(x) with sigma = 2. Exact variances of one draw are in the record, but for the score in sigma: with x = 2z it is
/// E[e^{4z} (z² - 1)² / 4] - (2 e²)² = e^8 (225 + 64 + 3 + 30) / 4 - 4 e⁴. A baseline near the mean lowers them.
[<Fact>]
let ``Heavy payoff (N11)`` () =
    let record = Records.find "N11"
    let value = record.Variances.["pathwise d/dmu"]
    let scoreInSigma = exp 8.0 * 322.0 / 4.0 - 4.0 * exp 4.0

    let targets =
        [
            for name, exact in
                [
                    "value", record.Value
                    "mu", record.Gradient.["mu"]
                    "sigma", record.Gradient.["sigma"]
                ] ->
                { target name exact exact [] with
                    Largest = 0.04 * exact
                }
        ]

    check "N11" (fun estimator ->
        let variances =
            if estimator = "Pathwise" then
                [
                    value
                    record.Variances.["pathwise d/dmu"]
                    record.Variances.["pathwise d/dsigma"]
                ]
            else
                [ value; record.Variances.["score d/dmu"]; scoreInSigma ]

        targets, [ for v in variances -> sqrt (v / draws) ])

/// ∫ g φ over |z| < c, by Simpson's rule.
let private truncatedMean c (g: float -> float) =
    let n = 20_000
    let h = 2.0 * c / float n

    let f i =
        let z = -c + h * float i in g z * exp (-0.5 * z * z) / sqrt (2.0 * Math.PI)

    h / 3.0
    * Seq.sum
        [
            for i in 0..n ->
                f i
                * (if i = 0 || i = n then 1.0
                   elif i % 2 = 1 then 4.0
                   else 2.0)
        ]

/// exp(0.3 x²): the mean exists and the variance does not. But none of the draws lies beyond |z| = 6.4, but for 1 seed in 1000, and
/// so they are draws of the truncated law, whose mean and variance are numbers. What is cut off of the mean is part of the tolerance.
[<Fact>]
let ``Infinite variance (N12)`` () =
    let record = Records.find "N12"
    let cut = 6.4
    let f z = exp (0.3 * z * z)

    check "N12" (fun estimator ->
        let sigma: float -> float =
            match estimator with
            | "Pathwise" -> fun z -> 0.6 * z * z * f z
            | "Score" -> fun z -> (z * z - 1.0) * f z
            | _ -> fun z -> (z * z - 1.0) * (f z - record.Value)

        let judged = [ "value", record.Value, f; "sigma", record.Gradient.["sigma"], sigma ]
        let mean g = truncatedMean cut g

        let error g =
            sqrt ((mean (fun z -> g z ** 2.0) - mean g ** 2.0) / draws)

        let targets =
            [
                for name, exact, g in judged do
                    Assert.True(abs (mean g - exact) <= 0.003 * exact, $"{mean g} is what is left of {exact}")

                    { target name (mean g) exact [] with
                        Largest = 0.06 * exact
                    }
            ]

        targets, [ for _, _, g in judged -> error g ])
