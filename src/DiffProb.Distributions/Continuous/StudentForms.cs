namespace DiffProb;

/// <summary>The standard Student t law: t² / df are the odds of a Beta(1/2, df / 2). All of it goes to its normal limit as df grows.</summary>
internal static class StudentForms
{
    /// <summary>Log density.</summary>
    public static Tensor LogDensity(Tensor df, Tensor z) => StudentFunctions.LogDensity(df, z);

    /// <summary>P(t ≤ z), exact in the left tail.</summary>
    public static Tensor Cdf(Tensor df, Tensor z)
    {
        var isLeft = z < 0.0;
        return Tensor.Where(isLeft, 0.5 * StudentFunctions.Outer(df, z.Abs()), 0.5 + (0.5 * StudentFunctions.Inner(df, z.Abs())));
    }

    /// <summary>Logarithm of P(t ≤ z).</summary>
    public static Tensor LogCdf(Tensor df, Tensor z) =>
        Tensor.Where(z < 0.0, StudentFunctions.LogOuter(df, z.Abs()) - Math.Log(2.0), (-0.5 * StudentFunctions.Outer(df, z.Abs())).Log1p());

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
    public static Tensor Size(NoiseSource noise, Tensor df) => (0.5 * (Math.Log(2.0) + noise.LogScaledOdds(0.5, 0.5 * df))).Exp();

    /// <summary>df / (df - 2), infinite up to 2 and undefined up to 1.</summary>
    public static Tensor Variance(Tensor df) =>
        Tensor.Where(df > 2.0, df / Tensor.Where(df > 2.0, df - 2.0, 1.0), Tensor.Where(df > 1.0, double.PositiveInfinity, double.NaN));

    /// <summary>E |t|, infinite up to 1.</summary>
    public static Tensor MeanSize(Tensor df)
    {
        var isFinite = df > 1.0;
        var mean = Math.Sqrt(2.0 / Math.PI) * StudentFunctions.LogGammaExcess(0.5, 0.5 * df).Exp() * df / Tensor.Where(isFinite, df - 1.0, 1.0);
        return Tensor.Where(isFinite, mean, double.PositiveInfinity);
    }

    /// <summary>Entropy in nats of a law of 2a dimensions.</summary>
    public static Tensor Entropy(double a, Tensor df)
    {
        var half = 0.5 * df;
        return ((a + half) * (StudentFunctions.DigammaExcess(a, half) + (a / half))) + (a * Math.Log(2.0 * Math.PI)) - StudentFunctions.LogGammaExcess(a, half);
    }

    // P(|t| > it) = rest, of the odds the other way round.
    private static Tensor QuantileOfRest(Tensor df, Tensor rest) => (0.5 * (df.Log() - IncompleteIntegrals.IncompleteBetaInverseLogit(0.5 * df, 0.5, rest))).Exp();
}
