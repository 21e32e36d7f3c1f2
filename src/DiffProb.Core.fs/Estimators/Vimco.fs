namespace DiffProb

/// Each row of a plate against the cost in which its contribution is the mean of the others', where the rows are mixed: for
/// log (1/K) Σ exp l_k that of row k' has l_k' = Σ_{k ≠ k'} l_k / (K - 1), the geometric mean of the other weights. The mean is put in wherever
/// the plate's axis is folded away, so that any function of the rows will do that is defined at such means; whole numbers are rounded down.
/// Unbiased to any order: rows are independent, and what stands against one has no draw of it. K + 1 evaluations of what follows the fold.
/// Source: Mnih and Rezende 2016, arXiv 1602.06725.
module internal Vimco =

    let refuse (facts: Facts) =
        let names = [ for axis in facts.Mixed -> $"\"{axis.Name}\"" ]

        match names with
        | [] ->
            Some
                "no rows of a plate around it are mixed before the cost; for the elements of one vector, draw each in a row of a plate"
        | [ name ] when facts.Mixed.Size < 2 -> Some $"plate {name} has one row, and no others to stand in for it"
        | [ _ ] -> None
        | several ->
            let all = String.concat " and " several
            Some $"rows of plates {all} are mixed before the cost, and it replaces rows of one; one plate may have all rows"

    let evaluations (facts: Facts) = facts.Mixed.Size + 1

    // Row k' of x along the axis of rows, for each k' along the other axis, is the mean of the others.
    let private replace (row: Axis) (other: Axis) (x: Tensor) =
        let numbers = Tensor.Of [| for k in 0 .. row.Size - 1 -> float k |]
        let isOwn = Comparisons.EqualTo(numbers.ToAxis row, numbers.ToAxis other)

        let sum =
            Tensor.Where(isOwn, Tensor.Scalar 0.0, x.Cast DType.Float64).SumOver(Axes.Of [ row ])

        let mean = sum / float (row.Size - 1)

        if DTypes.IsFloat x.DType then
            Tensor.Where(isOwn, mean.Cast x.DType, x)
        else
            Tensor.Where(isOwn, mean.Floor().Cast x.DType, x)

    // What a cost would be without the draw of row k', for each k' along the other axis.
    let private without (value: Tensor) (row: Axis) (other: Axis) (cost: Tensor) =
        // What has the draw of a row in that row, and in no other.
        let own = System.Collections.Generic.HashSet<Tensor>()

        for node in Topology.Sort [ cost ] do
            let hasDraw = node.Inputs.ToArray() |> Array.exists own.Contains

            if node = value || hasDraw && node.Axes.Contains row then
                own.Add node |> ignore

        let fold (node: Tensor) (inputs: Tensor[]) : Tensor | null =
            let traced = node.Inputs.ToArray()

            if not (node.Axes.Contains row) && Array.exists own.Contains traced then
                Array.map2 (fun t input -> if own.Contains t then replace row other input else input) traced inputs
                |> node.Operation.Rebuild
            else
                null

        let folded = Rewriter(fold).Rewrite cost

        // Costs of rows are folded last, by a sum that repeats what has no rows.
        (if own.Contains cost then
             replace row other folded
         else
             folded)
            .MeanOver(Axes.Of [ row ])

    let term (credit: Credit) =
        let row = credit.Facts.Mixed.[0]
        let other = Axis($"{row.Name} left out", row.Size, AxisRole.Plate)
        let baseline = without credit.Value row other credit.Cost
        let perRow = (baseline.FromAxis other).ToAxis row

        ((1.0 - credit.LogProb.MagicBox()) * perRow.StopGradient()).SumOver credit.Facts.Mixed
