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

/// Places of the sites along whose axes something varies: ascending, each once.
module internal Scope =

    let union (a: int[]) (b: int[]) : int[] =
        if a.Length = 0 then
            b
        elif b.Length = 0 then
            a
        else
            let joint = List<int>(a.Length + b.Length)
            let mutable i = 0
            let mutable j = 0

            while i < a.Length || j < b.Length do
                let next =
                    if j = b.Length then a.[i]
                    elif i = a.Length then b.[j]
                    else min a.[i] b.[j]

                joint.Add next

                if i < a.Length && a.[i] = next then
                    i <- i + 1

                if j < b.Length && b.[j] = next then
                    j <- j + 1

            joint.ToArray()

    /// Number of elements of a table.
    let size (sizeOf: int -> float) (scope: int[]) =
        scope |> Array.fold (fun n site -> n * sizeOf site) 1.0

/// A factor of a product that is summed over the values of sites.
[<RequireQualifiedAccess>]
type internal Part =
    /// A number.
    | Value of Tensor
    /// A weight; where the second is false, it is 0 for good, and what it weighs counts for nothing even without a number.
    | Weight of Tensor * possible: Tensor option
    /// A condition: where it is false, the product is 0, and no derivative enters it.
    | Guard of Tensor

/// Products of parts, and their sums along an axis.
module internal Parts =

    /// The expression of a part.
    let tensor (part: Part) =
        match part with
        | Part.Value t
        | Part.Weight(t, _)
        | Part.Guard t -> t

    /// A product of a weight and a value that is 0 where the value has no number and cannot happen: an impossible branch never counts.
    let private weigh (value: Tensor) (weight: Tensor, possible: Tensor option) =
        match possible with
        | None -> weight * value
        | Some possible ->
            let isFinite = Tensor.op_LessThan (value.Abs(), Tensor.Scalar infinity)
            Tensor.Where(Tensor.op_BitwiseOr (possible, isFinite), weight * value, Tensor.Scalar 0.0)

    let private guard (value: Tensor) (condition: Tensor) =
        Tensor.Where(condition, value, Tensor.Scalar 0.0)

    let private values parts =
        parts
        |> List.choose (function
            | Part.Value v -> Some v
            | _ -> None)

    let private weights parts =
        parts
        |> List.choose (function
            | Part.Weight(w, possible) -> Some(w, possible)
            | _ -> None)

    let private guards parts =
        parts
        |> List.choose (function
            | Part.Guard c -> Some c
            | _ -> None)

    /// The product of all.
    let product (parts: Part list) : Tensor =
        let value =
            match values parts with
            | [] -> Tensor.Scalar 1.0
            | some -> List.reduce (*) some

        let guarded = guards parts |> List.fold guard value
        weights parts |> List.fold weigh guarded

    /// The product of all, summed along an axis. Of weights and conditions it is a weight again; of conditions alone, whether they hold
    /// for some value.
    let sum (axis: Axis) (parts: Part list) : Part =
        let over = Axes.Of [ axis ]

        match values parts, weights parts with
        | [], first :: others ->
            let weight = others |> List.fold (fun w (other, _) -> w * other) (fst first)
            let total = (guards parts |> List.fold guard weight).SumOver over

            let possible =
                if axis.Role = AxisRole.Enumerated then
                    Some(Tensor.op_GreaterThan (total, Tensor.Scalar 0.0))
                else
                    None

            Part.Weight(total, possible)
        | [], [] -> Part.Guard(Tensor.op_GreaterThan ((product parts).SumOver over, Tensor.Scalar 0.0))
        | _ -> Part.Value((product parts).SumOver over)
