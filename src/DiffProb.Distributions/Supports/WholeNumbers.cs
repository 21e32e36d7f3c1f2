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

/// <summary>The whole numbers between two ends, both included, which may be infinite or expressions.</summary>
internal sealed record WholeNumbers(Tensor Low, Tensor High) : Support
{
    /// <summary>All of them.</summary>
    public static Support All { get; } = new WholeNumbers(double.NegativeInfinity, double.PositiveInfinity);

    public override bool IsDiscrete => true;

    public override string Description => (Is(Low, double.NegativeInfinity), Is(High, double.PositiveInfinity)) switch
    {
        (true, true) => "a whole number",
        (false, true) => $"a whole number of at least {Low.Named("low")}",
        _ => $"a whole number from {Low.Named("low")} to {High.Named("high")}",
    };

    /// <summary>From 0 to a number.</summary>
    public static Support UpTo(Tensor high) => Range(0.0, high);

    /// <summary>From a number on.</summary>
    public static Support From(Tensor low) => Range(low, double.PositiveInfinity);

    /// <summary>From one number to another.</summary>
    public static Support Range(Tensor low, Tensor high)
    {
        ArgumentNullException.ThrowIfNull(low);
        ArgumentNullException.ThrowIfNull(high);
        return new WholeNumbers(low, high);
    }

    public override Tensor Contains(Tensor x) =>
        (x >= Low) & (x <= High) & (x.DType.IsFloat() ? x.EqualTo(x.Floor()) & (x.Abs() < double.PositiveInfinity) : x.EqualTo(x));

    internal override Tensor Interior(Tensor x) => Low.StopGradient();

    private static bool Is(Tensor t, double value) => t.IsValue && Array.TrueForAll(t.ToArray(), v => v == value);
}
