namespace DiffProb

open System.Collections.Generic

/// The log joint density of a program, over the unconstrained numbers of its continuous sites in one vector; data, factors and parameters stand where they
/// are, and discrete sites of finite support are summed out. All expressions are of the leaf `Position`.
type internal LogJoint =
    {
        Graph: StochasticGraph
        /// The vector of all unconstrained numbers.
        Position: Tensor
        /// In the order of the program.
        Latents: LatentSite list
        Discrete: DiscreteSite list
        /// What is added up, as it was before the discrete sites are summed out.
        Terms: JointTerm list
        /// A scalar, in nats.
        LogDensity: Tensor
        /// Discrete sites whose values are numbers of the position, after those of the continuous sites.
        Kept: KeptSite list
        /// The log joint over the same position in which one of them is summed out; its own numbers are not read.
        Freed: string -> LogJoint
        /// An expression as it was traced, with the values of sites and parameters in place.
        Lower: Tensor -> Tensor
    }

    /// Length of the position.
    member j.Dimension = j.Position.Shape.Size

module internal LogJoint =

    /// Runs a program once, on symbols; whatever it returns.
    let private trace (program: Prob<'T>) =
        let tracer = Tracer()
        program.Run tracer |> ignore
        StochasticGraph tracer

    let private checkLoops (graph: StochasticGraph) =
        for loop in graph.Loops do
            let names =
                [
                    for place in DependenceAnalysis.sites loop.Condition -> graph.Sites.[place].Name
                ]

            raise (Errors.loopConditioned names loop.Bound (string loop.Place))

    let private checkPlates (graph: StochasticGraph) =
        let places =
            Seq.concat
                [
                    graph.Sites |> Seq.map _.Place
                    graph.Observations |> Seq.map _.Place
                    graph.Factors |> Seq.map _.Place
                ]

        for place in places do
            for plate in place.Plates do
                if plate.Axis.Size <> plate.Rows then
                    raise (Errors.minibatchConditioned plate.Name plate.Axis.Size plate.Rows)

    // Rows that an expression mixes would have the values of a discrete site in step.
    let private checkRows (isSummed: Site -> bool) (what: string) (expressions: Tensor seq) =
        for KeyValue(site, reach) in (DependenceAnalysis.cone expressions).Sites do
            if site.Distribution.Support.IsDiscrete && isSummed site then
                for axis in reach.Crossed do
                    if site.Place.Axes.Contains axis then
                        raise (Errors.rowsMixed site.Name what axis.Name)

    let private parametersOf (distribution: Distribution) =
        [ for p in distribution.Parameters -> p.Value ]

    let private checkDensity (name: string) (distribution: Distribution) =
        if not (distribution.HasDensity && distribution.IsNormalized) then
            raise (Errors.densityUnknown name distribution)

    // A branch is taken or not as its condition says; a site in it always counts, as its density sums to 1 where it is not used.
    let private guarded (lower: Tensor -> Tensor) (place: Place) (logDensity: Tensor) =
        match place.Guard with
        | None -> logDensity
        | Some taken -> Tensor.Where(lower taken, logDensity, Tensor.Scalar 0.0)

    // A point mass is no continuum, whatever its type.
    let isContinuous (site: Site) =
        not site.Distribution.Support.IsDiscrete && site.Cardinality.IsNone

    // Known data in a known support were tested when they were observed. Where an end moves, or the value itself does, it is tested at each position.
    let private ofData (distribution: Distribution) (value: Tensor) =
        let isInside =
            distribution.Support.IsProvedBy value
            || (match distribution.Support.Contains value with
                | null -> true
                | contains -> Known.values contains |> Option.exists (Array.forall ((<>) 0.0)))

        if isInside then
            distribution.LogDensity value
        else
            distribution.LogDensityIfInside value

    let private isEnumerated (t: Tensor) =
        t.Axes |> Seq.exists (fun axis -> axis.Role = AxisRole.Enumerated)

    let private addends (isSummed: Site -> bool) (graph: StochasticGraph) (lower: Tensor -> Tensor) : JointTerm list =
        [
            for o in graph.Observations do
                checkDensity o.Name o.Distribution
                checkRows isSummed o.Name (o.Value :: parametersOf o.Distribution)

                {
                    Name = o.Name
                    Kind = TermKind.Observed
                    LogDensity = ofData (o.Distribution.With lower) (lower o.Value) |> guarded lower o.Place
                    Place = o.Place
                }
            for f in graph.Factors do
                checkRows isSummed f.Name [ f.LogWeight ]

                {
                    Name = f.Name
                    Kind = TermKind.Factor
                    LogDensity = (lower f.LogWeight).Cast DType.Float64 |> guarded lower f.Place
                    Place = f.Place
                }
        ]

    // With some discrete sites kept; of those, one may be summed out all the same.
    let rec private ofGraph
        (graph: StochasticGraph)
        (parameters: IDictionary<string, Tensor>)
        (kept: Set<string>)
        (freed: (string * Tensor) option)
        : LogJoint =
        let isKept (site: Site) =
            not (isContinuous site) && kept.Contains site.Name

        let isSummed (site: Site) =
            not (isContinuous site)
            && (not (isKept site) || Option.map fst freed = Some site.Name)

        let length =
            graph.Sites
            |> Array.sumBy (fun site ->
                if isContinuous site then LatentSite.size site
                elif isKept site then KeptSite.size site
                else 0)

        let position =
            match freed with
            | Some(_, same) -> same
            | None -> Tensor.Parameter(LatentSite.position, Shape.Of length)

        let values = Dictionary<int, Tensor>()

        let rewriter =
            Rewriter(fun node _ ->
                match node.Operation with
                | :? RandomValue as leaf -> values.[(StochasticGraph.SiteOf leaf).Index]
                | :? Parameter as leaf when parameters.ContainsKey leaf.Label -> parameters.[leaf.Label]
                | _ -> null)

        let latents = List<LatentSite>()
        let discrete = List<DiscreteSite>()
        let states = List<KeptSite>()
        let terms = List<JointTerm>()
        let mutable offset = 0

        let mutable state =
            graph.Sites |> Array.filter isContinuous |> Array.sumBy LatentSite.size

        let add (site: Site) kind logDensity =
            terms.Add
                {
                    Name = site.Name
                    Kind = kind
                    LogDensity = logDensity
                    Place = site.Place
                }

        for site in graph.Sites do
            checkDensity site.Name site.Distribution
            checkRows isSummed site.Name (parametersOf site.Distribution)
            let distribution = site.Distribution.With(fun p -> rewriter.Rewrite p)

            if isSummed site then
                let s = DiscreteSite.ofSite site distribution
                discrete.Add s
                values.[site.Index] <- s.Values
                add site TermKind.Discrete s.LogMass
            elif isKept site then
                let s = KeptSite.at position state site distribution
                states.Add s
                values.[site.Index] <- s.Value
                add site TermKind.Discrete s.LogMass
            else
                let s = LatentSite.at position offset site distribution

                if isEnumerated s.Value then
                    raise (Errors.supportOfDiscrete site.Name distribution)

                latents.Add s
                values.[site.Index] <- s.Value
                offset <- offset + s.Size
                add site TermKind.Latent s.LogDensity

            if isKept site then
                state <- state + KeptSite.size site

        terms.AddRange(addends isSummed graph rewriter.Rewrite)
        let discrete = List.ofSeq discrete
        let terms = List.ofSeq terms

        {
            Graph = graph
            Position = position
            Latents = List.ofSeq latents
            Discrete = discrete
            Kept = List.ofSeq states
            Freed = fun name -> ofGraph graph parameters kept (Some(name, position))
            Terms = terms
            LogDensity = Marginalization(graph, discrete).LogSum [ for t in terms -> t.LogDensity, t.Place ]
            Lower = rewriter.Rewrite
        }

    /// The log joint of a program; parameters have the values given, or else their initial ones. Discrete sites of some names are kept as numbers of the position.
    let ofProgramKeeping (kept: Set<string>) (program: Prob<'T>) (given: IReadOnlyDictionary<string, Tensor>) : LogJoint =
        let graph = trace program
        checkLoops graph
        checkPlates graph

        if graph.Sites.Length = 0 then
            raise (Errors.nothingLatent (graph.Observations |> Seq.map _.Name))

        let parameters =
            dict [ for p, value in Preparation.parameterValues graph given -> p.Name, value ]

        ofGraph graph parameters kept None

    /// The log joint of a program; all discrete sites are summed out.
    let ofProgram (program: Prob<'T>) (given: IReadOnlyDictionary<string, Tensor>) : LogJoint =
        ofProgramKeeping Set.empty program given

    /// Continuous sites in which the log joint jumps, so that its gradient does not tell how it changes.
    let jumps (joint: LogJoint) : Set<string> =
        let graph = joint.Graph

        let roots =
            [
                for s in graph.Sites do
                    yield! parametersOf s.Distribution
                    yield! Option.toList s.Place.Guard
                for o in graph.Observations do
                    o.Value
                    yield! parametersOf o.Distribution
                    yield! Option.toList o.Place.Guard
                for f in graph.Factors do
                    f.LogWeight
                    yield! Option.toList f.Place.Guard
            ]

        set
            [
                for KeyValue(site, reach) in (DependenceAnalysis.cone roots).Sites do
                    if isContinuous site && reach.Level = Dependence.Step then
                        site.Name
            ]
