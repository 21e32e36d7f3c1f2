/// How estimates are judged: at z = 5 a correct estimator fails about 6 seeds in 10 million; the seeds are fixed.
module DiffProb.Tests.Judge

open Xunit
open DiffProb

/// The estimate lies within 5 standard errors of the exact number, and its error is small enough to judge.
let isExactly (exact: float) (largestError: float) (mean: float) (standardError: float) =
    Assert.True(standardError <= largestError, $"too noisy to judge: ± {standardError}")
    Assert.True(abs (mean - exact) <= 5.0 * standardError + 1e-12, $"{mean} ± {standardError} is not {exact}")

/// A derivative of a scalar parameter.
let derivativeIs exact largestError (name: string) (g: GradientEstimate) =
    isExactly exact largestError (g.[name].ToDouble()) ((g.StandardError name).ToDouble())

/// The message of the error that a program ends in.
let messageOf (run: unit -> 'T) : string =
    let e = Assert.ThrowsAny<DiffProbException>(fun () -> run () |> ignore)
    e.Message

/// All parts occur in the message.
let says (parts: string list) (message: string) =
    for part in parts do
        Assert.Contains(part, message)

/// The estimators of a plan, site by site.
let choices (plan: Plan) =
    [ for e in plan.Entries -> e.Site, e.Cost, e.Estimator.Name ]
