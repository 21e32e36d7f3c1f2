namespace DiffProb

open System.Collections.Generic

/// A product in a cost on the way to being split.
[<Struct>]
type private Splitting =
    {
        /// Factors that stay whole, the last first.
        Done: Part list
        Pending: Tensor list
    }

/// Writes a cost as a sum of products (of values and conditions) that each vary over the values of few sites. Sums, differences and
/// multiples give terms, products and exponentials of sums give factors, `where` gives a term with a condition for each branch.
/// The numbers are those of the cost up to rounding: a product of a thousand likelihoods is 0 where it is below 1e-308, as it was.
/// carried: the sites over whose values that of a site varies. sizeOf: the number of values of one.
[<Sealed>]
type internal Terms(carried: Site -> int[], sizeOf: int -> float) =

    /// What varies over no more values than that stays whole: a table so small costs no more than its parts.
    let mostTogether = 64.0

    /// A square of a sum of n terms has n² of them. Beyond this number the cost stays whole.
    let mostTerms = 1 <<< 14

    // None: more values than may stay together.
    let scopes = Dictionary<Tensor, int[] voption>()

    let limited (scope: int[]) =
        if Scope.size sizeOf scope <= mostTogether then
            ValueSome scope
        else
            ValueNone

    let join a b =
        match a, b with
        | ValueSome a, ValueSome b -> limited (Scope.union a b)
        | _ -> ValueNone

    let rec scope (node: Tensor) =
        match scopes.TryGetValue node with
        | true, known -> known
        | _ ->
            let found =
                match node.Operation with
                | :? RandomValue as leaf -> limited (carried (StochasticGraph.SiteOf leaf))
                | _ ->
                    node.Inputs.ToArray()
                    |> Array.fold (fun s input -> join s (scope input)) (ValueSome [||])

            scopes.[node] <- found
            found

    // Inputs first, so that the depth of the recursion above is that of nodes made here: 3 at most.
    let measure (root: Tensor) =
        for node in Topology.Sort [ root ] do
            scope node |> ignore

    let isFixed node = scope node = ValueSome [||]

    let isWide node =
        match scope node with
        | ValueNone -> true
        | _ -> false

    let one = Tensor.Scalar 1.0
    let minus = Tensor.Scalar -1.0

    let isNot (t: Tensor) =
        match t.Operation with
        | :? Not -> true
        | _ -> false

    let isProduct (t: Tensor) =
        match t.Operation with
        | :? Multiply -> true
        | _ -> false

    let rec isNumber (value: float) (t: Tensor) =
        match t.Operation with
        | :? Constant as c -> c.Storage.Length = 1 && c.Storage.ToDoubles().[0] = value
        | :? BroadcastTo -> isNumber value t.Inputs.[0]
        | _ -> false

    /// A number that is summed over a dimension of size 1 is itself.
    let alone (sum: Sum) (t: Tensor) =
        if t.Shape.Size = 1 && t.Shape.Rank = 1 then
            match t.Operation with
            | :? Reshape when t.Inputs.[0].Shape.Rank = 0 -> t.Inputs.[0]
            | _ -> t.Reshape Shape.Scalar
        else
            t.Sum sum.Dimension

    /// A linear operation of a sum, taken apart once.
    let through (node: Tensor) =
        let input = node.Inputs.[0]

        let again (t: Tensor) =
            node.Operation.Rebuild [| t.BroadcastTo input.Shape |]

        match input.Operation with
        | :? Add -> Some [ [], again input.Inputs.[0]; [], again input.Inputs.[1] ]
        | :? Subtract -> Some [ [], again input.Inputs.[0]; [ minus ], again input.Inputs.[1] ]
        | :? Negate -> Some [ [ minus ], again input.Inputs.[0] ]
        | _ -> None

    /// A float of whole numbers, taken apart once: they are exact in both types.
    let cast (node: Tensor) =
        let input = node.Inputs.[0]
        let float (t: Tensor) = t.Cast node.DType

        match input.Operation with
        | :? Where -> Some(Tensor.Where(input.Inputs.[0], float input.Inputs.[1], float input.Inputs.[2]))
        | :? And -> Some(float input.Inputs.[0] * float input.Inputs.[1])
        | :? Cast as inner when inner.From = DType.Bool && inner.To = DType.Int64 -> Some(float input.Inputs.[0])
        | :? Add
        | :? Subtract
        | :? Negate
        | :? Multiply -> Some(input.Operation.Rebuild [| for i in input.Inputs.ToArray() -> float i |])
        | _ -> None

    /// Multiples whose sum is the node, taken apart once; None if it is no such sum.
    let addends (node: Tensor) : (Tensor list * Tensor) list option =
        let input k = node.Inputs.[k]

        match node.Operation with
        | :? Add -> Some [ [], input 0; [], input 1 ]
        | :? Subtract -> Some [ [], input 0; [ minus ], input 1 ]
        | :? Negate -> Some [ [ minus ], input 0 ]
        | :? Multiply when isFixed (input 0) -> Some [ [ input 0 ], input 1 ]
        | :? Multiply when isFixed (input 1) -> Some [ [ input 1 ], input 0 ]
        | :? Divide when isFixed (input 1) -> Some [ [ one / input 1 ], input 0 ]
        | :? Cast when DTypes.IsFloat node.DType -> cast node |> Option.map (fun t -> [ [], t ])
        | :? Sum as sum ->
            match (input 0).Operation with
            | :? Concatenate as joined when joined.Dimension = sum.Dimension ->
                Some [ for t in (input 0).Inputs.ToArray() -> [], alone sum t ]
            | _ -> through node
        | :? SumOver
        | :? View -> through node
        | _ -> None

    /// All multiples whose sum is the node, each of few values or of no such form.
    let multiples (node: Tensor) =
        let work = Stack [ struct (Tensor.Literal 1.0, node) ]

        [
            while work.Count > 0 do
                let struct (by, node) = work.Pop()

                match (if isWide node then addends node else None) with
                | Some parts ->
                    for more, part in List.rev parts do
                        work.Push(struct (List.fold (*) by more, part))
                | None -> by * node
        ]

    /// Exponentials whose product is that of the node: multiples that vary over the same sites, or over part of them, stay together.
    let exponentials (node: Tensor) =
        let groups = List<struct (Tensor * int[] voption)>()

        for part in multiples node do
            let its = scope part

            let isPart a b =
                match a, b with
                | ValueSome [||], _ -> true
                | ValueSome a, ValueSome b -> Array.forall (fun s -> Array.contains s b) a
                | _ -> false

            match groups.Count - 1 with
            | last when last >= 0 ->
                let struct (group, known) = groups.[last]

                if isPart its known || isPart known its then
                    groups.[last] <- struct (group + part, join its known)
                else
                    groups.Add(struct (part, its))
            | _ -> groups.Add(struct (part, its))

        [ for struct (group, _) in groups -> group.Exp() ]

    /// The conditions that must all hold.
    let conditions (condition: Tensor) =
        let work = Stack [ condition ]

        [
            while work.Count > 0 do
                let node = work.Pop()

                match node.Operation with
                | :? And when isWide node ->
                    work.Push node.Inputs.[1]
                    work.Push node.Inputs.[0]
                | :? Not when isWide node && isNot node.Inputs.[0] -> work.Push node.Inputs.[0].Inputs.[0]
                | _ -> Part.Guard node
        ]

    /// The products that a product becomes when one of its factors is taken apart, once.
    let split (taken: Part list) (node: Tensor) (rest: Tensor list) : Splitting list =
        let input k = node.Inputs.[k]

        let whole =
            match taken with
            | Part.Value last :: before when isFixed last && isFixed node ->
                [
                    {
                        Done = Part.Value(last * node) :: before
                        Pending = rest
                    }
                ]
            | _ ->
                [
                    {
                        Done = Part.Value node :: taken
                        Pending = rest
                    }
                ]

        let product factors =
            [
                {
                    Done = taken
                    Pending = factors @ rest
                }
            ]

        let branch condition value =
            if isNumber 0.0 value then
                []
            else
                [
                    {
                        Done = List.rev (conditions condition) @ taken
                        Pending = value :: rest
                    }
                ]

        if not (isWide node) then
            whole
        else
            match addends node with
            | Some parts ->
                [
                    for by, part in parts ->
                        {
                            Done = taken
                            Pending = by @ part :: rest
                        }
                ]
            | None ->
                match node.Operation with
                | :? Multiply -> product [ input 0; input 1 ]
                | :? Divide when not (isNumber 1.0 (input 0)) -> product [ input 0; one / input 1 ]
                | :? Divide when isProduct (input 1) -> product [ one / (input 1).Inputs.[0]; one / (input 1).Inputs.[1] ]
                | :? Exp ->
                    match exponentials (input 0) with
                    | [ _ ] -> whole
                    | factors -> product factors
                | :? Where -> branch (input 0) (input 1) @ branch (Tensor.op_LogicalNot (input 0)) (input 2)
                | _ -> whole

    /// A part that occurs several times becomes one.
    let once (parts: Part list) =
        parts
        |> List.countBy id
        |> List.map (fun (part, count) ->
            match part with
            | Part.Value t when count > 1 -> Part.Value(List.reduce (*) (List.replicate count t))
            | _ -> part)

    /// The conditions that must all hold for one to hold: that one, if it varies over few values.
    member _.Conditions(condition: Tensor) : Part list =
        measure condition
        conditions condition

    /// The terms of a cost, in its order: each a list of factors, of few values or of no form that can be taken apart.
    member _.Of(cost: Tensor) : Part list list =
        measure cost
        let terms = List<Part list>()
        let work = Stack [ { Done = []; Pending = [ cost ] } ]

        while work.Count > 0 && terms.Count + work.Count <= mostTerms do
            let next = work.Pop()

            match next.Pending with
            | [] -> terms.Add(once (List.rev next.Done))
            | node :: rest ->
                for part in List.rev (split next.Done node rest) do
                    work.Push part

        if work.Count > 0 then
            [ [ Part.Value cost ] ]
        elif terms.Count = 0 then
            [ [ Part.Value(Tensor.Scalar 0.0) ] ]
        else
            List.ofSeq terms
