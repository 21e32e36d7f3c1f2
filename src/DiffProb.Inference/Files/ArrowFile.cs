using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;

namespace DiffProb;

/// <summary>The file format of Apache Arrow (also called Feather version 2): one batch of rows.</summary>
internal sealed class ArrowFile() : PosteriorFormat(".arrow")
{
    protected override void Write(Posterior posterior, Stream stream)
    {
        var table = DrawTable.Of(posterior, "Arrow");
        var schema = new Schema.Builder()
            .Field(f => f.Name(DrawTable.ChainColumn).DataType(Int32Type.Default).Nullable(false))
            .Field(f => f.Name(DrawTable.DrawColumn).DataType(Int32Type.Default).Nullable(false))
            .Metadata(TableLayout.Key, table.Layout.ToJson());
        var arrays = new List<IArrowArray> { Integers(table.ChainNumbers), Integers(table.DrawNumbers) };
        foreach (var (name, values) in table.Columns)
        {
            schema.Field(f => f.Name(name).DataType(DoubleType.Default).Nullable(false));
            arrays.Add(new DoubleArray.Builder().Append(values.AsSpan()).Build());
        }

        using var batch = new RecordBatch(schema.Build(), arrays, table.ChainNumbers.Length);
        using var writer = new ArrowFileWriter(stream, batch.Schema, leaveOpen: true);
        writer.WriteRecordBatch(batch);
        writer.WriteEnd();
    }

    protected override Posterior Read(string path)
    {
        using var stream = File.OpenRead(path);
        using var reader = new ArrowFileReader(stream);
        var columns = new OrderedDictionary<string, List<double>>();
        Schema? schema = null;
        while (reader.ReadNextRecordBatch() is { } batch)
        {
            using (batch)
            {
                schema = batch.Schema;
                foreach (var (field, array) in schema.FieldsList.Zip(batch.Arrays))
                {
                    columns.TryAdd(field.Name, []);
                    columns[field.Name].AddRange(Numbers(array, field.Name, path));
                }
            }
        }

        return DrawTable.Read(
            [.. columns.Select(c => (c.Key, c.Value.ToArray()))],
            schema?.Metadata?.GetValueOrDefault(TableLayout.Key),
            path);
    }

    private static Int32Array Integers(int[] values) => new Int32Array.Builder().Append(values.AsSpan()).Build();

    private static IEnumerable<double> Numbers(IArrowArray array, string name, string path) => array switch
    {
        _ when array.NullCount > 0 => throw PosteriorErrors.Broken(path, $"the column \"{name}\" has missing values"),
        DoubleArray a => a.Values.ToArray(),
        FloatArray a => a.Values.ToArray().Select(x => (double)x),
        Int32Array a => a.Values.ToArray().Select(x => (double)x),
        Int64Array a => a.Values.ToArray().Select(x => (double)x),
        BooleanArray a => Enumerable.Range(0, a.Length).Select(i => a.GetValue(i)!.Value ? 1.0 : 0.0),
        _ => throw PosteriorErrors.Broken(path, $"the column \"{name}\" holds {array.Data.DataType.Name}, and not numbers"),
    };
}
