namespace DiffProb

open System
open System.Collections.Generic

/// Lets the planner measure before it chooses: each valid estimator is piloted at each site, and one takes the place of the planner's
/// choice where it clearly needs less variance x time for the same accuracy.
module internal Measurement =

    /// Entries beyond the first so many keep the planner's choice.
    let private mostEntries = 64

    /// Least advantage for which a choice is changed, and the standard errors that it must be away from none.
    let private leastGain = 1.5

    let private confidence = 3.0

    /// Estimators valid at an entry, the chosen one first; biased ones are among them if that is wanted, and allowed.
    let alternatives
        withBiased
        (follower: Follower)
        (options: PlanningOptions)
        program
        (graph: StochasticGraph)
        (plan: Plan)
        (entry: PlanEntry)
        =
        let isValid (estimator: Estimator) =
            follower.Check()

            try
                let asked = plan.With(entry.Site, entry.Cost, estimator)
                Preparation.planOnly program { options with Plan = Some asked } |> ignore
                true
            with :? DiffProbException ->
                false

        let site = graph.Sites |> Array.find (fun s -> s.Name = entry.Site)

        entry.Estimator
        :: (Estimators.tried site
            |> List.filter (fun e -> e <> entry.Estimator && (withBiased || not e.IsBiased) && isValid e))

    /// The plan with the better estimators, and why, for each entry that was measured.
    let choose
        (follower: Follower)
        (options: PlanningOptions)
        (engine: IEngine)
        (parameters: IReadOnlyDictionary<string, Tensor>)
        (seed: uint64)
        (program: Prob<'T>)
        : Plan =
        let start = Preparation.prepare program options
        let mutable plan = start.Plan
        let reasons = Dictionary<struct (string * string), string>()
        let root = (Key.FromSeed seed).Child "measure"

        let pilot (follower: Follower) (entry: PlanEntry) (estimator: Estimator) =
            follower.Check()
            let asked = plan.With(entry.Site, entry.Cost, estimator)
            let prepared = Preparation.prepare program { options with Plan = Some asked }
            Pilot.measure follower engine parameters root prepared $"{estimator} at {entry.Site} for {entry.Cost}"

        let measured =
            start.Plan.Entries
            |> Seq.filter (fun e -> e.Estimator <> NotNeeded.estimator && not (Planner.isAskedFor e))
            |> Seq.truncate mostEntries
            |> Array.ofSeq

        for i, entry in Array.indexed measured do
            match alternatives false follower options program start.Graph plan entry with
            | [ _ ] -> ()
            | all ->
                let own = follower.Part("", i, measured.Length)

                let results =
                    [
                        for k, e in List.indexed all -> e, pilot (own.Part("", k, all.Length)) entry e
                    ]

                let _, planned = results.Head
                let best, found = results |> List.minBy (fun (_, r) -> r.Work, r.Seconds)

                let isClear =
                    best <> entry.Estimator
                    && (found.Work = 0.0 && planned.Work > 0.0
                        || found.Work > 0.0
                           && (let gain = Math.Log(planned.Work / found.Work)

                               let error = sqrt (planned.LogVarianceError ** 2.0 + found.LogVarianceError ** 2.0)

                               gain > Math.Log leastGain && gain > confidence * error))

                let chosen = if isClear then best else entry.Estimator
                plan <- plan.With(entry.Site, entry.Cost, chosen)

                let ofWork (e: Estimator, r: PilotResult) = $"{e} {r.Work:G3}"

                let listed =
                    results
                    |> List.sortBy (fun (_, r) -> r.Work)
                    |> List.map ofWork
                    |> String.concat ", "

                let verb =
                    if isClear then
                        $"measured, and better than {entry.Estimator}"
                    else
                        "measured, and no other is clearly better"

                reasons.[struct (entry.Site, entry.Cost)] <- $"{verb} (variance x seconds: {listed})"

        plan.Explained reasons
