namespace DiffProb

open System.Collections.Generic

/// Expressions computed in one segment, and which segments read them.
type internal Span =
    {
        /// The segment that computes it.
        First: int
        /// The last segment that reads it.
        Last: int
    }

/// A sequence cut at its observations: each segment draws, weighs, and hands on what later ones read. A term is weighed as soon as all that it depends on is
/// drawn, whatever the order in which the program says it.
type internal Segmentation =
    {
        Sequence: Sequence
        Segments: int
        /// Of each draw, term and recorded value.
        OfDraw: int[]
        OfTerm: int[]
        OfRecorded: int[]
        /// All that depends on a draw, inputs before users.
        Nodes: Tensor[]
        Spans: Dictionary<Tensor, Span>
        /// For each draw, tests of its law's parameters that nothing proves: how many are outside, for each particle.
        Doubts: (DistributionParameter * Tensor)[][]
    }

module internal Segmentation =

    let private doubts (draw: SequenceDraw) =
        [|
            for p in draw.Law.Parameters do
                if not (p.Support.IsProvedBy p.Value) then
                    match p.Support.Contains p.Value with
                    | null -> ()
                    | contains ->
                        let outside = (Tensor.op_LogicalNot contains).Cast(DType.Float64).Sum()
                        let place = draw.Site.Place
                        p, (LogJoint.guarded id place outside).SumOver place.Axes
        |]

    // Numbers of one particle.
    let private sizeOf (t: Tensor) = int64 t.Shape.Size * int64 t.Axes.Size

    let private lawOf (draw: SequenceDraw) =
        [ for p in draw.Law.Parameters -> p.Value ]

    /// The segment of each level: a level is a draw, and a segment ends where a draw makes an observation or factor known.
    let private segmentsOf (isCut: bool) (draws: int) (terms: SequenceTerm[]) (levels: int[]) =
        let ends = HashSet<int>()

        if isCut then
            for term, level in Seq.zip terms levels do
                if term.Kind <> TermKind.Latent && level >= 0 then
                    ends.Add level |> ignore

        let segments = Array.zeroCreate<int> draws

        for i in 1 .. draws - 1 do
            segments.[i] <- segments.[i - 1] + (if ends.Contains(i - 1) then 1 else 0)

        segments

    /// Where each expression is computed: as soon as it can be, unless what it reads is no larger than itself, or kept anyway, until it is first read.
    let private place (nodes: Tensor[]) (earliest: int[]) (roots: (Tensor * int) seq) (isDraw: Tensor -> bool) =
        let index = Dictionary<Tensor, int>()
        nodes |> Array.iteri (fun i node -> index.[node] <- i)
        let first = Array.create nodes.Length System.Int32.MaxValue
        let last = Array.create nodes.Length -1

        let read (t: Tensor) segment =
            match index.TryGetValue t with
            | true, i ->
                first.[i] <- min first.[i] segment
                last.[i] <- max last.[i] segment
            | _ -> ()

        for t, segment in roots do
            read t segment

        for i in nodes.Length - 1 .. -1 .. 0 do
            let node = nodes.[i]

            let added =
                node.Inputs.ToArray()
                |> Seq.distinct
                |> Seq.sumBy (fun input ->
                    match index.TryGetValue input with
                    | true, k when last.[k] < first.[i] -> sizeOf input
                    | _ -> 0L)

            let computed =
                if isDraw node || added > sizeOf node then
                    earliest.[i]
                else
                    first.[i]

            first.[i] <- computed
            last.[i] <- max last.[i] computed

            for input in node.Inputs.ToArray() do
                read input computed

        let spans = Dictionary<Tensor, Span>()

        nodes
        |> Array.iteri (fun i node -> spans.[node] <- { First = first.[i]; Last = last.[i] })

        spans

    /// The sequence in segments; or in one, where it is not cut.
    let ofSequence (isCut: bool) (s: Sequence) : Segmentation =
        let doubts = s.Draws |> Array.map doubts

        let all =
            Topology.Sort
                [
                    for draw, tests in Seq.zip s.Draws doubts do
                        yield! lawOf draw
                        yield! Seq.map snd tests
                        yield draw.Site.Value
                    for t in s.Terms do
                        yield t.LogDensity
                    for r in s.Recorded do
                        yield r.Value
                ]

        let place' = Dictionary<obj, int>(HashIdentity.Reference)
        s.Draws |> Array.iteri (fun i d -> place'.[d.Site] <- i)
        let levels = Dictionary<Tensor, int>()

        for node in all do
            levels.[node] <-
                match node.Operation with
                | :? RandomValue as leaf -> place'.[leaf.Site]
                | _ ->
                    let mutable level = -1

                    for input in node.Inputs do
                        level <- max level levels.[input]

                    level

        let termLevels = s.Terms |> Array.map (fun t -> levels.[t.LogDensity])
        let ofDraw = segmentsOf isCut s.Draws.Length s.Terms termLevels
        let segmentOf level = if level < 0 then 0 else ofDraw.[level]
        let ofTerm = termLevels |> Array.map segmentOf
        let ofRecorded = s.Recorded |> Array.map (fun r -> segmentOf levels.[r.Value])

        let nodes =
            [|
                for node in all do
                    if levels.[node] >= 0 then
                        node
            |]

        let roots =
            seq {
                for i in 0 .. s.Draws.Length - 1 do
                    for t in lawOf s.Draws.[i] do
                        t, ofDraw.[i]

                    for _, t in doubts.[i] do
                        t, ofDraw.[i]

                    s.Draws.[i].Site.Value, ofDraw.[i]

                for i in 0 .. s.Terms.Length - 1 do
                    s.Terms.[i].LogDensity, ofTerm.[i]

                for i in 0 .. s.Recorded.Length - 1 do
                    s.Recorded.[i].Value, ofRecorded.[i]
            }

        {
            Sequence = s
            Segments = ofDraw.[ofDraw.Length - 1] + 1
            OfDraw = ofDraw
            OfTerm = ofTerm
            OfRecorded = ofRecorded
            Nodes = nodes
            Spans =
                place nodes [| for node in nodes -> segmentOf levels.[node] |] roots (fun node -> node.Operation :? RandomValue)
            Doubts = doubts
        }
