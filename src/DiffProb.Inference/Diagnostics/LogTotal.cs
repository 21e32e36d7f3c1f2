namespace DiffProb;

/// <summary>log Σ exp(x), without overflow.</summary>
internal static class LogTotal
{
    public static double Of(ReadOnlySpan<double> values)
    {
        var greatest = double.NegativeInfinity;
        foreach (var x in values)
        {
            greatest = Math.Max(greatest, x);
        }

        if (!double.IsFinite(greatest))
        {
            return greatest;
        }

        var sum = 0.0;
        foreach (var x in values)
        {
            sum += Math.Exp(x - greatest);
        }

        return greatest + Math.Log(sum);
    }
}
