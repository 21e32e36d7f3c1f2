namespace DiffProb;

/// <summary>Families whose quantiles are found on the logarithms of their tails.</summary>
internal enum TailFamily
{
    /// <summary>Standard skew normal of shape α.</summary>
    SkewNormal,

    /// <summary>Inverse Gaussian of mean 1, in the logarithm.</summary>
    InverseGaussian,

    /// <summary>Standard normal plus an exponential of some rate.</summary>
    ExponentiallyModified,
}

/// <summary>Quantiles of laws of one shape parameter, elementwise.</summary>
internal static class TailQuantiles
{
    /// <summary>The point with probability p below it: exact from p or from its logarithm, and far into the right tail where p is formed as 1 - q. It follows neither input.</summary>
    /// <param name="family">The family.</param>
    /// <param name="p">In [0, 1].</param>
    /// <param name="shape">Its parameter.</param>
    public static Tensor Of(TailFamily family, Tensor p, Tensor shape) =>
        Probabilities.IsComplement(p, out var q) ? Node(family, ProbabilityForm.Complement, q, shape)
        : p.Operation.Logarithm(p) is { } log ? Node(family, ProbabilityForm.Logarithm, log, shape)
        : Node(family, ProbabilityForm.Itself, p, shape);

    private static Tensor Node(TailFamily family, ProbabilityForm form, Tensor p, Tensor shape) =>
        Binary.Node(new TailQuantileFunction(family, form), p.StopGradient(), shape.StopGradient());
}

/// <summary>How a probability is given.</summary>
internal enum ProbabilityForm
{
    /// <summary>As a number.</summary>
    Itself,

    /// <summary>By one minus it.</summary>
    Complement,

    /// <summary>By its logarithm.</summary>
    Logarithm,
}

/// <summary>The quantile of a probability and of a shape.</summary>
internal sealed record TailQuantileFunction(TailFamily Family, ProbabilityForm Form) : DoubleBinary
{
    // Its inputs are cut: derivatives follow the path.
    public override Dependence DependsOn(int input) => Dependence.None;

    public override Tensor? Derivative(int input, Tensor output, Tensor adjoint) => null;

    protected override double Value(double a, double b) => Family switch
    {
        TailFamily.SkewNormal => Find(new SkewNormalLaw(b), a),
        TailFamily.InverseGaussian => Find(new InverseGaussianLaw(b), a),
        _ => Find(new ExponentiallyModifiedLaw(b), a),
    };

    private double Find<TLaw>(in TLaw law, double p)
        where TLaw : struct, ITailLaw => Form switch
        {
            ProbabilityForm.Itself => TailQuantile.Of(law, p),
            ProbabilityForm.Complement => TailQuantile.OfComplement(law, p),
            _ => TailQuantile.OfLog(law, p),
        };
}
