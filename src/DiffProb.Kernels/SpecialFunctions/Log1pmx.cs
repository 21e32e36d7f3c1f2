namespace DiffProb;

/// <summary>log(1 + x) - x, without cancellation.</summary>
/// <remarks>
/// <para>Relative error below 2e-15.</para>
/// <para><b>Formula</b>: with r = x / (2 + x), r (2 r² (1/3 + r²/5 + r⁴/7 + …) - x), from log(1 + x) = 2 artanh r.</para>
/// <para><b>Source</b>: Abramowitz and Stegun (1964), 4.1.27.</para>
/// </remarks>
internal static class Log1pmx
{
    /// <summary>Where the series is used, by x: to the left and to the right of 0.</summary>
    public const double Lowest = -0.4;

    /// <inheritdoc cref="Lowest"/>
    public const double Highest = 0.7;

    /// <summary>1/3, 1/5, …</summary>
    public static ReadOnlySpan<double> Series =>
        [1.0 / 3, 1.0 / 5, 1.0 / 7, 1.0 / 9, 1.0 / 11, 1.0 / 13, 1.0 / 15, 1.0 / 17, 1.0 / 19, 1.0 / 21, 1.0 / 23, 1.0 / 25, 1.0 / 27];

    /// <summary>log(1 + x) - x for x > -1.</summary>
    public static double Of(double x)
    {
        if (x is < Lowest or > Highest)
        {
            return Log1p.Of(x) - x;
        }

        var r = x / (2 + x);
        var square = r * r;
        return r * ((2 * square * Polynomial.Of(Series, square)) - x);
    }
}
