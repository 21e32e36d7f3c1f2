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
        most: int
    ) =
    // Numbers of all draws at a time, and draws at a time at most.
    static let budget = 1 <<< 24
    static let mostAtOnce = 1000

    // On the program of the guide with all rows, as draws are of all sites.
    let tracer = Tracer true
    let run = GuidedRun.on tracer model guide scale None
    let quantities = Recovery.quantities run.Joint |> Array.ofList
    let graph = StochasticGraph tracer

    let numbersOfDraw =
        Seq.concat
            [
                quantities |> Seq.map _.Value.Shape.Size
                model.Observations
                |> Seq.map (fun o -> Array.fold (*) o.Distribution.Shape.Size (LatentSite.rows o.Place))
            ]
        |> Seq.sumBy float

    let count =
        min (min most mostAtOnce) (max 1 (int (float budget / max 1.0 numbersOfDraw)))

    let particle = Axis("draw", count, AxisRole.Particle)
    let lowering = Lowering(graph, particle)

    do lowering.Take [ for site in graph.Sites -> Choice.Of(site, NotNeeded.estimator, []) ]

    let weights = Bound.weights run

    // The rows that have weights of their own, as first dimensions.
    let logRatios =
        weights.Kept
        |> Seq.fold (fun (t: Tensor) axis -> t.FromAxis axis) (weights.LogModel - weights.LogGuide)

    let rows = Shape.Of [| for axis in Seq.rev weights.Kept -> axis.Size |]

    let apart =
        weights.Apart
        |> List.fold (fun (total: Tensor) (_, value, axes) -> total + value.SumOver axes) (Tensor.Scalar 0.0)

    let perDraw (t: Tensor) =
        let lowered = (lowering.Lower t).Cast DType.Float64
        lowered.FromAxis particle

    let leaves = [| for p in graph.Parameters -> p.Leaf |]

    let executable =
        lazy
            engine.Compile(
                [|
                    yield perDraw logRatios
                    yield perDraw apart
                    for q in quantities -> perDraw q.Value
                |],
                leaves
            )

    let bindings =
        graph.Parameters
        |> Seq.fold (fun (b: Bindings) p -> b.With(p.Name, parameters.[p.Name])) Bindings.Empty

    /// How many there are at a time: as many as are wanted, or as fit.
    member _.Count = count

    /// Rows that have weights of their own; a scalar where a draw has one.
    member _.Rows: Shape = rows

    /// Names of what each draw tells.
    member _.Names: string[] = [| for q in quantities -> q.Name |]

    /// Shapes of what each draw tells: rows of the plates, then that of an event.
    member _.Shapes: Shape[] = [| for q in quantities -> q.Value.Shape |]

    /// Log ratios log p - log q in nats, of each row; the log density of what reads no draw; then what each name tells: draw after draw.
    member _.Run(key: Key) : double[][] =
        [| for t in executable.Value.Run(bindings.With(key: Key)) -> t.ToArray() |]
