namespace DiffProb

open System.Collections.Generic

/// A site whose value is given from outside.
type internal GivenSite =
    {
        Site: Site
        /// The distribution, with what it depends on in place.
        Distribution: Distribution
        /// Its value, along the axes of its plates.
        Value: Tensor
    }

/// What a log joint is made of beside a program.
type internal JointSetting =
    {
        /// Values of parameters, by name; the others stay symbols.
        Parameters: IDictionary<string, Tensor>
        /// A vector of so many unconstrained numbers, for the continuous sites that are not given.
        Position: int -> Tensor
        /// Values of sites, by name, along the axes of their plates.
        Given: IReadOnlyDictionary<string, Tensor>
        /// Whether it is a density of the unconstrained numbers, with the log-determinants of the maps to the sites, and not of the values of the sites.
        HasVolume: bool
    }

/// The log joint density of a program, over the unconstrained numbers of its continuous sites in one vector; data, factors and parameters stand where they
/// are, and discrete sites of finite support are summed out. All expressions are of the leaf `Position`.
type internal LogJoint =
    {
        Graph: StochasticGraph
        /// The vector of all unconstrained numbers.
        Position: Tensor
        Given: GivenSite list
        /// In the order of the program.
        Latents: LatentSite list
        Discrete: DiscreteSite list
        /// Discrete sites whose values are numbers of the position, after those of the continuous sites.
        Kept: KeptSite list
        /// The log joint over the same position in which one of them is summed out; its own numbers are not read.
        Freed: string -> LogJoint
        /// What is added up, as it was before the discrete sites are summed out.
        Terms: JointTerm list
        /// A scalar, in nats.
        LogDensity: Tensor
        /// An expression as it was traced, with the values of sites and parameters in place.
        Lower: Tensor -> Tensor
        /// Values of the parameters, by name.
        Parameters: IDictionary<string, Tensor>
    }

    /// Length of the position.
    member j.Dimension = j.Position.Shape.Size

module internal LogJoint =

    /// Runs a program once, on symbols; whatever it returns.
    let trace (takesAllRows: bool) (program: Prob<'T>) =
        let tracer = Tracer takesAllRows
        program.Run tracer |> ignore
        StochasticGraph tracer

    /// Refuses loops whose number of turns no bound limits.
    let checkLoops (graph: StochasticGraph) =
        for loop in graph.Loops do
            let names =
                [
                    for place in DependenceAnalysis.sites loop.Condition -> graph.Sites.[place].Name
                ]

            raise (Errors.loopConditioned names loop.Bound (string loop.Place))

    /// Refuses minibatches.
    let checkPlates (graph: StochasticGraph) =
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

    /// Refuses a law without a density.
    let checkDensity (name: string) (distribution: Distribution) =
        if not (distribution.HasDensity && distribution.IsNormalized) then
            raise (Errors.densityUnknown name distribution)

    /// A branch is taken or not as its condition says; a site in it always counts, as its density sums to 1 where it is not used.
    let guarded (lower: Tensor -> Tensor) (place: Place) (logDensity: Tensor) =
        match place.Guard with
        | None -> logDensity
        | Some taken -> Tensor.Where(lower taken, logDensity, Tensor.Scalar 0.0)

    /// A point mass is no continuum, whatever its type.
    let isContinuous (site: Site) =
        not site.Distribution.Support.IsDiscrete && site.Cardinality.IsNone

    // Log density of data. Those known in a known support were tested when they were observed. Where an end moves, or the value itself does, it is tested at each position.
    let private partsOfData (distribution: Distribution) (value: Tensor) =
        let isInside =
            distribution.Support.IsProvedBy value
            || (match distribution.Support.Contains value with
                | null -> true
                | contains -> Known.values contains |> Option.exists (Array.forall ((<>) 0.0)))

        if isInside then
            distribution.LogDensityOfEachPart value
        else
            distribution.LogDensityOfEachPartIfInside value

    /// Log density of data, tested where they may lie outside of the support.
    let ofData (distribution: Distribution) (value: Tensor) = (partsOfData distribution value).Sum()

    /// The vector that is left open.
    let leaf (dimension: int) =
        Tensor.Parameter(LatentSite.position, Shape.Of dimension)

    /// How many unconstrained numbers the continuous sites have that are not given.
    let dimensionOf (isGiven: string -> bool) (graph: StochasticGraph) =
        graph.Sites
        |> Array.sumBy (fun site ->
            if isContinuous site && not (isGiven site.Name) then
                LatentSite.size site
            else
                0)

    let isEnumerated (t: Tensor) =
        t.Axes |> Seq.exists (fun axis -> axis.Role = AxisRole.Enumerated)

    let private addends (isSummed: Site -> bool) (graph: StochasticGraph) (lower: Tensor -> Tensor) : JointTerm list =
        [
            for o in graph.Observations do
                checkDensity o.Name o.Distribution
                checkRows isSummed o.Name (o.Value :: parametersOf o.Distribution)
                let parts = partsOfData (o.Distribution.With lower) (lower o.Value)

                {
                    Name = o.Name
                    Kind = TermKind.Observed
                    LogDensity = guarded lower o.Place (parts.Sum())
                    Parts = guarded lower o.Place parts
                    Place = o.Place
                }
            for f in graph.Factors do
                checkRows isSummed f.Name [ f.LogWeight ]
                let weight = (lower f.LogWeight).Cast DType.Float64 |> guarded lower f.Place

                {
                    Name = f.Name
                    Kind = TermKind.Factor
                    LogDensity = weight
                    Parts = weight
                    Place = f.Place
                }
        ]

    // With some discrete sites kept; of those, one may be summed out all the same.
    let rec private build (kept: Set<string>) (freed: string option) (setting: JointSetting) (graph: StochasticGraph) : LogJoint =
        checkLoops graph

        let isKept (site: Site) =
            not (isContinuous site) && kept.Contains site.Name

        let isSummed (site: Site) =
            not (isContinuous site) && (not (isKept site) || freed = Some site.Name)

        if graph.Sites.Length = 0 then
            raise (Errors.nothingLatent (graph.Observations |> Seq.map _.Name))

        let continuous = dimensionOf setting.Given.ContainsKey graph

        let position =
            setting.Position(continuous + (graph.Sites |> Array.filter isKept |> Array.sumBy KeptSite.size))

        let values = Dictionary<int, Tensor>()

        let rewriter =
            Rewriter(fun node _ ->
                match node.Operation with
                | :? RandomValue as leaf -> values.[(StochasticGraph.SiteOf leaf).Index]
                | :? Parameter as leaf when setting.Parameters.ContainsKey leaf.Label -> setting.Parameters.[leaf.Label]
                | _ -> null)

        let given = List<GivenSite>()
        let latents = List<LatentSite>()
        let discrete = List<DiscreteSite>()
        let states = List<KeptSite>()
        let terms = List<JointTerm>()
        let mutable offset = 0
        let mutable state = continuous

        let add (site: Site) kind logDensity =
            terms.Add
                {
                    Name = site.Name
                    Kind = kind
                    LogDensity = logDensity
                    Parts = logDensity
                    Place = site.Place
                }

        for site in graph.Sites do
            checkDensity site.Name site.Distribution
            checkRows isSummed site.Name (parametersOf site.Distribution)
            let distribution = site.Distribution.With(fun p -> rewriter.Rewrite p)

            match setting.Given.TryGetValue site.Name with
            | true, value ->
                given.Add
                    {
                        Site = site
                        Distribution = distribution
                        Value = value
                    }

                values.[site.Index] <- value
                add site TermKind.Latent (ofData distribution value)
            | _ when isSummed site ->
                let s = DiscreteSite.ofSite site distribution
                discrete.Add s
                values.[site.Index] <- s.Values
                add site TermKind.Discrete s.LogMass
            | _ when isKept site ->
                let s = KeptSite.at position state site distribution
                states.Add s
                values.[site.Index] <- s.Value
                add site TermKind.Discrete s.LogMass
            | _ ->
                let s = LatentSite.at position offset site distribution

                if isEnumerated s.Value then
                    raise (Errors.supportOfDiscrete site.Name distribution)

                latents.Add s
                values.[site.Index] <- s.Value
                offset <- offset + s.Size

                add
                    site
                    TermKind.Latent
                    (if setting.HasVolume then
                         s.LogDensity
                     else
                         s.LogDensityOfValue)

            if isKept site then
                state <- state + KeptSite.size site

        terms.AddRange(addends isSummed graph rewriter.Rewrite)
        let discrete = List.ofSeq discrete
        let terms = List.ofSeq terms

        {
            Graph = graph
            Position = position
            Given = List.ofSeq given
            Latents = List.ofSeq latents
            Discrete = discrete
            Kept = List.ofSeq states
            Freed =
                fun name ->
                    build
                        kept
                        (Some name)
                        { setting with
                            Position = fun _ -> position
                        }
                        graph
            Terms = terms
            LogDensity = Marginalization(graph, discrete).LogSum [ for t in terms -> t.LogDensity, t.Place ]
            Lower = rewriter.Rewrite
            Parameters = setting.Parameters
        }

    /// The density of the addends that a setting makes of a traced program. It says nothing of minibatches: they are scaled.
    let ofGraph (setting: JointSetting) (graph: StochasticGraph) : LogJoint = build Set.empty None setting graph

    let private keeping (kept: Set<string>) (given: IReadOnlyDictionary<string, Tensor>) (graph: StochasticGraph) : LogJoint =
        let parameters =
            dict [ for p, value in Preparation.parameterValues graph given -> p.Name, value ]

        build
            kept
            None
            {
                Parameters = parameters
                Position = leaf
                Given = readOnlyDict []
                HasVolume = true
            }
            graph

    /// The log joint of a traced program; parameters have the values given, or else their initial ones.
    let withParameters (given: IReadOnlyDictionary<string, Tensor>) (graph: StochasticGraph) : LogJoint =
        keeping Set.empty given graph

    /// The log joint of a program; parameters have the values given, or else their initial ones. Discrete sites of some names are kept as numbers of the position.
    let ofProgramKeeping (kept: Set<string>) (program: Prob<'T>) (given: IReadOnlyDictionary<string, Tensor>) : LogJoint =
        let graph = trace false program
        checkPlates graph
        keeping kept given graph

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

    /// The position at which the continuous sites have given values, as a function of those: leaves of shape rows, then an event.
    let positionOf (joint: LogJoint) : (string * Tensor) list * Tensor =
        let leaves =
            [
                for s in joint.Latents ->
                    let shape =
                        Shape.Of [| yield! LatentSite.rows s.Site.Place; yield! s.Site.Distribution.Shape |]

                    s.Site, Tensor.Parameter($"value of {s.Site.Name}", shape)
            ]

        let values =
            dict [ for site, leaf in leaves -> site.Index, LatentSite.alongRows site.Place leaf ]

        let rewriter =
            Rewriter(fun node _ ->
                match node.Operation with
                | :? RandomValue as leaf -> values.[(StochasticGraph.SiteOf leaf).Index]
                | :? Parameter as leaf when joint.Parameters.ContainsKey leaf.Label -> joint.Parameters.[leaf.Label]
                | _ -> null)

        let parts =
            [|
                for site, _ in leaves ->
                    LatentSite.numbers site (site.Distribution.With(fun p -> rewriter.Rewrite p)) values.[site.Index]
            |]

        [ for site, leaf in leaves -> site.Name, leaf ], Shapes.Concatenate parts
