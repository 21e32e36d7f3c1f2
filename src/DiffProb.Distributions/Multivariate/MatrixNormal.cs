namespace DiffProb;

/// <summary>Normal distribution of a matrix whose rows and columns have covariances of their own.</summary>
/// <remarks>
/// <para><b>Density</b>: that of the normal distribution of the numbers, with covariance (Lᵣ Lᵣᵀ)ᵢₖ (L꜀ L꜀ᵀ)ⱼₗ between xᵢⱼ and xₖₗ; in Z = Lᵣ⁻¹ (x - loc) L꜀⁻ᵀ they are independent.</para>
/// <para><b>Support</b>: real matrices. <b>Shapes</b>: loc [..., R, C], rowScaleTril [..., R, R], columnScaleTril [..., C, C]; an event is [..., R, C].</para>
/// <para><b>Estimators</b>: pathwise (explicit), score.</para>
/// </remarks>
public sealed class MatrixNormal : Distribution
{
    private readonly Tensor loc;
    private readonly Tensor rows;
    private readonly Tensor columns;

    /// <summary>Normal distribution of a matrix.</summary>
    /// <param name="loc">Mean [..., R, C].</param>
    /// <param name="rowScaleTril">Cholesky factor of the covariance of rows: lower triangular [..., R, R], positive on the diagonal.</param>
    /// <param name="columnScaleTril">Cholesky factor of the covariance of columns: lower triangular [..., C, C], positive on the diagonal.</param>
    /// <exception cref="ShapeException">A factor is not square, or the shapes do not fit.</exception>
    public MatrixNormal(Tensor loc, Tensor rowScaleTril, Tensor columnScaleTril)
        : base(
            Support.Real,
            [
                new("loc", loc),
                Scale.Square(nameof(MatrixNormal), nameof(rowScaleTril), rowScaleTril, Support.LowerCholesky),
                Scale.Square(nameof(MatrixNormal), nameof(columnScaleTril), columnScaleTril, Support.LowerCholesky),
            ],
            ShapeOf(loc, rowScaleTril, columnScaleTril),
            together: 2)
    {
        (this.loc, rows, columns) = (loc, rowScaleTril.Tril(), columnScaleTril.Tril());
    }

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => loc;

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => rows.Square().Sum(-1).Unsqueeze(-1) * columns.Square().Sum(-1).Unsqueeze(-2);

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => (Size * (Normal.HalfLogTwoPi + 0.5)) + HalfLogDeterminant;

    private double Size => Shape[^1] * Shape[^2];

    private Tensor HalfLogDeterminant => (Shape[^1] * rows.Diagonal().Log().Sum(-1)) + (Shape[^2] * columns.Diagonal().Log().Sum(-1));

    internal override Tensor SampleFrom(NoiseSource noise) => loc + rows.MatMul(noise.StandardNormal(Shape)).MatMul(columns.Transpose());

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x)
    {
        var left = rows.TriangularSolve(x - loc);
        var both = columns.TriangularSolve(left.Transpose());
        return (-0.5 * both.Square().Sum(-1).Sum(-1)) - HalfLogDeterminant - (Size * Normal.HalfLogTwoPi);
    }

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new MatrixNormal(parameters[0], parameters[1], parameters[2]);

    private static Shape ShapeOf(Tensor loc, Tensor rows, Tensor columns)
    {
        ArgumentNullException.ThrowIfNull(loc);
        if (loc.Shape.Rank < 2 || loc.Shape[^2] != rows.Shape[^1] || loc.Shape[^1] != columns.Shape[^1])
        {
            throw DistributionErrors.SidesDoNotFit(loc, rows, columns);
        }

        var (r, c) = (rows.Shape.Take(rows.Shape.Rank - 1).Concat(Shape.Of(1)), columns.Shape.Take(columns.Shape.Rank - 2).Concat(Shape.Of(1, columns.Shape[^1])));
        return VectorEvents.Joined(nameof(MatrixNormal), loc, new("rowScaleTril", rows), Shape.Broadcast(r, c));
    }
}
