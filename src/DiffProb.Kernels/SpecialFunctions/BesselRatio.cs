namespace DiffProb;

/// <summary>A(k) = I₁(k) / I₀(k), the mean resultant length of a von Mises law, with its derivatives and 1 - A.</summary>
/// <remarks>
/// <para>Relative error below 2e-15 for A, 1 - A and A', 1e-13 for A'' at any k of at least 0; A is odd.</para>
/// <para><b>Formula</b>: A = E cos t, so that derivative n of it is the cumulant n + 1 of cos t: by the trapezoidal rule on the circle, which is exact there up to
/// Bessel functions of order 60 and more. Near 0 by the power series, from 30 on by the series in 1/k; both follow from A' = 1 - A/k - A².</para>
/// <para><b>Source</b>: Mardia and Jupp (2000), Directional Statistics, section 3.5.4 and appendix 1.</para>
/// </remarks>
internal static class BesselRatio
{
    private const double LargestByPowers = 0.5;
    private const double LeastByInverses = 30;
    private const int Points = 32;

    // sin²(t/2) at t = πj / 32, whose weights are 1, but 1/2 at both ends.
    private static readonly double[] SquaredSines = [.. Enumerable.Range(0, Points + 1).Select(j => Math.Pow(double.SinPi(0.5 * j / Points), 2))];
    private static readonly double[] Powers = PowerSeries(16);
    private static readonly double[] Inverses = InverseSeries(30);

    /// <summary>Derivative of some order of A.</summary>
    public static double Of(int order, double k) => Math.Abs(k) switch
    {
        < LargestByPowers => Power(order, k),
        < LeastByInverses and var size => (k < 0 && order % 2 == 0 ? -1 : 1) * (order == 0 ? 1 - Spread(size) : Cumulant(order + 1, size)),
        var size => (k < 0 && order % 2 == 0 ? -1 : 1) * ((order == 0 ? 1 : 0) - Inverse(order, size)),
    };

    /// <summary>1 - A.</summary>
    public static double Complement(double k) => k < LargestByPowers ? 1 - Of(0, k) : k < LeastByInverses ? Spread(k) : Inverse(0, k);

    // E (1 - cos t)
    private static double Spread(double k) => 2 * Mean(k, j => SquaredSines[j]);

    // κₙ = μₙ - Σ (n-1 over m-1) κₘ μₙ₋ₘ, from the moments about the mean.
    private static double Cumulant(int n, double k)
    {
        var spread = Spread(k);
        var (moments, cumulants) = (new double[n + 1], new double[n + 1]);
        for (var i = 2; i <= n; i++)
        {
            var power = i;
            moments[i] = Mean(k, j => Math.Pow(spread - (2 * SquaredSines[j]), power));
            cumulants[i] = moments[i];
            var choose = i - 1.0;
            for (var m = 2; m < i; m++)
            {
                cumulants[i] -= choose * cumulants[m] * moments[i - m];
                choose *= (i - m) / (double)m;
            }
        }

        return cumulants[n];
    }

    private static double Mean(double k, Func<int, double> f)
    {
        var (total, mass) = (0.0, 0.0);
        for (var j = Points; j >= 0; j--)
        {
            var weight = (j is 0 or Points ? 0.5 : 1) * Math.Exp(-2 * k * SquaredSines[j]);
            (total, mass) = (total + (weight * f(j)), mass + weight);
        }

        return total / mass;
    }

    private static double Power(int order, double k)
    {
        var sum = 0.0;
        for (var m = Powers.Length - 1; m >= 0 && (2 * m) + 1 >= order; m--)
        {
            sum = (sum * k * k) + (Powers[m] * Falling((2 * m) + 1, order));
        }

        return order % 2 == 0 ? k * sum : sum;
    }

    // Derivative of Σ bₙ k⁻ⁿ, as long as its terms fall.
    private static double Inverse(int order, double k)
    {
        var (sum, power) = (0.0, order % 2 == 0 ? 1.0 : -1.0);
        for (var i = 0; i < order; i++)
        {
            power /= k;
        }

        for (var n = 1; n <= Inverses.Length; n++)
        {
            power /= k;
            sum += Inverses[n - 1] * power * Falling(n + order - 1, order);
        }

        return double.IsPositiveInfinity(k) ? 0 : sum;
    }

    private static double Falling(int from, int count)
    {
        var product = 1.0;
        for (var i = 0; i < count; i++)
        {
            product *= from - i;
        }

        return product;
    }

    // A = Σ aₘ k²ᵐ⁺¹: (2m + 2) aₘ = [m = 0] - Σ aᵢ aⱼ over i + j = m - 1.
    private static double[] PowerSeries(int count)
    {
        var a = new double[count];
        for (var m = 0; m < count; m++)
        {
            var sum = m == 0 ? 1.0 : 0.0;
            for (var i = 0; i < m; i++)
            {
                sum -= a[i] * a[m - 1 - i];
            }

            a[m] = sum / ((2 * m) + 2);
        }

        return a;
    }

    // 1 - A = Σ bₙ k⁻ⁿ: 2 bₙ = [n = 1] + (n - 2) bₙ₋₁ + Σ bᵢ bⱼ over i + j = n.
    private static double[] InverseSeries(int count)
    {
        var b = new double[count];
        for (var n = 1; n <= count; n++)
        {
            var sum = n == 1 ? 1.0 : (n - 2) * b[n - 2];
            for (var i = 1; i < n; i++)
            {
                sum += b[i - 1] * b[n - i - 1];
            }

            b[n - 1] = 0.5 * sum;
        }

        return b;
    }
}
