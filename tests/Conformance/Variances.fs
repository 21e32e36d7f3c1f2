/// The variance of a draw is the exact one: a wrong baseline or credit for costs that a site has no part in would be unbiased, too.
module DiffProb.Conformance.VarianceTests

open Xunit
open DiffProb
open DiffProb.Conformance.Candidates

/// Problem, estimator at all sites, particles, key of the record's exact variance, parameters whose variances are summed.
/// The variance of a mean over particles that do not share a baseline is that of one draw over their number: 64 are closer to a normal.
let private rows =
    [
        for id in [ "N01a"; "N01b"; "N01c" ] do
            for parameter in [ "mu"; "sigma" ] do
                id, Pathwise, 64, $"pathwise d/d{parameter}", [ parameter ]
                id, Score NoBaseline, 64, $"score d/d{parameter}", [ parameter ]
                id, MeasureValued, 64, $"mvd_coupled d/d{parameter}", [ parameter ]
                id, Score OptimalConstant, 512, $"score_opt_baseline d/d{parameter}", [ parameter ]
        "N04", Score NoBaseline, 64, "score d/dmu", [ "mu" ]
        "N04", Score NoBaseline, 64, "score d/dsigma", [ "sigma" ]
        "N04", MeasureValued, 64, "mvd_coupled d/dmu", [ "mu" ]
        "N06", Pathwise, 64, "pathwise d/dmu", [ "mu" ]
        "N06", Score NoBaseline, 64, "score d/dmu", [ "mu" ]
        for id in [ "C01a"; "C01b"; "C01c" ] do
            id, Score NoBaseline, 64, "reinforce_1", [ "phi" ]
            id, Score LeaveOneOut, 2, "loo_2", [ "phi" ]
        for mirrored in [ DisArm; Arms 2 ] do
            "C01c", mirrored, 64, "disarm", [ "phi" ]
        "C03", Score NoBaseline, 64, "reinforce_1 (sum over logits)", [ for i in 1..5 -> $"l{i}" ]
        "C03", Score LeaveOneOut, 2, "loo_2 (sum)", [ for i in 1..5 -> $"l{i}" ]
        for id in [ "C14a"; "C14b" ] do
            for form in [ "three sites"; "one vector"; "a plate, rows mixed" ] do
                $"{id}, {form}", Score NoBaseline, 64, "reinforce_1", [ "eta" ]

            for k in [ 2; 3; 8 ] do
                $"{id}, one vector", Score LeaveOneOut, k, $"rloo_{k}", [ "eta" ]

            for mirrored in [ DisArm; Arms 2 ] do
                $"{id}, one vector", mirrored, 64, "disarm_2", [ "eta" ]

            for k in [ 2; 3; 4 ] do
                $"{id}, one vector", UnorderedSet k, 64, $"unordered_{k}", [ "eta" ]

            $"{id}, a plate", Score NoBaseline, 64, "reinforce_1_downstream_only", [ "eta" ]
        for id in [ "C18_K2"; "C18_K5" ] do
            for form in [ "one vector"; "a plate" ] do
                $"{id}, {form}", Score NoBaseline, 64, "naive score+direct", [ "phi" ]

            $"{id}, a plate", Score Vimco, 64, "VIMCO geometric", [ "phi" ]
        "G02", Pathwise, 64, "pathwise(implicit)", [ "alpha" ]
        "G02", Score NoBaseline, 64, "score", [ "alpha" ]
    ]

let data =
    TheoryData<string, string, string>([ for name, estimator, _, key, _ in rows -> struct (name, estimator.Name, key) ])

let private count = 4096

/// Variance of a column and its standard error, from the fourth moment.
let varianceOf (column: float[]) =
    let mean = Array.average column

    let moment k =
        column |> Array.averageBy (fun x -> pown (x - mean) k)

    moment 2, sqrt ((moment 4 - moment 2 ** 2.0) / float column.Length)

[<Theory; MemberData(nameof data)>]
let ``The variance of a draw is the exact one`` (name: string) (estimator: string) (key: string) =
    let _, estimator, particles, _, parameters =
        rows
        |> List.find (fun (n, e, _, k, _) -> n = name && e.Name = estimator && k = key)

    let problem = Catalogue.find name

    let plan =
        match planned 1 problem with
        | Ok plan ->
            plan.Entries
            |> Seq.fold (fun (p: Plan) e -> p.With(e.Site, e.Cost, estimator)) plan
        | Error message -> failwith message

    let prepared = Draws.prepare problem particles 1 (Some plan)

    let outputs =
        [
            for p in parameters -> Draws.derivative prepared prepared.Surrogate.Objective p
        ]

    let rows =
        Draws.runs prepared outputs count (Judge.seedOf $"variance of {name} by {key}")

    let draws =
        if estimator = Score LeaveOneOut then
            1.0
        else
            float particles

    let found = Array.transpose rows |> Array.map varianceOf

    let sum, error =
        draws * (found |> Array.sumBy fst), draws * (found |> Array.sumBy snd)

    let exact = problem.Record.Variances.[key]
    Assert.True(error <= 0.12 * exact, $"too noisy to judge: {sum} ± {error}, exactly {exact}")
    Assert.True(abs (sum - exact) <= 5.0 * error, $"{sum} ± {error}, exactly {exact}")
