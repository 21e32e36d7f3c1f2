using System.Globalization;

namespace DiffProb.Inference;

/// <summary>Figures by name, and how near two of them must be.</summary>
internal static class Values
{
    /// <summary>Lines of a name and a number, as the R scripts write them.</summary>
    public static Dictionary<string, double> Read(string path) =>
        File.ReadLines(path).Select(l => l.Split(' ')).ToDictionary(p => p[0], p => Number(p[1]));

    public static double Number(string text) => text switch
    {
        "NA" or "NaN" => double.NaN,
        "Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    public static void WriteMatrix(string path, IEnumerable<IEnumerable<double>> rows) =>
        File.WriteAllLines(path, rows.Select(r => string.Join(',', r.Select(x => double.IsPositiveInfinity(x) ? "Inf" : x.ToString("R", CultureInfo.InvariantCulture)))));

    /// <summary>To 1e-10, relative; what has no number in one has none in the other.</summary>
    public static void AssertNear(string what, double expected, double actual) => Assert.True(
        expected.Equals(actual) || Math.Abs(expected - actual) <= 1e-10 * Math.Abs(expected),
        string.Create(CultureInfo.InvariantCulture, $"{what}: {actual:R} is not {expected:R}"));
}
