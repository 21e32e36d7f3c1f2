namespace DiffProb;

/// <summary>The next inverse temperature: the one that leaves a given conditional effective sample size.</summary>
/// <remarks>
/// <para>Conditional size, as a part: (Σ W u)² / Σ W u², for weights W that sum to 1 and increments u = L^(β' - β). It falls with β'.</para>
/// <para><b>Source</b>: Zhou, Johansen, Aston (2016), "Toward automatic model comparison: an adaptive sequential Monte Carlo approach", arXiv 1303.3123, section 3.3.</para>
/// </remarks>
internal static class Ladder
{
    private const int Halvings = 200;

    /// <summary>The next inverse temperature; 1 where all of the way leaves enough.</summary>
    /// <param name="from">The present one, in [0, 1).</param>
    /// <param name="weights">Weights that sum to 1.</param>
    /// <param name="logLikelihood">In nats; particles of -∞ do not count.</param>
    /// <param name="part">Conditional size to leave, in (0, 1).</param>
    public static double Next(double from, ReadOnlySpan<double> weights, ReadOnlySpan<double> logLikelihood, double part)
    {
        if (SizeOf(1.0 - from, weights, logLikelihood) >= part)
        {
            return 1.0;
        }

        var (low, high) = (0.0, 1.0 - from);
        for (var i = 0; i < Halvings && from + low != from + high; i++)
        {
            var middle = 0.5 * (low + high);
            (low, high) = SizeOf(middle, weights, logLikelihood) >= part ? (middle, high) : (low, middle);
        }

        return from + low;
    }

    /// <summary>The conditional effective sample size of a step, as a part of the particles that live.</summary>
    public static double SizeOf(double step, ReadOnlySpan<double> weights, ReadOnlySpan<double> logLikelihood)
    {
        var greatest = double.NegativeInfinity;
        foreach (var l in logLikelihood)
        {
            greatest = Math.Max(greatest, l);
        }

        var (living, first, second) = (0.0, 0.0, 0.0);
        for (var i = 0; i < weights.Length; i++)
        {
            if (!double.IsNegativeInfinity(logLikelihood[i]))
            {
                var u = Math.Exp(step * (logLikelihood[i] - greatest));
                living += weights[i];
                first += weights[i] * u;
                second += weights[i] * u * u;
            }
        }

        return first * first / (second * living);
    }
}
