namespace DiffProb

open System.Collections.Generic

/// Sums of products over enumerated axes, one axis at a time, the cheapest first (variable elimination).
module internal Elimination =

    let private sizeOf (axes: Axes) =
        axes |> Seq.fold (fun n a -> n * float a.Size) 1.0

    /// The axis whose joint factor is smallest; ties in the given order.
    let private cheapest (pending: Axis list) (scopes: Axes list) =
        pending
        |> List.minBy (fun axis ->
            scopes
            |> List.filter _.Contains(axis)
            |> List.fold (fun (u: Axes) s -> u.Union s) Axes.None
            |> sizeOf)

    /// Number of multiplications that an elimination takes, from the scopes of its factors alone.
    let cost (order: Axis list) (scopes: Axes list) =
        let rec go pending (scopes: Axes list) total =
            match pending with
            | [] -> total
            | _ ->
                let axis = cheapest pending scopes
                let joint, others = scopes |> List.partition _.Contains(axis)
                let union = joint |> List.fold (fun (u: Axes) s -> u.Union s) Axes.None
                let rest = pending |> List.filter (fun a -> a <> axis)
                go rest (union.Except(Axes.Of [ axis ]) :: others) (total + sizeOf union)

        go order scopes 0.0

    /// A product of a weight and a value that is 0 where the weight is 0 and the value has no number: an impossible branch never counts.
    let private weigh (weight: Tensor) (value: Tensor) =
        let isPossible = Tensor.op_GreaterThan (weight, Tensor.Scalar 0.0)
        let isFinite = Tensor.op_LessThan (value.Abs(), Tensor.Scalar infinity)
        Tensor.Where(Tensor.op_BitwiseOr (isPossible, isFinite), weight * value, Tensor.Scalar 0.0)

    /// Sum over the axes of value times the product of the weights.
    let sum (order: Axis list) (weights: Tensor list) (value: Tensor) =
        let mutable value = value
        let mutable weights = weights
        let mutable pending = order

        while not pending.IsEmpty do
            let summed (t: Tensor) =
                (t.Axes.With AxisRole.Enumerated).Union(t.Axes.With AxisRole.Coupled)

            let axis = cheapest pending (summed value :: (weights |> List.map summed))
            let over = Axes.Of [ axis ]
            let joint, others = weights |> List.partition (fun w -> w.Axes.Contains axis)

            if value.Axes.Contains axis then
                value <- (joint |> List.fold (fun v w -> weigh w v) value).SumOver over
                weights <- others
            else
                weights <- (joint |> List.reduce (fun v w -> weigh w v)).SumOver over :: others

            pending <- pending |> List.filter (fun a -> a <> axis)

        weights |> List.fold (fun v w -> weigh w v) value
