namespace DiffProb;

/// <summary>Products of vectors and matrices, and parts of matrices. Leading dimensions broadcast.</summary>
public static class Algebra
{
    /// <summary>Matrix product, by NumPy's rule.</summary>
    /// <remarks>
    /// <para><b>Shapes</b>: [..., M, K] × [..., K, N] to [..., M, N]; a vector [K] on the left is a row and on the right a column, and its dimension is gone from the result.</para>
    /// <para><b>Cost</b>: M K N multiply-adds for each element of the leading dimensions and hidden axes.</para>
    /// </remarks>
    /// <param name="a">At least one dimension.</param>
    /// <param name="b">At least one dimension.</param>
    /// <exception cref="ShapeException">The inner dimensions differ, or the leading ones do not broadcast.</exception>
    public static Tensor MatMul(this Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var (rankA, rankB) = (a.Shape.Rank, b.Shape.Rank);
        if (rankA == 0 || rankB == 0 || a.Shape[^1] != b.Shape[rankB == 1 ? 0 : rankB - 2])
        {
            throw Errors.DoNotMultiply(a, b);
        }

        var product = Product(rankA == 1 ? a.Unsqueeze(0) : a, rankB == 1 ? b.Unsqueeze(1) : b);
        product = rankB == 1 ? product.Reshape(product.Shape.Without(product.Shape.Rank - 1)) : product;
        return rankA == 1 ? product.Reshape(product.Shape.Without(product.Shape.Rank - (rankB == 1 ? 1 : 2))) : product;
    }

    /// <summary>Inner product along the last dimension, which disappears: [..., N] · [..., N] to [...].</summary>
    /// <param name="a">At least one dimension.</param>
    /// <param name="b">At least one dimension, broadcast with the other.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Dot(this Tensor a, Tensor b) => Arithmetic.Multiply(a, b).Sum(-1);

    /// <summary>Outer product: [..., M] and [..., N] to [..., M, N].</summary>
    /// <param name="a">At least one dimension.</param>
    /// <param name="b">At least one dimension.</param>
    /// <exception cref="ShapeException">One is a scalar, or the leading dimensions do not broadcast.</exception>
    public static Tensor Outer(this Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        a.Shape.Resolve(-1, "Outer");
        b.Shape.Resolve(-1, "Outer");
        return a.Unsqueeze(-1) * b.Unsqueeze(-2);
    }

    /// <summary>Main diagonal: [..., N, N] to [..., N].</summary>
    /// <param name="x">Square matrices.</param>
    /// <exception cref="ShapeException">They are not square.</exception>
    public static Tensor Diagonal(this Tensor x) => Tensor.Create(new Diagonal(), Square("Diagonal", x));

    /// <summary>Diagonal matrices: [..., N] to [..., N, N], zero off the diagonal.</summary>
    /// <param name="x">At least one dimension.</param>
    /// <exception cref="ShapeException">It is a scalar.</exception>
    public static Tensor DiagonalMatrix(this Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        x.Shape.Resolve(-1, "DiagonalMatrix");
        return Tensor.Create(new DiagonalMatrix(), x);
    }

    /// <summary>Lower triangle: zero where column - row &gt; offset.</summary>
    /// <param name="x">[..., M, N].</param>
    /// <param name="offset">0 keeps the diagonal, -1 drops it.</param>
    /// <exception cref="ShapeException">It has fewer than two dimensions.</exception>
    public static Tensor Tril(this Tensor x, int offset = 0) => Tensor.Create(new Triangle(true, offset), Matrices("Tril", x));

    /// <summary>Upper triangle: zero where column - row &lt; offset.</summary>
    /// <param name="x">[..., M, N].</param>
    /// <param name="offset">0 keeps the diagonal, 1 drops it.</param>
    /// <exception cref="ShapeException">It has fewer than two dimensions.</exception>
    public static Tensor Triu(this Tensor x, int offset = 0) => Tensor.Create(new Triangle(false, offset), Matrices("Triu", x));

    /// <summary>Product of tensors that both have at least two dimensions.</summary>
    internal static Tensor Product(Tensor a, Tensor b)
    {
        var inputs = Elementwise.Promote(false, a, b);
        (a, b) = inputs[0].DType == DType.Bool ? (a.Cast(DType.Int64), b.Cast(DType.Int64)) : (inputs[0], inputs[1]);
        if (b.Shape.Rank > 2 || a.Shape.Rank == 2)
        {
            return Tensor.Create(new MatMul(), a, b);
        }

        // One matrix on the right: all rows of the left are one tall matrix.
        var (rows, columns) = (a.Shape.Take(a.Shape.Rank - 1), b.Shape[1]);
        return Tensor.Create(new MatMul(), a.Reshape(rows.Size, a.Shape[^1]), b).Reshape(rows.Concat(Shape.Of(columns)));
    }

    internal static Tensor Matrices(string operation, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Shape.Rank >= 2 ? x : throw Errors.NotAMatrix(operation, x);
    }

    internal static Tensor Square(string operation, Tensor x) =>
        Matrices(operation, x).Shape[^1] == x.Shape[^2] ? x : throw Errors.NotSquare(operation, x);
}

/// <summary>[..., M, K] × [..., K, N].</summary>
internal sealed record MatMul : Operation
{
    public override bool IsProduct => true;

    public override Shape InferShape(ReadOnlySpan<Tensor> inputs)
    {
        var (a, b) = (inputs[0].Shape, inputs[1].Shape);
        return Shape.Broadcast(a.Take(a.Rank - 2), b.Take(b.Rank - 2)).Concat(Shape.Of(a[^2], b[^1]));
    }

    public override Dependence DependsOn(int input) => Dependence.Affine;

    // Leading dimensions that were broadcast are summed by Gradient.
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => input == 0
        ? Algebra.Product(adjoint, output.Inputs[1].Transpose())
        : Algebra.Product(output.Inputs[0].Transpose(), adjoint);

    public override Tensor Rebuild(Tensor[] inputs) => Algebra.Product(inputs[0], inputs[1]);

    internal override void Execute(NodeRun run) => MatrixProductRunner.Run(run);
}

/// <summary>The main diagonal of square matrices.</summary>
internal sealed record Diagonal : View
{
    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => inputs[0].Shape.Take(inputs[0].Shape.Rank - 1);

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint.DiagonalMatrix();

    internal override StridedView Of(Tensor output)
    {
        var strides = StridedView.StridesOf(output.Inputs[0]);
        return new(StridedView.SizesOf(output), [.. strides.AsSpan(0, strides.Length - 2), strides[^2] + strides[^1]], 0);
    }
}

/// <summary>Square matrices with the input on the main diagonal.</summary>
internal sealed record DiagonalMatrix : Batched
{
    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => inputs[0].Shape.Concat(Shape.Of(inputs[0].Shape[^1]));

    public override Dependence DependsOn(int input) => Dependence.Affine;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint.Diagonal();

    internal override int CoreRank(Tensor node, int operand) => operand < 0 ? 2 : 1;

    protected override void Compute<T>(ref BatchCall<T> call)
    {
        var n = call.Node.Shape[^1];
        for (var b = call.From; b < call.To; b++)
        {
            var x = call.In(0, b);
            var y = call.Out(b);
            y.Clear();
            for (var i = 0; i < x.Length; i++)
            {
                y[(i * n) + i] = x[i];
            }
        }
    }
}

/// <summary>Elements on one side of a diagonal; exactly zero elsewhere, whatever was there.</summary>
internal sealed record Triangle(bool Lower, int Offset) : Batched
{
    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => inputs[0].Shape;

    public override Dependence DependsOn(int input) => Dependence.Affine;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => Tensor.Create(this, adjoint);

    internal override int CoreRank(Tensor node, int operand) => 2;

    protected override void Compute<T>(ref BatchCall<T> call)
    {
        var (rows, columns) = (call.Node.Shape[^2], call.Node.Shape[^1]);
        for (var b = call.From; b < call.To; b++)
        {
            var x = call.In(0, b);
            var y = call.Out(b);
            y.Clear();
            for (var r = 0; r < rows; r++)
            {
                var edge = Math.Clamp(r + Offset + (Lower ? 1 : 0), 0, columns);
                var kept = Lower ? new Range(0, edge) : new Range(edge, columns);
                x.Slice(r * columns, columns)[kept].CopyTo(y.Slice(r * columns, columns)[kept]);
            }
        }
    }
}
