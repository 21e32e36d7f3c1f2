namespace DiffProb

open System
open System.Collections.Generic

/// Draws of a guide side by side: what the model says of each, and its importance weight.
[<Sealed>]
type internal GuideDraws
    (
        model: StochasticGraph,
        guide: Guide,
        scale: float,
        engine: IEngine,
        parameters: IReadOnlyDictionary<string, Tensor>,
        count: int
    ) =
    // On the program of the guide with all rows, as draws are of all sites.
    let tracer = Tracer true
    let run = GuidedRun.on tracer model guide scale None
    let quantities = Recovery.quantities run.Joint |> Array.ofList
    let graph = StochasticGraph tracer
    let particle = Axis("draw", count, AxisRole.Particle)
    let lowering = Lowering(graph, particle)

    do lowering.Take [ for site in graph.Sites -> Choice.Of(site, NotNeeded.estimator, []) ]

    let logRatio =
        run.Guide
        |> List.fold (fun (total: Tensor) g -> total - g.LogDensity.SumOver g.Place.Axes) run.Joint.LogDensity

    let perDraw (t: Tensor) =
        let lowered = (lowering.Lower t).Cast DType.Float64
        lowered.FromAxis particle

    let leaves = [| for p in graph.Parameters -> p.Leaf |]

    let executable =
        lazy engine.Compile([| yield perDraw logRatio; for q in quantities -> perDraw q.Value |], leaves)

    let bindings =
        graph.Parameters
        |> Seq.fold (fun (b: Bindings) p -> b.With(p.Name, parameters.[p.Name])) Bindings.Empty

    /// How many.
    member _.Count = count

    /// Names of what each draw tells.
    member _.Names: string[] = [| for q in quantities -> q.Name |]

    /// Shapes of what each draw tells: rows of the plates, then that of an event.
    member _.Shapes: Shape[] = [| for q in quantities -> q.Value.Shape |]

    /// Log ratios log p - log q in nats, then what each name tells, draw after draw.
    member _.Run(key: Key) : double[][] =
        [| for t in executable.Value.Run(bindings.With(key: Key)) -> t.ToArray() |]
