namespace DiffProb

open System.Collections.Generic

/// Values side by side in place of one, and what the cost at each of them counts.
type internal Weighted =
    {
        /// The axis along which the values lie.
        Axis: Axis
        /// Weights along the axis, of sum 1, whose derivatives are those of the expectation: probabilities of all values; or numbers whose
        /// derivative alone says something, as (θ - stop θ) c and its negative, for c (f(z⁺) - f(z⁻)).
        Weights: Tensor
        /// Bool: where false, a value without a number counts for nothing. None where every value must have one.
        Possible: Tensor option
    }

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

    /// A product of a weight and a value that is 0 where the value has no number and cannot happen: an impossible branch never counts.
    let private weigh (weight: Tensor, possible: Tensor option) (value: Tensor) =
        match possible with
        | None -> weight * value
        | Some possible ->
            let isFinite = Tensor.op_LessThan (value.Abs(), Tensor.Scalar infinity)
            Tensor.Where(Tensor.op_BitwiseOr (possible, isFinite), weight * value, Tensor.Scalar 0.0)

    /// Sum over the axes of value times the product of the weights.
    let sum (factors: Weighted list) (value: Tensor) =
        let mutable value = value
        let mutable weights = [ for f in factors -> f.Weights, f.Possible ]
        let mutable pending = [ for f in factors -> f.Axis ]

        while not pending.IsEmpty do
            let summed (t: Tensor) =
                (t.Axes.With AxisRole.Enumerated).Union(t.Axes.With AxisRole.Coupled)

            let axis = cheapest pending (summed value :: (weights |> List.map (fst >> summed)))
            let over = Axes.Of [ axis ]

            let joint, others = weights |> List.partition (fun (w, _) -> w.Axes.Contains axis)

            if value.Axes.Contains axis then
                value <- (joint |> List.fold (fun v w -> weigh w v) value).SumOver over
                weights <- others
            else
                let product = joint |> List.map fst |> List.reduce (*)
                let total = product.SumOver over

                let possible =
                    if axis.Role = AxisRole.Enumerated then
                        Some(Tensor.op_GreaterThan (total, Tensor.Scalar 0.0))
                    else
                        None

                weights <- (total, possible) :: others

            pending <- pending |> List.filter (fun a -> a <> axis)

        weights |> List.fold (fun v w -> weigh w v) value
