namespace DiffProb;

/// <summary>A wide table: a row for each draw, all of the first chain first; columns chain and draw, from 0, then a column for each number.</summary>
internal sealed class DrawTable
{
    public const string ChainColumn = "chain";
    public const string DrawColumn = "draw";

    // What data frames of R call them.
    private static readonly string[] ChainColumns = [ChainColumn, ".chain"];
    private static readonly string[] OtherColumns = [DrawColumn, ".draw", ".iteration"];

    private DrawTable(TableLayout layout, int[] chains, int[] draws, List<(string Name, double[] Values)> columns) =>
        (Layout, ChainNumbers, DrawNumbers, Columns) = (layout, chains, draws, columns);

    public TableLayout Layout { get; }

    public int[] ChainNumbers { get; }

    public int[] DrawNumbers { get; }

    public IReadOnlyList<(string Name, double[] Values)> Columns { get; }

    public static DrawTable Of(Posterior posterior, string format)
    {
        var layout = TableLayout.Of(posterior, TablePart.Quantity, TablePart.Statistic, TablePart.LogLikelihood);
        var columns = new List<(string Name, double[] Values)>();
        var names = new HashSet<string> { ChainColumn, DrawColumn };
        foreach (var part in Enum.GetValues<TablePart>())
        {
            foreach (var draws in TableLayout.DrawsOf(posterior, part))
            {
                foreach (var (place, name) in ColumnNames.Bracketed(part, draws.Name, draws.Shape).Index())
                {
                    columns.Add(names.Add(name) ? (name, Chains.Pooled(draws.Rows(place))) : throw PosteriorErrors.NameRefused(draws.Name, format, $"two columns would be called \"{name}\""));
                }
            }
        }

        var (chains, count) = (posterior.ChainCount, posterior.DrawCount);
        return new(
            layout,
            [.. Enumerable.Range(0, chains * count).Select(i => i / count)],
            [.. Enumerable.Range(0, chains * count).Select(i => i % count)],
            columns);
    }

    /// <summary>A posterior from columns, with the layout that was kept beside them, or by their names.</summary>
    public static Posterior Read(IReadOnlyList<(string Name, double[] Values)> columns, string? layout, string path)
    {
        if (columns.Count == 0 || columns[0].Values.Length == 0)
        {
            throw PosteriorErrors.Broken(path, "it has no rows");
        }

        var rows = RowsOfChains(columns, path);
        double[][] Gather(int[] places) => Array.ConvertAll(rows, chain =>
        {
            var values = new double[chain.Length * places.Length];
            for (var d = 0; d < chain.Length; d++)
            {
                for (var i = 0; i < places.Length; i++)
                {
                    values[(d * places.Length) + i] = columns[places[i]].Values[chain[d]];
                }
            }

            return values;
        });

        if (layout is not null)
        {
            var kept = TableLayout.FromJson(layout);
            var places = columns.Index().ToDictionary(c => c.Item.Name, c => c.Index);
            return TableLayout.Assemble(
                kept.Entries.Select(e => (e.Part, Draws.Owning(e.Name, e.Shape, Gather([.. ColumnNames.Bracketed(e.Part, e.Name, e.Shape)
                    .Select(name => places.TryGetValue(name, out var place) ? place : throw PosteriorErrors.Broken(path, $"the column \"{name}\" is missing"))])))),
                kept.Provenance);
        }

        int[] numbers = [.. columns.Index().Where(c => !ChainColumns.Contains(c.Item.Name) && !OtherColumns.Contains(c.Item.Name)).Select(c => c.Index)];
        return TableLayout.Assemble(
            ColumnNames.Grouped([.. numbers.Select(n => columns[n].Name)], path)
                .Select(g => (g.Part, Draws.Owning(g.Name, g.Shape, Gather(Array.ConvertAll(g.Columns, c => numbers[c]))))),
            new());
    }

    private static int[][] RowsOfChains(IReadOnlyList<(string Name, double[] Values)> columns, string path)
    {
        var chain = columns.FirstOrDefault(c => ChainColumns.Contains(c.Name)).Values;
        int[][] rows = chain is null
            ? [[.. Enumerable.Range(0, columns[0].Values.Length)]]
            : [.. chain.Index().GroupBy(c => c.Item, c => c.Index).Select(g => g.ToArray())];
        return Array.TrueForAll(rows, r => r.Length == rows[0].Length)
            ? rows
            : throw PosteriorErrors.Broken(path, $"its chains have different numbers of draws: {string.Join(", ", rows.Select(r => r.Length))}");
    }
}
