namespace DiffProb;

/// <summary>Means of the logistic function of a normal variable and of what belongs to it: E f(y), y normal with mean m and standard deviation s.</summary>
/// <remarks>
/// <para>f is the derivative of some order of log(1 + e^y): order 0 itself, 1 the logistic function, 2 its slope.</para>
/// <para>Relative error below 1e-12 for orders 0 to 2, in both tails; below 1e-12 of E |f| for higher ones. The variance: below 1e-12.</para>
/// <para><b>Formula</b>: the trapezoidal rule over 9 standard deviations on both sides of the peak of f φ, which is log-concave for orders 0 to 2.
/// Its error falls like exp(-2πd/h + d²/2), d = π/s the distance of the poles of f from the real line, until that of the normal
/// density alone, exp(-2π²/h²), takes over. For s > 100 what f would be if it rose in a step, and the rest by quadrature.</para>
/// <para><b>Cost</b>: 30 points for small s, 40 s up to s = 100, 500 beyond. <b>Source</b>: Crouch and Spiegelman (1990), doi:10.1080/01621459.1990.10476222,
/// for the poles; peak and step are our own.</para>
/// </remarks>
internal static class LogisticNormal
{
    private const double Reach = 9;
    private const double Digits = 42; // -log of the error
    private const double LargestStep = 0.6;
    private const double SmallScale = 0.5;
    private const double Wide = 100; // from here the mean is 0 where the normal density has changed within the width of f
    private const double Panels = 16, PanelLength = 4;
    private const double Farthest = 39; // standard deviations at which the normal density is 0
    private static readonly double RootTwoPi = Math.Sqrt(2 * Math.PI);

    /// <summary>E f(m + s z) for standard normal z.</summary>
    /// <param name="order">Which derivative of log(1 + e^y) f is.</param>
    /// <param name="m">Mean of y.</param>
    /// <param name="s">Standard deviation of y, positive.</param>
    public static double Of(int order, double m, double s) => m == 0 && order > 1 && order % 2 == 1 ? 0 * s // f is odd
        : s > Wide ? OfWide(order, m, s)
        : Sum(s, Peak(m, s, y => LogSlope(order, y)), z => Derivative(order, m + (s * z)));

    /// <summary>Variance of the logistic function of y.</summary>
    /// <param name="m">Mean of y.</param>
    /// <param name="s">Standard deviation of y, positive.</param>
    public static double Variance(double m, double s)
    {
        var left = -Math.Abs(m); // the variance is symmetric, and there the mean is the smaller of its two complements
        var mean = Of(1, left, s);
        return s > Wide ? (mean * (1 - mean)) - Of(2, left, s)
            : s < SmallScale ? Sum(s, 0, z => Square(Derivative(1, left + (s * z)) - mean))
            : Sum(s, Peak(left, s, y => 2 * LogSlope(1, y)), z => Square(Derivative(1, left + (s * z)))) - Square(mean);
    }

    // With the normal density at y = 0 taken out it is exp(-y²/2s²) exp(my/s²), whose parts that are even and odd in y go with those of f.
    private static double OfWide(int order, double m, double s)
    {
        var (x, slope, sum) = (m / s, m / s / s, 0.0);
        if (Math.Abs(x) > Farthest)
        {
            return x < 0 || order > 1 ? 0 : order == 0 ? m : 1;
        }

        for (var panel = 0; panel < Panels; panel++)
        {
            for (var i = 0; i < GaussLegendre.Count; i++)
            {
                var y = PanelLength * (panel + GaussLegendre.Nodes[i]);
                var density = Math.Exp(-0.5 * Square(y / s)) * (order % 2 == 0 ? Math.Cosh(slope * y) : Math.Sinh(slope * y));
                sum += GaussLegendre.Weights[i] * density * (order == 0 ? Softplus.Of(-y) : order == 1 ? -Logistic(-y) : Derivative(order, y));
            }
        }

        var height = Math.Exp(-0.5 * x * x) / RootTwoPi;
        var rest = 2 * PanelLength * sum * height / s;
        return order switch
        {
            0 => (m * Ndtr.Of(x)) + (s * height) + rest,
            1 => Ndtr.Of(x) + rest,
            _ => rest,
        };
    }

    private static double Square(double x) => x * x;

    private static double Sum(double s, double centre, Func<double, double> f)
    {
        if (!(double.IsFinite(centre) && s > 0))
        {
            return double.NaN;
        }

        var distance = Math.PI / s;
        var step = distance > 2 * Math.PI / LargestStep ? LargestStep : Math.Min(LargestStep, 2 * Math.PI * distance / (Digits + (0.5 * distance * distance)));
        var count = Math.Ceiling(Reach / step);
        var sum = 0.0;
        for (var k = -count; k <= count; k++)
        {
            var z = centre + (k * step);
            sum += f(z) * Math.Exp(-0.5 * z * z);
        }

        return sum * step / RootTwoPi;
    }

    // Where s (log f)'(m + s z) = z: the left side falls, so the root lies between its values at the ends. Bisection, for a peak need not be sharp.
    private static double Peak(double m, double s, Func<double, double> logSlope)
    {
        var (low, high) = (-2 * s, 2 * s);
        for (var i = 0; i < 60 && high - low > 0.1; i++)
        {
            var middle = 0.5 * (low + high);
            (low, high) = s * logSlope(m + (s * middle)) > middle ? (middle, high) : (low, middle);
        }

        return 0.5 * (low + high);
    }

    // d log f / dy of orders 0 to 2; higher ones have the tails of order 2.
    private static double LogSlope(int order, double y) => order switch
    {
        0 => y < -30 ? 1 : Logistic(y) / Softplus.Of(y),
        1 => Logistic(-y),
        _ => Logistic(-y) - Logistic(y),
    };

    private static double Logistic(double y) => 1 / (1 + Math.Exp(-y));

    // For y > 0 by symmetry, so that no order cancels.
    private static double Derivative(int order, double y) => order switch
    {
        0 => Softplus.Of(y),
        1 => Logistic(y),
        _ when y > 0 => (order % 2 == 0 ? 1 : -1) * Slopes(order, -y),
        _ => Slopes(order, y),
    };

    // σ' = σ - σ², differentiated by Leibniz' rule.
    private static double Slopes(int order, double y)
    {
        Span<double> slopes = stackalloc double[order];
        slopes[0] = Logistic(y);
        for (var n = 0; n < order - 1; n++)
        {
            var (sum, binomial) = (0.0, 1.0);
            for (var i = 0; i <= n; i++)
            {
                sum += binomial * slopes[i] * slopes[n - i];
                binomial *= (n - i) / (i + 1.0);
            }

            slopes[n + 1] = slopes[n] - sum;
        }

        return slopes[order - 1];
    }
}
