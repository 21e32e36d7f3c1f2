namespace DiffProb;

/// <summary>ψ⁽ⁿ⁾(x), the nth derivative of ψ; n = 1 is trigamma.</summary>
/// <remarks>
/// <para>Relative error below 2e-15 for 1 ≤ n ≤ 20 and x > 0; n = 0 is <see cref="Digamma"/>.</para>
/// <para><b>Formula</b>: (-1)ⁿ⁺¹ n! ζ(n + 1, x), the Hurwitz zeta function by Euler-Maclaurin summation: every term but the last few has one sign.</para>
/// <para><b>Source</b>: Abramowitz and Stegun (1964), 6.4.10, 23.1.30; Johansson (2015), doi:10.1007/s11075-014-9893-1, equation 5.</para>
/// </remarks>
internal static class Polygamma
{
    // B(2j) / (2j)!
    private static ReadOnlySpan<double> Bernoulli =>
    [
        1.0 / 12, -1.0 / 720, 1.0 / 30240, -1.0 / 1209600, 1.0 / 47900160, -691.0 / 1307674368000,
        1.0 / 74724249600, -3617.0 / 10670622842880000,
    ];

    /// <summary>x³ (ψ'(x) - 1/x - 1/(2x²)) by 1/x² for x ≥ 4: our own fit in 50 digits, error 1e-17 of ψ'.</summary>
    public static ReadOnlySpan<double> FirstAsymptotic =>
    [
        0.16666666666666008, -0.03333333332448987, 0.02380952076916042, -0.0333328559752418, 0.07571557968764808,
        -0.2508225316669816, 1.0844937909967587, -5.073328857194768, 19.412234873365435, -39.91040212776585,
    ];

    /// <summary>-x⁴ (ψ''(x) + 1/x² + 1/x³) by 1/x² for x ≥ 4: our own fit in 50 digits, error 2e-17 of ψ''.</summary>
    public static ReadOnlySpan<double> SecondAsymptotic =>
    [
        0.49999999999998596, -0.16666666664175667, 0.16666665610099973, -0.299997968574581, 0.8331134463363411, -3.2755513840727417,
        16.823014028348478, -99.11401980265155, 549.0018066321538, -2235.1395407976456, 4603.995869371826,
    ];

    /// <summary>x⁵ (ψ⁽³⁾(x) - 2/x³ - 3/x⁴) by 1/x² for x ≥ 4: our own fit in 50 digits, error 3e-17 of ψ⁽³⁾.</summary>
    public static ReadOnlySpan<double> ThirdAsymptotic =>
    [
        1.999999999999962, -0.9999999999123883, 1.3333332883556441, -2.9999896123557956, 9.99864546492795, -45.95503525844569,
        273.78101668750077, -1924.8053755198086, 13743.661775388258, -82905.65513209613, 343348.5921735561, -694414.2988941362,
    ];

    /// <summary>ψ⁽ⁿ⁾(x); infinite at 0. For x &lt; 0, n = 0 and n = 1 by reflection, else NaN.</summary>
    /// <param name="n">Order, 0 to 20.</param>
    /// <param name="x">Argument.</param>
    public static double Of(int n, double x) => (n, x) switch
    {
        (0, _) => Digamma.Of(x),
        (1, < 0) => Square(Math.PI / double.SinPi(x)) - HurwitzZeta(2, 1 - x),
        (1, _) => HurwitzZeta(2, x),
        (_, < 0) => double.NaN,
        _ => ((n & 1) == 1 ? 1 : -1) * Factorial(n) * HurwitzZeta(n + 1, x),
    };

    // Σ (x + k)⁻ˢ over k ≥ 0, for x ≥ 0.
    private static double HurwitzZeta(int s, double x)
    {
        if (double.IsPositiveInfinity(x))
        {
            return 0;
        }

        var sum = 0.0;
        for (; x < 9 + s; x += 1)
        {
            sum += Power(1 / x, s);
        }

        var inverse = 1 / x;
        var power = Power(inverse, s - 1);
        return sum + (power * ((1.0 / (s - 1)) + (inverse * (0.5 + (inverse * Tail(s, inverse * inverse))))));
    }

    // Σ B(2j) / (2j)! s (s + 1) … (s + 2j - 2) x⁻²ʲ⁺²
    private static double Tail(int s, double square)
    {
        var (tail, rising) = (0.0, (double)s);
        for (var j = 0; j < Bernoulli.Length; j++)
        {
            tail += Bernoulli[j] * rising;
            rising *= (s + (2 * j) + 1) * (s + (2 * j) + 2) * square;
        }

        return tail;
    }

    private static double Power(double x, int n)
    {
        var power = x;
        for (var k = 1; k < n; k++)
        {
            power *= x;
        }

        return power;
    }

    private static double Factorial(int n)
    {
        var factorial = 1.0;
        for (var k = 2; k <= n; k++)
        {
            factorial *= k;
        }

        return factorial;
    }

    private static double Square(double x) => x * x;
}
