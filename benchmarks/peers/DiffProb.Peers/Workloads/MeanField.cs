using static DiffProb.Prob;

namespace DiffProb;

/// <summary>Negative evidence lower bound of a mean-field normal, E[-log p(u)] - entropy (Kucukelbir et al. 2017, arXiv 1603.00788), from N(0, 0.1).</summary>
internal static class MeanField
{
    internal const double Scale = 0.1;

    internal static Prob<Tensor> Elbo(Func<Tensor, Tensor> logDensity, int dimension) =>
        from loc in Param("loc", Tensor.Of(new double[dimension]))
        from scale in Param("scale", Tensor.Of([.. Enumerable.Repeat(Scale, dimension)]), Support.Positive)
        let guide = new Normal(loc, scale)
        from u in Sample("u", guide).Via(Estimator.Pathwise)
        select -logDensity(u) - guide.Entropy!;
}
