namespace DiffProb

open System
open System.Globalization

/// Tests of numbers that are known while a program is traced.
module internal Known =

    /// Elements along hidden axes and visible dimensions; None if something symbolic is below.
    let values (t: Tensor) =
        let symbolic (node: Tensor) =
            match node.Operation with
            | :? Constant -> false
            | :? Leaf
            | :? Draw -> true
            | _ -> false

        if Topology.Sort [ t ] |> Seq.exists symbolic then
            None
        else
            Some(Evaluation.Values t)

    let private text (x: float) =
        x.ToString("G10", CultureInfo.InvariantCulture)

    /// Where element i of a tensor lies, as in " (row [4] of plate "school")" or " (element [1, 2] of shape [3, 4])".
    let element (t: Tensor) (i: int) =
        let visible = max 1 t.Shape.Size

        let row =
            if t.Axes.Count = 0 then
                ""
            else
                let names = t.Axes |> Seq.map (fun a -> $"\"{a.Name}\"") |> String.concat ", "
                $" (row [{i / visible}] of plate {names})"

        row + DistributionErrors.Element(t.Shape, i % visible)

    /// First known number outside a support, and where it lies; in words where no single number is to blame.
    let firstOutside (support: Support) (value: Tensor) =
        match values value with
        | None -> None
        | Some numbers ->
            match support.Fault value with
            | null ->
                match support.Contains value with
                | null -> None
                | contains ->
                    // A support that is not known yet holds anything.
                    match values contains |> Option.map (fun inside -> Array.IndexOf(inside, 0.0)) with
                    | None
                    | Some -1 -> None
                    | Some i -> Some(text numbers.[min i (numbers.Length - 1)], element value i)
            | fault -> Some(fault, "")

    let checkNotNaN where (value: Tensor) =
        match values value with
        | Some numbers ->
            match Array.tryFindIndex Double.IsNaN numbers with
            | None -> ()
            | Some i -> raise (Errors.dataNaN where (element value i))
        | None -> ()
