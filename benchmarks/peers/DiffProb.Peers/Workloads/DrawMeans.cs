using static DiffProb.Prob;

namespace DiffProb;

/// <summary>Means of draws whose path is implicit: Gamma(2, 1.5), Beta(2, 3), and Dirichlet(0.5, …, 3) weighted 1 to 4.</summary>
internal static class DrawMeans
{
    internal static double[] Concentration { get; } = [0.5, 0.5 + (2.5 / 3.0), 0.5 + (5.0 / 3.0), 3.0];

    internal static double[] Weights { get; } = [1.0, 2.0, 3.0, 4.0];

    internal static Prob<Tensor> Gamma =>
        from a in Param("concentration", 2.0, Support.Positive)
        from r in Param("rate", 1.5, Support.Positive)
        from x in Sample("x", new Gamma(a, r)).Via(Estimator.Pathwise)
        select x;

    internal static Prob<Tensor> Beta =>
        from a in Param("a", 2.0, Support.Positive)
        from b in Param("b", 3.0, Support.Positive)
        from x in Sample("x", new Beta(a, b)).Via(Estimator.Pathwise)
        select x;

    internal static Prob<Tensor> Dirichlet =>
        from a in Param("concentration", Tensor.Of(Concentration), Support.Positive)
        from x in Sample("x", new Dirichlet(a)).Via(Estimator.Pathwise)
        select x.Dot(Tensor.Of(Weights));
}
