namespace DiffProb;

/// <summary>ψ(x + h) - ψ(x), without cancellation.</summary>
/// <remarks>
/// <para>Relative error below 2e-15 for x > 0 and x + h > 0.</para>
/// <para><b>Formula</b>: recurrence to 10, Σ h / ((x + i)(x + h + i)); from there the asymptotic series term by term,
/// log(1 + h/x) + h / (2x(x + h)) + Σ B₂ₖ/2k (x⁻²ᵏ - (x + h)⁻²ᵏ).</para>
/// <para><b>Source</b>: Abramowitz and Stegun (1964), 6.3.5 and 6.3.18, differenced.</para>
/// </remarks>
internal static class DigammaDifference
{
    // B(2k) / 2k
    private static ReadOnlySpan<double> Asymptotic =>
        [1.0 / 12, -1.0 / 120, 1.0 / 252, -1.0 / 240, 1.0 / 132, -691.0 / 32760, 1.0 / 12, -3617.0 / 8160];

    /// <summary>ψ(x + h) - ψ(x).</summary>
    public static double Of(double x, double h)
    {
        var (low, step, sign) = h < 0 ? (x + h, -h, -1.0) : (x, h, 1.0);
        var high = h < 0 ? x : x + h;
        var sum = 0.0;
        while (low < 10)
        {
            sum += step / (low * high);
            low += 1;
            high += 1;
        }

        return sign * (sum + Large(low, high, step));
    }

    private static double Large(double low, double high, double step)
    {
        var (u, w) = (1 / low / low, 1 / high / high);
        var gap = step * (low + high) * u * w;          // u - w
        var (difference, power, series) = (gap, 1.0, 0.0); // uᵏ - wᵏ and wᵏ⁻¹
        foreach (var coefficient in Asymptotic)
        {
            series += coefficient * difference;
            power *= w;
            difference = (u * difference) + (gap * power);
        }

        return Log1p.Of(step / low) + (0.5 * step / (low * high)) + series;
    }
}
