namespace DiffProb

open System
open System.Collections.Generic

/// One segment as expressions of what it is handed, of noise, and of nothing else; the first dimension of inputs and outputs is the particle.
type internal SegmentGraph =
    {
        /// What it is handed, as it was traced, in the order of the inputs in0, in1 ...
        Handed: Tensor[]
        /// Log weight of each particle.
        Weight: Tensor
        /// The terms of the weight, by name.
        Terms: (SequenceTerm * Tensor)[]
        /// How many parameters of laws lie outside, over all particles.
        Doubts: (SequenceDraw * DistributionParameter * Tensor)[]
        /// What it hands on, as it was traced, and its value.
        Kept: (Tensor * Tensor)[]
        /// What is told of each particle: Float64, rows of the plates, then an event.
        Told: (string * Tensor)[]
    }

/// Builds the segments of a segmentation, each once.
[<Sealed>]
type internal SegmentGraphs(segmentation: Segmentation, particle: Axis) =
    let s = segmentation.Sequence

    let parameters =
        Rewriter(fun node _ ->
            match node.Operation with
            | :? Parameter as leaf ->
                match s.Parameters.TryGetValue leaf.Label with
                | true, value -> value
                | _ -> null
            | _ -> null)

    // What no draw is below, as numbers, all computed at once.
    let known =
        let needed = HashSet<Tensor>()

        let need (t: Tensor) =
            if
                not (segmentation.Spans.ContainsKey t)
                && t.Axes.Count = 0
                && not (t.Operation :? Constant)
            then
                needed.Add t |> ignore

        for node in segmentation.Nodes do
            for input in node.Inputs do
                need input

        for draw in s.Draws do
            for p in draw.Law.Parameters do
                need p.Value

        for term in s.Terms do
            need term.LogDensity

        let roots = Array.ofSeq needed
        let values = Dictionary<Tensor, Tensor>()

        if roots.Length > 0 then
            let results =
                (ManagedEngine.Default.Compile([| for t in roots -> parameters.Rewrite t |], [||])).Run Bindings.Empty

            Seq.iter2
                (fun root (result: Tensor) ->
                    let numbers = (result.Operation :?> Constant).Storage
                    values.[root] <- Tensor.Constant(result.Shape, numbers))
                roots
                results

        values

    let standing (t: Tensor) =
        match known.TryGetValue t with
        | true, value -> value
        | _ -> parameters.Rewrite t

    let byFirst =
        let lists = Array.init segmentation.Segments (fun _ -> List<Tensor>())

        for node in segmentation.Nodes do
            lists.[segmentation.Spans.[node].First].Add node

        lists

    let indicesOf (segments: int[]) =
        let lists = Array.init segmentation.Segments (fun _ -> List<int>())
        segments |> Array.iteri (fun i segment -> lists.[segment].Add i)
        lists

    let drawsOf = indicesOf segmentation.OfDraw
    let termsOf = indicesOf segmentation.OfTerm
    let recordedOf = indicesOf segmentation.OfRecorded
    let drawOf = Dictionary<Tensor, int>()

    do s.Draws |> Array.iteri (fun i d -> drawOf.[d.Site.Value] <- i)

    let visible (t: Tensor) (axes: Axes) =
        (Seq.foldBack (fun axis (x: Tensor) -> x.FromAxis axis) axes t).FromAxis particle

    /// Shape of a value with its axes as dimensions, the particle first.
    let shapeOf (t: Tensor) =
        Shape.Of
            [|
                particle.Size
                yield! Seq.map (fun (axis: Axis) -> axis.Size) t.Axes
                yield! t.Shape
            |]

    let handed (k: int) (t: Tensor) =
        let leaf = Tensor.Parameter($"in{k}", shapeOf t, t.DType)
        Seq.fold (fun (x: Tensor) axis -> x.ToAxis axis) (leaf.ToAxis particle) t.Axes

    let sample (number: int) (draw: SequenceDraw) (law: Distribution) =
        let site = draw.Site

        let noise =
            NoiseSource($"draw{number}", Axes.Of([ particle ]).Union site.Place.Axes)

        (law.Support.Nearest(law.SampleFrom noise)).Cast(site.Distribution.DType).BroadcastTo site.Distribution.Shape

    // A value outside of its support weighs nothing, whatever laws that it goes into make of it.
    let weight (terms: (SequenceTerm * Tensor)[]) =
        let nothing = Tensor.Scalar Double.NegativeInfinity

        let isOutside =
            terms
            |> Array.choose (fun (term, t) ->
                if term.CanVanish then
                    Some(Comparisons.EqualTo(t, nothing))
                else
                    None)

        match terms with
        | [||] -> Tensor.Zeros(Shape.Of particle.Size)
        | _ ->
            let sum = terms |> Array.map snd |> Array.reduce (fun a b -> a + b)

            if isOutside.Length = 0 then
                sum
            else
                let isOutside = isOutside |> Array.reduce (fun a b -> Tensor.op_BitwiseOr (a, b))

                Tensor.Where(isOutside, nothing, sum)

    /// A segment.
    member _.Of(segment: int) : SegmentGraph =
        let made = Dictionary<Tensor, Tensor>()
        let inputs = List<Tensor>()

        let look (t: Tensor) =
            match made.TryGetValue t with
            | true, value -> value
            | _ ->
                let value =
                    if segmentation.Spans.ContainsKey t then
                        inputs.Add t
                        handed (inputs.Count - 1) t
                    else
                        standing t

                made.[t] <- value
                value

        for node in byFirst.[segment] do
            made.[node] <-
                match drawOf.TryGetValue node with
                | true, i ->
                    let draw = s.Draws.[i]
                    sample (i - drawsOf.[segment].[0]) draw (draw.Law.With(fun p -> look p))
                | _ -> node.Operation.Rebuild(Array.map look (node.Inputs.ToArray()))

        let terms =
            [|
                for i in termsOf.[segment] -> s.Terms.[i], (look s.Terms.[i].LogDensity).FromAxis particle
            |]

        let told (name: string) (place: Place) (value: Tensor) =
            let rows =
                List.foldBack (fun (plate: Plate) (t: Tensor) -> t.FromAxis plate.Axis) place.Plates value

            name, (rows.Cast DType.Float64).FromAxis particle

        {
            Handed = inputs.ToArray()
            Weight = weight terms
            Terms = terms
            Doubts =
                [|
                    for i in drawsOf.[segment] do
                        for p, outside in segmentation.Doubts.[i] do
                            s.Draws.[i], p, (look outside).SumOver(Axes.Of [ particle ])
                |]
            Kept =
                [|
                    for node in byFirst.[segment] |> Seq.sortBy _.Id do
                        if segmentation.Spans.[node].Last > segment then
                            node, visible made.[node] node.Axes
                |]
            Told =
                [|
                    for i in drawsOf.[segment] do
                        let site = s.Draws.[i].Site
                        told site.Name site.Place made.[site.Value]
                    for i in recordedOf.[segment] do
                        told s.Recorded.[i].Name s.Recorded.[i].Place (look s.Recorded.[i].Value)
                |]
        }
