namespace DiffProb;

/// <summary>Tensors as tables of their numbers.</summary>
internal static class TensorDisplay
{
    private const int MostRows = 12;
    private const int MostColumns = 12;
    private const int MostSlices = 3;
    private const int MostNames = 50;

    /// <summary>Type, shape and numbers; what it depends on, if there are none.</summary>
    public static Fragment Of(Tensor tensor) => Add(new(), tensor);

    /// <summary>A row for each name.</summary>
    public static Fragment Of(NamedTensors tensors) => Add(new(), [.. tensors]);

    /// <summary>Adds a table with a row for each name.</summary>
    public static Fragment Add(Fragment fragment, IReadOnlyList<KeyValuePair<string, Tensor>> tensors)
    {
        fragment.Table(["name", "shape", "value"], tensors.Take(MostNames).Select(t => (Cell[])[t.Key, t.Value.Shape.ToString(), t.Value.ToString()]));
        return tensors.Count > MostNames ? fragment.Line($"{MostNames} of {tensors.Count} names are shown.") : fragment;
    }

    private static Fragment Add(Fragment fragment, Tensor tensor)
    {
        if (!tensor.IsValue || tensor.Shape.Rank == 0 || tensor.Shape.Size == 0)
        {
            return fragment.Line(tensor.ToString());
        }

        var values = tensor.ToArray();
        fragment.Heading($"{tensor.DType} {tensor.Shape}");
        var rank = tensor.Shape.Rank;
        var (rows, columns) = rank == 1 ? (1, tensor.Shape[0]) : (tensor.Shape[rank - 2], tensor.Shape[rank - 1]);
        var slices = values.Length / (rows * columns);
        for (var s = 0; s < Math.Min(slices, MostSlices); s++)
        {
            if (rank > 2)
            {
                fragment.Line(Name(tensor.Shape, s));
            }

            Slice(fragment, values.AsSpan(s * rows * columns, rows * columns).ToArray(), rows, columns, tensor.DType, rank == 1);
        }

        string[] cut =
        [
            .. slices > MostSlices ? [$"{MostSlices} of {slices} matrices"] : Array.Empty<string>(),
            .. rows > MostRows ? [$"{MostRows} of {rows} rows"] : Array.Empty<string>(),
            .. columns > MostColumns ? [$"{MostColumns} of {columns} columns"] : Array.Empty<string>(),
        ];
        return cut.Length > 0 ? fragment.Line($"{string.Join(", ", cut)} are shown.") : fragment;
    }

    private static void Slice(Fragment fragment, double[] values, int rows, int columns, DType type, bool isVector)
    {
        var shown = Math.Min(columns, MostColumns);
        string[] more = columns > shown ? ["…"] : [];
        fragment.Table(
            [.. isVector ? Array.Empty<string>() : [""], .. Enumerable.Range(0, shown).Select(c => $"{c}"), .. more],
            Enumerable.Range(0, Math.Min(rows, MostRows)).Select(r => (IReadOnlyList<Cell>)
            [
                .. isVector ? Array.Empty<Cell>() : [$"{r}"],
                .. Enumerable.Range(0, shown).Select(c => (Cell)Text(values[(r * columns) + c], type)),
                .. more.Select(m => (Cell)m),
            ]));
    }

    private static string Text(double number, DType type) => type == DType.Bool ? (number != 0.0 ? "true" : "false") : Cell.NumberText(number);

    // As in [2, 0, :, :].
    private static string Name(Shape shape, int slice)
    {
        var places = new int[shape.Rank - 2];
        for (var d = places.Length - 1; d >= 0; d--)
        {
            (places[d], slice) = (slice % shape[d], slice / shape[d]);
        }

        return $"[{string.Join(", ", places)}, :, :]";
    }
}
