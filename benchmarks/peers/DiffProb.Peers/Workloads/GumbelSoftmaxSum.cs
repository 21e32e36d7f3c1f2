using static DiffProb.Prob;

namespace DiffProb;

/// <summary>Weighted sum of relaxed one-hot vectors of 20 parts at temperature 0.5, each with logits of its own.</summary>
internal static class GumbelSoftmaxSum
{
    internal const int Parts = 20;
    internal const double Temperature = 0.5;

    internal static double[,] Logits(int rows) => Inputs.Matrix(rows, Parts, 1.0, 5);

    internal static double[,] Weights(int rows) => Inputs.Matrix(rows, Parts, 1.0, 6);

    internal static Prob<Tensor> Program(int rows)
    {
        var (start, weights) = (Tensor.Matrix(Logits(rows)), Tensor.Matrix(Weights(rows)));
        return
            from logits in Param("logits", start)
            from y in Sample("y", new RelaxedOneHotCategorical(Temperature, logits: logits)).Via(Estimator.Pathwise)
            select (y * weights).Sum();
    }
}
