namespace DiffProb

open System.Collections.Generic

/// What a program has where it is run forward: shape rows of the plates, then that of an event.
type internal ForwardValue =
    {
        Name: string
        Place: Place
        Shape: Shape
        /// Along the axis of the draws and the axes of its plates.
        Value: Tensor
    }

/// A program run forward, many draws side by side: some of its sites stand at draws that are given, all others, and the data, are drawn from their laws.
type internal ForwardProgram =
    {
        Graph: StochasticGraph
        Draws: Axis
        /// Sites that stand at given draws, with the leaf of those: [draws, rows, event].
        Given: (Site * Tensor) list
        /// Sites, then recorded values, in the order of the program.
        Quantities: ForwardValue list
        /// Data, drawn anew.
        Data: ForwardValue list
    }

module internal ForwardProgram =

    /// What is observed, where it is known before a run: rows of the plates, then an event.
    let observed (graph: StochasticGraph) : NamedTensors =
        NamedTensors
            [
                for o in graph.Observations do
                    if (Known.values o.Value).IsSome then
                        let there =
                            match o.Place.Guard with
                            | Some taken when (Known.values taken).IsSome ->
                                Tensor.Where(taken, o.Value.Cast DType.Float64, Tensor.Scalar nan)
                            | _ -> o.Value

                        let value = LatentSite.withRows o.Place (there.BroadcastTo o.Distribution.Shape)
                        KeyValuePair(o.Name, ManagedEngine.Default.Compile([| value |], [||]).Run(Bindings.Empty).[0])
            ]

    let private wholeShape (place: Place) (event: Shape) =
        Shape.Of [| yield! LatentSite.rows place; yield! event |]

    let private draw (name: string) (draws: Axis) (place: Place) (distribution: Distribution) =
        let noise = NoiseSource(name, Axes.Of([ draws ]).Union place.Axes)
        (distribution.Support.Nearest(distribution.SampleFrom noise)).BroadcastTo distribution.Shape

    let private checkFactors (graph: StochasticGraph) (given: IReadOnlyDictionary<string, Shape>) (anew: Set<string>) =
        for f in graph.Factors do
            let drawn =
                [
                    for place in DependenceAnalysis.sites f.LogWeight do
                        let name = graph.Sites.[place].Name

                        if anew.Contains name || not (given.ContainsKey name) then
                            name
                ]

            if not drawn.IsEmpty then
                raise (Errors.factorOnDrawn f.Name drawn)

    // All rows, though a fit may use a part of them at a time.
    let private traced (program: Prob<'T>) =
        let graph = LogJoint.trace true program
        LogJoint.checkLoops graph
        graph

    /// A program with draws of some sites given, of shape rows, then an event; sites in `anew` are drawn all the same. Parameters have the values given, or
    /// else their initial ones.
    let ofProgram
        (program: Prob<'T>)
        (parameters: IReadOnlyDictionary<string, Tensor>)
        (count: int)
        (given: IReadOnlyDictionary<string, Shape>)
        (anew: seq<string>)
        : ForwardProgram =
        let graph = traced program
        let anew = set anew

        for name in anew do
            if graph.Sites |> Array.forall (fun s -> s.Name <> name) then
                raise (Errors.anewUnknown name [ for s in graph.Sites -> s.Name ])

        checkFactors graph given anew

        let parameters =
            dict
                [
                    for p, value in Preparation.parameterValues graph parameters -> p.Name, value
                ]

        let draws = Axis("draw", count, AxisRole.Particle)
        let values = Dictionary<int, Tensor>()
        let leaves = List<Site * Tensor>()

        let rewriter =
            Rewriter(fun node _ ->
                match node.Operation with
                | :? RandomValue as leaf -> values.[(StochasticGraph.SiteOf leaf).Index]
                | :? Parameter as leaf when parameters.ContainsKey leaf.Label -> parameters.[leaf.Label]
                | _ -> null)

        let replayed (site: Site) (shape: Shape) =
            let own = wholeShape site.Place site.Distribution.Shape

            if not (own.Equals shape) then
                raise (Errors.replayedShape site.Name (string site.Place) own shape)

            let leaf =
                Tensor.Parameter($"draws of {site.Name}", Shape.Of [| yield count; yield! own |])

            leaves.Add((site, leaf))
            (LatentSite.alongRows site.Place (leaf.ToAxis draws)).Cast site.Distribution.DType

        let valueOf name (place: Place) (shape: Shape) value =
            {
                Name = name
                Place = place
                Shape = wholeShape place shape
                Value = value
            }

        let sites =
            [
                for site in graph.Sites do
                    let value =
                        match given.TryGetValue site.Name with
                        | true, shape when not (anew.Contains site.Name) -> replayed site shape
                        | _ -> draw site.Name draws site.Place (site.Distribution.With(fun p -> rewriter.Rewrite p))

                    values.[site.Index] <- value
                    valueOf site.Name site.Place site.Distribution.Shape value
            ]

        {
            Graph = graph
            Draws = draws
            Given = List.ofSeq leaves
            Quantities =
                sites
                @ [
                    for d in graph.Deterministics -> valueOf d.Name d.Place d.Value.Shape (rewriter.Rewrite d.Value)
                ]
            Data =
                [
                    for o in graph.Observations ->
                        let law = o.Distribution.With(fun p -> rewriter.Rewrite p)
                        valueOf o.Name o.Place law.Shape (draw o.Name draws o.Place law)
                ]
        }

    /// Refuses a program none of whose sites stands at a given draw, unless that was asked for.
    let checkShared (program: ForwardProgram) (given: seq<string>) (anew: seq<string>) =
        let names = [ for s in program.Graph.Sites -> s.Name ]

        if program.Given.IsEmpty && not (List.isEmpty (List.except anew names)) then
            raise (Errors.nothingReplayed names given)

    /// Quantities, then data, each [draws, rows, event], as functions of the given draws.
    let compile (engine: IEngine) (program: ForwardProgram) =
        let whole (v: ForwardValue) =
            (LatentSite.withRows v.Place v.Value).FromAxis program.Draws

        engine.Compile(
            [| for v in program.Quantities @ program.Data -> (whole v).Cast DType.Float64 |],
            [| for _, leaf in program.Given -> leaf |]
        )
