using System.Globalization;

namespace DiffProb;

/// <summary>Points of the probability simplex, up to a rounding of 1e-9 in their sum, 7.6e-6 in single precision.</summary>
internal sealed record SimplexSupport : Support
{
    public override string Description => "at least 0 with sum 1";

    internal override string Code => "Support.Simplex";

    public override Tensor Contains(Tensor x) =>
        x.Shape.Rank == 0 ? x.EqualTo(1.0) : (x >= 0.0) & ((x.Sum(-1) - 1.0).Abs().Unsqueeze(-1) < Squares.RoundingOfRun);

    internal override Tensor Interior(Tensor x) => 1.0 / (x.Shape.Rank == 0 ? 1 : x.Shape[^1]);

    private protected override Transform Bijection => Transform.StickBreaking;

    internal override bool IsProvedBy(Tensor x) => IsMade(x);

    internal override string? Fault(Tensor value)
    {
        var numbers = Evaluation.Values(value);
        var size = value.Shape.Rank == 0 ? 1 : value.Shape[^1];
        for (var at = 0; at < numbers.Length; at += size)
        {
            var sum = numbers.AsSpan(at, size).ToArray().Sum();
            if (numbers.AsSpan(at, size).ToArray().Min() >= 0.0 && !(Math.Abs(sum - 1.0) < Squares.Rounding))
            {
                return string.Create(CultureInfo.InvariantCulture, $"of sum {sum:G10}{DistributionErrors.Place(value.Sum(-1), at / size)} (divide it by its sum)");
            }
        }

        return null;
    }
}

/// <summary>Increasing vectors.</summary>
internal sealed record OrderedSupport : Support
{
    public override string Description => "finite and increasing along the last dimension";

    internal override string Code => "Support.Ordered";

    private protected override Transform Bijection => Transform.Ordered;

    public override Tensor Contains(Tensor x)
    {
        var isFinite = x.Abs() < double.PositiveInfinity;
        if (x.Shape.Rank == 0 || x.Shape[^1] < 2)
        {
            return isFinite;
        }

        var rises = x.Slice(-1, 1, x.Shape[^1]) > x.Slice(-1, 0, x.Shape[^1] - 1);
        return isFinite & Shapes.Concatenate([isFinite.Slice(-1, 0, 1), rises], -1);
    }

    // Elements that rounded to one another are moved up, one after the other.
    internal override Tensor Nearest(Tensor x)
    {
        if (x.Shape.Rank == 0)
        {
            return x;
        }

        Tensor[] elements = [.. Enumerable.Range(0, x.Shape[^1]).Select(i => x.Slice(-1, i, i + 1))];
        for (var i = 1; i < elements.Length; i++)
        {
            elements[i] = Tensor.Max(elements[i], elements[i - 1].After());
        }

        return Shapes.Concatenate(elements, -1);
    }

    internal override bool IsProvedBy(Tensor x) => IsMade(x);

    internal override string? Fault(Tensor value)
    {
        var numbers = Evaluation.Values(value);
        var size = value.Shape.Rank == 0 ? 1 : value.Shape[^1];
        for (var at = 0; at < numbers.Length; at++)
        {
            if (at % size > 0 && numbers[at] <= numbers[at - 1])
            {
                return string.Create(CultureInfo.InvariantCulture, $"{numbers[at]:G10} after {numbers[at - 1]:G10}{DistributionErrors.Place(value, at)}");
            }
        }

        return null;
    }

    internal override Tensor Interior(Tensor x) =>
        x.Shape.Rank == 0 ? 0.0 : Tensor.Literals([.. Enumerable.Range(0, x.Shape[^1]).Select(i => (double)i)]);
}

/// <summary>Unit vectors.</summary>
internal sealed record OneHotSupport : Support
{
    public override bool IsDiscrete => true;

    public override string Description => "0 but for a single 1";

    public override Tensor Contains(Tensor x) =>
        x.Shape.Rank == 0 ? x.EqualTo(1.0) : (x.EqualTo(0.0) | x.EqualTo(1.0)) & x.Sum(-1).EqualTo(1.0).Unsqueeze(-1);

    internal override Tensor Interior(Tensor x) => x.Shape.Rank == 0 ? 1.0 : Tensor.Scalar(0.0).Cast(DType.Int64).OneHot(x.Shape[^1]);
}

/// <summary>Weights of categories, or their logarithms: any of them may be impossible, but not all.</summary>
internal sealed record CategorySupport(bool IsLog) : Support
{
    public override string Description => IsLog ? "a real number or -∞, and not -∞ in a whole row" : "at least 0, and not 0 in a whole row";

    internal override string Code => IsLog ? "Support.Real" : "Support.Positive";

    public override Tensor Contains(Tensor x)
    {
        var isPossible = IsLog ? x > double.NegativeInfinity : x > 0.0;
        var isWeight = IsLog ? x < double.PositiveInfinity : (x >= 0.0) & (x < double.PositiveInfinity);
        return isWeight & (isPossible.Sum(-1) > 0).Unsqueeze(-1);
    }

    internal override bool IsProvedBy(Tensor x) => IsLog || SignAnalysis.IsPositive(x);
}
