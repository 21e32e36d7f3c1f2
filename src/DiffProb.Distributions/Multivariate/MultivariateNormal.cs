namespace DiffProb;

/// <summary>Normal distribution of a vector.</summary>
/// <remarks>
/// <para><b>Density</b>: exp(-|L⁻¹(x - loc)|² / 2) / (√(2π)ᴺ det L), with L Lᵀ the covariance.</para>
/// <para><b>Support</b>: real vectors. <b>Shapes</b>: loc [..., N], matrices [..., N, N]; an event is [..., N], leading dimensions are independent.</para>
/// <para><b>Cost</b>: of scaleTril N² for a density or a draw; of a covariance or precision N³ / 3 more for its Cholesky factor, once for all draws.</para>
/// <para><b>Estimators</b>: pathwise (explicit), score.</para>
/// </remarks>
public sealed class MultivariateNormal : Distribution
{
    private readonly Tensor loc;
    private readonly Scale scale;

    /// <summary>Normal distribution of a vector, by exactly one of three matrices.</summary>
    /// <param name="loc">Mean [..., N].</param>
    /// <param name="covariance">Symmetric positive definite [..., N, N].</param>
    /// <param name="precision">Inverse of the covariance, symmetric positive definite [..., N, N].</param>
    /// <param name="scaleTril">Cholesky factor of the covariance: lower triangular [..., N, N], positive on the diagonal.</param>
    /// <exception cref="DiffProbException">None of the matrices is given, or several.</exception>
    /// <exception cref="ShapeException">A matrix is not square, or does not fit to loc.</exception>
    public MultivariateNormal(Tensor loc, Tensor? covariance = null, Tensor? precision = null, Tensor? scaleTril = null)
        : this(loc, Scale.Of(nameof(MultivariateNormal), covariance, precision, scaleTril))
    {
    }

    private MultivariateNormal(Tensor loc, Scale scale)
        : base(Support.Real, [new("loc", loc), scale.Parameter], VectorEvents.ShapeOf(nameof(MultivariateNormal), loc, scale), together: 1)
    {
        (this.loc, this.scale) = (loc, scale);
    }

    /// <summary>Covariance matrices, [..., N, N].</summary>
    public Tensor Covariance => scale.Covariance;

    /// <summary>Lower triangular factor of the covariance.</summary>
    internal Tensor Factor => scale.Factor;

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => loc;

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => scale.Variances;

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => (scale.Size * (Normal.HalfLogTwoPi + 0.5)) + scale.HalfLogDeterminant;

    internal override Tensor SampleFrom(NoiseSource noise) => loc + scale.Stretch(noise.StandardNormal(Shape));

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) =>
        (-0.5 * scale.Standardize(x - loc).Square().Sum(-1)) - scale.HalfLogDeterminant - (scale.Size * Normal.HalfLogTwoPi);

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => scale.Parameter.Name switch
    {
        "covariance" => new MultivariateNormal(parameters[0], covariance: parameters[1]),
        "precision" => new MultivariateNormal(parameters[0], precision: parameters[1]),
        _ => new MultivariateNormal(parameters[0], scaleTril: parameters[1]),
    };
}
