/// The estimators of the language, and the ways in which each problem can be planned with them.
module DiffProb.Conformance.Candidates

open DiffProb
open DiffProb.Conformance.Problem

/// Estimators that draw different values of a site, with their number.
let private sets = [ UnorderedSet 2, 2; UnorderedSet 3, 3; SumAndSample 2, 2 ]

/// Every unbiased estimator that a program may ask for.
let all =
    [
        Pathwise
        Enumerate
        ThresholdSmoothing
        Score NoBaseline
        Score LeaveOneOut
        Score(MovingAverage 0.9)
        Score(Learned 0.9 [])
        Score Vimco
        Score OptimalConstant
        RejectionPath
        LocalExpectation
        MeasureValued
        DisArm
        Arms 4
        yield! List.map fst sets
        Rebar 0.5 (RebarScale.Fitted 0.9)
        Relax 0.5 4 0.9
    ]

/// Those that give the gradient of another objective, and are held to that in `Biased.fs`.
let biased = [ GumbelSoftmax 0.5; StraightThrough 0.5; ReinMax ]

let particles = 2048

let internal planning order plan : PlanningOptions =
    {
        Particles = particles
        Order = order
        EnumerationBudget = 1024
        AllowBias = false
        Plan = plan
    }

let private attempt order (problem: Problem) plan =
    try
        Ok(Preparation.planOnly problem.Program (planning order plan))
    with :? DiffProbException as e ->
        Error e.Message

/// What the planner picks, or why it refuses.
let planned order problem = attempt order problem None

/// Entries at which there is something to choose.
let openEntries (plan: Plan) =
    plan.Entries
    |> Seq.filter (fun e -> e.Estimator <> NotNeeded.estimator)
    |> List.ofSeq

/// The plan with other estimators at some entries, or why one of them is refused.
let ask order problem (plan: Plan) (choices: (PlanEntry * Estimator) list) =
    let edit (plan: Plan) (entry: PlanEntry, estimator: Estimator) =
        plan.With(entry.Site, entry.Cost, estimator)

    attempt order problem (Some(List.fold edit plan choices))

/// Whether an estimator takes all values of a site, and is Enumerate.
let isSum (problem: Problem) (entry: PlanEntry) (estimator: Estimator) =
    let isSite (site: Site) = site.Name = entry.Site

    sets
    |> List.exists (fun (set, k) ->
        set = estimator
        && (StochasticGraph.Trace problem.Program).Sites
           |> Array.exists (fun site -> isSite site && DistinctValues.areAll k site))

/// A problem with one valid choice of estimators.
[<NoComparison>]
type Cell =
    {
        Problem: Problem
        Plan: Plan
        /// Problem, then site by site the estimators.
        Name: string
    }

    override c.ToString() = c.Name

let private nameOf (problem: Problem) (plan: Plan) =
    let several = (plan.Entries |> Seq.distinctBy _.Cost |> Seq.length) > 1

    let place (e: PlanEntry) =
        if several then $"{e.Site} for {e.Cost}" else e.Site

    let choices =
        openEntries plan
        |> List.map (fun e -> $"{place e} by {e.Estimator.Name}")
        |> String.concat "; "

    if choices = "" then
        $"{problem.Name}: nothing to choose"
    else
        $"{problem.Name}: {choices}"

let private common = [ Pathwise; Enumerate; Score LeaveOneOut ]

/// Pairs to be measured: estimators that draw several values together meet themselves and the commonest ones.
let private meets a b =
    let isPlain e =
        e <> Arms 4 && not (List.exists (fun (set, _) -> set = e) sets)

    a = b
    || isPlain a && isPlain b
    || List.contains a common
    || List.contains b common

/// All combinations for one entry, those that meet for two; for more, the same estimator wherever it is valid, and one entry at a time of another kind.
let private combinations isValid (entries: PlanEntry list) =
    match entries with
    | [] -> []
    | [ one ] -> [ for a in all -> [ one, a ] ]
    | [ one; two ] ->
        [
            for a in all do
                for b in all do
                    if meets a b then
                        [ one, a; two, b ]
        ]
    | many ->
        [
            for a in all -> many |> List.filter (fun e -> isValid e a) |> List.map (fun e -> e, a)
            for e in many do
                for a in common -> [ e, a ]
        ]

/// The planner's choice first, then every other that is not refused.
let cells order (problem: Problem) =
    match planned order problem with
    | Error _ -> []
    | Ok plan ->
        let asked choices =
            if choices |> List.exists (fun (entry, e) -> isSum problem entry e) then
                None
            else
                ask order problem plan choices |> Result.toOption

        let isValid entry estimator = (asked [ entry, estimator ]).IsSome

        plan :: (openEntries plan |> combinations isValid |> List.choose asked)
        |> List.map (fun plan ->
            {
                Problem = problem
                Plan = plan
                Name = nameOf problem plan
            })
        |> List.distinctBy _.Name
