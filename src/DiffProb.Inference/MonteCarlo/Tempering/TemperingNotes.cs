using System.Globalization;

namespace DiffProb;

/// <summary>What is wrong with tempered runs, and what to do.</summary>
internal static class TemperingNotes
{
    private const double LargestError = 0.5;
    private const double LeastAcceptance = 0.1;

    public static string[] Of(TemperingResult result) => [.. Spread(result), .. Stiff(result), .. Dead(result)];

    private static IEnumerable<string> Spread(TemperingResult r)
    {
        if (r.StandardError > LargestError)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"The runs disagree: the error of the log evidence is {r.StandardError:F2}, and is itself not well known.\n  try more particles, more Moves, or a ConditionalSize nearer to 1.");
        }
    }

    private static IEnumerable<string> Stiff(TemperingResult r)
    {
        var least = r.Acceptances.Min(a => a.ToArray().Min());
        if (least < LeastAcceptance)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"At some temperature {least:P0} of the moves were accepted: particles hardly move there, and their copies stay copies.\n  try more Moves, the dense metric, or a program whose sites have similar scales.");
        }
    }

    private static IEnumerable<string> Dead(TemperingResult r)
    {
        if (r.Dead > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{r.Dead} of {r.Runs * r.Particles} particles of the prior have no likelihood: it is zero there, or no number. They count as zero.\n  try a prior whose values can all have given the data, if they should.");
        }
    }
}
