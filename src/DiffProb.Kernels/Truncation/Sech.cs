namespace DiffProb;

/// <summary>Changes of the hyperbolic functions from y to y + t, without cancellation and without overflow.</summary>
internal static class Sech
{
    /// <summary>log cosh(y + t) - log cosh(y).</summary>
    public static double LogCoshChange(double y, double t)
    {
        if (t < 0.0)
        {
            return LogCoshChange(-y, -t);
        }

        if (t > 1.0)
        {
            return y >= 0.0 ? Climb(y, t)
                : y + t <= 0.0 ? -Climb(-(y + t), t)
                : (2.0 * y) + t + Log1p.Of(Math.Exp(-2.0 * (y + t))) - Log1p.Of(Math.Exp(2.0 * y));
        }

        var half = Math.Sinh(0.5 * t);
        return Log1p.Of((2.0 * half * half) + (Math.Tanh(y) * Math.Sinh(t)));
    }

    // From y of at least 0.
    private static double Climb(double y, double t) => t + Log1p.Of(Expm1.Of(-2.0 * t) / (1.0 + Math.Exp(2.0 * y)));

    /// <summary>tanh(y + t) - tanh(y).</summary>
    public static double TanhChange(double y, double t) => t < 0.0
        ? -TanhChange(y + t, -t)
        : -2.0 * Expm1.Of(-2.0 * t) / ((1.0 + Math.Exp(2.0 * y)) * (1.0 + Math.Exp(-2.0 * (y + t))));

    /// <summary>The length over which cosh(y)^-power falls by about e.</summary>
    public static double Length(double power, double y) => 1.0 / ((power * Math.Tanh(Math.Abs(y))) + (Math.Sqrt(power) / Math.Cosh(y)));

    /// <summary>Where the poles at ±iπ/2, or the bend at 0 of a high power, are felt no more.</summary>
    public static double Reach(double power, double y) => Math.Max(Math.Min(3.0, 6.0 / Math.Sqrt(power)), Math.Abs(y));
}
