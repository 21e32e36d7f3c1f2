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
        /// An edited plan to follow; None leaves it all to the planner.
        Plan: Plan option
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

    let private leaveOneOut = Score.withBaseline Baseline.LeaveOneOut
    let private movingAverage = Score.withBaseline (Baseline.MovingAverage 0.9)

    /// The estimators considered at a site, the first valid one chosen. Summing over a continuum is not worth a word.
    let private candidates particles (site: Site) =
        [
            if site.Distribution.Support.IsDiscrete then
                Enumerate.estimator
            Pathwise.estimator
            if RejectionPath.servesSite site then
                RejectionPath.estimator
            if site.Distribution.Support.IsDiscrete then
                LocalExpectation.estimator
            if particles >= 2 then leaveOneOut else movingAverage
            if site.Distribution.Parameters |> Seq.exists _.HasWeakDerivative then
                MeasureValued.estimator
        ]

    /// What an estimate is asked to do at a site, by `via` or by an edited plan.
    let private requested (options: PlanningOptions) (site: Site) (cost: string) : Estimator option =
        let edited =
            options.Plan |> Option.bind (fun plan -> plan.Requested(site.Name, cost))

        match edited, site.Choice with
        | Some estimator, _ -> Some estimator
        | None, (:? Estimator as estimator) -> Some estimator
        | None, _ -> None

    let private facts (options: PlanningOptions) (ancestry: Ancestry) (site: Site) (reach: Reach) =
        {
            Site = site
            Dependence = reach.Level
            IsStopped = reach.IsStopped
            Mixed = reach.Crossed.Intersect site.Place.Axes
            Trained = ancestry.Trained site
            Order = options.Order
            Particles = options.Particles
        }

    /// Sites above a cost, from the last to the first, with how the cost depends on them: `visit` decides each, and says whether
    /// its use shows through to its parents.
    let private walk (graph: StochasticGraph) (ancestry: Ancestry) (cost: Cost) (visit: Site -> Reach -> bool) =
        let reaches = Array.create<Reach voption> graph.Sites.Length ValueNone

        let join (site: Site) reach =
            reaches.[site.Index] <-
                match reaches.[site.Index] with
                | ValueSome known -> ValueSome(Reach.Join known reach)
                | ValueNone -> ValueSome reach

        for KeyValue(site, reach) in (DependenceAnalysis.cone [ cost.Value ]).Sites do
            join site reach

        for index in graph.Sites.Length - 1 .. -1 .. 0 do
            match reaches.[index] with
            | ValueNone -> ()
            | ValueSome reach ->
                let site = graph.Sites.[index]
                // Averaging over a site smooths its use, unless the site is a differentiable function of its parameters.
                let through = if visit site reach then reach.Level else Dependence.Smooth

                for KeyValue(parent, direct) in (ancestry.Cone site).Sites do
                    join
                        parent
                        {
                            Level = max Dependence.Smooth (max through direct.Level)
                            Crossed = reach.Crossed.Union direct.Crossed
                            IsStopped = reach.IsStopped || direct.IsStopped
                        }

    /// Work of summing out some sites of a cost, up to the budget: the sites over whose values each factor varies follow from who
    /// feeds whom, and the rest is what SumProduct does.
    let private work
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

        let elimination =
            Elimination<unit>(graph.Sites.Length, sizeOf, (fun _ _ -> ()), float options.EnumerationBudget)

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
            if elimination.Work <= float options.EnumerationBudget then
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

        elimination.Work

    /// The sites to enumerate for a cost: all that may be, less as many of the largest ones as keep the sum within the budget.
    let private enumerable (graph: StochasticGraph) (ancestry: Ancestry) (options: PlanningOptions) (cost: Cost) =
        let above = HashSet<Site>()
        let chosen = HashSet<Site>()

        walk graph ancestry cost (fun site reach ->
            above.Add site |> ignore

            match site.Cardinality, requested options site cost.Name with
            | Some count, request when
                (request.IsNone || request = Some Enumerate.estimator)
                && ancestry.IsTrainable site
                && count <= int64 options.EnumerationBudget
                && (Enumerate.estimator.Rules.Refuse(facts options ancestry site reach)).IsNone
                ->
                chosen.Add site |> ignore
            | _ -> ()

            true)

        let fits sites =
            work graph ancestry options cost above sites <= float options.EnumerationBudget

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
        elif estimator = LocalExpectation.estimator then
            "the cost is affine in it: its probabilities stand in for it, exactly"
        elif estimator = MeasureValued.estimator then
            "a signed sum of laws: valid for any cost, and where the support moves"
        elif facts.Dependence = Dependence.Step then
            "valid for any cost: this one jumps"
        else
            "valid for any cost"

    let private family (site: Site) = site.Distribution.Name

    let private choose options ancestry (enumerated: HashSet<Site>) (cost: Cost) (facts: Facts) =
        let site = facts.Site
        let all = candidates options.Particles site
        let request = requested options site cost.Name

        let refusal (estimator: Estimator) =
            match estimator.Rules.Refuse facts with
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

        match request with
        | _ when
            not ((ancestry: Ancestry).IsTrainable site)
            || (options.Order = 0 && not (enumerated.Contains site))
            ->
            { planned NotNeeded.estimator (chosenReason NotNeeded.estimator facts) with
                Rejected = [||]
            }
        | Some estimator ->
            match estimator.Rules.Refuse facts with
            | None -> planned estimator "asked for"
            | Some reason ->
                let valid = all |> List.filter (fun e -> (refusal e).IsNone) |> List.map _.Name
                raise (Errors.estimatorInvalid site.Name (family site) cost.Name estimator.Name reason valid)
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

    /// The plan of each cost of a graph: the sites above it in the order of the program. Costs that use a site alike share its plan.
    let planCost graph (ancestry: Ancestry) (options: PlanningOptions) : Cost -> Planned list =
        let chosen = Dictionary<struct (int * Reach * bool * Estimator option), Planned>()

        fun cost ->
            checkEdges options $"Cost \"{cost.Name}\"" (DependenceAnalysis.cone [ cost.Value ])
            let enumerated = enumerable graph ancestry options cost
            let mutable plan = []

            let planned (site: Site) reach =
                let key =
                    struct (site.Index, reach, enumerated.Contains site, requested options site cost.Name)

                match chosen.TryGetValue key with
                | true, known -> known
                | _ ->
                    checkEdges options $"Site \"{site.Name}\"" (ancestry.Cone site)

                    let found =
                        choose options ancestry enumerated cost (facts options ancestry site reach)

                    chosen.[key] <- found
                    found

            walk graph ancestry cost (fun site reach ->
                let planned = planned site reach
                plan <- planned :: plan
                planned.Estimator.Rules.PassesThrough)

            plan

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
