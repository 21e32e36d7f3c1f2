namespace DiffProb;

/// <summary>ψ'(x) - 1/x, without cancellation: the second derivative of log Γ(x) - x log x + x.</summary>
/// <remarks>
/// <para>Relative error below 2e-15 for x > 0; +∞ at 0.</para>
/// <para><b>Formula</b>: the recurrence to 10, by terms 1 / (x² (x + 1)); from there the asymptotic series of ψ' less its first term.</para>
/// <para><b>Source</b>: Abramowitz and Stegun (1964), 6.4.6 and 6.4.12.</para>
/// </remarks>
internal static class TrigammaExcess
{
    // B(2k)
    private static ReadOnlySpan<double> Bernoulli =>
        [1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510];

    /// <summary>ψ'(x) - 1/x; NaN for x &lt; 0.</summary>
    public static double Of(double x)
    {
        if (x < 0)
        {
            return double.NaN;
        }

        var sum = 0.0;
        for (; x < 10; x += 1)
        {
            sum += 1 / x / x / (x + 1);
        }

        var inverse = 1 / x;
        var square = inverse * inverse;
        return sum + (square * (0.5 + (inverse * Polynomial.Of(Bernoulli, square))));
    }
}
