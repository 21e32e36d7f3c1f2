namespace DiffProb

open System
open System.Collections.Generic

/// A program ready to be inferred: what samplers compile and ask for.
[<Sealed>]
type internal ConditionedProgram private (joint: LogJoint) =
    let quantities = Recovery.quantities joint |> Array.ofList
    let data = lazy (DatumDensity.ofJoint joint |> Array.ofList)

    let discrete =
        lazy
            [|
                for site, value in DiscreteDraws.ofJoint joint ->
                    site.Site.Name, (LatentSite.withRows site.Site.Place value).Cast DType.Float64
            |]

    let compile (engine: IEngine) (outputs: seq<Tensor>) =
        engine.Compile(Array.ofSeq outputs, [| joint.Position |])

    /// A term as one number: NaN where any of it is, and -∞ where no value of the discrete sites can be.
    let whole (term: JointTerm) =
        term.Total.Axes
        |> Seq.fold (fun (t: Tensor) axis -> (t.FromAxis axis).LogSumExp 0) term.Total

    let jumps = lazy LogJoint.jumps joint

    let kept (name: string) =
        joint.Kept |> List.find (fun s -> s.Site.Name = name)

    /// Expressions along an axis of chains, of positions of shape chains, then numbers; and these.
    let alongChains (chains: int) (outputs: Tensor list) =
        let axis = Axis("chain", chains, AxisRole.Particle)

        let positions =
            Tensor.Parameter(LatentSite.position, Shape.Of(chains, joint.Dimension))

        let each = positions.ToAxis axis

        let rewriter =
            Rewriter(fun node _ ->
                if obj.ReferenceEquals(node, joint.Position) then
                    each
                else
                    null)

        [
            for t in outputs -> AxisOperations.ExpandAlong(rewriter.Rewrite t, Axes.Of [ axis ]).FromAxis axis
        ],
        positions

    let conditionals = Dictionary<string, Tensor option>()

    // Rows that depend on each other have no probabilities of their own.
    let conditional (name: string) =
        match conditionals.TryGetValue name with
        | true, known -> known
        | _ ->
            let found =
                try
                    let freed = joint.Freed name
                    let site = freed.Discrete |> List.find (fun s -> s.Site.Name = name)
                    Some(Recovery.probabilitiesOf freed site)
                with :? DiffProbException ->
                    None

            conditionals.[name] <- found
            found

    /// The log joint of a program; parameters have the values given by name, or else their initial ones.
    static member Of(program: Prob<'T>, parameters: IReadOnlyDictionary<string, Tensor>) =
        ConditionedProgram(LogJoint.ofProgram program parameters)

    /// The same with those of some names that are discrete kept as numbers of the position, after all others.
    static member Of(program: Prob<'T>, parameters: IReadOnlyDictionary<string, Tensor>, names: seq<string>) =
        ConditionedProgram(LogJoint.ofProgramKeeping (set names) program parameters)

    /// The same of a log joint that is known.
    static member internal OfJoint joint = ConditionedProgram joint

    /// The log joint of a traced program; minibatches are scaled.
    static member OfGraph(graph: StochasticGraph, parameters: IReadOnlyDictionary<string, Tensor>) =
        ConditionedProgram(LogJoint.withParameters parameters graph)

    /// Number of unconstrained numbers.
    member _.Dimension = joint.Dimension

    /// Name of the position among the inputs of executables.
    member _.Input = LatentSite.position

    /// Log density, in nats.
    member _.LogDensity = joint.LogDensity

    /// The vector that all is a function of.
    member _.Position = joint.Position

    /// Names of what each draw tells.
    member _.Names: string[] = [| for q in quantities -> q.Name |]

    /// Shapes of what each draw tells: rows of the plates, then that of an event.
    member _.Shapes: Shape[] = [| for q in quantities -> q.Value.Shape |]

    /// Continuous sites, with the first of their numbers and how many they are.
    member _.Coordinates: struct (string * int * int)[] =
        [|
            for s in joint.Latents -> struct (s.Site.Name, s.Offset, s.Size)
            for s in joint.Kept -> struct (s.Site.Name, s.Offset, s.Size)
        |]

    /// All sites, in the order of the program.
    member _.Sites: string[] = [| for s in joint.Graph.Sites -> s.Name |]

    /// Whether a site is continuous.
    member _.IsContinuous(name: string) =
        joint.Latents |> List.exists (fun s -> s.Site.Name = name)

    /// Whether the log density jumps in a continuous site.
    member _.Jumps(name: string) = jumps.Value.Contains name

    /// Numbers of an event of a kept site.
    member _.EventSize(name: string) =
        (kept name).Site.Distribution.Shape.Size

    /// The support of a kept site.
    member _.SupportOf(name: string) = (kept name).Site.Distribution.Support

    /// The values of an event of a kept site, as numbers; null where they cannot be written down.
    member _.ValuesOf(name: string) : float[][] | null =
        kept name |> KeptSite.values |> Option.toObj

    /// Log density, and its gradient.
    member _.CompileDensity(engine: IEngine) =
        compile engine [ joint.LogDensity; yield! Gradient.Of(joint.LogDensity, [| joint.Position |]) ]

    /// Log density alone.
    member _.CompileLogDensity(engine: IEngine) = compile engine [ joint.LogDensity ]

    /// Whether the rows of a kept site have probabilities of their own, given all else.
    member _.HasConditional(name: string) = (conditional name).IsSome

    /// Probabilities of the values of a kept site given all else, of shape rows, then values; null where its rows depend on each other.
    member _.CompileConditional(engine: IEngine, name: string) : Executable | null =
        match conditional name with
        | Some probabilities -> compile engine [ probabilities ]
        | None -> null

    /// Log densities of many positions at once, and their gradients: shapes chains, and chains, then numbers.
    member _.CompileDensity(engine: IEngine, chains: int) =
        let outputs, positions = alongChains chains [ joint.LogDensity ]
        let density: Tensor = List.exactlyOne outputs

        engine.Compile([| density; yield! Gradient.Of(density.Sum(), [| positions |]) |], [| positions |])

    /// Log densities of many positions at once.
    member _.CompileLogDensity(engine: IEngine, chains: int) =
        let outputs, positions = alongChains chains [ joint.LogDensity ]
        engine.Compile(Array.ofList outputs, [| positions |])

    /// The probabilities of a kept site at many positions; null where its rows depend on each other.
    member _.CompileConditional(engine: IEngine, name: string, chains: int) : Executable | null =
        match conditional name with
        | Some probabilities ->
            let outputs, positions = alongChains chains [ probabilities ]
            engine.Compile(Array.ofList outputs, [| positions |])
        | None -> null

    /// Log density where the continuous sites have values, by the names of the sites: rows of the plates, then an event.
    member _.DensityOfValues(engine: IEngine) : Func<Func<string, float[]>, float> =
        let leaves, position = LogJoint.positionOf joint

        let rewriter =
            Rewriter(fun node _ ->
                match node.Operation with
                | :? Parameter as leaf when leaf.Label = LatentSite.position -> position
                | _ -> null)

        let executable =
            engine.Compile([| rewriter.Rewrite joint.LogDensity |], [| for _, leaf in leaves -> leaf |])

        Func<_, _>(fun valueOf ->
            let evaluator = executable.CreateEvaluator()

            for name, leaf in leaves do
                valueOf.Invoke(name).CopyTo(evaluator.Input<float>(Bindings.LabelOf leaf))

            evaluator.Run()
            evaluator.Output<float>(0).[0])

    /// What each draw tells, in the order of the names.
    member _.CompileQuantities(engine: IEngine) =
        compile engine [ for q in quantities -> q.Value ]

    /// Observations, in the order of the program.
    member _.DataNames: string[] = [| for d in data.Value -> d.Name |]

    /// Rows of the plates, then the independent parts of an event.
    member _.DataShapes: Shape[] = [| for d in data.Value -> d.Value.Shape |]

    /// Log density of each datum, in nats, in the order of their names.
    member _.CompileLogLikelihood(engine: IEngine) =
        compile engine [ for d in data.Value -> d.Value ]

    /// Discrete sites that are summed out, in the order of the program.
    member _.DiscreteNames: string[] = [| for s in joint.Discrete -> s.Site.Name |]

    /// Rows of the plates, then an event.
    member _.DiscreteShapes: Shape[] = [| for _, value in discrete.Value -> value.Shape |]

    /// A draw of all discrete sites that are summed out, given the position and the data.
    member _.CompileDiscrete(engine: IEngine) =
        compile engine [ for _, value in discrete.Value -> value ]

    /// What is observed, where it is known before a run: rows of the plates, then an event.
    member _.Observed: NamedTensors = ForwardProgram.observed joint.Graph

    /// What makes the log density not finite at a position, in words.
    member _.Fault(engine: IEngine, position: ReadOnlySpan<double>) : string =
        let evaluator =
            (compile engine [ for t in joint.Terms -> whole t ]).CreateEvaluator()

        position.CopyTo(evaluator.Input<double> LatentSite.position)
        evaluator.Run()

        let bad =
            joint.Terms
            |> List.indexed
            |> List.tryFind (fun (i, _) -> not (Double.IsFinite(evaluator.Output<double>(i).[0])))

        match bad with
        | None -> "no term by itself: the sum is too large."
        | Some(i, term) ->
            let what =
                match term.Kind with
                | TermKind.Latent -> "site"
                | TermKind.Discrete -> "discrete site"
                | TermKind.Observed -> "observation"
                | TermKind.Factor -> "factor"

            let density = evaluator.Output<double>(i).[0]
            $"{what} \"{term.Name}\"{string term.Place}, whose log density is {density}."
