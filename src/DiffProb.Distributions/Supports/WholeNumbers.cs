using System.Globalization;

namespace DiffProb;

/// <summary>The whole numbers 0 to count - 1.</summary>
internal sealed record IntegerRange(int Count) : Support
{
    public override bool IsDiscrete => true;

    public override string Description => Count == 2 ? "0 or 1" : string.Create(CultureInfo.InvariantCulture, $"a whole number from 0 to {Count - 1}");

    public override Tensor Contains(Tensor x) => x.DType == DType.Bool ? x | !x : (x >= 0) & (x <= Count - 1) & x.EqualTo(x.DType.IsFloat() ? x.Floor() : x);

    internal override Tensor Interior(Tensor x) => 0;
}

/// <summary>The whole numbers from 0.</summary>
internal sealed record Counts : Support
{
    public override bool IsDiscrete => true;

    public override string Description => "a whole number of at least 0";

    public override Tensor Contains(Tensor x) => x.DType == DType.Int64 ? x >= 0 : (x >= 0.0) & x.EqualTo(x.Floor()) & (x < double.PositiveInfinity);

    internal override Tensor Interior(Tensor x) => 0;
}
