namespace DiffProb

open System.Collections.Generic

/// A traced program: what is random, what it costs, what is trainable. Immutable.
[<Sealed>]
type internal StochasticGraph(tracer: Tracer) =
    let parameters = tracer.Parameters |> Seq.map (fun p -> p.Name, p) |> dict

    /// In the order of the program: what a site depends on comes before it.
    member val Sites = tracer.Sites |> Array.ofSeq

    member val Costs = tracer.Costs |> Array.ofSeq
    member val Observations = tracer.Observations |> Array.ofSeq
    member val Factors = tracer.Factors |> Array.ofSeq
    member val Deterministics = tracer.Deterministics |> Array.ofSeq
    member val Parameters = tracer.Parameters |> Array.ofSeq
    member val Loops = tracer.Loops |> Array.ofSeq

    member _.Parameter(name: string) =
        match parameters.TryGetValue name with
        | true, p -> p
        | _ -> raise (Errors.unknownName "parameter" name parameters.Keys)

    /// The site that a symbol is the value of.
    static member SiteOf(leaf: RandomValue) = leaf.Site :?> Site

    /// Runs a program once, on symbols. A tensor that it returns is its last cost, named "result".
    static member Trace(program: Prob<'T>) =
        let tracer = Tracer()

        match box (program.Run tracer) with
        | :? Tensor as result -> tracer.Cost("result", result)
        | _ -> ()

        StochasticGraph tracer
