namespace DiffProb;

/// <summary>Divergences from laws on the real line whose log density needs few moments of the other law.</summary>
internal static class LineDivergences
{
    // E log(1 + y²) is an integral over e^u of functions with poles at least π/2 from the real line.
    private static readonly Trapezoid Scales = new(-78.0, 4.0, 0.25);

    public static KlRule[] Rules =>
    [
        KlRule.Of<Distribution, Normal>(ToNormal),
        KlRule.Of<Normal, StudentT>(NormalToStudent),
        KlRule.Of<Normal, Gumbel>((p, q) => ToGumbel(p, q, t => (0.5 * (t * p.Get("scale")).Square()) - (t * p.Get("loc")))),
        KlRule.Of<Uniform, Gumbel>((p, q) => ToGumbel(p, q, t => LogLaplaceOfUniform(p, t))),
        KlRule.Of<Laplace, Gumbel>((p, q) => ToGumbel(p, q, t => LogLaplaceOfLaplace(p, t))),
        KlRule.Of<Exponential, Gumbel>((p, q) => ToGumbel(p, q, t => -(t / p.Get("rate")).Log1p())),
        KlRule.Of<Gamma, Gumbel>((p, q) => ToGumbel(p, q, t => -p.Get("concentration") * (t / p.Get("rate")).Log1p())),
        KlRule.Of<Chi2, Gumbel>((p, q) => ToGumbel(p, q, t => -0.5 * p.Get("df") * (2.0 * t).Log1p())),
    ];

    // Any density with an entropy; infinite where the variance is, and undefined moments are those of infinite second ones.
    private static Tensor? ToNormal(Distribution p, Normal q)
    {
        if (p.Support.IsDiscrete || p is Delta || p.Shape.Rank > p.Parts.Rank || p.Mean is not { } mean || p.Variance is not { } variance || p.EntropyOfParts is not { } entropy)
        {
            return null;
        }

        var isFinite = variance < double.PositiveInfinity;
        var scale = q.Get("scale");
        var square = Tensor.Where(isFinite, variance, 1.0) + (Tensor.Where(isFinite, mean, 0.0) - q.Get("loc")).Square();
        return Tensor.Where(isFinite, (0.5 * square / scale.Square()) + scale.Log() + Normal.HalfLogTwoPi - entropy, double.PositiveInfinity);
    }

    /// <summary>-entropy + log scale + (mean - loc) / scale + E exp(-(x - loc) / scale), with logLaplace(t) = log E exp(-t x).</summary>
    private static Tensor ToGumbel(Distribution p, Gumbel q, Func<Tensor, Tensor> logLaplace)
    {
        var (loc, scale) = (q.Get("loc"), q.Get("scale"));
        return scale.Log() + ((p.Mean! - loc) / scale) + (logLaplace(1.0 / scale) + (loc / scale)).Exp() - p.EntropyOfParts!;
    }

    // exp(-t low) (1 - exp(-t width)) / (t width)
    private static Tensor LogLaplaceOfUniform(Uniform p, Tensor t)
    {
        var width = t * (p.Get("high") - p.Get("low"));
        return (-width).Log1mExp() - width.Log() - (t * p.Get("low"));
    }

    private static Tensor LogLaplaceOfLaplace(Laplace p, Tensor t)
    {
        var square = (t * p.Get("scale")).Square();
        var isFinite = square < 1.0;
        return Tensor.Where(isFinite, -(t * p.Get("loc")) - (-Tensor.Where(isFinite, square, 0.0)).Log1p(), double.PositiveInfinity);
    }

    private static Tensor NormalToStudent(Normal p, StudentT q)
    {
        var (df, width) = (q.Get("df"), q.Get("scale") * q.Get("df").Sqrt());
        var mean = MeanLog1pSquare((p.Get("loc") - q.Get("loc")) / width, p.Get("scale") / width);
        return (0.5 * (df + 1.0) * mean) - q.LogDensityOfParts(q.Get("loc")) - p.EntropyOfParts!;
    }

    /// <summary>E log(1 + y²) for a normal y: ∫ e⁻ˢ (1 - E e^(-s y²)) ds / s, over log s.</summary>
    private static Tensor MeanLog1pSquare(Tensor loc, Tensor scale)
    {
        var (m, variance) = (loc.Square().Unsqueeze(-1), scale.Square().Unsqueeze(-1));
        return Scales.Of(u =>
        {
            var s = u.Exp();
            var stretch = 2.0 * s * variance;
            return (-s).Exp() * -(-((0.5 * stretch.Log1p()) + (s * m / (1.0 + stretch)))).Expm1();
        });
    }
}
