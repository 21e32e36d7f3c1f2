namespace DiffProb

open System
open System.Collections.Generic

/// An estimator, and the squared error of its gradient after the time that a run of the planner's choice takes.
type internal Judged =
    {
        Estimator: Estimator
        Result: PilotResult
        /// Of its mean, squared, beyond what chance explains: 0 for one that is unbiased.
        Bias: float
        /// Standard error of that.
        BiasError: float
        /// Bias, and variance x seconds for one second of which there are so many.
        Error: float
        /// Standard error of that.
        Uncertainty: float
    }

/// Lets the planner measure before it chooses: each valid estimator is piloted at each site, and one takes the place of the planner's
/// choice where it clearly needs less variance x time for the same accuracy. Where bias is allowed, biased ones are among them, and what
/// counts is the mean squared error after the time of a run: bias does not get less with time, variance does.
module internal Measurement =

    /// Entries beyond the first so many keep the planner's choice.
    let private mostEntries = 64

    /// Least advantage for which a choice is changed, and the standard errors that it must be away from none.
    let private leastGain = 1.5

    let private confidence = 3.0

    /// Square of the distance between two means, without what chance adds to it, and its standard error.
    let private squaredBias (reference: PilotResult) (found: PilotResult) =
        let mutable distance = 0.0
        let mutable spread = 0.0

        for r, f in Seq.zip reference.Moments found.Moments do
            for i in 0 .. r.Mean.Length - 1 do
                let variance = r.StandardError.[i] ** 2.0 + f.StandardError.[i] ** 2.0
                let excess = (f.Mean.[i] - r.Mean.[i]) ** 2.0 - variance
                distance <- distance + excess
                spread <- spread + 2.0 * variance ** 2.0 + 4.0 * variance * max excess 0.0

        max distance 0.0, sqrt spread

    /// What pilots say of estimators, the planner's choice first. A biased one is held against the surest of those that are not.
    let judge particles (results: (Estimator * PilotResult) list) : Judged list =
        let _, planned = results.Head
        let time = float particles * planned.Seconds

        let _, reference =
            results
            |> List.filter (fun (e, _) -> not e.IsBiased)
            |> List.minBy (fun (_, r) -> r.Variance)

        [
            for estimator, result in results do
                let bias, biasError =
                    if estimator.IsBiased then
                        squaredBias reference result
                    else
                        0.0, 0.0

                let share = result.Seconds / time

                {
                    Estimator = estimator
                    Result = result
                    Bias = bias
                    BiasError = biasError
                    Error = bias + share * result.Variance
                    Uncertainty = sqrt (biasError ** 2.0 + (share * result.VarianceError) ** 2.0)
                }
        ]

    /// Whether one is better than another by more than chance.
    let private isClearlyBetter (planned: Judged) (best: Judged) =
        let relative (j: Judged) =
            if j.Uncertainty = 0.0 then 0.0 else j.Uncertainty / j.Error

        best.Estimator <> planned.Estimator
        && planned.Error > 0.0
        && (best.Error = 0.0 && best.Uncertainty = 0.0
            || best.Error > 0.0
               && (let gain = Math.Log(planned.Error / best.Error)

                   gain > Math.Log leastGain
                   && gain > confidence * sqrt (relative planned ** 2.0 + relative best ** 2.0)))

    /// What takes the place of the planner's choice, the first; None keeps it. It is the best of what is clearly better than that, or what is not clearly
    /// worse and has less bias: an unbiased estimator before ReinMax, whose bias is of a higher order, and that before the others. The bias itself is
    /// often too small to be seen in the noise, and counts all the same after many steps.
    let better (judged: Judged list) : Judged option =
        let planned = judged.Head
        let best = judged |> List.minBy (fun j -> j.Error, j.Result.Seconds)

        let order (j: Judged) =
            if not j.Estimator.IsBiased then 0
            elif j.Estimator = ReinMax.estimator then 1
            else 2

        judged
        |> List.filter (fun j -> isClearlyBetter planned j && not (isClearlyBetter j best))
        |> List.sortBy (fun j -> order j, j.Error, j.Result.Seconds)
        |> List.tryHead

    /// What was seen, best first.
    let private listed (judged: Judged list) =
        let isAllUnbiased = judged |> List.forall (fun j -> not j.Estimator.IsBiased)

        let said (j: Judged) =
            if isAllUnbiased then
                $"{j.Estimator} {j.Result.Work:G3}"
            elif not j.Estimator.IsBiased then
                $"{j.Estimator} {j.Error:G3}"
            elif j.Bias > 2.0 * j.BiasError then
                $"{j.Estimator} {j.Error:G3}, bias {sqrt j.Bias:G3}"
            else
                $"{j.Estimator} {j.Error:G3}, bias under {sqrt (j.Bias + 2.0 * j.BiasError):G3}"

        let what, between =
            if isAllUnbiased then
                "variance x seconds", ", "
            else
                "squared error in the time of a run", "; "

        $"{what}: {judged |> List.sortBy _.Error |> List.map said |> String.concat between}"

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

        // What is asked for is summed whatever the budget says; here nobody asks.
        let isAffordable (estimator: Estimator) =
            estimator <> Enumerate.estimator
            || entry.Rejected |> Seq.forall (fun r -> r.Estimator <> estimator.Name)

        entry.Estimator
        :: (Estimators.tried site
            |> List.filter (fun e ->
                e <> entry.Estimator
                && (withBiased || not e.IsBiased)
                && isAffordable e
                && isValid e))

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
            match alternatives options.AllowBias follower options program start.Graph plan entry with
            | [ _ ] -> ()
            | all ->
                let own = follower.Part("", i, measured.Length)

                let judged =
                    judge
                        options.Particles
                        [
                            for k, e in List.indexed all -> e, pilot (own.Part("", k, all.Length)) entry e
                        ]

                let chosen, verb =
                    match better judged with
                    | Some j -> j.Estimator, $"measured, and better than {entry.Estimator}"
                    | None -> entry.Estimator, "measured, and no other is clearly better"

                plan <- plan.With(entry.Site, entry.Cost, chosen)
                reasons.[struct (entry.Site, entry.Cost)] <- $"{verb} ({listed judged})"

        plan.Explained reasons
