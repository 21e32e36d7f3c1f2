namespace DiffProb

/// Conditionally independent rows: a hidden axis of the tensors inside, summed over, and scaled where only a part is used.
[<Sealed>]
type internal Plate(name: string, rows: int, batch: int) =

    /// Name, unique in a program.
    member _.Name = name

    /// All rows of the data.
    member _.Rows = rows

    /// The axis along which the rows in use lie.
    member val Axis = Axis(name, batch, AxisRole.Plate)

    /// Of a tensor with all rows as its first dimension, those in use, along the axis.
    member p.Take(all: Tensor) =
        if batch = rows then
            all.ToAxis p.Axis
        else
            (all.Gather(Tensor.Create(SubsetDraw($"minibatch {name}", batch, rows)), 0)).ToAxis p.Axis

    /// rows / batch: what makes a sum over a random part unbiased for the sum over all.
    member _.Scale = float rows / float batch

    /// As in messages: plate "row" of 8.
    override _.ToString() = $"plate \"{name}\" of {rows}"
