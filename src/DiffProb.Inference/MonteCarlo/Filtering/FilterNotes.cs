using System.Globalization;

namespace DiffProb;

/// <summary>What is wrong with particle filters, and what to do.</summary>
internal static class FilterNotes
{
    private const double LeastShare = 0.02;
    private const double LargestError = 0.5;
    private const double LeastAncestors = 20.0;

    public static string[] Of(FilterResult result) => [.. Weak(result), .. Spread(result), .. Degenerate(result)];

    private static IEnumerable<string> Weak(FilterResult r)
    {
        var worst = Enumerable.Range(0, r.Observations.Count).MinBy(t => FilterTable.MeanOf(r, t));
        var size = FilterTable.MeanOf(r, worst);
        if (size < LeastShare * r.Particles)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"At {r.Observations[worst]} the {r.Particles} particles are worth {size:F1} equal ones: the datum lies where few of them went.\n  try a guide that looks at the data, or more particles.");
        }
    }

    private static IEnumerable<string> Spread(FilterResult r)
    {
        if (r.StandardError > LargestError)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"The runs disagree: the error of the log evidence is {r.StandardError:F2}, and is itself not well known.\n  try more particles; the variance of the log evidence falls as 1 / particles.");
        }
    }

    private static IEnumerable<string> Degenerate(FilterResult r)
    {
        var few = Math.Min(LeastAncestors, 0.5 * r.Particles);
        var last = Enumerable.Range(0, r.Observations.Count).LastOrDefault(t => r.Ancestors[t] < few, -1);
        if (last >= 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Up to {r.Observations[last]}, all paths descend from fewer than {few:F0} particles in each run: filtered means and the evidence stand, but draws of sites before repeat a few values. A site that no step moves, as a parameter, is such a site.\n  try more particles, a guide, or Infer.tempered or Infer.nuts for what stays the same.");
        }
    }
}
