namespace DiffProb;

/// <summary>Log masses of counts among a known number, exact for large numbers, as expressions.</summary>
internal static class BinomialForms
{
    private const double LargestExponent = 700.0;

    /// <summary>log C(n, k) pᵏ qⁿ⁻ᵏ with q = 1 - p and 0⁰ = 1: one of two Poisson counts whose sum is known.</summary>
    public static Tensor LogMass(Tensor k, Tensor n, Tensor p, Tensor q)
    {
        var mean = Tensor.Max(n, 1.0);
        return GammaForms.LogPoissonMass(k, mean * p) + GammaForms.LogPoissonMass(n - k, mean * q) - GammaForms.LogPoissonMass(n, mean);
    }

    /// <summary>The same by log odds, exact where the probability underflows.</summary>
    public static Tensor LogMass(Tensor k, Tensor n, Tensor logits)
    {
        var mean = Tensor.Max(n, 1.0);
        return LogPoisson(k, mean, logits.LogSigmoid()) + LogPoisson(n - k, mean, (-logits).LogSigmoid()) - GammaForms.LogPoissonMass(n, mean);
    }

    /// <summary>log of the mass at k of a Poisson count of mean × exp(logShare), with 0 log 0 = 0.</summary>
    public static Tensor LogPoisson(Tensor k, Tensor mean, Tensor logShare)
    {
        var log = mean.Log() + logShare;
        return Tensor.Where(k.EqualTo(0.0), -log.Exp(), GammaForms.LogGammaDensity(k + 1.0, log.Exp(), Tensor.Where(k.EqualTo(0.0), 0.0, log)));
    }

    /// <summary>C(n, k) pᵏ qⁿ⁻ᵏ, 0 for k above n: differentiable at p = 0 and 1, where its logarithm is not.</summary>
    public static Tensor Mass(Tensor k, Tensor n, Tensor p, Tensor q)
    {
        var isCount = k <= n;
        var counted = Tensor.Where(isCount, k, 0.0);
        var isEdge = p.EqualTo(0.0) | q.EqualTo(0.0);

        // At an edge all but the first two masses are 0 to first order: n or less chooses them exactly.
        var chosen = ((n + 1.0).LogGamma() - (counted + 1.0).LogGamma() - (n - counted + 1.0).LogGamma()).Clamp(0.0, LargestExponent).Exp();
        var edge = chosen * p.Pow(counted) * q.Pow(n - counted);
        var inside = LogMass(counted, n, Tensor.Where(isEdge, 0.5, p), Tensor.Where(isEdge, 0.5, q)).Exp();
        return Tensor.Where(isCount, Tensor.Where(isEdge, edge, inside), 0.0);
    }
}
