/// Second and third derivatives through the magic box, for every plan that is valid at that order.
module DiffProb.Conformance.HigherOrderTests

open Xunit
open DiffProb
open DiffProb.Conformance.Candidates
open DiffProb.Conformance.Judge

/// What is known of a record at an order: the names of the derivative, as in [ "mu"; "sigma" ], and its value.
let private known (record: Records.Record) order =
    match order with
    | 2 ->
        [
            for KeyValue(names, exact) in record.Hessian -> List.ofArray (names.Split ','), exact
        ]
    | _ -> [ for KeyValue(name, exact) in record.Third -> List.replicate 3 name, exact ]

/// Largest error instead of 4 %, where the cost is large beside its derivative: 17 and a second derivative of 2 (N01c), 0.25 and a
/// third derivative of 0.00025 (C01b).
let private coarse = Map [ "N01c", 0.1; "C01b", 0.2 ]

let private targets (record: Records.Record) order =
    let all = known record order
    let largest = all |> List.map (snd >> abs) |> List.max

    let scale =
        if largest = 0.0 then
            record.Gradient.Values |> Seq.map abs |> Seq.max
        else
            largest

    let factor = (coarse.TryFind record.Id |> Option.defaultValue 0.04) / 0.04

    [
        for names, exact in all do
            let name = String.concat "," names
            target name exact (factor * max (abs exact) (0.3 * scale)) (wrongLimits record name)
    ]

let private estimate (cell: Cell) order replicates seed =
    let prepared =
        Draws.prepare cell.Problem Candidates.particles order (Some cell.Plan)

    let derivative names =
        List.fold (Draws.derivative prepared) prepared.Surrogate.Objective names

    Draws.runs prepared [ for names, _ in known cell.Problem.Record order -> derivative names ] replicates seed
    |> Draws.summarize

let private allCells order =
    [
        for problem in Catalogue.problems do
            if not (List.isEmpty (known problem.Record order)) then
                yield! Candidates.cells order problem
    ]

let private check order (name: string) =
    let cell = allCells order |> List.find (fun c -> c.Name = name)
    let targets = targets cell.Problem.Record order
    Judge.check targets (Judge.measure targets $"order {order} of {name}" (estimate cell order))

let secondCells = TheoryData<string>(allCells 2 |> List.map _.Name)
let thirdCells = TheoryData<string>(allCells 3 |> List.map _.Name)

[<Theory; MemberData(nameof secondCells)>]
let ``The mean is the exact second derivative`` (name: string) = check 2 name

[<Theory; MemberData(nameof thirdCells)>]
let ``The mean is the exact third derivative`` (name: string) = check 3 name

[<Fact>]
let ``Second derivatives along a path are refused where the cost has kinks`` () =
    let problem = Catalogue.find "N06"

    match planned 1 problem, planned 2 problem with
    | Ok first, Ok second ->
        Assert.Equal("Pathwise", first.Entries.[0].Estimator.Name)
        Assert.Equal("Score LeaveOneOut", second.Entries.[0].Estimator.Name)

        match ask 2 problem second [ second.Entries.[0], Pathwise ] with
        | Error message -> Assert.Contains("the cost has kinks in its value", message)
        | Ok _ -> Assert.Fail "not refused"
    | _ -> Assert.Fail "no plan"

/// The score estimator f ∂ log p is a value that does not know that its draw came from the parameter: E[f ∂² log p] is what its own
/// derivative converges to, here -E f / sigma². Through the box the second derivative in mu is right: (c - mu) φ(c - mu).
[<Fact>]
let ``Differentiating the score estimator again is wrong, and the box is right`` () =
    let problem = Catalogue.find "N04"
    let exact = 0.5 * problem.Record.Gradient.["mu"]

    let plan =
        match planned 2 problem with
        | Ok plan -> plan.With("x", Score LeaveOneOut)
        | Error message -> failwith message

    let prepared = Draws.prepare problem Candidates.particles 2 (Some plan)
    let cost = prepared.Surrogate.Costs.[0]
    let site = cost.Lowering.Site prepared.Graph.Sites.[0]
    let logProb = site.Distribution.LogDensity site.Proposal.Value
    let f = (cost.Lowering.Lower cost.Cost.Value).StopGradient()
    let surrogate = (f * logProb).MeanOver(Axes.Of [ prepared.Surrogate.Particle ])
    let derivative value = Draws.derivative prepared value "mu"

    let outputs =
        [
            derivative surrogate
            derivative (derivative surrogate)
            derivative (derivative prepared.Surrogate.Objective)
        ]

    let estimates = Draws.runs prepared outputs 1024 (seedOf "naive") |> Draws.summarize

    let targets =
        [
            target "first" problem.Record.Gradient.["mu"] problem.Record.Gradient.["mu"] [ 0.0 ]
            target "again" -problem.Record.Value problem.Record.Value [ exact ]
            target "through the box" exact exact [ -problem.Record.Value ]
        ]

    Judge.check targets estimates
