using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary>Integrals of the log-gamma density from a point to the farther end, relative to the density there.</summary>
/// <remarks>
/// <para><b>Formula</b>: with y = log z, mass = ∫ exp(-φ(v)) dv and moment = ∫ v exp(-φ(v)) dv over v > 0, where
/// φ(v) = ±(z - α) v + z (e^±v - 1 ∓ v): + is the upper tail, density at log z + v, - the lower, at log z - v.
/// φ is convex and nothing cancels.</para>
/// <para>Relative error below 1e-13, for the upper tail with z > α and z ≥ 1/2, for the lower with α > 30 and 0.3 α &lt; z ≤ α.</para>
/// <para><b>Cost</b>: about 100 ns. <b>Source</b>: our own; 24 Gauss-Legendre points up to φ = 38, where the integrand is 3e-17.</para>
/// </remarks>
internal static class GammaTail
{
    private const double Cutoff = 38;
    private const double SeriesLength = 0.6;

    // 1 / (k + 2)!, so that e^s - 1 - s = s² (1/2 + s/6 + …).
    private static ReadOnlySpan<double> Exponential =>
    [
        1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040, 1.0 / 40320,
        1.0 / 362880, 1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800,
    ];

    /// <summary>Mass and moment above log z.</summary>
    /// <param name="concentration">α.</param>
    /// <param name="z">Point.</param>
    /// <param name="excess">z - α, which the caller may know better than the difference does.</param>
    public static (double Mass, double Moment) Upper(double concentration, double z, double excess)
    {
        var length = Quadratic(z, excess);
        length = Math.Min(length, Log1p.Of((Cutoff + (concentration * length)) / z));
        length = Math.Min(length, Log1p.Of((Cutoff + (concentration * length)) / z));
        return Integrate(z, excess, 1, length);
    }

    /// <summary>Mass and moment below log z.</summary>
    /// <param name="z">Point.</param>
    /// <param name="excess">z - α.</param>
    public static (double Mass, double Moment) Lower(double z, double excess) =>
        Integrate(z, -excess, -1, Math.Min(1.2 * Quadratic(z, -excess), Cutoff / Math.Max(-excess, 1e-300)));

    // Where slope v + z v² / 2 reaches the cutoff.
    private static double Quadratic(double z, double slope)
    {
        var positive = Math.Max(slope, 0);
        return 2 * Cutoff / (positive + Math.Sqrt((positive * positive) + (2 * z * Cutoff)));
    }

    private static (double Mass, double Moment) Integrate(double z, double slope, double sign, double length)
    {
        var (mass, moment) = (Vector512<double>.Zero, Vector512<double>.Zero);
        for (var i = 0; i < GaussLegendre.Count; i += Vector512<double>.Count)
        {
            var v = length * Vector512.Create(GaussLegendre.Nodes[i..]);
            var s = sign * v;
            var curved = length < SeriesLength ? Series(s) : VectorExponential.Exp(s) - Vector512<double>.One - s;
            var term = Vector512.Create(GaussLegendre.Weights[i..]) * VectorExponential.Exp(-((slope * v) + (z * curved)));
            mass += term;
            moment += term * v;
        }

        return (length * Vector512.Sum(mass), length * Vector512.Sum(moment));
    }

    private static Vector512<double> Series(Vector512<double> s) => Polynomial.Of(Exponential, s) * s * s;
}
