namespace DiffProb

open System
open System.Collections.Generic

/// What the planner is told.
type internal PlanningOptions =
    {
        Particles: int
        /// Order of the derivative wanted; 0 for the value alone, which any program has.
        Order: int
        /// Most terms of a sum over enumerated values, for each particle and row.
        EnumerationBudget: int
        /// Whether an estimator may be asked for that gives the gradient of another objective. The planner chooses none.
        AllowBias: bool
        /// An edited plan to follow; None leaves it all to the planner.
        Plan: Plan option
    }

/// What decides the plan of a site for a cost.
type internal ChoiceKey =
    {
        Site: int
        Reach: Reach
        Cuts: Threshold list
        Evaluations: int
        IsEnumerated: bool
        Requested: Estimator option
    }

/// A site in the plan of one cost.
type internal Planned =
    {
        Site: Site
        Facts: Facts
        Estimator: Estimator
        Reason: string
        Rejected: Refusal[]
    }

/// Chooses an estimator for each site and each cost, from the proofs alone (docs/design.md, section 6): nothing trainable above,
/// nothing to do; finite support within budget, enumerate; differentiable draw and at most kinked cost, pathwise; else the score
/// function with a leave-one-out baseline; where that is not valid, a measure-valued derivative; else a refusal that says why.
module internal Planner =

    /// The reason of what `via` or an edited plan asks for.
    let askedFor = "asked for"

    let private askedForBiased = "asked for; biased"

    /// Whether an entry is what was asked for.
    let isAskedFor (entry: PlanEntry) =
        entry.Reason = askedFor || entry.Reason = askedForBiased

    let private leaveOneOut = Score.withBaseline Baseline.LeaveOneOut
    let private movingAverage = Score.withBaseline (Baseline.MovingAverage 0.9)

    /// Most evaluations of a cost for each particle, by values side by side.
    let private mostEvaluations = 256

    /// Above so many, an estimator with one evaluation comes first.
    let private dearEvaluations = 16

    /// The estimators considered at a site, the first valid one chosen. Summing over a continuum is not worth a word.
    let private candidates particles (site: Site) =
        let law = site.Distribution
        let isBit = law :? Bernoulli

        [
            if law.Support.IsDiscrete then
                Enumerate.estimator
            Pathwise.estimator
            if RejectionPath.servesSite site then
                RejectionPath.estimator
            if not law.Support.IsDiscrete then
                ThresholdSmoothing.estimator
            else
                LocalExpectation.estimator
            if law.Parameters |> Seq.exists _.HasWeakDerivative then
                MeasureValued.estimator
            if isBit && particles < 8 then
                DisArm.estimator
            if particles >= 2 then leaveOneOut else movingAverage
            if isBit && particles >= 8 then
                DisArm.estimator
        ]

    /// Each with its evaluations of the cost, those with few of them first.
    let private byEvaluations (facts: Facts) (estimators: Estimator list) =
        let isDear (estimator: Estimator) =
            let own = estimator.Rules.Evaluations facts

            facts.Evaluations * own > dearEvaluations
            || (estimator = MeasureValued.estimator && own > 5)

        let dear, cheap = estimators |> List.partition isDear
        cheap @ dear

    let private refuse (facts: Facts) (estimator: Estimator) =
        match estimator.Rules.Refuse facts with
        | Some reason -> Some reason
        | None ->
            let all = facts.Evaluations * estimator.Rules.Evaluations facts

            if all > mostEvaluations then
                Some $"the cost would be evaluated {all} times for each particle, more than {mostEvaluations}"
            else
                None

    /// What an estimate is asked to do at a site, by `via` or by an edited plan.
    let private requested (options: PlanningOptions) (site: Site) (cost: string) : Estimator option =
        let edited =
            options.Plan |> Option.bind (fun plan -> plan.Requested(site.Name, cost))

        match edited, site.Choice with
        | Some estimator, _ -> Some estimator
        | None, (:? Estimator as estimator) -> Some estimator
        | None, _ -> None

    let private facts (options: PlanningOptions) (ancestry: Ancestry) (site: Site) (reach: Reach) (cuts: Threshold list) =
        {
            Evaluations = 1
            Site = site
            Dependence = if cuts.IsEmpty then reach.Level else Dependence.Step
            Cuts = cuts
            Between = reach.Level
            IsStopped = reach.IsStopped
            Mixed = reach.Crossed.Intersect site.Place.Axes
            Trained = ancestry.Trained site
            Order = options.Order
            Particles = options.Particles
        }

    /// Sites above a cost, from the last to the first, with how the cost depends on them and the comparisons that they are cut at: `visit`
    /// decides each, and says how its use shows through to its parents.
    let private walk
        (graph: StochasticGraph)
        (ancestry: Ancestry)
        (cost: Cost)
        (visit: Site -> Reach -> Threshold list -> Dependence)
        =
        let reaches = Array.create<Reach voption> graph.Sites.Length ValueNone
        let cuts = HashSet<Threshold>(HashIdentity.Reference)

        let join (site: Site) reach =
            reaches.[site.Index] <-
                match reaches.[site.Index] with
                | ValueSome known -> ValueSome(Reach.Join known reach)
                | ValueNone -> ValueSome reach

        let direct = ancestry.Cone cost.Value
        cuts.UnionWith direct.Cut

        for KeyValue(site, reach) in direct.Sites do
            join site reach

        for index in graph.Sites.Length - 1 .. -1 .. 0 do
            match reaches.[index] with
            | ValueNone -> ()
            | ValueSome reach ->
                let site = graph.Sites.[index]

                let own =
                    [
                        for cut in cuts do
                            if cut.Site = site then
                                cut
                    ]

                let through = visit site reach own
                let above = ancestry.Cone site
                cuts.UnionWith above.Cut

                for KeyValue(parent, direct) in above.Sites do
                    join
                        parent
                        {
                            Level =
                                if direct.Level = Dependence.None then
                                    Dependence.None
                                else
                                    max Dependence.Smooth (max through direct.Level)
                            Crossed = reach.Crossed.Union direct.Crossed
                            IsStopped = reach.IsStopped || direct.IsStopped
                        }

    /// Whether summing out some sites of a cost is within the budget: the sites over whose values each factor varies follow from who
    /// feeds whom, and the rest is what SumProduct does.
    let private isWithinBudget
        (graph: StochasticGraph)
        (ancestry: Ancestry)
        (options: PlanningOptions)
        (cost: Cost)
        (above: HashSet<Site>)
        (enumerated: HashSet<Site>)
        =
        let carried = Array.create<int[]> graph.Sites.Length [||]
        let weights = Dictionary<int, Table<unit>>()

        let sizeOf place =
            float graph.Sites.[place].Cardinality.Value

        let joint (places: seq<int>) =
            places |> Seq.fold (fun s place -> Scope.union s carried.[place]) [||]

        for site in graph.Sites do
            if above.Contains site then
                let fed = joint (ancestry.Parents site)

                if enumerated.Contains site then
                    carried.[site.Index] <- [| site.Index |]
                    weights.[site.Index] <- Table(Scope.union fed carried.[site.Index], ())
                else
                    carried.[site.Index] <- fed


        let budget = float options.EnumerationBudget

        // What no drawn site enters is summed once for all particles.
        let limit =
            if above |> Seq.forall enumerated.Contains then
                budget * float options.Particles
            else
                budget

        let elimination =
            Elimination<unit>(graph.Sites.Length, sizeOf, (fun _ _ -> ()), budget, limit)

        let tables = Dictionary<Tensor, struct (int[] * Table<unit>)>()

        let table part =
            let t = Parts.tensor part

            match tables.TryGetValue t with
            | true, known -> known
            | _ ->
                let sites = DependenceAnalysis.sites t
                tables.[t] <- struct (sites, Table(joint sites, ()))
                tables.[t]

        for parts in Terms((fun site -> carried.[site.Index]), sizeOf).Of cost.Value do
            if not elimination.IsBeyond then
                let parts = List.map table parts

                let needs = ancestry.Above(parts |> Seq.collect (fun struct (sites, _) -> sites))

                let summed =
                    [|
                        for site in graph.Sites do
                            if needs.[site.Index] && enumerated.Contains site then
                                site.Index
                    |]

                let all =
                    [
                        for place in summed -> weights.[place]
                        for struct (_, table) in parts -> table
                    ]

                elimination.SumOut(summed, all) |> ignore

        not elimination.IsBeyond

    /// The sites to enumerate for a cost: all that may be, less as many of the largest ones as keep the sum within the budget.
    let private enumerable (graph: StochasticGraph) (ancestry: Ancestry) (options: PlanningOptions) (cost: Cost) =
        let above = HashSet<Site>()
        let chosen = HashSet<Site>()

        walk graph ancestry cost (fun site reach cuts ->
            above.Add site |> ignore

            match site.Cardinality, requested options site cost.Name with
            | Some count, request when
                ((request.IsNone && ancestry.IsTrainable site)
                 || request = Some Enumerate.estimator)
                && count <= int64 options.EnumerationBudget
                && (Enumerate.estimator.Rules.Refuse(facts options ancestry site reach cuts)).IsNone
                ->
                chosen.Add site |> ignore
            | _ -> ()

            reach.Level)

        let fits sites =
            isWithinBudget graph ancestry options cost above sites

        if fits chosen then
            chosen
        else
            let largestFirst =
                chosen
                |> Seq.sortBy (fun site -> struct (-site.Cardinality.Value, site.Index))
                |> Array.ofSeq

            let without count =
                HashSet<Site>(Array.skip count largestFirst)

            // Fewer sites are less work: the least number to leave out lies above the one and up to the other.
            let rec search tooFew enough =
                if enough - tooFew <= 1 then
                    enough
                else
                    let middle = (tooFew + enough) / 2

                    if fits (without middle) then
                        search tooFew middle
                    else
                        search middle enough

            without (search 0 largestFirst.Length)

    let private chosenReason (estimator: Estimator) (facts: Facts) =
        let uses =
            match facts.Dependence with
            | Dependence.Affine -> "affine"
            | Dependence.Smooth -> "smooth"
            | Dependence.Kinked -> "continuous"
            | _ -> "a jump"

        if estimator = NotNeeded.estimator then
            if facts.Order = 0 then
                "no derivative is wanted"
            else
                "no parameter is above it"
        elif estimator = Enumerate.estimator then
            $"{facts.Site.Cardinality.Value} values: summed exactly"
        elif estimator = Pathwise.estimator then
            let how =
                if facts.TrainedWhere(fun p -> p.Path = PathKind.Implicit).Length > 0 then
                    "implicit"
                else
                    "explicit"

            let law =
                match facts.Site.Distribution.StandsFor with
                | null -> ""
                | hard -> $"; a relaxed law, biased for {hard}"

            $"{how} reparameterization, and the cost is {uses} in it{law}"
        elif estimator = ThresholdSmoothing.estimator then
            match facts.Cuts with
            | [ _ ] -> "the cost jumps where it crosses a threshold: both sides are drawn, and weighted with their probabilities"
            | cuts ->
                $"the cost jumps where it crosses {cuts.Length} thresholds: all sides are drawn, and weighted with their probabilities"
        elif estimator = LocalExpectation.estimator then
            "the cost is affine in it: its probabilities stand in for it, exactly"
        elif estimator = MeasureValued.estimator then
            "a signed sum of laws: valid for any cost, and where the support moves"
        elif facts.Dependence = Dependence.Step then
            "valid for any cost: this one jumps"
        else
            "valid for any cost"

    let private family (site: Site) = site.Distribution.Name

    /// Whether a derivative goes through a site, or through a threshold that it is cut at.
    let private isTrainable (ancestry: Ancestry) (facts: Facts) =
        ancestry.IsTrainable facts.Site
        || facts.Cuts |> List.exists (fun cut -> ancestry.IsTrainable cut.Value)

    let private choose options ancestry (enumerated: HashSet<Site>) (cost: Cost) (facts: Facts) =
        let site = facts.Site
        let all = candidates options.Particles site |> byEvaluations facts
        let request = requested options site cost.Name

        let refusal (estimator: Estimator) =
            match refuse facts estimator with
            | None when
                estimator = Enumerate.estimator
                && request.IsNone
                && not (enumerated.Contains site)
                ->
                Some $"the sum over its values is above the budget of {options.EnumerationBudget} terms"
            | reason -> reason

        let planned (estimator: Estimator) reason =
            let rejected =
                all
                |> List.filter (fun e -> e <> estimator)
                |> List.choose (fun e -> refusal e |> Option.map (fun why -> Refusal(e.Name, why)))

            {
                Site = site
                Facts = facts
                Estimator = estimator
                Reason = reason
                Rejected = Array.ofList rejected
            }

        // A sum that was asked for takes noise away where there is nothing to differentiate, too.
        let isWanted =
            (isTrainable ancestry facts && options.Order > 0)
            || enumerated.Contains site
            || request = Some Enumerate.estimator

        match request with
        | _ when not isWanted ->
            { planned NotNeeded.estimator (chosenReason NotNeeded.estimator facts) with
                Rejected = [||]
            }
        | Some estimator ->
            let valid () =
                all |> List.filter (fun e -> (refusal e).IsNone) |> List.map _.Name

            match refuse facts estimator with
            | None when not estimator.IsBiased -> planned estimator askedFor
            | None when options.AllowBias -> planned estimator askedForBiased
            | None -> raise (Errors.estimatorBiased site.Name (family site) cost.Name estimator.Name (valid ()))
            | Some reason -> raise (Errors.estimatorInvalid site.Name (family site) cost.Name estimator.Name reason (valid ()))
        | None ->
            match all |> List.tryFind (fun e -> (refusal e).IsNone) with
            | Some estimator -> planned estimator (chosenReason estimator facts)
            | None ->
                let rejected =
                    all |> List.choose (fun e -> refusal e |> Option.map (fun why -> e.Name, why))

                raise (Errors.noEstimator site.Name (family site) cost.Name rejected)

    /// Refuses a parameter that meets a continuous site inside a step (a kink, for a second derivative), since no estimator here
    /// sees how the edge moves, and one that enters a function without a derivative.
    let private checkEdges (options: PlanningOptions) (where: string) (cone: Cone) =
        let isHarmful (edge: Edge) =
            options.Order > 0 && (edge.Level = Dependence.Step || options.Order > 1)

        match cone.Edges |> List.tryFind isHarmful with
        | Some {
                   Site = Some site
                   Parameter = parameter
                   Operation = operation
               } -> raise (Errors.parameterAtEdge where parameter site.Name operation)
        | Some edge -> raise (Errors.parameterInOpaque where edge.Parameter edge.Operation)
        | None -> ()

    /// The plan of one cost, with some comparisons cut.
    let private planWith
        graph
        (ancestry: Ancestry)
        (chosen: Dictionary<ChoiceKey, Planned>)
        (options: PlanningOptions)
        (cost: Cost)
        : Planned list =
        checkEdges options $"Cost \"{cost.Name}\"" (ancestry.Cone cost.Value)
        let enumerated = enumerable graph ancestry options cost
        let mutable plan = []
        let mutable evaluations = 1

        let planned (site: Site) reach cuts =
            let key =
                {
                    Site = site.Index
                    Reach = reach
                    Cuts = cuts
                    Evaluations = evaluations
                    IsEnumerated = enumerated.Contains site
                    Requested = requested options site cost.Name
                }

            match chosen.TryGetValue key with
            | true, known -> known
            | _ ->
                checkEdges options $"Site \"{site.Name}\"" (ancestry.Cone site)

                let facts =
                    { facts options ancestry site reach cuts with
                        Evaluations = evaluations
                    }

                let found = choose options ancestry enumerated cost facts
                chosen.[key] <- found
                found

        walk graph ancestry cost (fun site reach cuts ->
            let planned = planned site reach cuts
            evaluations <- evaluations * planned.Estimator.Rules.Evaluations planned.Facts
            plan <- planned :: plan

            if not planned.Estimator.Rules.PassesThrough then
                Dependence.Smooth
            elif cuts.IsEmpty then
                reach.Level
            else
                max Dependence.Kinked reach.Level)

        plan

    /// The plan of each cost of a graph: the sites above it in the order of the program. Comparisons are cut, until all sites whose
    /// comparisons are cut are served by an estimator that cuts. Costs that use a site alike share its plan.
    let planCost (graph: StochasticGraph) (ancestry: Ancestry) (options: PlanningOptions) : Cost -> Planned list =
        let known =
            Dictionary<HashSet<Tensor>, struct (Ancestry * Dictionary<ChoiceKey, Planned>)>(HashSet<Tensor>.CreateSetComparer())

        known.[HashSet ancestry.Cuts.Keys] <- struct (ancestry, Dictionary())

        let rec settle (cuts: Cuts) cost =
            let set = HashSet cuts.Keys

            let struct (ancestry, chosen) =
                match known.TryGetValue set with
                | true, found -> found
                | _ ->
                    known.[set] <- struct (Ancestry(graph, cuts), Dictionary())
                    known.[set]

            let plan = planWith graph ancestry chosen options cost

            let uncut =
                plan
                |> List.filter (fun p -> not p.Facts.Cuts.IsEmpty && p.Estimator <> ThresholdSmoothing.estimator)
                |> List.collect _.Facts.Cuts

            if uncut.IsEmpty then
                plan
            else
                let left = Dictionary<Tensor, Threshold>(cuts)

                for cut in uncut do
                    left.Remove cut.Comparison |> ignore

                settle left cost

        settle ancestry.Cuts

    /// Refuses a plan that was made for another program: a request that nobody hears would be a silent change of mind.
    let checkPlan (graph: StochasticGraph) (plan: Plan) =
        let sites = graph.Sites |> Array.map _.Name
        let costs = graph.Costs |> Array.map _.Name

        for struct (site, cost) in plan.Requests do
            if not (Array.contains site sites) then
                raise (Errors.planOfAnother "site" site sites)

            if not (Array.contains cost costs) then
                raise (Errors.planOfAnother "cost" cost costs)

    /// The plan as users see it.
    let toPlan (plans: (Cost * Planned list) list) =
        let entry (cost: Cost) (p: Planned) =
            PlanEntry(p.Site.Name, family p.Site, cost.Name, p.Facts.Dependence, p.Estimator, p.Reason, p.Rejected)

        let entries =
            [|
                for cost, plan in plans do
                    for p in plan -> entry cost p
            |]

        let requests = Dictionary<struct (string * string), Estimator>()

        for e in entries do
            if e.Estimator <> NotNeeded.estimator then
                requests.[struct (e.Site, e.Cost)] <- e.Estimator

        Plan(entries, requests)
