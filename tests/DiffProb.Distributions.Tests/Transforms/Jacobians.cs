using MathNet.Numerics.LinearAlgebra;

namespace DiffProb;

/// <summary>Jacobians by reverse mode, and their determinants by elimination: what transforms say of their stretch is held against them.</summary>
internal static class Jacobians
{
    /// <summary>dy/dx at a point: one row for each element of y.</summary>
    public static double[,] Of(Tensor y, Tensor slot, Tensor x)
    {
        var (rows, columns) = (Math.Max(1, y.Shape.Size), Math.Max(1, x.Shape.Size));
        var jacobian = new double[rows, columns];
        for (var r = 0; r < rows; r++)
        {
            var element = y.Shape.Rank == 0 ? y : y.Reshape(rows).Select(0, r);
            var row = new Computation(Gradient.Of(element, slot)[0], slot).At(x.ToArray());
            for (var c = 0; c < columns; c++)
            {
                jacobian[r, c] = row[c];
            }
        }

        return jacobian;
    }

    /// <summary>log |det| of a transform at one event; NaN where a slope underflows or overflows.</summary>
    public static double[] LogDeterminant(Transform transform, Tensor x)
    {
        var slot = Tensor.Data("x", x.Shape);
        var jacobian = Of(Free(transform.Codomain, transform.ForwardOf(Whole(transform.Domain, slot))), slot, x);
        if (transform.DomainRank == 0)
        {
            return [.. Enumerable.Range(0, jacobian.GetLength(0)).Select(i => Log(jacobian[i, i]))];
        }

        // Of a simplex in the domain, too, all but the last part are free.
        var rows = jacobian.GetLength(0);
        return [Log(Matrix<double>.Build.DenseOfArray(jacobian).SubMatrix(0, rows, 0, rows).Determinant())];
    }

    /// <summary>The coordinates that the density of a value in a set counts.</summary>
    public static Tensor Free(Support support, Tensor y) => support switch
    {
        SimplexSupport => y.Slice(-1, 0, y.Shape[^1] - 1),
        CorrelationCholeskySupport or CorrelationSupport => Triangles.Read(y, withDiagonal: false),
        LowerCholeskySupport or PositiveDefiniteSupport => Triangles.Read(y, withDiagonal: true),
        ImageSupport image => Free(image.Within, y),
        _ => y,
    };

    private static Tensor Whole(Support support, Tensor x)
    {
        if (support is not SimplexSupport)
        {
            return x;
        }

        var free = x.Slice(-1, 0, x.Shape[^1] - 1);
        return Shapes.Concatenate([free, 1.0 - free.Sum(-1).Unsqueeze(-1)], -1);
    }

    private static double Log(double d) => double.IsNormal(d) ? Math.Log(Math.Abs(d)) : double.NaN;
}
