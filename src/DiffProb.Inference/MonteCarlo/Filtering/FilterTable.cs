using System.Globalization;

namespace DiffProb;

/// <summary>The steps of a filter as rows.</summary>
internal static class FilterTable
{
    public static readonly string[] Header = ["observation", "ess", "least", "ancestors"];

    /// <summary>All observations in order.</summary>
    public static IEnumerable<string[]> All(FilterResult result) => Enumerable.Range(0, result.Observations.Count).Select(t => Row(result, t));

    /// <summary>Those of least effective sample size, in order.</summary>
    public static IEnumerable<string[]> Weakest(FilterResult result, int count) =>
        Enumerable.Range(0, result.Observations.Count).OrderBy(t => MeanOf(result, t)).Take(count).Order().Select(t => Row(result, t));

    /// <summary>Effective sample sizes of the runs at an observation.</summary>
    public static IEnumerable<double> SizesAt(FilterResult result, int observation)
    {
        var all = result.EffectiveSampleSizes.ToArray();
        return Enumerable.Range(0, result.Runs).Select(r => all[(r * result.Observations.Count) + observation]);
    }

    public static double MeanOf(FilterResult result, int observation) => SizesAt(result, observation).Average();

    private static string[] Row(FilterResult r, int t) =>
        [r.Observations[t], Text(MeanOf(r, t)), Text(SizesAt(r, t).Min()), Text(r.Ancestors[t])];

    private static string Text(double x) => x.ToString("F1", CultureInfo.InvariantCulture);
}
