using System.Globalization;

namespace DiffProb;

/// <summary>How far a run is, for who observes the flow of control, such as a cell of a notebook.</summary>
/// <param name="seen">The run as it is observed.</param>
/// <param name="draws">Draws of all chains together.</param>
internal sealed class SamplingBar(IObservedRun seen, int draws)
{
    /// <summary>Whether a report is wanted now.</summary>
    public bool IsDue => seen.IsDue;

    /// <summary>Tells how far the chains are; at the end without a time, so that a run that is repeated leaves the same.</summary>
    /// <param name="chains">The chains.</param>
    /// <param name="part">Part of all steps that is done.</param>
    /// <param name="remaining">Time until the end; null at the end.</param>
    public void Report(IReadOnlyList<Chain> chains, double part, TimeSpan? remaining)
    {
        var done = chains.Sum(c => c.Drawn);
        var divergences = chains.Sum(c => c.Divergences);
        var phase = done == 0 ? "warmup" : string.Create(CultureInfo.InvariantCulture, $"{done} of {draws} draws");
        var time = remaining is { } left ? string.Create(CultureInfo.InvariantCulture, $", {Math.Ceiling(left.TotalSeconds):F0} s left") : "";
        seen.Report($"{phase}, {divergences} {(divergences == 1 ? "divergence" : "divergences")}{time}", part);
    }
}
