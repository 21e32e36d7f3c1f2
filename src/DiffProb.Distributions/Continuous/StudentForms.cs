namespace DiffProb;

/// <summary>The standard Student t law: t² / df are the odds of a Beta(1/2, df / 2).</summary>
internal static class StudentForms
{
    /// <summary>Log density, with Γ((df + 1) / 2) / Γ(df / 2) as a beta function, which does not cancel.</summary>
    public static Tensor LogDensity(Tensor df, Tensor z) =>
        -BetaForms.LogBeta(0.5, 0.5 * df) - (0.5 * df.Log()) - (0.5 * (df + 1.0) * (z / df.Sqrt()).Log1pSquare());

    /// <summary>P(t ≤ z), exact in the left tail.</summary>
    public static Tensor Cdf(Tensor df, Tensor z) => Tensor.Where(z < 0.0, 0.5 * Outer(df, -z), 0.5 + (0.5 * Inner(df, z)));

    /// <summary>P(|t| ≤ z) for z of at least 0, exact near 0.</summary>
    public static Tensor Inner(Tensor df, Tensor z) => Tensor.Where(z.Square() > df, 1.0 - Share(df, z, isInner: false), Share(df, z, isInner: true));

    /// <summary>P(|t| > z) for z of at least 0, exact in the tail.</summary>
    public static Tensor Outer(Tensor df, Tensor z) => Tensor.Where(z.Square() > df, Share(df, z, isInner: false), 1.0 - Share(df, z, isInner: true));

    /// <summary>Logarithm of P(t ≤ z).</summary>
    public static Tensor LogCdf(Tensor df, Tensor z) => Tensor.Where(z < 0.0, LogOuter(df, -z) - Math.Log(2.0), (-0.5 * Outer(df, z)).Log1p());

    /// <summary>Logarithm of P(|t| ≤ z) for z of at least 0.</summary>
    public static Tensor LogInner(Tensor df, Tensor z) =>
        Tensor.Where(z.Square() > df, (-Share(df, z, isInner: false)).Log1p(), Share(df, z, isInner: true).Log());

    /// <summary>Logarithm of P(|t| > z) for z of at least 0.</summary>
    public static Tensor LogOuter(Tensor df, Tensor z) =>
        Tensor.Where(z.Square() > df, Share(df, z, isInner: false).Log(), (-Share(df, z, isInner: true)).Log1p());

    /// <summary>The t with P(t ≤ it) = p, from the side on which it is exact.</summary>
    public static Tensor Quantile(Tensor df, Tensor p)
    {
        var isLeft = p < 0.5;
        var size = QuantileOfRest(df, Tensor.Where(isLeft, 2.0 * p, 2.0 * (1.0 - p)));
        return Tensor.Where(isLeft, -size, size);
    }

    /// <summary>The z with P(|t| ≤ z) = p.</summary>
    public static Tensor QuantileOfSize(Tensor df, Tensor p) => (0.5 * (df.Log() + IncompleteIntegrals.IncompleteBetaInverseLogit(0.5, 0.5 * df, p))).Exp();

    /// <summary>A draw of |t| that follows df.</summary>
    public static Tensor Size(NoiseSource noise, Tensor df) => (0.5 * (df.Log() + noise.BetaLogit(Tensor.Literal(0.5).BroadcastTo(df.Shape), 0.5 * df))).Exp();

    /// <summary>df / (df - 2), infinite up to 2 and undefined up to 1.</summary>
    public static Tensor Variance(Tensor df) =>
        Tensor.Where(df > 2.0, df / Tensor.Where(df > 2.0, df - 2.0, 1.0), Tensor.Where(df > 1.0, double.PositiveInfinity, double.NaN));

    /// <summary>E |t|, infinite up to 1: √df / ((df - 1) B(1/2, df / 2)) twice.</summary>
    public static Tensor MeanSize(Tensor df)
    {
        var isFinite = df > 1.0;
        var mean = 2.0 * (0.5 * df.Log() - BetaForms.LogBeta(0.5, 0.5 * df)).Exp() / Tensor.Where(isFinite, df - 1.0, 1.0);
        return Tensor.Where(isFinite, mean, double.PositiveInfinity);
    }

    /// <summary>Entropy in nats.</summary>
    public static Tensor Entropy(Tensor df) =>
        (0.5 * (df + 1.0) * ((0.5 * (df + 1.0)).Digamma() - (0.5 * df).Digamma())) + (0.5 * df.Log()) + BetaForms.LogBeta(0.5, 0.5 * df);

    // P(|t| > it) = rest, of the odds the other way round.
    private static Tensor QuantileOfRest(Tensor df, Tensor rest) => (0.5 * (df.Log() - IncompleteIntegrals.IncompleteBetaInverseLogit(0.5 * df, 0.5, rest))).Exp();

    // With x = z² / (df + z²): I(x; 1/2, df/2), or I(1 - x; df/2, 1/2); each where its argument is below 1/2.
    private static Tensor Share(Tensor df, Tensor z, bool isInner)
    {
        var ratio = isInner ? z.Square() / df : df / z.Square();
        var isOwn = ratio <= 1.0;
        var x = Tensor.Where(isOwn, ratio / (1.0 + ratio), 0.5);
        return isInner ? IncompleteIntegrals.IncompleteBeta(0.5, 0.5 * df, x) : IncompleteIntegrals.IncompleteBeta(0.5 * df, 0.5, x);
    }
}
