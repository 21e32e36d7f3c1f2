using System.Globalization;

namespace DiffProb;

/// <summary>Seconds for each call: median and extremes over repeats.</summary>
/// <param name="Median">Median.</param>
/// <param name="Least">Least.</param>
/// <param name="Most">Most.</param>
/// <param name="IsQuiet">Whether enough repeats were undisturbed, so that only these count.</param>
/// <param name="Cores">Median processor time over wall time; 0 where it was not read.</param>
internal sealed record Timing(double Median, double Least, double Most, bool IsQuiet, double Cores)
{
    // As in the peers' scripts: five undisturbed repeats are enough, and without them the seven least disturbed count.
    private const int Enough = 5;
    private const int LeastDisturbed = 7;

    internal static Timing Of(IReadOnlyList<Repeat> repeats)
    {
        var quiet = repeats.Where(r => r.IsQuiet).ToArray();
        var used = quiet.Length >= Enough ? quiet : [.. repeats.OrderBy(r => r.Disturbance).Take(LeastDisturbed)];
        var seconds = used.Select(r => r.Seconds).Order().ToArray();
        return new(Middle(seconds), seconds[0], seconds[^1], quiet.Length >= Enough, Middle([.. used.Select(r => r.Cores).Order()]));
    }

    /// <summary>The same where a call is so many.</summary>
    internal Timing Each(double count) => this with { Median = Median / count, Least = Least / count, Most = Most / count };

    /// <summary>Such as <c>12.3 µs (12.1 – 14.0)</c>; <c>~</c> in front where it was disturbed.</summary>
    public override string ToString()
    {
        var (unit, scale) = Median < 1e-3 ? ("µs", 1e6) : Median < 1.0 ? ("ms", 1e3) : ("s", 1.0);
        return $"{(IsQuiet ? "" : "~")}{Three(Median * scale)} {unit} ({Three(Least * scale)} – {Three(Most * scale)})";
    }

    /// <summary>A number to three digits.</summary>
    internal static string Three(double x)
    {
        var decimals = x <= 0.0 || !double.IsFinite(x) ? 0 : Math.Clamp(2 - (int)Math.Floor(Math.Log10(x)), 0, 6);
        return x.ToString($"F{decimals}", CultureInfo.InvariantCulture);
    }

    private static double Middle(double[] sorted) => 0.5 * (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]);
}
