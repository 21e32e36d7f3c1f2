/// What a record calls invalid is refused when the program is planned, and the message names site, family, cost and reason.
module DiffProb.Conformance.RefusalTests

open Xunit
open DiffProb
open DiffProb.Conformance.Candidates

let private jumps =
    "the cost jumps as a function of its value, and the derivative along a path misses the jumps"

let private isBit = "its support is discrete: 0 or 1"
let private isCount = "its support is discrete: a whole number of at least 0"

let private scores =
    [ Score NoBaseline; Score LeaveOneOut; Score(MovingAverage 0.9) ]

let private sums = [ Enumerate; UnorderedSet 2; SumAndSample 2 ]

/// Problem, site and its family, cost, estimators, reason.
let private rows =
    [
        for id in [ "N04"; "N05, one cost"; "N08" ] do
            id, ("x", "Normal"), "result", [ Pathwise ], jumps
        "N05, two costs", ("x", "Normal"), "jump", [ Pathwise ], jumps
        "N14", ("x", "Normal"), "result", [ Pathwise ], jumps
        "N14", ("y", "Normal"), "result", [ Pathwise ], jumps
        "B05", ("z", "Beta"), "result", [ Pathwise ], jumps
        "G08", ("z", "Gamma"), "result", [ Pathwise ], jumps
        "H01", ("b", "Bernoulli"), "result", [ Pathwise ], isBit
        "H04, where", ("x", "Normal"), "result", [ Pathwise ], jumps
        "H04, branch", ("x", "Normal"), "result", [ Pathwise ], jumps
        "H08", ("x", "Normal"), "result", [ Pathwise ], jumps
        "H09", ("y", "Poisson"), "result", [ Pathwise ], isCount
        for id in [ "S02"; "S03" ] do
            id, ("x", "Uniform"), "result", scores, "its support moves with low and high"
        "S03", ("x", "Uniform"), "result", [ Pathwise ], jumps
        "U02", ("x", "Uniform"), "result", [ Pathwise ], jumps
        "U02", ("x", "Uniform"), "result", scores, "its support moves with low"
        "N04", ("x", "Normal"), "result", sums, "its support is not finite: a real number"
        "H09", ("y", "Poisson"), "result", sums, "its support is not finite: a whole number of at least 0"
        "C03", ("k", "Categorical"), "result", [ DisArm; Arms 4 ], "it is no bit"
        "C14a, a plate, rows mixed",
        ("b", "Bernoulli"),
        "result",
        sums @ [ DisArm; Arms 4 ],
        "rows of plate \"bit\" are mixed before the cost"
    ]

let private noThreshold =
    "ThresholdSmoothing: what jumps is no comparison with a threshold that is known when it is drawn"

/// Programs that no estimator of this version can serve, and the reason for each estimator.
let private hopeless: (string * Prob<Tensor> * string list) list =
    [
        "Triangular",
        prob {
            let! a = param "a" 0.25
            let! x = sample "x" (Triangular(a, Tensor.Scalar 2.0, Tensor.Scalar 1.5))
            return floor x
        },
        [
            $"Pathwise: {jumps}"
            noThreshold
            "Score LeaveOneOut: its support moves with low"
        ]
        "Pareto",
        prob {
            let! a = paramOn Support.Positive "a" 0.25
            let! x = sample "x" (Pareto(a, Tensor.Scalar 3.0))
            return floor x
        },
        [
            $"Pathwise: {jumps}"
            noThreshold
            "Score LeaveOneOut: its support moves with scale"
        ]
    ]

let private says (parts: string list) (message: string) =
    for part in parts do
        Assert.Contains(part, message)

let refused =
    TheoryData<string, string, string, string>(
        [
            for problem, (site, _), cost, estimators, _ in rows do
                for e in estimators -> struct (problem, site, cost, e.Name)
        ]
    )

[<Theory; MemberData(nameof refused)>]
let ``What is not valid is refused, with site, family, cost and reason``
    (name: string)
    (site: string)
    (cost: string)
    (estimator: string)
    =
    let isThis (problem, (s, _), c, estimators: Estimator list, _) =
        problem = name
        && s = site
        && c = cost
        && estimators |> List.exists (fun e -> e.Name = estimator)

    let _, (_, family), _, estimators, reason = rows |> List.find isThis
    let estimator = estimators |> List.find (fun e -> e.Name = estimator)
    let problem = Catalogue.find name

    match planned 1 problem with
    | Error message -> Assert.Fail message
    | Ok plan ->
        let entry = plan.Entries |> Seq.find (fun e -> e.Site = site && e.Cost = cost)

        match ask 1 problem plan [ entry, estimator ] with
        | Ok _ -> Assert.Fail "not refused"
        | Error message ->
            says
                [
                    $"Site \"{site}\" ({family})"
                    $"{estimator.Name} is not valid for cost \"{cost}\""
                    reason
                    "Valid: "
                ]
                message

            Assert.Contains(entry.Estimator.Name, message.Substring(message.IndexOf "Valid: "))

let familiesWithout = TheoryData<string>([ for family, _, _ in hopeless -> family ])

[<Theory; MemberData(nameof familiesWithout)>]
let ``Where nothing is valid the planner says so, estimator by estimator`` (family: string) =
    let _, program, reasons = hopeless |> List.find (fun (f, _, _) -> f = family)

    let error =
        Assert.ThrowsAny<DiffProbException>(fun () -> Preparation.planOnly program (planning 1 None) |> ignore)

    says
        ($"Site \"x\" ({family}): no estimator gives an unbiased gradient for cost \"result\""
         :: reasons)
        error.Message

/// Names in the records of what is not an estimator of this version, or cannot be asked for in the program that the record becomes:
/// in S04 theta is added to the site and does not move its support.
let private notExpressible =
    set [ "straight-through"; "RSVI pathwise term alone"; "score d/dtheta" ]

[<Fact>]
let ``Everything that a record calls invalid is among the rows`` () =
    let names =
        (rows |> List.map (fun (name, _, _, _, _) -> name))
        @ (hopeless |> List.map (fun (name, _, _) -> name))

    for record in Records.all do
        let invalid = record.Invalid |> List.filter (notExpressible.Contains >> not)

        let failing =
            record.WrongLimits.Keys |> Seq.filter _.StartsWith("pathwise") |> List.ofSeq

        if not (List.isEmpty (invalid @ failing)) then
            Assert.Contains(names, (fun name -> name.Split(',').[0] = record.Id))
