namespace DiffProb;

/// <summary>Wishart distribution: sums of df outer products of normal vectors with covariance V.</summary>
/// <remarks>
/// <para><b>Density</b>: det X^((df - N - 1) / 2) exp(-tr(V⁻¹ X) / 2) / (2^(df N / 2) det V^(df / 2) Γ_N(df / 2)), over the lower triangle.</para>
/// <para><b>Support</b>: symmetric positive definite matrices. <b>Shapes</b>: df [...], matrices [..., N, N]; an event is [..., N, N].</para>
/// <para><b>Cost</b>: a density takes a Cholesky factor of the value, N³ / 3; over factors, see <see cref="WishartCholesky"/>.</para>
/// <para><b>Estimators</b>: pathwise (explicit in the matrix, implicit in df), score.</para>
/// </remarks>
public sealed class Wishart : Distribution
{
    private readonly Tensor df;
    private readonly Tensor factor;

    /// <summary>By exactly one of two matrices.</summary>
    /// <param name="df">Degrees of freedom [...], above N - 1.</param>
    /// <param name="covariance">V, symmetric positive definite [..., N, N].</param>
    /// <param name="scaleTril">Cholesky factor of V: lower triangular [..., N, N], positive on the diagonal.</param>
    /// <exception cref="DiffProbException">None of the matrices is given, or both.</exception>
    /// <exception cref="ShapeException">The matrix is not square.</exception>
    public Wishart(Tensor df, Tensor? covariance = null, Tensor? scaleTril = null)
        : this(df, MatrixEvents.OneOf(nameof(Wishart), nameof(covariance), covariance, scaleTril))
    {
    }

    private Wishart(Tensor df, DistributionParameter matrix)
        : base(Support.PositiveDefinite, [Bartlett.Df(df, matrix.Value.Shape[^1]), matrix], MatrixEvents.ShapeOf(df, matrix), together: 2)
    {
        (this.df, factor) = (df, matrix.Name == "scaleTril" ? matrix.Value.Tril() : matrix.Value.Cholesky());
    }

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => Law.Mean;

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => Law.Variance;

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => Law.Entropy;

    private WishartLaw Law => new(df, factor);

    internal override Tensor SampleFrom(NoiseSource noise)
    {
        var l = Law.Draw(noise, Parts);
        return l.MatMul(l.Transpose());
    }

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) => Law.LogDensity(x.Cholesky());

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => Parameters[1].Name == "scaleTril"
        ? new Wishart(parameters[0], scaleTril: parameters[1])
        : new Wishart(parameters[0], covariance: parameters[1]);
}
