using System.Globalization;
using System.Text;

namespace DiffProb;

/// <summary>CSV as CmdStan writes it: a file for each chain; settings in comments, statistics first, then elements as theta.1.2, the first index fastest.</summary>
/// <remarks><para>Names, shapes and the log-likelihood come back as they were from a comment that Stan's own readers pass over; a file of Stan has none, and is read by the names of its columns.</para></remarks>
internal sealed class StanCsv() : PosteriorFormat(".csv")
{
    private const string LayoutMark = "# " + TableLayout.Key + " = ";

    // The columns that Stan's readers look for come first, in its order; the rest as they are.
    private static readonly string[] StatisticOrder =
    [
        SamplerStatistics.LogDensity, SamplerStatistics.AcceptStat, SamplerStatistics.StepSize, SamplerStatistics.TreeDepth,
        SamplerStatistics.LeapfrogSteps, SamplerStatistics.Divergent, SamplerStatistics.Energy,
    ];

    public override void Save(Posterior posterior, string path)
    {
        CheckDraws(posterior, path);
        var entries = Columns(posterior);
        for (var chain = 0; chain < posterior.ChainCount; chain++)
        {
            AtomicFile.Write(PathOf(path, chain), stream => Write(posterior, entries, chain, stream));
        }

        // Chains of an earlier, larger run would be read as part of this one.
        for (var chain = posterior.ChainCount; File.Exists(PathOf(path, chain)); chain++)
        {
            File.Delete(PathOf(path, chain));
        }
    }

    public override Posterior Load(string path)
    {
        string[] paths = [.. Enumerable.Range(0, int.MaxValue).Select(chain => PathOf(path, chain)).TakeWhile(File.Exists)];
        return LoadAll(paths.Length > 0 ? paths : [path]);
    }

    public static Posterior LoadAll(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        StanCsvFile[] files = [.. paths.Select(StanCsvFile.Read)];
        if (files.Length == 0)
        {
            throw PosteriorErrors.FileMissing("");
        }

        var first = files[0];
        foreach (var (path, file) in paths.Zip(files))
        {
            if (!file.Names.SequenceEqual(first.Names))
            {
                throw PosteriorErrors.Broken(path, $"its columns are not those of \"{paths[0]}\"");
            }

            if (file.Rows.Count != first.Rows.Count)
            {
                throw PosteriorErrors.Broken(path, $"it has {file.Rows.Count} draws, and \"{paths[0]}\" has {first.Rows.Count}");
            }
        }

        double[][] Gather(int[] columns) => Array.ConvertAll(files, f => f.Rows.SelectMany(row => columns.Select(c => row[c])).ToArray());
        if (first.Comment(TableLayout.Key) is { } json)
        {
            var layout = TableLayout.FromJson(json);
            var places = first.Names.Index().ToDictionary(n => n.Item, n => n.Index);
            return TableLayout.Assemble(
                layout.Entries.Select(e => (e.Part, Draws.Owning(e.Name, e.Shape, Gather([.. ColumnNames.Dotted(e.Part, e.Name, e.Shape).OrderBy(c => c.Place)
                    .Select(c => places.TryGetValue(c.Name, out var place) ? place : throw PosteriorErrors.Broken(paths[0], $"the column \"{c.Name}\" is missing"))])))),
                layout.Provenance);
        }

        return TableLayout.Assemble(
            ColumnNames.Grouped(first.Names, paths[0]).Select(g => (g.Part, Draws.Owning(g.Name, g.Shape, Gather(g.Columns)))), first.Provenance);
    }

    protected override void Write(Posterior posterior, Stream stream) => throw new InvalidOperationException();

    protected override Posterior Read(string path) => throw new InvalidOperationException();

    /// <summary>Name of a chain's file, with chains from 1: fit_1.csv.</summary>
    private static string PathOf(string path, int chain) =>
        Path.Combine(Path.GetDirectoryName(path) ?? "", string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(path)}_{chain + 1}{Path.GetExtension(path)}"));

    private static List<(Draws Draws, string Name, int Place)> Columns(Posterior posterior)
    {
        var statistics = posterior.Statistics.OrderBy(s => Array.IndexOf(StatisticOrder, s.Name) is >= 0 and var place ? place : int.MaxValue);
        var columns = new List<(Draws Draws, string Name, int Place)>();
        var names = new HashSet<string>();
        foreach (var (part, draws) in statistics.Select(s => (TablePart.Statistic, s))
            .Concat(posterior.Quantities.Select(q => (TablePart.Quantity, q)))
            .Concat(posterior.GivenLogLikelihood.Select(l => (TablePart.LogLikelihood, l))))
        {
            if (draws.Name.AsSpan().IndexOfAny(",\"#\r\n") >= 0)
            {
                throw PosteriorErrors.NameRefused(draws.Name, "CSV", "commas, quotes, # and line breaks end a name there");
            }

            foreach (var (name, place) in ColumnNames.Dotted(part, draws.Name, draws.Shape))
            {
                columns.Add(names.Add(name) ? (draws, name, place) : throw PosteriorErrors.NameRefused(draws.Name, "CSV", $"two columns would be called \"{name}\""));
            }
        }

        return columns;
    }

    private static void Write(Posterior posterior, List<(Draws Draws, string Name, int Place)> columns, int chain, Stream stream)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        foreach (var line in Settings(posterior, chain))
        {
            writer.WriteLine(line);
        }

        writer.WriteLine(string.Join(',', columns.Select(c => c.Name)));
        for (var d = 0; d < posterior.DrawCount; d++)
        {
            for (var i = 0; i < columns.Count; i++)
            {
                var (draws, _, place) = columns[i];
                writer.Write(i == 0 ? "" : ",");
                writer.Write(StanCsvFile.Text(draws.Chain(chain)[(d * draws.Shape.Size) + place]));
            }

            writer.WriteLine();
        }
    }

    private static IEnumerable<string> Settings(Posterior posterior, int chain)
    {
        var provenance = posterior.Provenance;
        yield return "# model = diffprob_model";
        yield return "# method = sample (Default)";
        yield return "#   sample";
        yield return string.Create(CultureInfo.InvariantCulture, $"#     num_samples = {posterior.DrawCount}");
        if (provenance.Warmup is { } warmup)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"#     num_warmup = {warmup}");
        }

        yield return "#     save_warmup = 0 (Default)";
        yield return "#     thin = 1 (Default)";
        if (provenance.Sampler is { } sampler)
        {
            yield return "#     algorithm = hmc (Default)";
            yield return $"#         engine = {sampler.ReplaceLineEndings(" ")}";
        }

        if (provenance.MaxTreeDepth is { } depth)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"#             max_depth = {depth}");
        }

        yield return string.Create(CultureInfo.InvariantCulture, $"# id = {chain + 1}");
        if (provenance.Seed is { } seed)
        {
            yield return "# random";
            yield return string.Create(CultureInfo.InvariantCulture, $"#   seed = {seed}");
        }

        yield return LayoutMark + TableLayout.Of(posterior, TablePart.Statistic, TablePart.Quantity, TablePart.LogLikelihood).ToJson();
    }
}
