namespace DiffProb;

/// <summary>Normal distribution of a vector whose covariance is a few directions and a diagonal: W Wᵀ + diag(d).</summary>
/// <remarks>
/// <para><b>Density</b>: that of the normal distribution. With C = I + Wᵀ D⁻¹ W and m = C⁻¹ Wᵀ D⁻¹ (x - loc), the exponent is
/// (|D^(-1/2) (x - loc - W m)|² + |m|²) / 2, a sum of squares, and log det is log det C + Σ log d: no N by N matrix is formed, and nothing cancels.</para>
/// <para><b>Support</b>: real vectors. <b>Shapes</b>: loc [..., N], factor [..., N, R], diagonal [..., N]; an event is [..., N].</para>
/// <para><b>Cost</b>: N R² for a density, N R for a draw. <b>Source</b>: Woodbury's identity and the matrix determinant lemma.</para>
/// <para><b>Estimators</b>: pathwise (explicit), score.</para>
/// </remarks>
public sealed class LowRankMultivariateNormal : Distribution
{
    private readonly Tensor loc;
    private readonly Tensor factor;
    private readonly Tensor diagonal;

    /// <summary>Normal distribution of a vector by a factor and a diagonal.</summary>
    /// <param name="loc">Mean [..., N].</param>
    /// <param name="factor">W, R columns of N numbers: [..., N, R].</param>
    /// <param name="diagonal">d, variances of independent noise, positive: [..., N].</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public LowRankMultivariateNormal(Tensor loc, Tensor factor, Tensor diagonal)
        : base(Support.Real, [new("loc", loc), new("factor", factor), new("diagonal", diagonal, Support.Positive)], ShapeOf(loc, factor, diagonal), together: 1)
    {
        (this.loc, this.factor, this.diagonal) = (loc, factor, diagonal);
    }

    /// <summary>Covariance matrices, [..., N, N].</summary>
    public Tensor Covariance => factor.MatMul(factor.Transpose()) + diagonal.DiagonalMatrix();

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => loc;

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => factor.Square().Sum(-1) + diagonal;

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => (Shape[^1] * (Normal.HalfLogTwoPi + 0.5)) + HalfLogDeterminant;

    // Wᵀ D⁻¹, [..., R, N].
    private Tensor Weighted => (factor / diagonal.Unsqueeze(-1)).Transpose();

    private Tensor Capacitance => (Factorizations.Identity(factor.Shape[^1]) + Weighted.MatMul(factor)).Cholesky();

    private Tensor HalfLogDeterminant => Capacitance.Diagonal().Log().Sum(-1) + (0.5 * diagonal.Log().Sum(-1));

    internal override Tensor SampleFrom(NoiseSource noise)
    {
        var common = noise.StandardNormal(Shape.Of([.. Parts, factor.Shape[^1], 1]));
        return loc + factor.MatMul(common).Select(-1, 0) + (diagonal.Sqrt() * noise.StandardNormal(Shape));
    }

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x)
    {
        var (column, root) = ((x - loc).Unsqueeze(-1), Capacitance);
        var m = root.TriangularSolve(root.TriangularSolve(Weighted.MatMul(column)), transposed: true);
        var rest = (column - factor.MatMul(m)).Select(-1, 0);
        var squares = (rest.Square() / diagonal).Sum(-1) + m.Square().Select(-1, 0).Sum(-1);
        return (-0.5 * squares) - HalfLogDeterminant - (Shape[^1] * Normal.HalfLogTwoPi);
    }

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new LowRankMultivariateNormal(parameters[0], parameters[1], parameters[2]);

    private static Shape ShapeOf(Tensor loc, Tensor factor, Tensor diagonal)
    {
        ArgumentNullException.ThrowIfNull(loc);
        ArgumentNullException.ThrowIfNull(factor);
        ArgumentNullException.ThrowIfNull(diagonal);
        var isFit = loc.Shape.Rank > 0 && factor.Shape.Rank > 1 && diagonal.Shape.Rank > 0 && factor.Shape[^2] == loc.Shape[^1] && diagonal.Shape[^1] == loc.Shape[^1];
        return isFit
            ? VectorEvents.Joined(
                nameof(LowRankMultivariateNormal), loc, new("factor", factor), Shape.Broadcast(factor.Shape.Take(factor.Shape.Rank - 1), diagonal.Shape))
            : throw DistributionErrors.FactorDoesNotFit(loc, factor, diagonal);
    }
}
