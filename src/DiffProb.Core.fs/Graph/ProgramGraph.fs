namespace DiffProb

open System
open System.Collections.Generic

/// What a thing of a program is there for.
type internal ProgramRole =
    | Parameter = 0
    | Site = 1
    | Observation = 2
    | Factor = 3
    | Recorded = 4
    | Cost = 5

/// A thing of a program, as it is drawn.
[<Sealed>]
type internal ProgramNode(role: ProgramRole, name: string, law: string, shape: Shape, plates: string[]) =
    member _.Role = role
    member _.Name = name

    /// Family of its distribution, or support of a parameter; empty for what has neither.
    member _.Law = law

    member _.Shape = shape

    /// As in messages, outermost first.
    member _.Plates: IReadOnlyList<string> = Array.AsReadOnly plates

/// That one thing depends on another through no third.
[<Sealed>]
type internal ProgramEdge(source: int, target: int, dependence: Dependence) =
    /// Place of what is depended on: before that of the target.
    member _.Source = source

    member _.Target = target

    /// How the parameters of its distribution depend on it, or its value; Smooth where the source is a parameter of the program, of which it is not told.
    member _.Dependence = dependence

/// A program as nodes and edges, to be drawn.
[<Sealed>]
type internal ProgramGraph private (nodes: ProgramNode[], edges: ProgramEdge[]) =

    /// Parameters, then sites, then what reads them, each in the order of the program.
    member _.Nodes: IReadOnlyList<ProgramNode> = Array.AsReadOnly nodes

    member _.Edges: IReadOnlyList<ProgramEdge> = Array.AsReadOnly edges

    /// Runs a program once, on symbols.
    static member Of(program: Prob<'T>) =
        let graph = StochasticGraph.Trace program

        let node role (place: Place) name law (shape: Shape) =
            ProgramNode(role, name, law, shape, [| for plate in place.Plates -> string plate |])

        let inputs (distribution: Distribution) (place: Place) (more: Tensor list) =
            [
                yield! more
                yield! Option.toList place.Guard

                for p in distribution.Parameters do
                    p.Value
            ]

        let things =
            [|
                for p in graph.Parameters do
                    let place = { Plates = []; Guard = None }
                    node ProgramRole.Parameter place p.Name p.Support.Description p.Initial.Shape, []
                for s in graph.Sites do
                    let d = s.Distribution
                    node ProgramRole.Site s.Place s.Name d.Name d.Shape, inputs d s.Place []
                for o in graph.Observations do
                    let d = o.Distribution
                    node ProgramRole.Observation o.Place o.Name d.Name d.Shape, inputs d o.Place [ o.Value ]
                for f in graph.Factors do
                    let read = f.LogWeight :: Option.toList f.Place.Guard
                    node ProgramRole.Factor f.Place f.Name "" f.LogWeight.Shape, read
                for d in graph.Deterministics do
                    node ProgramRole.Recorded d.Place d.Name "" d.Value.Shape, [ d.Value ]
                for c in graph.Costs do
                    let read = c.Value :: Option.toList c.Place.Guard
                    node ProgramRole.Cost c.Place c.Name "" c.Value.Shape, read
            |]

        let parameters = graph.Parameters |> Seq.mapi (fun i p -> p.Name, i) |> dict

        let edges =
            [|
                for target in 0 .. things.Length - 1 do
                    let cone = DependenceAnalysis.cone (snd things.[target])

                    // A parameter that the program does not declare is not its own, and not drawn.
                    for name in cone.Parameters do
                        match parameters.TryGetValue name with
                        | true, source -> ProgramEdge(source, target, Dependence.Smooth)
                        | _ -> ()

                    for pair in cone.Sites do
                        ProgramEdge(graph.Parameters.Length + pair.Key.Index, target, pair.Value.Level)
            |]

        ProgramGraph(Array.map fst things, edges |> Array.sortBy (fun e -> e.Target, e.Source))

    /// A line for each thing, with what it depends on.
    override _.ToString() =
        let line i (node: ProgramNode) =
            let sources =
                [
                    for e in edges do
                        if e.Target = i then
                            nodes.[e.Source].Name
                ]

            String.concat
                ""
                [
                    (string node.Role).ToLowerInvariant().PadRight 12
                    node.Name
                    if node.Law <> "" then
                        $", {node.Law}"
                    $", {node.Shape}"
                    if node.Plates.Count > 0 then
                        ", in " + String.Join(", ", node.Plates)
                    if not sources.IsEmpty then
                        ", from " + String.Join(", ", sources)
                ]

        String.Join("\n", nodes |> Array.mapi line)
