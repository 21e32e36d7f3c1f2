namespace DiffProb

open System.Collections.Generic

/// A term of a log joint, or what is left of some, on the way to a number.
[<ReferenceEquality>]
type private Message =
    {
        /// Plates along whose rows it lies.
        Plates: Axes
        Table: Table<Tensor>
    }

/// One step of a sum over discrete values: what was made of which tables, in logarithms.
[<RequireQualifiedAccess; ReferenceEquality>]
type internal MarginalStep =
    /// Tables were added, and summed over a site.
    | Summed of site: int * tables: Table<Tensor>[] * result: Table<Tensor>
    /// A table was added up over rows.
    | Collected of rows: Axes * table: Table<Tensor> * result: Table<Tensor>

/// A sum over discrete values, and how it came about.
type internal Marginal =
    {
        /// The logarithm of the sum as addends, with the plates along whose rows they lie.
        Addends: (Tensor * Axes) list
        /// The table of each term, in their order.
        Tables: Table<Tensor> list
        /// In their order.
        Steps: MarginalStep list
    }

/// Sums of exponentials of terms over the values of discrete sites, in logarithms: each site by variable elimination within the rows of its
/// plates, those of the innermost plates first, whose results are then summed over the rows that no remaining site has (tensor variable
/// elimination; Obermeyer et al. 2019, arXiv 1902.03210).
[<Sealed>]
type internal Marginalization(graph: StochasticGraph, discrete: DiscreteSite list) =

    /// Most numbers of a table, and multiplications in all, for each row of the plates.
    let budget = float (1 <<< 22)

    let byPlace = dict [ for s in discrete -> s.Site.Index, s ]
    let byAxis = dict [ for s in discrete -> s.Axis, s.Site.Index ]
    let platesOf place = byPlace.[place].Site.Place.Axes
    let sizeOf place = float byPlace.[place].Axis.Size

    let scopeOf (t: Tensor) =
        [|
            for axis in t.Axes do
                if axis.Role = AxisRole.Enumerated then
                    byAxis.[axis]
        |]
        |> Array.sort

    let logSum place (tables: Table<Tensor> list) =
        let joint = tables |> List.map _.Content |> List.reduce (+)
        (joint.FromAxis byPlace.[place].Axis).LogSumExp 0

    let elimination =
        Elimination<Tensor>(graph.Sites.Length, sizeOf, logSum, budget, 16.0 * budget)

    let scales =
        dict
            [
                for axis, plates in
                    Seq.concat
                        [
                            graph.Sites |> Seq.map _.Place
                            graph.Observations |> Seq.map _.Place
                            graph.Factors |> Seq.map _.Place
                        ]
                    |> Seq.collect _.Plates
                    |> Seq.groupBy _.Axis do
                    axis, (Seq.head plates).Scale
            ]

    let names places =
        [ for place in places -> graph.Sites.[place].Name ]

    let messageOf (plates: Axes) (t: Tensor) =
        {
            Plates = plates
            Table = Table(scopeOf t, t)
        }

    /// What is left of the messages along some plates when the sites along them are summed out.
    let sumOut (tell: MarginalStep -> unit) (plates: Axes) (messages: Message list) : Message list =
        let over =
            [|
                for s in discrete do
                    if s.Site.Place.Axes.Equals plates then
                        s.Site.Index
            |]

        let tellSum site tables result =
            tell (MarginalStep.Summed(site, tables, result))

        let rest = elimination.SumOut(over, [ for m in messages -> m.Table ], tellSum)

        if elimination.IsBeyond then
            raise (Errors.eliminationTooLarge (names over) budget)

        [ for table in rest -> { Plates = plates; Table = table } ]

    /// Summed over the rows that none of its sites has.
    let collect (tell: MarginalStep -> unit) (message: Message) : Message =
        let plates =
            message.Table.Scope
            |> Array.fold (fun (axes: Axes) place -> axes.Union(platesOf place)) Axes.None

        if plates.Equals message.Plates then
            raise (Errors.eliminationEntangled (names message.Table.Scope) (message.Plates |> Seq.map _.Name))

        let rows = message.Plates.Except plates

        // The logarithm of a sum is not the sum of logarithms of parts.
        match rows |> Seq.tryFind (fun axis -> scales.[axis] <> 1.0) with
        | Some axis -> raise (Errors.minibatchSummed (names message.Table.Scope) axis.Name)
        | None -> ()

        let collected = messageOf plates (message.Table.Content.SumOver rows)
        tell (MarginalStep.Collected(rows, message.Table, collected.Table))
        collected

    /// The logarithm of the sum over all values of the discrete sites, of the exponential of the sum of some terms, with how it comes about.
    member _.Marginal(terms: (Tensor * Place) list) : Marginal =
        let steps = List<MarginalStep>()
        let given = [ for t, place in terms -> messageOf place.Axes t ]
        let mutable total = []
        let mutable pending = given

        while not pending.IsEmpty do
            let finished, open' = pending |> List.partition (fun m -> m.Table.Scope.Length = 0)
            total <- total @ [ for m in finished -> m.Table.Content, m.Plates ]

            pending <-
                match open' with
                | [] -> []
                | _ ->
                    let innermost = (open' |> List.maxBy _.Plates.Count).Plates
                    let here, elsewhere = open' |> List.partition (fun m -> m.Plates.Equals innermost)
                    let left = sumOut steps.Add innermost here

                    let left =
                        left
                        |> List.map (fun m -> if m.Table.Scope.Length = 0 then m else collect steps.Add m)

                    elsewhere @ left

        {
            Addends = total
            Tables = [ for m in given -> m.Table ]
            Steps = List.ofSeq steps
        }

    /// The same as addends, with the plates along whose rows they lie.
    member m.Addends(terms: (Tensor * Place) list) : (Tensor * Axes) list = (m.Marginal terms).Addends

    /// An addend as one number: the sum over its rows, scaled where only a part of them is in use.
    member _.Total(addend: Tensor, plates: Axes) =
        let sum = addend.SumOver plates

        match plates |> Seq.fold (fun s axis -> s * scales.[axis]) 1.0 with
        | 1.0 -> sum
        | scale -> sum * scale

    /// The logarithm of the sum over all values of the discrete sites, of the exponential of the sum of some terms.
    member m.LogSum(terms: (Tensor * Place) list) : Tensor =
        m.Addends terms |> List.map m.Total |> List.reduce (+)
