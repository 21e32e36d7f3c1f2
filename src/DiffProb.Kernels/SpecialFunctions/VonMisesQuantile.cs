namespace DiffProb;

/// <summary>Quantile of the von Mises law on [-π, π].</summary>
/// <remarks>
/// <para>Its cdf is the probability, in the smaller tail, to 1e-13 or to what the rounding of the quantile does.</para>
/// <para><b>Formula</b>: around the mode, Newton's method on the mass from there, which is concave; else on the logarithm of the smaller tail, from the
/// quantile of the normal, within a bracket that is halved where a step leaves it or does not halve the error.</para>
/// </remarks>
internal static class VonMisesQuantile
{
    private const int MostSteps = 1000;
    private const double Close = 2e-16;
    private const double LeastByMode = 0.25;
    private const double FarthestByMode = 0.2;

    /// <summary>The x with F(x) = probability.</summary>
    public static double Of(double probability, double loc, double concentration) =>
        probability > 0.5 ? -OfLower(1.0 - probability, -loc, concentration) : OfLower(probability, loc, concentration);

    /// <summary>The x with 1 - F(x) = probability.</summary>
    public static double OfComplement(double probability, double loc, double concentration) => -Of(probability, -loc, concentration);

    private static double OfLower(double probability, double loc, double concentration)
    {
        if (!(probability > 0.0) || !double.IsFinite(loc + concentration))
        {
            return probability == 0.0 && double.IsFinite(loc + concentration) ? -Math.PI : double.NaN;
        }

        var mode = Angle.Of(loc).Near;
        var beyondMode = probability - (mode == 0.0 ? 0.5 : new VonMisesCdf(mode, loc, concentration).Below);
        if (probability >= LeastByMode && Math.Abs(beyondMode) <= FarthestByMode)
        {
            return Math.Clamp(mode + (Math.Sign(beyondMode) * FromMode(Math.Abs(beyondMode), concentration)), -Math.PI, Math.PI);
        }

        var (target, low, high, last) = (Math.Log(probability), -Math.PI, Math.PI, double.PositiveInfinity);
        var x = Math.Clamp(mode + (Ndtri.Of(probability) / Math.Sqrt(Math.Max(concentration, 0.1))), low, high);
        for (var step = 0; step < MostSteps; step++)
        {
            var cdf = new VonMisesCdf(x, loc, concentration);
            var log = cdf.LogBelow;
            var excess = log - target;
            (low, high) = excess > 0.0 ? (low, x) : (x, high);
            var moved = x - (excess * Math.Exp(log - cdf.LogDensity));
            var isStep = excess == 0.0 || (moved > low && moved < high && Math.Abs(excess) < 0.5 * last);
            moved = isStep ? moved : 0.5 * (low + high);
            if ((isStep && Math.Abs(moved - x) <= Close * Math.Abs(x)) || moved == low || moved == high)
            {
                return moved;
            }

            (x, last) = (moved, Math.Abs(excess));
        }

        throw new InvalidOperationException($"The quantile with {probability} below it, of loc {loc} and concentration {concentration}, was not found in {MostSteps} steps.");
    }

    // The angle with a mass between it and the mode, from below.
    private static double FromMode(double mass, double concentration)
    {
        var t = 0.0;
        for (var step = 0; step < MostSteps; step++)
        {
            var cdf = new VonMisesCdf(t, 0.0, concentration);
            var moved = t + ((mass - cdf.FromMode) * Math.Exp(-cdf.LogDensity));
            if (!(moved - t > Close * t))
            {
                break;
            }

            t = moved;
        }

        return t;
    }
}
