using System.Globalization;

namespace DiffProb;

/// <summary>What the simulations of a calibration were like, beside their ranks.</summary>
/// <param name="Done">Simulations that were inferred.</param>
/// <param name="IsCanceled">Whether there were to be more.</param>
/// <param name="Short">Simulations in which some number has fewer effective draws than it is ranked among.</param>
/// <param name="Divergent">Simulations with divergences.</param>
internal sealed record CalibrationRun(int Done, bool IsCanceled, int Short, int Divergent);

/// <summary>What is wrong with ranks, and what to do.</summary>
internal static class CalibrationNotes
{
    private const int Few = 50;

    public static IReadOnlyList<string> Of(CalibrationRanks ranks, CalibrationRun run)
    {
        var notes = new List<string>();
        foreach (var row in ranks.Suspects)
        {
            notes.Add($"ranks of {row.Name} are not uniform (p = {CalibrationRanks.Short(row.PValue)}): {Fault(row)}.\n"
                + "  try a look at single runs and their notes; if these are good, the program that is inferred is not the one that simulates, or the inference is wrong.");
        }

        if (run.Short > 0)
        {
            notes.Add(Text($"in {run.Short} of {run.Done} simulations there were fewer effective draws than the {ranks.Draws} that a value is ranked among: where draws follow each other, ranks pile up at both ends.\n")
                + "  try more draws of each run, or ranks among fewer.");
        }

        if (run.Divergent > 0)
        {
            notes.Add(Text($"in {run.Divergent} of {run.Done} simulations trajectories diverged, so that a part of the posterior was not visited.\n")
                + "  try a target acceptance of 0.95 or 0.99, or another parametrization.");
        }

        if (run.Done < Few)
        {
            notes.Add(Text($"{run.Done} simulations show gross mistakes alone.\n  try 100 to 1000."));
        }

        return notes;
    }

    // The more extreme of two moments of uniform numbers, each by its own standard error.
    private static string Fault(CalibrationRow row)
    {
        var shift = (row.Center - 0.5) * Math.Sqrt(12.0);
        var spread = (row.Spread - 1.0) / 12.0 * Math.Sqrt(180.0);
        return Math.Abs(shift) >= Math.Abs(spread)
            ? $"on the whole, draws lie too {(shift < 0.0 ? "high" : "low")}"
            : spread > 0.0 ? "posteriors are too narrow" : "posteriors are too wide";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
