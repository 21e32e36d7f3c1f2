namespace DiffProb;

/// <summary>Shapes of events whose last dimension is one draw.</summary>
internal static class VectorEvents
{
    /// <summary>[..., N] for a vector and a matrix that go with each other.</summary>
    public static Shape ShapeOf(string distribution, Tensor loc, Scale scale)
    {
        ArgumentNullException.ThrowIfNull(loc);
        if (loc.Shape.Rank == 0 || loc.Shape[^1] != scale.Size)
        {
            throw DistributionErrors.MatrixDoesNotFit(distribution, loc, scale.Parameter);
        }

        return Joined(distribution, loc, scale.Parameter, scale.VectorShape);
    }

    /// <summary>The shape to which two broadcast.</summary>
    public static Shape Joined(string distribution, Tensor loc, DistributionParameter other, Shape shape)
    {
        try
        {
            return Shape.Broadcast(loc.Shape, shape);
        }
        catch (ShapeException)
        {
            throw DistributionErrors.MatrixDoesNotFit(distribution, loc, other);
        }
    }
}
