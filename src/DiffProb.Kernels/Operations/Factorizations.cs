using System.Numerics;

namespace DiffProb;

/// <summary>Factors, solutions and determinants of square matrices [..., N, N]; leading dimensions broadcast.</summary>
public static class Factorizations
{
    /// <summary>Lower triangular L with L Lᵀ = x and a positive diagonal.</summary>
    /// <remarks>
    /// <para><b>Accepts</b>: positive definite matrices; of a matrix that is not symmetric, the symmetric part (x + xᵀ) / 2 counts.</para>
    /// <para><b>Gradients</b>: symmetric, as in PyTorch; right to any order.</para>
    /// <para><b>Source</b>: Murray (2016), arXiv 1602.07527, equation 10.</para>
    /// </remarks>
    /// <param name="x">[..., N, N].</param>
    /// <exception cref="ShapeException">It is not square.</exception>
    public static Tensor Cholesky(this Tensor x) => Tensor.Create(new Cholesky(), Matrices("Cholesky", x));

    /// <summary>The x that solves a x = b, where a is triangular.</summary>
    /// <remarks><b>Shapes</b>: a [..., N, N]; b and x [..., N, K], or [N] for one right side.</remarks>
    /// <param name="a">Triangular; the other triangle is not read.</param>
    /// <param name="b">Right sides.</param>
    /// <param name="lower">Whether a is its lower triangle, else the upper one.</param>
    /// <param name="transposed">Whether to solve aᵀ x = b instead.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor TriangularSolve(this Tensor a, Tensor b, bool lower = true, bool transposed = false) =>
        Solve(new TriangularSolve(lower, transposed), "TriangularSolve", a, b);

    /// <summary>The x that solves a x = b, by elimination with pivots.</summary>
    /// <remarks><b>Shapes</b>: a [..., N, N]; b and x [..., N, K], or [N] for one right side. A singular matrix is an error of the run.</remarks>
    /// <param name="a">Square matrices.</param>
    /// <param name="b">Right sides.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor Solve(this Tensor a, Tensor b) => Solve(new Solve(false), "Solve", a, b);

    /// <summary>Inverse matrices. To apply one, <see cref="Solve(Tensor, Tensor)"/> is faster and more accurate.</summary>
    /// <param name="x">[..., N, N].</param>
    /// <exception cref="ShapeException">It is not square.</exception>
    public static Tensor Inverse(this Tensor x) => Matrices("Inverse", x).Solve(Identity(x.Shape[^1]));

    /// <summary>Logarithm of the determinant: [..., N, N] to [...].</summary>
    /// <remarks>
    /// <para><b>Accepts</b>: any square matrix, as in PyTorch; -∞ where the determinant is 0, NaN where it is negative.</para>
    /// <para>Of a positive definite matrix whose Cholesky factor L is in use anyway, <c>2.0 * L.Diagonal().Log().Sum(-1)</c> costs nothing.</para>
    /// </remarks>
    /// <param name="x">[..., N, N].</param>
    /// <exception cref="ShapeException">It is not square.</exception>
    public static Tensor LogDet(this Tensor x) => Tensor.Create(new LogDet(), Matrices("LogDet", x));

    /// <summary>Whether the symmetric part of each matrix has a Cholesky factor: Bool, [..., N, N] to [...].</summary>
    /// <param name="x">[..., N, N].</param>
    /// <exception cref="ShapeException">It is not square.</exception>
    public static Tensor IsPositiveDefinite(this Tensor x) => Tensor.Create(new PositiveDefiniteTest(), Matrices("IsPositiveDefinite", x));

    internal static Tensor Identity(int size) => Tensor.Literal(1.0).BroadcastTo(Shape.Of(size)).DiagonalMatrix();

    private static Tensor Matrices(string operation, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Elementwise.Promote(true, Algebra.Square(operation, x))[0];
    }

    private static Tensor Solve(Operation solver, string operation, Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(b);
        var inputs = Elementwise.Promote(true, Algebra.Square(operation, a), b);
        if (b.Shape.Rank == 0 || b.Shape[b.Shape.Rank == 1 ? 0 : b.Shape.Rank - 2] != a.Shape[^1])
        {
            throw Errors.DoNotSolve(operation, a, b);
        }

        if (b.Shape.Rank > 1)
        {
            return Tensor.Create(solver, inputs[0], inputs[1]);
        }

        var x = Tensor.Create(solver, inputs[0], inputs[1].Unsqueeze(1));
        return x.Reshape(x.Shape.Without(x.Shape.Rank - 1));
    }
}

/// <summary>Contract of operations on the matrices in the last two dimensions, of float type.</summary>
internal abstract record MatrixOperation : Batched
{
    public override bool Accumulates => true;

    public override Dependence DependsOn(int input) => Dependence.Smooth;

    internal override int CoreRank(Tensor node, int operand) => 2;

    internal override int PerCall(Work work, int size) => Math.Max(1, work.BlockSize / size / 16);
}

/// <summary>Lower triangular factor of the symmetric part.</summary>
internal sealed record Cholesky : MatrixOperation
{
    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => inputs[0].Shape;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        // Murray's equation 10: S = L⁻ᵀ Φ(Lᵀ L̄) L⁻¹, where Φ takes the lower triangle and halves the diagonal.
        var product = output.Transpose().MatMul(adjoint);
        var half = 0.5 * (product.Tril() + product.Tril(-1));
        var left = output.TriangularSolve(half, lower: true, transposed: true);
        var both = output.TriangularSolve(left.Transpose(), lower: true, transposed: true);
        return 0.5 * (both + both.Transpose());
    }

    protected override void Compute<T>(ref BatchCall<T> call)
    {
        for (var b = call.From; b < call.To; b++)
        {
            var row = Factor(call.In(0, b), call.Out(b), call.Node.Shape[^1]);
            if (row >= 0)
            {
                throw Errors.NotPositiveDefinite(row);
            }
        }
    }

    // Row by row: l[i, j] = (x[i, j] - l[i, ..j] · l[j, ..j]) / l[j, j].
    // The first row whose pivot is not positive is returned; -1 if there is none.
    internal static int Factor<T>(ReadOnlySpan<T> x, Span<T> l, int n)
        where T : unmanaged, INumber<T>
    {
        l.Clear();
        var two = T.One + T.One;
        for (var i = 0; i < n; i++)
        {
            var row = l.Slice(i * n, n);
            for (var j = 0; j <= i; j++)
            {
                var rest = ((x[(i * n) + j] + x[(j * n) + i]) / two) - Summation.Dot<T>(row[..j], l.Slice(j * n, j));
                if (j == i && !(rest > T.Zero))
                {
                    return i;
                }

                row[j] = j < i ? rest / l[(j * n) + j] : T.CreateTruncating(Math.Sqrt(double.CreateTruncating(rest)));
            }
        }

        return -1;
    }
}

/// <summary>Whether a matrix has a Cholesky factor.</summary>
internal sealed record PositiveDefiniteTest : MatrixOperation
{
    internal override int CoreRank(Tensor node, int operand) => operand < 0 ? 0 : 2;

    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => inputs[0].Shape.Take(inputs[0].Shape.Rank - 2);

    public override DType InferType(ReadOnlySpan<Tensor> inputs) => DType.Bool;

    public override Dependence DependsOn(int input) => Dependence.Step;

    protected override DType KernelType(Tensor node) => node.Inputs[0].DType;

    protected override void Compute<T>(ref BatchCall<T> call)
    {
        var n = call.Node.Inputs[0].Shape[^1];
        var factor = new T[n * n];
        for (var b = call.From; b < call.To; b++)
        {
            call.Out<byte>(b)[0] = Cholesky.Factor(call.In(0, b), factor.AsSpan(), n) < 0 ? (byte)1 : (byte)0;
        }
    }
}

/// <summary>a x = b with a triangular a, or aᵀ x = b.</summary>
internal sealed record TriangularSolve(bool Lower, bool Transposed) : MatrixOperation
{
    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => Elimination.ShapeOf(inputs);

    public override Dependence DependsOn(int input) => input == 1 ? Dependence.Affine : Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var b = Tensor.Create(this with { Transposed = !Transposed }, output.Inputs[0], adjoint);
        if (input == 1)
        {
            return b;
        }

        var a = -Elimination.MatrixAdjoint(b, output, Transposed);
        return Lower ? a.Tril() : a.Triu();
    }

    protected override void Compute<T>(ref BatchCall<T> call)
    {
        var (n, columns) = (call.Node.Shape[^2], call.Node.Shape[^1]);
        for (var b = call.From; b < call.To; b++)
        {
            var x = call.Out(b);
            call.In(1, b).CopyTo(x);
            Elimination.Substitute(call.In(0, b), x, n, columns, Lower, Transposed, unit: false);
        }
    }
}

/// <summary>a x = b with any regular a, or aᵀ x = b.</summary>
internal sealed record Solve(bool Transposed) : MatrixOperation
{
    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => Elimination.ShapeOf(inputs);

    public override Dependence DependsOn(int input) => input == 1 ? Dependence.Affine : Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var b = Tensor.Create(new Solve(!Transposed), output.Inputs[0], adjoint);
        return input == 1 ? b : -Elimination.MatrixAdjoint(b, output, Transposed);
    }

    protected override void Compute<T>(ref BatchCall<T> call)
    {
        var (n, columns) = (call.Node.Shape[^2], call.Node.Shape[^1]);
        var factors = new T[n * n];
        for (var b = call.From; b < call.To; b++)
        {
            var x = call.Out(b);
            Elimination.Copy(call.In(0, b), factors, n, Transposed);
            call.In(1, b).CopyTo(x);
            Elimination.Factor<T>(factors, x, n, columns);
            for (var i = 0; i < n; i++)
            {
                if (factors[(i * n) + i] == T.Zero)
                {
                    throw Errors.Singular("Solve", i);
                }
            }

            Elimination.Substitute<T>(factors, x, n, columns, lower: true, transposed: false, unit: true);
            Elimination.Substitute<T>(factors, x, n, columns, lower: false, transposed: false, unit: false);
        }
    }
}

/// <summary>Logarithm of the determinant; NaN where it is negative.</summary>
internal sealed record LogDet : MatrixOperation
{
    internal override int CoreRank(Tensor node, int operand) => operand < 0 ? 0 : 2;

    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => inputs[0].Shape.Take(inputs[0].Shape.Rank - 2);

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var x = output.Inputs[0];
        var inverse = Tensor.Create(new Solve(true), x, Factorizations.Identity(x.Shape[^1]).Cast(x.DType));
        return adjoint.Unsqueeze(-1).Unsqueeze(-1) * inverse;
    }

    protected override void Compute<T>(ref BatchCall<T> call)
    {
        var n = call.Node.Inputs[0].Shape[^1];
        var factors = new T[n * n];
        for (var b = call.From; b < call.To; b++)
        {
            Elimination.Copy(call.In(0, b), factors, n, transposed: false);
            var isNegative = Elimination.Factor<T>(factors, [], n, 0);
            var sum = 0.0;
            for (var i = 0; i < n; i++)
            {
                var pivot = factors[(i * n) + i];
                isNegative ^= pivot < T.Zero;
                sum += Math.Log(Math.Abs(double.CreateTruncating(pivot)));
            }

            call.Out(b)[0] = T.CreateTruncating(isNegative && !double.IsNegativeInfinity(sum) ? double.NaN : sum);
        }
    }
}
