namespace DiffProb;

/// <summary>Distribution function of the inverse Gaussian law at a point, and its logarithm's derivatives.</summary>
/// <remarks>
/// <para>Relative error below 1e-14 in logarithms and ratios of the tail that x is in, for any ratio of mean and concentration; where exp(-a²/2) is part of them that of its rounding, a² times 1e-16.</para>
/// <para><b>Formula</b>: with a = √(λ/x) (x - μ) / μ and b = √(λ/x) (x + μ) / μ, F = Φ(a) + exp(2λ/μ) Φ(-b) and exp(2λ/μ) φ(b) = φ(a): all of it over 2 φ(a),
/// from the side on which it is small.</para>
/// </remarks>
internal readonly struct InverseGaussianTail
{
    private static readonly double RootHalf = Math.Sqrt(0.5);
    private static readonly double RootTwoPi = Math.Sqrt(2.0 * Math.PI);

    private readonly double a;
    private readonly double root; // √(λ/x) = (b - a) / 2
    private readonly double below; // F exp(a²/2), where a is negative
    private readonly double above; // (1 - F) exp(a²/2), where a is at least -1

    private InverseGaussianTail(double a, double b, double root)
    {
        (this.a, this.root) = (a, root);
        below = a < 0.0 ? 0.5 * (Erfcx.Of(-a * RootHalf) + Erfcx.Of(b * RootHalf)) : double.NaN;
        above = a >= -1.0 ? 0.5 * ErfcxDrop.Of(a * RootHalf, root / RootHalf) : double.NaN;
    }

    /// <summary>At x, of a law with this mean and concentration.</summary>
    public static InverseGaussianTail At(double loc, double concentration, double x)
    {
        var root = Math.Sqrt(concentration / x);
        return new(root * ((x - loc) / loc), root * ((x + loc) / loc), root);
    }

    /// <summary>At loc eʸ, of a law whose concentration over its mean has this root.</summary>
    public static InverseGaussianTail AtLog(double rootRatio, double y) =>
        new(2.0 * rootRatio * Math.Sinh(0.5 * y), 2.0 * rootRatio * Math.Cosh(0.5 * y), rootRatio * Math.Exp(-0.5 * y));

    /// <summary>log F, or log(1 - F).</summary>
    public double Log(bool isAbove) => isAbove
        ? (a < 0.0 && Below <= 0.5 ? Log1p.Of(-Below) : Math.Log(above) - (0.5 * a * a))
        : (a < 0.0 && Below <= 0.5 ? Math.Log(below) - (0.5 * a * a) : Log1p.Of(-Above));

    /// <summary>φ(a) / F, or φ(a) / (1 - F).</summary>
    public double Ratio(bool isAbove) =>
        (isAbove ? a >= -1.0 : a < 0.0) ? 1.0 / (RootTwoPi * (isAbove ? above : below))
        : Math.Exp(-0.5 * a * a) / (RootTwoPi * (1.0 - (isAbove ? Below : Above)));

    /// <summary>d log F / d log x, or d log(1 - F) / d log x without its sign.</summary>
    public double Slope(bool isAbove) => root * Ratio(isAbove);

    private double Below => below * Math.Exp(-0.5 * a * a);

    private double Above => above * Math.Exp(-0.5 * a * a);
}
