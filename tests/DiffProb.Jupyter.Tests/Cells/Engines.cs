namespace DiffProb.Cells;

/// <summary>One engine of each language, in a directory of their own.</summary>
public sealed class Engines : IDisposable
{
    private readonly Dictionary<string, CellEngine> engines;

    public Engines() =>
        engines = Enum.GetValues<CellLanguage>().ToDictionary(language => language.ToString(), language => CellEngine.Of(language, Directory));

    internal string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("diffprob-cells-").FullName;

    internal CellEngine this[string language] => engines[language];

    public void Dispose()
    {
        foreach (var engine in engines.Values)
        {
            engine.Dispose();
        }

        System.IO.Directory.Delete(Directory, recursive: true);
    }

    internal (CellOutcome Outcome, List<(CellStream Stream, string Text)> Written) Run(string language, string code)
    {
        var written = new List<(CellStream, string)>();
        return (engines[language].Run(code, (stream, text) => written.Add((stream, text)), CancellationToken.None), written);
    }

    internal string Text(string language, string code)
    {
        var outcome = Run(language, code).Outcome;
        Assert.True(outcome.Error is null, string.Join("\n", outcome.Error?.Traceback ?? []));
        return outcome.Value!.Texts["text/plain"];
    }

    internal static List<(CellStream Stream, string Text)> Merge(List<(CellStream Stream, string Text)> written)
    {
        var merged = new List<(CellStream Stream, string Text)>();
        foreach (var (stream, text) in written)
        {
            if (merged.Count > 0 && merged[^1].Stream == stream)
            {
                merged[^1] = (stream, merged[^1].Text + text);
            }
            else
            {
                merged.Add((stream, text));
            }
        }

        return merged;
    }
}
