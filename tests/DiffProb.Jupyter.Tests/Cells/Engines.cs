namespace DiffProb.Cells;

/// <summary>One engine of each language, in a directory of their own.</summary>
public sealed class Engines : IDisposable
{
    private readonly Dictionary<string, CellEngine> engines;
    private int count;

    public Engines() =>
        engines = Enum.GetValues<CellLanguage>().ToDictionary(language => language.ToString(), language => CellEngine.Of(language, Directory));

    internal string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("diffprob-cells-").FullName;

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
        var output = new Written();
        using var stop = new CellStop();
        return (Run(language, code, output, stop), output.Pieces);
    }

    // On a thread of its own, as in the kernel.
    internal CellOutcome Run(string language, string code, ICellOutput output, CellStop stop, bool showsProgress = false)
    {
        CellOutcome? outcome = null;
        var thread = new Thread(() => outcome = engines[language].Run(new CodeCell(++count, code), new CellHost(output, TextReader.Null, stop, showsProgress)));
        thread.Start();
        thread.Join();
        return outcome!;
    }

    internal CellCompletion Complete(string language, string code) => engines[language].Complete(code.Replace("|", "", StringComparison.Ordinal), code.IndexOf('|', StringComparison.Ordinal));

    internal CellInspection? Inspect(string language, string code) => engines[language].Inspect(code.Replace("|", "", StringComparison.Ordinal), code.IndexOf('|', StringComparison.Ordinal));

    internal CellCompleteness Completeness(string language, string code) => engines[language].Completeness(code);

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
