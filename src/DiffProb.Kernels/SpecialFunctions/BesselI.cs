using System.Diagnostics;

namespace DiffProb;

/// <summary>Modified Bessel functions of the first kind, of whole order.</summary>
/// <remarks>
/// <para>Relative error below 4e-15 for orders 0 and 1 at any x when scaled, and for higher ones up to 10; +∞ where a function that is not scaled overflows.</para>
/// <para><b>Formula</b>: the power series, whose terms are positive, for |x| up to 30 or half the squared order above it; beyond, Hankel's expansion.</para>
/// <para><b>Source</b>: Abramowitz and Stegun (1964), 9.6.10 and 9.7.1.</para>
/// </remarks>
internal static class BesselI
{
    private const double LargestBySeries = 30;
    private const int MostTerms = 400;
    private const double Negligible = 1e-18;

    /// <summary>I of an order of at least 0.</summary>
    public static double Of(int order, double x) => IsBySeries(order, x) ? Series(order, x) : Math.Exp(Math.Abs(x)) * Scaled(order, x);

    /// <summary>exp(-|x|) I(x) of an order of at least 0.</summary>
    public static double Scaled(int order, double x)
    {
        Debug.Assert(order >= 0, "the order is a whole number of at least 0");
        if (IsBySeries(order, x))
        {
            return Math.Exp(-Math.Abs(x)) * Series(order, x);
        }

        return (x < 0 && order % 2 != 0 ? -1 : 1) * Hankel(order, Math.Abs(x));
    }

    /// <summary>I₀(x) - 1, for |x| up to 30.</summary>
    public static double OfZeroLessOne(double x) => 0.25 * x * x * Tail(0, 0.25 * x * x, 1);

    private static bool IsBySeries(int order, double x) => Math.Abs(x) < LargestBySeries + (0.5 * order * order);

    private static double Series(int order, double x)
    {
        var lead = 1.0;
        for (var k = 1; k <= order; k++)
        {
            lead *= 0.5 * x / k;
        }

        return lead * Tail(order, 0.25 * x * x, 0);
    }

    // Σ qᵏ⁻ᶠ order! / (k! (k + order)!) from k = f on, from its smallest terms to its largest.
    private static double Tail(int order, double q, int first)
    {
        var last = first;
        for (var size = 1.0; last < MostTerms && !(size < Negligible); last++)
        {
            size *= q / ((last + 1.0) * (last + 1.0 + order));
        }

        var sum = 1.0;
        for (var k = last; k > first; k--)
        {
            sum = double.MultiplyAddEstimate(q / (k * (double)(k + order)), sum, 1);
        }

        return first == 0 ? sum : sum / (first * (double)(first + order));
    }

    private static double Hankel(int order, double x)
    {
        var (sum, term) = (0.0, 1.0);
        for (var k = 1; k < MostTerms && Math.Abs(term) > Negligible; k++)
        {
            sum += term;
            term *= ((2.0 * k) - 1 - (2 * order)) * ((2.0 * k) - 1 + (2 * order)) / (8.0 * k * x);
        }

        return (sum + term) / Math.Sqrt(2 * Math.PI * x);
    }
}
