namespace DiffProb

open System.Collections.Generic

/// What all other terms say of the values of discrete sites that a term depends on: the way back through a sum over discrete values, in logarithms, so that
/// nothing underflows (the outside pass of Baker 1979; cavity messages).
module internal Cavity =

    /// The sum over other rows, for each row and value. -∞ of the others stays, that of the own row is left out.
    let private otherRows (rows: Axes) (content: Tensor) =
        let nothing = Tensor.Scalar System.Double.NegativeInfinity
        let isNothing = content.EqualTo nothing
        let count = isNothing.Cast DType.Float64
        let finite = Tensor.Where(isNothing, Tensor.Scalar 0.0, content)
        let nothings = count.SumOver rows - count
        Tensor.Where(Tensor.op_GreaterThan (nothings, Tensor.Scalar 0.5), nothing, finite.SumOver rows - finite)

    /// Of each table but one the sum of the others, from a first addend.
    let private othersOf (first: Tensor) (contents: Tensor[]) =
        let before = contents |> Array.scan (+) first

        let after =
            Array.scanBack (fun a b -> b |> Option.map ((+) a) |> Option.orElse (Some a)) contents None

        contents
        |> Array.mapi (fun i _ ->
            match after.[i + 1] with
            | None -> before.[i]
            | Some rest -> before.[i] + rest)

    /// For each table that was multiplied on the way, the logarithm of the sum over all values of the sites that it lacks, up to a constant for each row
    /// of its plates.
    let ofMarginal (axisOf: int -> Axis) (marginal: Marginal) : Table<Tensor> -> Tensor =
        let said = Dictionary<Table<Tensor>, Tensor>(HashIdentity.Reference)

        let of' (table: Table<Tensor>) =
            match said.TryGetValue table with
            | true, known -> known
            | _ -> Tensor.Scalar 0.0

        for step in List.rev marginal.Steps do
            match step with
            | MarginalStep.Collected(rows, table, result) -> said.[table] <- of' result + otherRows rows table.Content
            | MarginalStep.Summed(_, tables, result) ->
                let rest = othersOf (of' result) [| for t in tables -> t.Content |]

                for table, rest in Array.zip tables rest do
                    let own = [ for site in table.Scope -> axisOf site ]
                    said.[table] <- rest |> DiscreteSite.logSumOver (DiscreteSite.axesOf rest |> List.except own)

        of'
