namespace DiffProb;

/// <summary>Parameters and shapes of events that are square matrices.</summary>
internal static class MatrixEvents
{
    /// <summary>The one of two matrices that is given.</summary>
    public static DistributionParameter OneOf(string distribution, string name, Tensor? matrix, Tensor? scaleTril) => (matrix, scaleTril) switch
    {
        (not null, null) => Scale.Square(distribution, name, matrix, Support.PositiveDefinite),
        (null, not null) => Scale.Square(distribution, nameof(scaleTril), scaleTril, Support.LowerCholesky),
        _ => throw DistributionErrors.TwoParameterizations(distribution, name, nameof(scaleTril)),
    };

    /// <summary>Degrees of freedom and a triangular factor.</summary>
    public static DistributionParameter[] Parameters(string distribution, Tensor df, Tensor scaleTril)
    {
        var matrix = Scale.Square(distribution, nameof(scaleTril), scaleTril, Support.LowerCholesky);
        return [Bartlett.Df(df, scaleTril.Shape[^1]), matrix];
    }

    /// <summary>[..., N, N] for df [...] and a matrix [..., N, N].</summary>
    public static Shape ShapeOf(Tensor df, DistributionParameter matrix) => Shape.Broadcast(df.Shape.Concat(Shape.Of(1, 1)), matrix.Value.Shape);
}
