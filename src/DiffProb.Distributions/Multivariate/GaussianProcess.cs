namespace DiffProb;

/// <summary>The normal laws of a random function at chosen inputs: before and after values of it are seen.</summary>
/// <remarks><b>Source</b>: Rasmussen and Williams (2006), Gaussian Processes for Machine Learning, algorithm 2.1.</remarks>
public static class GaussianProcess
{
    /// <summary>What is added to the diagonal, relative to nothing: enough for a Cholesky factor in double precision where variances are about 1.</summary>
    public const double DefaultJitter = 1e-9;

    /// <summary>The law of noisy values of the function at inputs.</summary>
    /// <param name="covariance">Covariance function.</param>
    /// <param name="inputs">[N] or [N, D].</param>
    /// <param name="noise">Variance of independent noise on each value, at least 0.</param>
    /// <param name="mean">Mean at the inputs [N]; 0 if null.</param>
    /// <param name="jitter">Added to the diagonal for the sake of the factor.</param>
    public static MultivariateNormal Marginal(CovarianceFunction covariance, Tensor inputs, Tensor noise, Tensor? mean = null, double jitter = DefaultJitter)
    {
        ArgumentNullException.ThrowIfNull(covariance);
        ArgumentNullException.ThrowIfNull(inputs);
        var factor = Factor(covariance, inputs, noise, jitter);
        return new(mean ?? Tensor.Literal(0.0).BroadcastTo(Shape.Of(inputs.Shape[0])), scaleTril: factor);
    }

    /// <summary>The law of the function, without noise, at new inputs, given noisy values at others.</summary>
    /// <param name="covariance">Covariance function.</param>
    /// <param name="inputs">Where values were seen: [N] or [N, D].</param>
    /// <param name="values">The values less their mean, [N].</param>
    /// <param name="noise">Variance of independent noise on each value seen, at least 0.</param>
    /// <param name="at">New inputs: [M] or [M, D].</param>
    /// <param name="jitter">Added to the diagonals for the sake of the factors.</param>
    public static MultivariateNormal Conditional(
        CovarianceFunction covariance, Tensor inputs, Tensor values, Tensor noise, Tensor at, double jitter = DefaultJitter)
    {
        ArgumentNullException.ThrowIfNull(covariance);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(at);
        var factor = Factor(covariance, inputs, noise, jitter);
        var cross = factor.TriangularSolve(covariance.Between(inputs, at));
        var mean = cross.Transpose().MatMul(factor.TriangularSolve(values.Unsqueeze(-1))).Select(-1, 0);
        var rest = covariance.Between(at, at) - cross.Transpose().MatMul(cross) + (jitter * Factorizations.Identity(at.Shape[0]));
        return new(mean, scaleTril: rest.Cholesky());
    }

    private static Tensor Factor(CovarianceFunction covariance, Tensor inputs, Tensor noise, double jitter) =>
        (covariance.Between(inputs, inputs) + ((noise + jitter) * Factorizations.Identity(inputs.Shape[0]))).Cholesky();
}
