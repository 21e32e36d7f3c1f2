using System.Globalization;

namespace DiffProb;

/// <summary>Lower triangular matrices with a positive diagonal.</summary>
internal record LowerCholeskySupport : Support
{
    public override string Description => "a lower triangular matrix with a positive diagonal";

    internal override string Code => "Support.LowerCholesky";

    private protected override Transform Bijection => Transform.LowerCholesky;

    public override Tensor Contains(Tensor x)
    {
        if (x.Shape.Rank < 2 || x.Shape[^1] != x.Shape[^2])
        {
            return Tensor.Of([false]).BroadcastTo(x.Shape);
        }

        var diagonal = Factorizations.Identity(x.Shape[^1]);
        var above = Tensor.Literal(1.0).BroadcastTo(Shape.Of(x.Shape[^1], x.Shape[^1])).Triu(1);
        return Tensor.Where(above > 0.0, x.EqualTo(0.0), Tensor.Where(diagonal > 0.0, x > 0.0, x.EqualTo(x))) & (x.Abs() < double.PositiveInfinity);
    }

    internal override Tensor Interior(Tensor x) => Factorizations.Identity(x.Shape[^1]);
}

/// <summary>Cholesky factors of correlation matrices: their rows have length 1, up to a rounding of 1e-9.</summary>
internal sealed record CorrelationCholeskySupport : LowerCholeskySupport
{
    public override string Description => "a lower triangular matrix with a positive diagonal and rows of length 1";

    internal override string Code => "Support.CorrelationCholesky";

    private protected override Transform Bijection => Transform.CorrelationCholesky;

    public override Tensor Contains(Tensor x) =>
        x.Shape.Rank < 2 || x.Shape[^1] != x.Shape[^2]
            ? base.Contains(x)
            : base.Contains(x) & ((x.Square().Sum(-1) - 1.0).Abs() < 1e-9).Unsqueeze(-1);
}

/// <summary>Symmetric positive definite matrices; symmetric up to a rounding of 1e-9 of the diagonal.</summary>
internal sealed record PositiveDefiniteSupport : Support
{
    private const double Rounding = 1e-9;

    public override string Description => "a symmetric positive definite matrix";

    internal override string Code => "Support.PositiveDefinite";

    private protected override Transform Bijection => Transform.PositiveDefinite;

    public override Tensor Contains(Tensor x)
    {
        if (x.Shape.Rank < 2 || x.Shape[^1] != x.Shape[^2])
        {
            return Tensor.Of([false]).BroadcastTo(x.Shape);
        }

        var spread = x.Diagonal().Abs().Max(-1).Unsqueeze(-1).Unsqueeze(-1);
        return ((x - x.Transpose()).Abs() <= Rounding * spread) & x.IsPositiveDefinite().Unsqueeze(-1).Unsqueeze(-1);
    }

    internal override Tensor Interior(Tensor x) => Factorizations.Identity(x.Shape[^1]);

    internal override string? Fault(Tensor value)
    {
        if (value.Shape.Rank < 2 || value.Shape[^1] != value.Shape[^2])
        {
            return $"it has shape {value.Shape}, which is not square";
        }

        var (numbers, side) = (Evaluation.Values(value), value.Shape[^1]);
        for (var at = 0; at < numbers.Length; at += side * side)
        {
            if (Asymmetry(numbers.AsSpan(at, side * side), side) is var (i, j))
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"it is not symmetric: element [{i}, {j}] is {numbers[at + (i * side) + j]:G10} and element [{j}, {i}] is {numbers[at + (j * side) + i]:G10}");
            }
        }

        return Evaluation.Values(value.IsPositiveDefinite()).Contains(0.0)
            ? "it is symmetric, but not positive definite (a small multiple of the identity may cure it)"
            : null;
    }

    private static (int I, int J)? Asymmetry(ReadOnlySpan<double> matrix, int side)
    {
        var spread = 0.0;
        for (var i = 0; i < side; i++)
        {
            spread = Math.Max(spread, Math.Abs(matrix[(i * side) + i]));
        }

        for (var i = 0; i < side; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (!(Math.Abs(matrix[(i * side) + j] - matrix[(j * side) + i]) <= Rounding * spread))
                {
                    return (i, j);
                }
            }
        }

        return null;
    }
}
