using Parquet;
using Parquet.Schema;

namespace DiffProb;

/// <summary>Apache Parquet: one group of rows, compressed.</summary>
internal sealed class ParquetFile() : PosteriorFormat(".parquet")
{
    protected override void Write(Posterior posterior, Stream stream) => WriteAsync(DrawTable.Of(posterior, "Parquet"), stream).GetAwaiter().GetResult();

    protected override Posterior Read(string path) => ReadAsync(path).GetAwaiter().GetResult();

    private static async Task WriteAsync(DrawTable table, Stream stream)
    {
        var schema = new ParquetSchema((Field[])
        [
            new DataField<int>(DrawTable.ChainColumn),
            new DataField<int>(DrawTable.DrawColumn),
            .. table.Columns.Select(c => new DataField<double>(c.Name)),
        ]);
        var writer = await ParquetWriter.CreateAsync(schema, stream).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            writer.CustomMetadata = new Dictionary<string, string> { [TableLayout.Key] = table.Layout.ToJson() };
            using var group = writer.CreateRowGroup();
            await group.WriteAsync<int>(schema.DataFields[0], table.ChainNumbers).ConfigureAwait(false);
            await group.WriteAsync<int>(schema.DataFields[1], table.DrawNumbers).ConfigureAwait(false);
            foreach (var (i, column) in table.Columns.Index())
            {
                await group.WriteAsync<double>(schema.DataFields[i + 2], column.Values).ConfigureAwait(false);
            }

            group.CompleteValidate();
        }
    }

    private static async Task<Posterior> ReadAsync(string path)
    {
        var stream = File.OpenRead(path);
        await using (stream.ConfigureAwait(false))
        {
            var reader = await ParquetReader.CreateAsync(stream).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var fields = reader.Schema.DataFields;
                var columns = Array.ConvertAll(fields, f => (f.Name, Values: new List<double>()));
                for (var g = 0; g < reader.RowGroupCount; g++)
                {
                    using var group = reader.OpenRowGroupReader(g);
                    for (var i = 0; i < fields.Length; i++)
                    {
                        columns[i].Values.AddRange(await NumbersAsync(group, fields[i], path).ConfigureAwait(false));
                    }
                }

                return DrawTable.Read([.. columns.Select(c => (c.Name, c.Values.ToArray()))], reader.CustomMetadata?.GetValueOrDefault(TableLayout.Key), path);
            }
        }
    }

    private static Task<double[]> NumbersAsync(ParquetRowGroupReader group, DataField field, string path) => Type.GetTypeCode(field.ClrType) switch
    {
        TypeCode.Double => NumbersAsync<double>(group, field, path, x => x),
        TypeCode.Single => NumbersAsync<float>(group, field, path, x => x),
        TypeCode.Int32 => NumbersAsync<int>(group, field, path, x => x),
        TypeCode.Int64 => NumbersAsync<long>(group, field, path, x => x),
        TypeCode.Boolean => NumbersAsync<bool>(group, field, path, x => x ? 1.0 : 0.0),
        _ => throw PosteriorErrors.Broken(path, $"the column \"{field.Name}\" holds {field.ClrType.Name}, and not numbers"),
    };

    private static async Task<double[]> NumbersAsync<T>(ParquetRowGroupReader group, DataField field, string path, Converter<T, double> convert)
        where T : struct
    {
        var count = checked((int)group.RowCount);
        if (!field.IsNullable)
        {
            var values = new T[count];
            await group.ReadAsync<T>(field, values.AsMemory()).ConfigureAwait(false);
            return Array.ConvertAll(values, convert);
        }

        var optional = new T?[count];
        await group.ReadAsync<T>(field, optional.AsMemory()).ConfigureAwait(false);
        return Array.ConvertAll(optional, x => x is { } value ? convert(value) : throw PosteriorErrors.Broken(path, $"the column \"{field.Name}\" has missing values"));
    }
}
