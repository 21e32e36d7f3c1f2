using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary>Integrals of the density of logit z, z from Beta(a, b), from a point down to -∞, relative to the density there.</summary>
/// <remarks>
/// <para><b>Formula</b>: with x = z, q = 1 - z at the point and v the distance in logit below it, L(v) = log(x + q e^v) is the fall of log z,
/// K(v) = v - L(v) the rise of log(1 - z), φ = a L - b K, and the integrals are those of exp(-φ), L exp(-φ), K exp(-φ) over v > 0.
/// φ is convex, and L and K are positive. The upper tail is the lower tail of Beta(b, a) at 1 - z.</para>
/// <para>Relative error below 1e-12 for concentrations from 1e-3 to 1e5 and x not right of the mean by more than 1/(2(a + b)).</para>
/// <para><b>Cost</b>: about 250 ns a panel; one panel is the rule. <b>Source</b>: our own; Gauss-Legendre panels up to φ = 38.</para>
/// </remarks>
internal static class BetaTail
{
    private const double Cutoff = 38;
    private const double PanelLength = 4; // the integrand may fall like exp(-exp(v)), and is singular at distance π from the real line

    /// <summary>The three integrals up to v = <paramref name="limit"/>, or to the cutoff if that comes first.</summary>
    public static (double Mass, double First, double Second) Lower(BetaPoint point, double limit)
    {
        var length = Math.Min(limit, Length(point));
        var panels = Math.Max(1, Math.Ceiling(length / PanelLength));
        var width = length / panels;
        var (mass, first, second) = (0.0, 0.0, 0.0);
        for (var panel = 0; panel < panels; panel++)
        {
            var (m, l, k) = Panel(point, panel * width, width);
            (mass, first, second) = (mass + m, first + l, second + k);
        }

        return (mass, first, second);
    }

    /// <summary>φ(v).</summary>
    public static double Exponent(BetaPoint point, double v)
    {
        if (point.X <= 0.5)
        {
            var rise = -Log1p.Of(point.X * Expm1.Of(-v));
            return (point.A * (v - rise)) - (point.B * rise);
        }

        var fall = v > 700 ? v + Math.Log(point.Q) : Log1p.Of(point.Q * Expm1.Of(v));
        return (point.A * fall) - (point.B * (v - fall));
    }

    /// <summary>Where φ reaches the cutoff, at least and not much more.</summary>
    /// <remarks>A guess, then two Newton steps, which for a convex φ end on the right.</remarks>
    internal static double Length(BetaPoint point)
    {
        var slope = Math.Max(point.Slope, 0);
        var curvature = (point.A + point.B) * point.X * point.Q;
        var quadratic = 2 * Cutoff / (slope + Math.Sqrt((slope * slope) + (2 * curvature * Cutoff)));
        var steepest = (Cutoff + (point.B * point.MinusLogQ)) / point.A; // L at the cutoff is less, for K < -log q
        var bound = steepest > 700 ? steepest - Math.Log(point.Q) : Log1p.Of(Expm1.Of(steepest) / point.Q);
        var length = Math.Min(quadratic, bound);
        for (var step = 0; step < 2; step++)
        {
            var share = point.X * Math.Exp(-length);
            var derivative = ((point.A * point.Q) - (point.B * share)) / (point.Q + share);
            length = Math.Min(bound, length + ((Cutoff - Exponent(point, length)) / derivative));
        }

        return length;
    }

    private static (double Mass, double First, double Second) Panel(BetaPoint point, double start, double width)
    {
        var (mass, first, second) = (Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero);
        for (var i = 0; i < GaussLegendre.Count; i += Vector512<double>.Count)
        {
            var v = Vector512.Create(start) + (width * Vector512.Create(GaussLegendre.Nodes[i..]));
            var (fall, rise) = FallAndRise(point, v);
            var term = Vector512.Create(GaussLegendre.Weights[i..]) * VectorExponential.Exp((point.B * rise) - (point.A * fall));
            mass += term;
            first += term * fall;
            second += term * rise;
        }

        return (width * Vector512.Sum(mass), width * Vector512.Sum(first), width * Vector512.Sum(second));
    }

    // The logarithm of the factor that stays nearer to 1; the other follows without cancellation.
    private static (Vector512<double> Fall, Vector512<double> Rise) FallAndRise(BetaPoint point, Vector512<double> v)
    {
        if (point.X <= 0.5)
        {
            var rise = -VectorLogarithm.Log1p(point.X * VectorExponential.Expm1(-v));
            return (v - rise, rise);
        }

        var fall = VectorLogarithm.Log1p(point.Q * VectorExponential.Expm1(v));
        return (fall, v - fall);
    }
}
