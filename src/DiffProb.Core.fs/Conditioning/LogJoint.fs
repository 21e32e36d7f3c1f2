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
        /// An expression as it was traced, with the values of sites and parameters in place.
        Lower: Tensor -> Tensor
        /// Values of the parameters, by name.
        Parameters: IReadOnlyDictionary<string, Tensor>
    }

    /// Length of the position.
    member j.Dimension = j.Position.Shape.Size

module internal LogJoint =

    /// Runs a program once, on symbols; whatever it returns.
    let private trace (program: Prob<'T>) =
        let tracer = Tracer()
        program.Run tracer |> ignore
        StochasticGraph tracer

    /// Refuses loops that may go on beyond their bound.
    let checkLoops (graph: StochasticGraph) =
        for loop in graph.Loops do
            let names =
                [
                    for place in DependenceAnalysis.sites loop.Condition -> graph.Sites.[place].Name
                ]

            raise (Errors.loopConditioned names loop.Bound (string loop.Place))

    /// Refuses plates of which a part of the rows is drawn.
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
    let private checkRows (what: string) (expressions: Tensor seq) =
        for KeyValue(site, reach) in (DependenceAnalysis.cone expressions).Sites do
            if site.Distribution.Support.IsDiscrete then
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
    let private isContinuous (site: Site) =
        not site.Distribution.Support.IsDiscrete && site.Cardinality.IsNone

    // Known data in a known support were tested when they were observed. Where an end moves, or the value itself does, it is tested at each position.
    let private ofData (distribution: Distribution) (value: Tensor) =
        let isInside =
            distribution.Support.IsProvedBy value
            || (match distribution.Support.Contains value with
                | null -> true
                | contains -> Known.values contains |> Option.exists (Array.forall ((<>) 0.0)))

        if isInside then
            distribution.LogDensity value, distribution.LogDensityOfEachPart value
        else
            distribution.LogDensityIfInside value, distribution.LogDensityOfEachPartIfInside value

    let private isEnumerated (t: Tensor) =
        t.Axes |> Seq.exists (fun axis -> axis.Role = AxisRole.Enumerated)

    let private addends (graph: StochasticGraph) (lower: Tensor -> Tensor) : JointTerm list =
        [
            for o in graph.Observations do
                checkDensity o.Name o.Distribution
                checkRows o.Name (o.Value :: parametersOf o.Distribution)
                let whole, parts = ofData (o.Distribution.With lower) (lower o.Value)

                {
                    Name = o.Name
                    Kind = TermKind.Observed
                    LogDensity = guarded lower o.Place whole
                    Parts = guarded lower o.Place parts
                    Place = o.Place
                }
            for f in graph.Factors do
                checkRows f.Name [ f.LogWeight ]
                let weight = (lower f.LogWeight).Cast DType.Float64 |> guarded lower f.Place

                {
                    Name = f.Name
                    Kind = TermKind.Factor
                    LogDensity = weight
                    Parts = weight
                    Place = f.Place
                }
        ]

    /// The log joint of a program; parameters have the values given, or else their initial ones.
    let ofProgram (program: Prob<'T>) (given: IReadOnlyDictionary<string, Tensor>) : LogJoint =
        let graph = trace program
        checkLoops graph
        checkPlates graph

        if graph.Sites.Length = 0 then
            raise (Errors.nothingLatent (graph.Observations |> Seq.map _.Name))

        let parameters =
            readOnlyDict [ for p, value in Preparation.parameterValues graph given -> p.Name, value ]

        let continuous = graph.Sites |> Array.filter isContinuous

        let position =
            Tensor.Parameter(LatentSite.position, Shape.Of(continuous |> Array.sumBy LatentSite.size))

        let values = Dictionary<int, Tensor>()

        let rewriter =
            Rewriter(fun node _ ->
                match node.Operation with
                | :? RandomValue as leaf -> values.[(StochasticGraph.SiteOf leaf).Index]
                | :? Parameter as leaf when parameters.ContainsKey leaf.Label -> parameters.[leaf.Label]
                | _ -> null)

        let latents = List<LatentSite>()
        let discrete = List<DiscreteSite>()
        let terms = List<JointTerm>()
        let mutable offset = 0

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
            checkRows site.Name (parametersOf site.Distribution)
            let distribution = site.Distribution.With(fun p -> rewriter.Rewrite p)

            if not (isContinuous site) then
                let s = DiscreteSite.ofSite site distribution
                discrete.Add s
                values.[site.Index] <- s.Values
                add site TermKind.Discrete s.LogMass
            else
                let s = LatentSite.at position offset site distribution

                if isEnumerated s.Value then
                    raise (Errors.supportOfDiscrete site.Name distribution)

                latents.Add s
                values.[site.Index] <- s.Value
                offset <- offset + s.Size
                add site TermKind.Latent s.LogDensity

        terms.AddRange(addends graph rewriter.Rewrite)
        let discrete = List.ofSeq discrete
        let terms = List.ofSeq terms

        {
            Graph = graph
            Position = position
            Latents = List.ofSeq latents
            Discrete = discrete
            Terms = terms
            LogDensity = Marginalization(graph, discrete).LogSum [ for t in terms -> t.LogDensity, t.Place ]
            Lower = rewriter.Rewrite
            Parameters = parameters
        }

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
