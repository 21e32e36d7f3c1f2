namespace DiffProb

open System
open System.Collections.Generic

/// Numbers taken out of graphs, so that graphs which differ in numbers alone are one: the steps of a chain, each with its own datum.
module internal Lifting =

    /// Name of a place for numbers.
    let label (k: int) = $"c{k}"

    /// Graphs of the same structure, with a place in each for the numbers that differ.
    type Family =
        {
            /// The graphs, with places.
            Outputs: Tensor[]
            /// Which places stay, by their number; the numbers of all others are the same in all graphs.
            Places: int[]
        }

    let private isNumbers (t: Tensor) =
        match t.Operation with
        | :? Constant as c -> c.Along.Count = 0
        | _ -> false

    /// The graphs with some of their constants replaced by places, counted as they are met, each time that one is met; and all of the constants.
    let private lift (outputs: Tensor[]) (isPlace: int -> bool) : Tensor[] * Storage[] =
        let numbers = List<Storage>()

        let place (t: Tensor) =
            let k = numbers.Count
            numbers.Add (t.Operation :?> Constant).Storage

            if isPlace k then
                Tensor.Parameter(label k, t.Shape, t.DType)
            else
                t

        let made = Dictionary<Tensor, Tensor>()

        let look (t: Tensor) =
            if isNumbers t then place t else made.[t]

        for node in Topology.Sort outputs do
            if not (isNumbers node) then
                let inputs = node.Inputs.ToArray() |> Array.map look

                made.[node] <-
                    if inputs.Length = 0 then
                        node
                    else
                        Tensor.Create(node.Operation, inputs)

        Array.map look outputs, numbers.ToArray()

    [<CustomEquality; NoComparison>]
    type private Structure =
        {
            Roots: Tensor[]
        }

        override s.GetHashCode() =
            Array.fold (fun h (t: Tensor) -> HashCode.Combine(h, t.Id)) 0 s.Roots

        override s.Equals other =
            match other with
            | :? Structure as o ->
                s.Roots.Length = o.Roots.Length
                && Array.forall2 (fun a b -> obj.ReferenceEquals(a, b)) s.Roots o.Roots
            | _ -> false

    /// Sorts graphs by structure: the families, and of each graph its family and the numbers for the family's places.
    let families (graphs: Tensor[][]) : Family[] * (int * Storage[])[] =
        let found = Dictionary<Structure, List<int>>()
        let order = List<Structure>()
        let numbers = Array.zeroCreate<Storage[]> graphs.Length

        for g in 0 .. graphs.Length - 1 do
            let roots, constants = lift graphs.[g] (fun _ -> true)
            numbers.[g] <- constants
            let structure = { Roots = roots }

            match found.TryGetValue structure with
            | true, members -> members.Add g
            | _ ->
                found.[structure] <- List [ g ]
                order.Add structure

        let membership = Array.zeroCreate<int * Storage[]> graphs.Length

        let families =
            [|
                for f in 0 .. order.Count - 1 do
                    let members = found.[order.[f]]
                    let first = numbers.[members.[0]]

                    let differs k =
                        members |> Seq.exists (fun g -> not (numbers.[g].[k].BitEquals first.[k]))

                    let places =
                        [|
                            for k in 0 .. first.Length - 1 do
                                if differs k then
                                    k
                        |]

                    let isPlace = HashSet<int>(places)
                    let outputs, _ = lift graphs.[members.[0]] isPlace.Contains

                    for g in members do
                        membership.[g] <- f, [| for k in places -> numbers.[g].[k] |]

                    { Outputs = outputs; Places = places }
            |]

        families, membership
