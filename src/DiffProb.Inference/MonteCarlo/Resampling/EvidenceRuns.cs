namespace DiffProb;

/// <summary>Evidence from independent runs, whose own estimates are unbiased: their mean, not that of their logarithms.</summary>
internal static class EvidenceRuns
{
    /// <summary>Logarithm of the mean, in nats.</summary>
    public static double Mean(ReadOnlySpan<double> logs) => LogTotal.Of(logs) - Math.Log(logs.Length);

    /// <summary>Standard error of the logarithm of the mean, by the delta method: that of the mean, divided by it. NaN for one run.</summary>
    public static double StandardError(ReadOnlySpan<double> logs)
    {
        var mean = Mean(logs);
        var squares = 0.0;
        foreach (var x in logs)
        {
            var deviation = Math.Exp(x - mean) - 1.0;
            squares += deviation * deviation;
        }

        return logs.Length < 2 ? double.NaN : Math.Sqrt(squares / (logs.Length - 1.0) / logs.Length);
    }
}
