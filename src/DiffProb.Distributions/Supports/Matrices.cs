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
        if (!Squares.Are(x))
        {
            return Squares.None(x);
        }

        var place = Tensor.Where(Squares.Above(x) > 0.0, x.EqualTo(0.0), Tensor.Where(Squares.Identity(x) > 0.0, x > 0.0, x.EqualTo(x)));
        return place & (x.Abs() < double.PositiveInfinity);
    }

    internal override Tensor Interior(Tensor x) => Squares.Identity(x);

    // What underflowed on the diagonal is the least positive number, and what overflowed the largest.
    internal override Tensor Nearest(Tensor x) =>
        Tensor.Where(Squares.Identity(x) > 0.0, x.Clamp(double.Epsilon, double.MaxValue), x.Clamp(double.MinValue, double.MaxValue));

    internal override bool Holds(Support other) => other is LowerCholeskySupport;

    internal override bool IsProvedBy(Tensor x) => IsMade(x) || Origin(x).Operation is Cholesky;

    internal override string? Fault(Tensor value) => Squares.Fault(value);
}

/// <summary>Cholesky factors of correlation matrices: their rows have length 1, up to a rounding of 1e-9.</summary>
internal sealed record CorrelationCholeskySupport : LowerCholeskySupport
{
    public override string Description => "a lower triangular matrix with a positive diagonal and rows of length 1";

    internal override string Code => "Support.CorrelationCholesky";

    private protected override Transform Bijection => Transform.CorrelationCholesky;

    public override Tensor Contains(Tensor x) =>
        Squares.Are(x) ? base.Contains(x) & ((x.Square().Sum(-1) - 1.0).Abs() < Squares.RoundingOfRun).Unsqueeze(-1) : Squares.None(x);

    internal override bool Holds(Support other) => other is CorrelationCholeskySupport;

    internal override bool IsProvedBy(Tensor x) => IsMade(x);

    internal override string? Fault(Tensor value) => Squares.Fault(value)
        ?? Squares.FirstRow(value, base.Contains, (row, at) => Math.Abs(row.Sum(v => v * v) - 1.0) < Squares.Rounding
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"not normalized: row {at} has length {Math.Sqrt(row.Sum(v => v * v)):G10} (divide each row by its length)"));
}

/// <summary>Symmetric positive definite matrices; symmetric up to a rounding of 1e-9 of the diagonal.</summary>
internal record PositiveDefiniteSupport : Support
{
    public override string Description => "a symmetric positive definite matrix";

    internal override string Code => "Support.PositiveDefinite";

    private protected override Transform Bijection => Transform.PositiveDefinite;

    public override Tensor Contains(Tensor x)
    {
        if (!Squares.Are(x))
        {
            return Squares.None(x);
        }

        var spread = x.Diagonal().Abs().Max(-1).Unsqueeze(-1).Unsqueeze(-1);
        return ((x - x.Transpose()).Abs() <= Squares.RoundingOfRun * spread) & x.IsPositiveDefinite().Unsqueeze(-1).Unsqueeze(-1);
    }

    internal override Tensor Interior(Tensor x) => Squares.Identity(x);

    internal override bool Holds(Support other) => other is PositiveDefiniteSupport;

    // L Lᵀ is, of a factor L that is proved.
    internal override bool IsProvedBy(Tensor x) => IsMade(x) || (Origin(x) is var product && product.Operation is MatMul
        && product.Inputs[1] == product.Inputs[0].Transpose() && LowerCholesky.IsProvedBy(product.Inputs[0]));

    internal override string? Fault(Tensor value) => Squares.Fault(value) ?? Squares.First(value, Asymmetry) ?? Squares.First(value, Pivot);

    private static string? Asymmetry(double[] matrix, int side)
    {
        var spread = Enumerable.Range(0, side).Max(i => Math.Abs(matrix[i * (side + 1)]));
        for (var at = 0; at < matrix.Length; at++)
        {
            var (i, j) = (at / side, at % side);
            if (!(Math.Abs(matrix[at] - matrix[(j * side) + i]) <= Squares.Rounding * spread))
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"not symmetric: element [{i}, {j}] is {matrix[at]:G10} and element [{j}, {i}] is {matrix[(j * side) + i]:G10} (try 0.5 * (x + x.Transpose()))");
            }
        }

        return null;
    }

    private static string? Pivot(double[] matrix, int side)
    {
        var row = Cholesky.Factor<double>(matrix, new double[side * side], side);
        return row < 0 ? null : string.Create(
            CultureInfo.InvariantCulture, $"symmetric, but not positive definite: pivot {row} of its Cholesky factor is not positive (a small multiple of the identity may cure it)");
    }
}

/// <summary>Positive definite matrices with 1 on the diagonal, up to a rounding of 1e-9.</summary>
internal sealed record CorrelationSupport : PositiveDefiniteSupport
{
    public override string Description => "a correlation matrix: symmetric positive definite with 1 on the diagonal";

    internal override string Code => "Support.Correlation";

    private protected override Transform Bijection => Transform.Correlation;

    public override Tensor Contains(Tensor x) => Squares.Are(x)
        ? base.Contains(x) & ((x.Diagonal() - 1.0).Abs().Max(-1) < Squares.RoundingOfRun).Unsqueeze(-1).Unsqueeze(-1)
        : Squares.None(x);

    internal override bool Holds(Support other) => other is CorrelationSupport;

    internal override bool IsProvedBy(Tensor x) => IsMade(x);

    internal override string? Fault(Tensor value) => base.Fault(value) ?? Squares.First(value, (matrix, side) =>
        Enumerable.Range(0, side).FirstOrDefault(i => !(Math.Abs(matrix[i * (side + 1)] - 1.0) < Squares.Rounding), -1) is >= 0 and var i
            ? string.Create(CultureInfo.InvariantCulture, $"no correlation matrix: element [{i}, {i}] is {matrix[i * (side + 1)]:G10}, not 1")
            : null);
}

/// <summary>What sets of square matrices have in common.</summary>
internal static class Squares
{
    /// <summary>How far a number may be off that must be equal to another one.</summary>
    public const double Rounding = 1e-9;

    /// <summary>The same in the type of a run: in single precision 64 spacings at 1, 7.6e-6.</summary>
    public static Tensor RoundingOfRun => Tensor.Max(Rounding, 64.0 * DiffProb.Rounding.Spacing);

    public static bool Are(Tensor x) => x.Shape.Rank >= 2 && x.Shape[^1] == x.Shape[^2];

    public static Tensor None(Tensor x) => Tensor.Of([false]).BroadcastTo(x.Shape);

    public static Tensor Identity(Tensor x) => Factorizations.Identity(x.Shape[^1]);

    /// <summary>1 above the diagonal, 0 elsewhere.</summary>
    public static Tensor Above(Tensor x) => Tensor.Ones(Shape.Of(x.Shape[^1], x.Shape[^1])).Triu(1);

    public static string? Fault(Tensor value) => Are(value) ? null : $"of shape {value.Shape}, which is not square";

    /// <summary>What is wrong with the first matrix of which something is; the place of a matrix among several is told.</summary>
    public static string? First(Tensor value, Func<double[], int, string?> fault)
    {
        var (numbers, side) = (Evaluation.Values(value), value.Shape[^1]);
        for (var at = 0; side > 0 && at < numbers.Length; at += side * side)
        {
            if (fault(numbers[at..(at + (side * side))], side) is { } found)
            {
                return numbers.Length == side * side ? found : found + DistributionErrors.Place(value.Select(-1, 0).Select(-1, 0), at / (side * side));
            }
        }

        return null;
    }

    /// <summary>What is wrong with the first row of which something is, if a test of the elements does not say it already.</summary>
    public static string? FirstRow(Tensor value, Func<Tensor, Tensor> elements, Func<double[], int, string?> fault) =>
        Evaluation.Values(elements(value)).Contains(0.0) ? null
            : First(value, (matrix, side) => Enumerable.Range(0, side).Select(i => fault(matrix[(i * side)..((i + 1) * side)], i)).FirstOrDefault(f => f is not null));
}
