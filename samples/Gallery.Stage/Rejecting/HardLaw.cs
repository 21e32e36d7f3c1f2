namespace Gallery.Rejecting;

/// <summary>An expectation under the target N(theta, 1), its derivative in theta, and what the unbiased estimator makes of it.</summary>
/// <param name="Value">E f(z).</param>
/// <param name="Slope">Its derivative, E[(f(z) - E f) (z - theta)].</param>
/// <param name="Variance">Variance of (f(z) - E f) (z - theta): of the estimate of the derivative, for each draw of many.</param>
/// <param name="Spread">Variance of the square of what this is the variance of.</param>
public readonly record struct HardLaw(double Value, double Slope, double Variance, double Spread)
{
    private static readonly GaussLegendre Rule = new(12);

    /// <summary>For a function of a draw, by quadrature.</summary>
    public static HardLaw Of(Func<double, double> f, double theta)
    {
        var value = Integral(e => f(theta + e));
        double Weighted(double e) => (f(theta + e) - value) * e;
        var slope = Integral(Weighted);
        var variance = Integral(e => Square(Weighted(e) - slope));
        return new(value, slope, variance, Integral(e => Square(Square(Weighted(e) - slope))) - (variance * variance));
    }

    private static double Integral(Func<double, double> of)
    {
        const double reach = 16.0;
        const int panels = 64;
        var sum = 0.0;
        for (var i = 0; i < panels * Rule.Nodes.Length; i++)
        {
            var e = reach * (((i / Rule.Nodes.Length) + (0.5 * (1.0 + Rule.Nodes[i % Rule.Nodes.Length]))) * 2.0 / panels) - reach;
            sum += Rule.Weights[i % Rule.Nodes.Length] * reach / panels * Math.Exp(-0.5 * e * e) / Math.Sqrt(2.0 * Math.PI) * of(e);
        }

        return sum;
    }

    private static double Square(double x) => x * x;
}
