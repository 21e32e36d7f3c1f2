namespace DiffProb

open System

/// Data of a plate: how many rows, and the row that the body is written for.
[<Sealed>]
type PlateOf<'Row> internal (name: string, columns: Tensor list, row: (Tensor -> Tensor) -> 'Row, batch: int option) =

    let rows =
        let sizes =
            columns |> List.map (fun c -> if c.Shape.Rank = 0 then 0 else c.Shape.[0])

        match List.distinct sizes with
        | [ size ] when size > 0 -> size
        | _ -> raise (Errors.plateSize name (String.Join(", ", columns |> List.map (fun c -> string c.Shape))))

    do
        match batch with
        | Some n when n < 1 || n > rows -> raise (Errors.minibatchSize name n rows)
        | _ -> ()

    member internal _.Plate = Plate(name, rows, defaultArg batch rows)

    /// The symbols of one row, along the axis of the plate.
    member internal p.Row: 'Row = row p.Plate.Take

    member internal _.Minibatch size =
        PlateOf<'Row>(name, columns, row, Some size)

    // The plate as a run uses it: a random part of its rows, or all of them.
    member private p.In(tracer: Tracer) =
        if tracer.TakesAllRows && batch.IsSome then
            PlateOf<'Row>(name, columns, row, None)
        else
            p

    /// Traces a body for one row, that of all. Missing numbers are those of data whose gaps the body knows of.
    member internal p.Within(tracer: Tracer, body: 'Row -> 'T, collect: Axis -> 'T -> 'T) : 'T =
        let plate = p.In tracer
        let whole: Plate = plate.Plate
        let result = tracer.Plate(whole, (fun () -> collect whole.Axis (body plate.Row)))

        for column in columns do
            if not (tracer.KnowsGapsOf column) then
                Known.checkNotNaN $"Plate \"{name}\"" column

        result

/// Data given to a plate, before it has a name: columns with the rows along the first dimension.
[<Sealed>]
type Columns<'Row> internal (columns: Tensor list, row: (Tensor -> Tensor) -> 'Row) =
    member internal _.Tensors = columns
    member internal _.Row = row

    /// A plate of these rows.
    member _.Named(name: string) =
        if String.IsNullOrWhiteSpace name then
            raise (Errors.namelessThing "plate")

        PlateOf<'Row>(name, columns, row, None)

/// How columns are made; used by the word `plate`.
module Columns =

    /// One column.
    let one (column: Tensor) =
        Columns<Tensor>([ column ], (fun bind -> bind column))

    /// Two parts side by side.
    let pair (a: Columns<'A>) (b: Columns<'B>) =
        Columns<'A * 'B>(a.Tensors @ b.Tensors, (fun bind -> a.Row bind, b.Row bind))

    /// Three parts side by side.
    let triple (a: Columns<'A>) (b: Columns<'B>) (c: Columns<'C>) =
        Columns<'A * 'B * 'C>(a.Tensors @ b.Tensors @ c.Tensors, (fun bind -> a.Row bind, b.Row bind, c.Row bind))
