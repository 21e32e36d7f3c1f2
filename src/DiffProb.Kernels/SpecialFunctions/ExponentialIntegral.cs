namespace DiffProb;

/// <summary>∫₀^∞ tⁿ exp(-x t) / (1 + t) dt: eˣ E₁(x), and up to the sign its derivatives.</summary>
/// <remarks>
/// <para>Relative error below 1e-14 for all x > 0 and orders up to 4.</para>
/// <para><b>Formula</b>: n! x⁻ⁿ eˣ Eₙ₊₁(x). Below 1 the power series of E₁ and the recurrence in n, beyond the continued fraction, from its far end.</para>
/// <para><b>Source</b>: Abramowitz and Stegun (1964), 5.1.11, 5.1.14 and 5.1.22.</para>
/// </remarks>
internal static class ExponentialIntegral
{
    private const double EulerGamma = 0.57721566490153286061;
    private const double Farthest = 1e17; // from here the fraction is 1 / x

    /// <summary>The integral of order n at x; ∞ at 0, 0 at ∞, NaN below 0.</summary>
    public static double Scaled(int n, double x)
    {
        if (!(x > 0.0))
        {
            return x == 0.0 ? double.PositiveInfinity : double.NaN;
        }

        var value = x < 1.0 ? Small(n + 1, x) : x > Farthest ? 1.0 / x : Fraction(n + 1, x);
        for (var i = 1; i <= n; i++)
        {
            value *= i / x;
        }

        return value;
    }

    // eˣ E₁, then eˣ Eᵢ₊₁ = (1 - x eˣ Eᵢ) / i.
    private static double Small(int n, double x)
    {
        var (sum, term) = (-EulerGamma - Math.Log(x), -1.0);
        for (var i = 1; i < 30 && Math.Abs(term) > 1e-18; i++)
        {
            term *= -x / i;
            sum += term / i;
        }

        var value = Math.Exp(x) * sum;
        for (var i = 1; i < n; i++)
        {
            value = (1.0 - (x * value)) / i;
        }

        return value;
    }

    private static double Fraction(int n, double x)
    {
        var value = 0.0;
        for (var i = 20.0 + Math.Ceiling(100.0 / x); i > 0.0; i--)
        {
            value = i * (n + i - 1.0) / (x + n + (2.0 * i) - value);
        }

        return 1.0 / (x + n - value);
    }
}
