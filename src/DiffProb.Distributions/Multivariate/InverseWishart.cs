namespace DiffProb;

/// <summary>Inverse Wishart distribution: the inverse of a Wishart matrix whose covariance is S⁻¹.</summary>
/// <remarks>
/// <para><b>Density</b>: det S^(df / 2) det X^(-(df + N + 1) / 2) exp(-tr(S X⁻¹) / 2) / (2^(df N / 2) Γ_N(df / 2)), over the lower triangle.</para>
/// <para><b>Support</b>: symmetric positive definite matrices. <b>Shapes</b>: df [...], matrices [..., N, N]; an event is [..., N, N].</para>
/// <para><b>Cost</b>: a density takes a Cholesky factor of the value, N³ / 3; over factors, see <see cref="InverseWishartCholesky"/>.</para>
/// <para><b>Estimators</b>: pathwise (explicit in the matrix, implicit in df), score.</para>
/// </remarks>
public sealed class InverseWishart : Distribution
{
    private readonly Tensor df;
    private readonly Tensor factor;

    /// <summary>By exactly one of two matrices.</summary>
    /// <param name="df">Degrees of freedom [...], above N - 1.</param>
    /// <param name="scale">S, symmetric positive definite [..., N, N].</param>
    /// <param name="scaleTril">Cholesky factor of S: lower triangular [..., N, N], positive on the diagonal.</param>
    /// <exception cref="DiffProbException">None of the matrices is given, or both.</exception>
    /// <exception cref="ShapeException">The matrix is not square.</exception>
    public InverseWishart(Tensor df, Tensor? scale = null, Tensor? scaleTril = null)
        : this(df, MatrixEvents.OneOf(nameof(InverseWishart), nameof(scale), scale, scaleTril))
    {
    }

    private InverseWishart(Tensor df, DistributionParameter matrix)
        : base(Support.PositiveDefinite, [Bartlett.Df(df, matrix.Value.Shape[^1]), matrix], MatrixEvents.ShapeOf(df, matrix), together: 2)
    {
        (this.df, factor) = (df, matrix.Name == "scaleTril" ? matrix.Value.Tril() : matrix.Value.Cholesky());
    }

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => Law.Mean;

    private InverseWishartLaw Law => new(df, factor);

    internal override Tensor SampleFrom(NoiseSource noise)
    {
        var l = Law.Draw(noise, Parts);
        return l.MatMul(l.Transpose());
    }

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) => Law.LogDensity(x.Cholesky());

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => Parameters[1].Name == "scaleTril"
        ? new InverseWishart(parameters[0], scaleTril: parameters[1])
        : new InverseWishart(parameters[0], scale: parameters[1]);
}
