namespace DiffProb;

/// <summary>Quantile of the von Mises law on [-π, π].</summary>
/// <remarks>
/// <para>Its cdf is the probability, in the smaller tail, to 1e-13 or to what the rounding of the quantile does.</para>
/// <para><b>Formula</b>: Newton's method on the logarithm of the smaller tail, from the quantile of the normal; within a bracket, that is halved where a step leaves it
/// or does not halve the error.</para>
/// </remarks>
internal static class VonMisesQuantile
{
    private const int MostSteps = 1000;
    private const double Close = 2e-16;

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

        var (target, low, high, last) = (Math.Log(probability), -Math.PI, Math.PI, double.PositiveInfinity);
        var x = Math.Clamp(Angle.Of(loc).Near + (Ndtri.Of(probability) / Math.Sqrt(Math.Max(concentration, 0.1))), low, high);
        for (var step = 0; step < MostSteps; step++)
        {
            var cdf = new VonMisesCdf(x, loc, concentration);
            var log = cdf.LogBelow;
            var excess = log - target;
            (low, high) = excess > 0.0 ? (low, x) : (x, high);
            var moved = x - (excess * Math.Exp(log - cdf.LogDensity));
            if (!(moved > low && moved < high && Math.Abs(excess) < 0.5 * last) && excess != 0.0)
            {
                moved = 0.5 * (low + high);
            }

            if (!(Math.Abs(moved - x) > Close * Math.Abs(x)) || moved <= low || moved >= high)
            {
                return Math.Clamp(moved, -Math.PI, Math.PI);
            }

            (x, last) = (moved, Math.Abs(excess));
        }

        throw new InvalidOperationException($"The quantile with {probability} below it, of loc {loc} and concentration {concentration}, was not found in {MostSteps} steps.");
    }
}
