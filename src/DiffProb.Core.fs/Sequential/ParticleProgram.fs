namespace DiffProb

open System
open System.Collections.Generic

/// One segment, as it is run: which executable, what goes in, and what comes out.
[<Sealed>]
type internal ParticleSegment
    (family: int, inputs: int[], numbers: (string * Storage)[], graph: SegmentGraph, kept: int[], dying: int[], told: int[]) =

    /// Place of its executable.
    member _.Family = family

    /// Numbers of the kept values that go in as in0, in1 ...
    member _.Inputs = inputs

    /// What else goes in: numbers by name.
    member _.Numbers: struct (string * Storage)[] =
        [| for name, storage in numbers -> struct (name, storage) |]

    /// Numbers of the kept values that it makes: outputs from 1 + `Doubts` on.
    member _.Kept = kept

    /// Numbers of the kept values that nobody reads after it.
    member _.Dying = dying

    /// Places of the quantities that it tells: the last outputs.
    member _.Told = told

    /// How many tests of parameters follow the log weight among the outputs.
    member _.Doubts = graph.Doubts.Length

    /// Observations and factors that weigh here.
    member _.Observed =
        [|
            for term, _ in graph.Terms do
                if term.Kind <> TermKind.Latent then
                    term.Name
        |]

    /// Whether anything weighs here.
    member _.IsWeighed = graph.Terms.Length > 0

    /// The error of a parameter of a law that lies outside.
    member _.OutsideAt(test: int) : exn =
        let draw, parameter, _ = graph.Doubts.[test]
        Errors.particleParameter draw.Site.Name parameter (string draw.Site.Place)

    /// What each of the terms that weigh is called.
    member _.Terms =
        [|
            for term, _ in graph.Terms ->
                match term.Kind with
                | TermKind.Latent -> $"site \"{term.Name}\""
                | TermKind.Factor -> $"factor \"{term.Name}\""
                | _ -> $"observation \"{term.Name}\""
        |]

    /// The terms one by one, of the inputs alone: to find out which is to blame.
    member internal _.TermGraphs = [| for _, t in graph.Terms -> t |]

/// A program that proposes values for the sites of another, or none.
[<Sealed>]
type internal GuideProgram private (graph: StochasticGraph option) =
    member internal _.Graph = graph

    /// No guide: sites are drawn from their own laws.
    static member None = GuideProgram None

    /// A guide, traced once.
    static member Of(guide: Prob<'T>) =
        GuideProgram(Some(LogJoint.trace false guide))

/// A program as its particles run it, compiled once for each structure of segments.
[<Sealed>]
type internal ParticleProgram private (particles: int, segmentation: Segmentation) =
    let particle = Axis("particle", particles, AxisRole.Particle)

    let graphs =
        let build = SegmentGraphs(segmentation, particle)
        Array.init segmentation.Segments build.Of

    let outputsOf (g: SegmentGraph) =
        [|
            g.Weight
            for _, _, outside in g.Doubts do
                outside
            for _, value in g.Kept do
                value
            for _, value in g.Told do
                value
        |]

    let families, membership = Lifting.families (Array.map outputsOf graphs)

    let names, shapes =
        [|
            for g in graphs do
                for name, value in g.Told -> name, Shape.Of(Seq.tail value.Shape |> Array.ofSeq)
        |]
        |> Array.unzip

    let leavesOf (roots: seq<Tensor>) =
        [|
            for node in Topology.Sort roots do
                if node.Operation :? Parameter then
                    node
        |]

    let segments =
        let numberOf = Dictionary<Tensor, int>()
        let mutable toldSoFar = 0

        let lastOf (g: SegmentGraph) segment =
            [|
                for t in g.Handed do
                    if segmentation.Spans.[t].Last = segment then
                        numberOf.[t]
            |]

        graphs
        |> Array.mapi (fun i g ->
            let family, numbers = membership.[i]
            let inputs = [| for t in g.Handed -> numberOf.[t] |]
            let dying = lastOf g i

            let kept =
                [|
                    for t, _ in g.Kept do
                        numberOf.[t] <- numberOf.Count
                        numberOf.[t]
                |]

            let told = Array.init g.Told.Length (fun k -> toldSoFar + k)
            toldSoFar <- toldSoFar + told.Length
            let labels = families.[family].Places |> Array.map Lifting.label
            ParticleSegment(family, inputs, Array.zip labels numbers, g, kept, dying, told))

    /// A program in segments, each of which ends where data are met; sites are drawn from their own laws, or from a guide's.
    static member Filter
        (program: Prob<'T>, guide: GuideProgram, parameters: IReadOnlyDictionary<string, Tensor>, particles: int)
        =
        ParticleProgram(particles, Segmentation.ofSequence true (Sequence.ofProgram program guide.Graph parameters))

    /// A program in one segment.
    static member Whole(program: Prob<'T>, guide: GuideProgram, parameters: IReadOnlyDictionary<string, Tensor>, particles: int) =
        ParticleProgram(particles, Segmentation.ofSequence false (Sequence.ofProgram program guide.Graph parameters))

    /// A sequence in one segment.
    static member internal OfSequence(sequence: Sequence, particles: int) =
        ParticleProgram(particles, Segmentation.ofSequence false sequence)

    /// Particles of one run.
    member _.Particles = particles

    member _.Segments = segments

    /// How many structures the segments have.
    member _.Families = families.Length

    /// What is told of each particle: sites and recorded values.
    member _.Names: string[] = names

    /// The shapes of that: rows of the plates, then an event.
    member _.Shapes: Shape[] = shapes

    /// The executables of the segments: log weights, tests, what is handed on, what is told.
    member _.Compile(engine: IEngine) : Executable[] =
        [| for f in families -> engine.Compile(f.Outputs, leavesOf f.Outputs) |]

    /// The terms of the weights of a segment, each by itself.
    member _.CompileTerms(engine: IEngine, segment: int) : Executable =
        let terms = segments.[segment].TermGraphs
        engine.Compile(terms, leavesOf terms)
