namespace DiffProb;

/// <summary>A point z of Beta(a, b), in every form in which its tails need it.</summary>
/// <param name="A">First concentration.</param>
/// <param name="B">Second concentration.</param>
/// <param name="X">z, which may underflow.</param>
/// <param name="Q">1 - z, which may underflow.</param>
/// <param name="Logit">log(z / (1 - z)).</param>
internal readonly record struct BetaPoint(double A, double B, double X, double Q, double Logit)
{
    /// <summary>The point with this logit.</summary>
    public static BetaPoint AtLogit(double a, double b, double logit)
    {
        var small = Math.Exp(-Math.Abs(logit));
        var (minor, major) = (small / (1 + small), 1 / (1 + small));
        return logit < 0 ? new(a, b, minor, major, logit) : new(a, b, major, minor, logit);
    }

    /// <summary>The point z = x, with q = 1 - x.</summary>
    public static BetaPoint At(double a, double b, double x, double q) => new(a, b, x, q, Math.Log(x / q));

    /// <summary>-log z.</summary>
    public double MinusLogX => Softplus.Of(-Logit);

    /// <summary>-log(1 - z).</summary>
    public double MinusLogQ => Softplus.Of(Logit);

    /// <summary>Slope of the density's logarithm, a (1 - z) - b z: positive left of the mean.</summary>
    public double Slope => X <= 0.5 ? Excess(A, B, X) : -Excess(B, A, Q);

    /// <summary>1 - z as a point of Beta(b, a).</summary>
    public BetaPoint Mirrored => new(B, A, Q, X, -Logit);

    /// <summary>Whether the lower tail is the one to integrate: z is left of the mean, or right of it by less than half a count and of 1/2 not.</summary>
    public bool IsLower => Slope >= (X <= 0.5 ? -0.5 : 0);

    /// <summary>Whether the power series in z of the lower tail is short: z ≤ 1/2, and few terms until they fall.</summary>
    public bool IsSeries => X <= 0.5 && (A <= 30 || (A + B) * X <= 0.3 * A);

    // a - (a + b) x, with the roundings of sum and product put back: for large counts the difference is small beside both.
    private static double Excess(double a, double b, double x)
    {
        var sum = a + b;
        var part = sum - a;
        var product = sum * x;
        return a - product - Math.FusedMultiplyAdd(sum, x, -product) - ((a - (sum - part) + (b - part)) * x);
    }
}
