using System.Globalization;

namespace DiffProb;

/// <summary>One file of Stan: comments, names of columns, rows.</summary>
internal sealed class StanCsvFile
{
    private readonly Dictionary<string, string> comments = [];

    private StanCsvFile()
    {
    }

    public IReadOnlyList<string> Names { get; private set; } = [];

    /// <summary>The draws; those of the warmup are left out where they were saved.</summary>
    public List<double[]> Rows { get; } = [];

    /// <summary>What the comments tell of the run.</summary>
    public Provenance Provenance => new()
    {
        Sampler = Comment("engine") ?? Comment("algorithm"),
        Seed = ulong.TryParse(Comment("seed"), NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : null,
        Warmup = Whole("num_warmup"),
        MaxTreeDepth = Whole("max_depth"),
    };

    public static StanCsvFile Read(string path)
    {
        if (!File.Exists(path))
        {
            throw PosteriorErrors.FileMissing(path);
        }

        var file = new StanCsvFile();
        foreach (var (number, line) in File.ReadLines(path).Index())
        {
            if (line.StartsWith('#'))
            {
                file.AddComment(line);
            }
            else if (line.Length == 0)
            {
                continue;
            }
            else if (file.Names.Count == 0)
            {
                file.Names = line.Split(',');
            }
            else
            {
                file.Rows.Add(file.Row(line, number + 1, path));
            }
        }

        if (file.Rows.Count == 0)
        {
            throw PosteriorErrors.Broken(path, "it has no draws");
        }

        file.LeaveOutWarmup(path);
        return file;
    }

    /// <summary>What stands in a comment of the form "# key = value".</summary>
    public string? Comment(string key) => comments.GetValueOrDefault(key);

    /// <summary>The shortest text that reads back to the same number.</summary>
    public static string Text(double x) =>
        double.IsNaN(x) ? "nan" : double.IsPositiveInfinity(x) ? "inf" : double.IsNegativeInfinity(x) ? "-inf" : x.ToString("R", CultureInfo.InvariantCulture);

    private void AddComment(string line)
    {
        var (key, value) = line.TrimStart('#', ' ').Split('=', 2) is [var left, var right] ? (left.Trim(), right.Trim()) : ("", "");
        const string isDefault = "(Default)";
        comments.TryAdd(key, value.EndsWith(isDefault, StringComparison.Ordinal) ? value[..^isDefault.Length].Trim() : value);
    }

    private double[] Row(string line, int number, string path)
    {
        var fields = line.Split(',');
        return fields.Length == Names.Count
            ? Array.ConvertAll(fields, f => Number(f.Trim(), number, path))
            : throw PosteriorErrors.Broken(path, $"line {number} has {fields.Length} numbers for {Names.Count} columns");
    }

    private static double Number(string field, int line, string path) => field.ToUpperInvariant() switch
    {
        "NAN" or "-NAN" => double.NaN,
        "INF" or "+INF" or "INFINITY" => double.PositiveInfinity,
        "-INF" or "-INFINITY" => double.NegativeInfinity,
        _ => double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var x)
            ? x
            : throw PosteriorErrors.Broken(path, $"\"{(field.Length > 40 ? field[..40] : field)}\" in line {line} is no number"),
    };

    private void LeaveOutWarmup(string path)
    {
        if (Comment("save_warmup") is not ("1" or "true"))
        {
            return;
        }

        var thin = Math.Max(Whole("thin") ?? 1, 1);
        var warmup = ((Whole("num_warmup") ?? 0) + thin - 1) / thin;
        if (warmup >= Rows.Count)
        {
            throw PosteriorErrors.Broken(path, $"it says that {warmup} draws of warmup were saved, and has {Rows.Count} rows in all");
        }

        Rows.RemoveRange(0, warmup);
    }

    private int? Whole(string key) => int.TryParse(Comment(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
