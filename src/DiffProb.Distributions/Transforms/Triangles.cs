namespace DiffProb;

/// <summary>The lower triangle of a matrix [N, N] as a vector, row by row.</summary>
internal static class Triangles
{
    /// <summary>N for a vector of N (N + 1) / 2 elements, or N (N - 1) / 2 without the diagonal.</summary>
    public static int Side(Transform transform, Tensor vector, bool withDiagonal)
    {
        var length = vector.Shape[^1];
        var side = (int)Math.Round(Math.Sqrt((2.0 * length) + 0.25) + (withDiagonal ? -0.5 : 0.5));
        return Length(side, withDiagonal) == length ? side : throw DistributionErrors.NoTriangle(transform, length);
    }

    /// <summary>Number of elements of the triangle.</summary>
    public static int Length(int side, bool withDiagonal) => side * (withDiagonal ? side + 1 : side - 1) / 2;

    /// <summary>[..., M] to [..., N, N], zeros elsewhere.</summary>
    public static Tensor Fill(Tensor vector, int side, bool withDiagonal)
    {
        var (places, next, length) = (new int[side, side], 0, vector.Shape[^1]);
        for (var i = 0; i < side; i++)
        {
            for (var j = 0; j < side; j++)
            {
                places[i, j] = j < i || (withDiagonal && j == i) ? next++ : length;
            }
        }

        var padded = Shapes.Concatenate([vector, Tensor.Literal(0.0).BroadcastTo(vector.Shape.Replace(vector.Shape.Rank - 1, 1))], -1);
        return padded.Gather(Tensor.Of(places.Cast<int>().ToArray().AsSpan()).Reshape(side, side), -1);
    }

    /// <summary>[..., N, N] to [..., M].</summary>
    public static Tensor Read(Tensor matrix, bool withDiagonal)
    {
        var side = matrix.Shape[^1];
        int[] places = [.. from i in Enumerable.Range(0, side) from j in Enumerable.Range(0, withDiagonal ? i + 1 : i) select (i * side) + j];
        var flat = matrix.Reshape(Shape.Of([.. matrix.Shape.Take(matrix.Shape.Rank - 2), side * side]));
        return flat.Gather(Tensor.Of(places.AsSpan()), -1);
    }

    /// <summary>Shape of the matrix of a vector.</summary>
    public static Shape MatrixShape(Shape vector, int side) => Shape.Of([.. vector.Take(vector.Rank - 1), side, side]);

    /// <summary>Shape of the vector of a matrix.</summary>
    public static Shape VectorShape(Shape matrix, bool withDiagonal) => Shape.Of([.. matrix.Take(matrix.Rank - 2), Length(matrix[^1], withDiagonal)]);
}
