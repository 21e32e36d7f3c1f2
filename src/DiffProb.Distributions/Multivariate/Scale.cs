namespace DiffProb;

/// <summary>How wide an elliptical law is, by the one matrix that was given: a triangular factor, a covariance or its inverse.</summary>
/// <remarks>All that a density or a draw needs comes from one Cholesky factor, by triangular solves: no inverse is ever formed.</remarks>
internal sealed class Scale
{
    private readonly Tensor factor;
    private readonly bool isOfPrecision;

    private Scale(DistributionParameter parameter, Tensor factor, bool isOfPrecision)
    {
        (Parameter, this.factor, this.isOfPrecision) = (parameter, factor, isOfPrecision);
    }

    /// <summary>The matrix as it was given.</summary>
    public DistributionParameter Parameter { get; }

    /// <summary>Number of rows.</summary>
    public int Size => factor.Shape[^1];

    /// <summary>Shape of the vectors that the matrices go with.</summary>
    public Shape VectorShape => factor.Shape.Take(factor.Shape.Rank - 1);

    /// <summary>Sum of the logarithms of the factor's diagonal: half of log det of the covariance, [...].</summary>
    public Tensor HalfLogDeterminant => isOfPrecision ? -LogDiagonal : LogDiagonal;

    /// <summary>Diagonal of the covariance, [..., N].</summary>
    public Tensor Variances => isOfPrecision ? Spread.Square().Sum(-2) : factor.Square().Sum(-1);

    /// <summary>Covariance, [..., N, N].</summary>
    public Tensor Covariance
    {
        get
        {
            if (!isOfPrecision)
            {
                return factor.MatMul(factor.Transpose());
            }

            return Spread.Transpose().MatMul(Spread);
        }
    }

    /// <summary>Lower triangular factor of the covariance.</summary>
    public Tensor Factor => isOfPrecision ? Covariance.Cholesky() : factor;

    private Tensor LogDiagonal => factor.Diagonal().Log().Sum(-1);

    // Inverse of the factor of the precision, whose columns are the directions of independent noise.
    private Tensor Spread => factor.TriangularSolve(Factorizations.Identity(Size));

    /// <summary>The one that is given of the three.</summary>
    /// <exception cref="DiffProbException">None is given, or several.</exception>
    /// <exception cref="ShapeException">It is not square.</exception>
    public static Scale Of(string distribution, Tensor? covariance, Tensor? precision, Tensor? scaleTril)
    {
        if ((covariance is null ? 0 : 1) + (precision is null ? 0 : 1) + (scaleTril is null ? 0 : 1) != 1)
        {
            throw DistributionErrors.OneOfThree(distribution, nameof(covariance), nameof(precision), nameof(scaleTril));
        }

        return covariance is not null ? new(Square(distribution, nameof(covariance), covariance, Support.PositiveDefinite), covariance.Cholesky(), false)
            : precision is not null ? new(Square(distribution, nameof(precision), precision, Support.PositiveDefinite), precision.Cholesky(), true)
            : OfFactor(distribution, nameof(scaleTril), scaleTril!);
    }

    /// <summary>Scale by a lower triangular factor alone.</summary>
    public static Scale OfFactor(string distribution, string name, Tensor factor) => new(Square(distribution, name, factor, Support.LowerCholesky), factor.Tril(), false);

    /// <summary>A parameter that must be a square matrix.</summary>
    public static DistributionParameter Square(string distribution, string name, Tensor value, Support support)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Shape.Rank >= 2 && value.Shape[^1] == value.Shape[^2]
            ? new(name, value, support)
            : throw DistributionErrors.NeedsSquare(distribution, name, value.Shape);
    }

    /// <summary>Noise [..., N] stretched to this scale.</summary>
    public Tensor Stretch(Tensor noise) => Apply(isOfPrecision
        ? factor.TriangularSolve(noise.Unsqueeze(-1), transposed: true)
        : factor.MatMul(noise.Unsqueeze(-1)));

    /// <summary>The vector [..., N] in units of this scale: what <see cref="Stretch"/> stretched, up to a rotation.</summary>
    public Tensor Standardize(Tensor vector) => Apply(isOfPrecision
        ? factor.Transpose().MatMul(vector.Unsqueeze(-1))
        : factor.TriangularSolve(vector.Unsqueeze(-1)));

    private static Tensor Apply(Tensor column) => column.Select(-1, 0);
}
