namespace DiffProb;

/// <summary>All finite numbers.</summary>
internal sealed record RealLine : Support
{
    public override string Description => "a real number";

    internal override string Code => "Support.Real";

    public override Tensor Contains(Tensor x) => x.Abs() < double.PositiveInfinity;

    internal override bool? Holds(double x) => double.IsFinite(x);

    private protected override Transform Bijection => Transform.Identity;

    internal override bool Holds(Support other) => other is RealLine or LogWeightsSupport or HalfLine or RightOf or Interval or OrderedSupport or NonZeroSupport;

    internal override Tensor Nearest(Tensor x) => x.Clamp(double.MinValue, double.MaxValue);

    // A density on the real line is evaluated at any finite expression; what is not finite shows in the result.
    internal override bool IsProvedBy(Tensor x) => true;
}

/// <summary>Real numbers and -∞.</summary>
internal sealed record LogWeightsSupport : Support
{
    public override string Description => "a real number or -∞";

    internal override string Code => "Support.LogWeights";

    public override Tensor Contains(Tensor x) => x < double.PositiveInfinity;

    internal override bool? Holds(double x) => x < double.PositiveInfinity;

    private protected override Transform Bijection => Transform.Identity;

    internal override bool IsProvedBy(Tensor x) => true;
}

/// <summary>Numbers of at least 0, or above it.</summary>
internal sealed record HalfLine(bool IsClosed) : Support
{
    public override string Description => IsClosed ? "at least 0" : "positive";

    internal override string Code => IsClosed ? "Support.NonNegative" : "Support.Positive";

    public override Tensor Contains(Tensor x) => (IsClosed ? x >= 0.0 : x > 0.0) & (x < double.PositiveInfinity);

    internal override bool? Holds(double x) => (IsClosed ? x >= 0.0 : x > 0.0) && x < double.PositiveInfinity;

    private protected override Transform Bijection => Transform.Exp;

    internal override bool Holds(Support other) =>
        other is HalfLine || (other is Interval interval && SignAnalysis.IsNonNegative(interval.Low)) || (other is RightOf right && SignAnalysis.IsNonNegative(right.Low));

    internal override Tensor Nearest(Tensor x) => x.Clamp(IsClosed ? 0.0 : double.Epsilon, double.MaxValue);

    internal override bool IsProvedBy(Tensor x) => IsClosed ? SignAnalysis.IsNonNegative(x) : SignAnalysis.IsPositive(x);
}

/// <summary>Numbers above a bound, or of at least it; it may itself be an expression.</summary>
internal sealed record RightOf(Tensor Low) : Support
{
    /// <summary>Whether the bound is inside.</summary>
    public bool IsClosed { get; init; }

    /// <summary>Whether +∞ is inside: for the upper ends of intervals.</summary>
    public bool IncludesInfinity { get; init; }

    public override string Description => $"{(IsClosed ? "at least" : "above")} {Low.Named("low")}";

    internal override string Code => IsClosed ? "Support.AtLeast(low)" : "Support.Above(low)";

    public override Tensor Contains(Tensor x) => (IsClosed ? x >= Low : x > Low) & (IncludesInfinity ? x <= double.PositiveInfinity : x < double.PositiveInfinity);

    private protected override Transform Bijection => Transform.Interval(Low, double.PositiveInfinity);

    internal override Tensor Interior(Tensor x) => Tensor.Where(Low > double.NegativeInfinity, Low + Low.Abs() + 1.0, 0.0); // above it, however large it is

    internal override Tensor Nearest(Tensor x) => x.Clamp(IsClosed ? Low : Low.After(), double.MaxValue);

    internal override bool Holds(Support other) => (other is RightOf right && right.Low.IsFrom(Low)) || (other is Interval interval && interval.Low.IsFrom(Low));

    // Above its bound by something positive.
    internal override bool IsProvedBy(Tensor x) => Image.Number(Origin(x)) is { Operation: Add } sum
        && ((sum.Inputs[0] == Low && IsOver(sum.Inputs[1])) || (sum.Inputs[1] == Low && IsOver(sum.Inputs[0])));

    private bool IsOver(Tensor x) => IsClosed ? SignAnalysis.IsNonNegative(x) : SignAnalysis.IsPositive(x);
}

/// <summary>Numbers between two bounds, which may themselves be expressions.</summary>
internal sealed record Interval(Tensor Low, Tensor High) : Support
{
    /// <summary>Whether the lower end is outside.</summary>
    public bool ExcludesLow { get; init; }

    /// <summary>Whether the upper end is outside.</summary>
    public bool ExcludesHigh { get; init; }

    public override string Description => (IsUnbounded(Low, double.NegativeInfinity), IsUnbounded(High, double.PositiveInfinity)) switch
    {
        (true, true) => "a real number",
        (true, false) => Upper,
        (false, true) => Lower,
        _ when ExcludesLow && ExcludesHigh => $"strictly between {Low.Named("low")} and {High.Named("high")}",
        _ when ExcludesLow || ExcludesHigh => $"{Lower} and {Upper}",
        _ => $"between {Low.Named("low")} and {High.Named("high")}",
    };

    internal override string Code => Equals(UnitInterval) ? "Support.UnitInterval" : IsUnit ? "Support.OpenUnitInterval"
        : ExcludesLow && ExcludesHigh ? "Support.StrictlyBetween(low, high)" : "Support.Between(low, high)";

    private string Lower => $"{(ExcludesLow ? "above" : "at least")} {Low.Named("low")}";

    private string Upper => $"{(ExcludesHigh ? "below" : "at most")} {High.Named("high")}";

    private bool IsUnit => ((Interval)UnitInterval).Low == Low && ((Interval)UnitInterval).High == High;

    public override Tensor Contains(Tensor x)
    {
        var isBetween = (ExcludesLow ? x > Low : x >= Low) & (ExcludesHigh ? x < High : x <= High);
        return IsFinite(Low) && IsFinite(High) ? isBetween : isBetween & (x.Abs() < double.PositiveInfinity);
    }

    internal override bool? Holds(double x) => IsUnit ? (ExcludesLow ? x > 0.0 : x >= 0.0) && (ExcludesHigh ? x < 1.0 : x <= 1.0) : null;

    private protected override Transform Bijection => Transform.Interval(Low, High);

    internal override bool Holds(Support other) => IsReal ? Real.Holds(other) : other is Interval interval && interval.Low.IsFrom(Low) && High.IsFrom(interval.High);

    internal override Tensor Interior(Tensor x) => FromReals.ForwardOf(0.0);

    internal override Tensor Nearest(Tensor x) => x.Clamp(
        Finite(ExcludesLow ? Low.After() : Low, b => Tensor.Max(b, double.MinValue)), Finite(ExcludesHigh ? High.Before() : High, b => Tensor.Min(b, double.MaxValue)));

    internal override bool IsProvedBy(Tensor x) => IsReal || IsMade(x)
        || (IsUnit ? !ExcludesHigh && (ExcludesLow ? SignAnalysis.IsPositiveUnit(x) : SignAnalysis.IsUnit(x)) : IsImage(Origin(x)));

    private bool IsReal => IsUnbounded(Low, double.NegativeInfinity) && IsUnbounded(High, double.PositiveInfinity);

    private bool IsImage(Tensor x) => x.Operation is Image { IsInverse: false } image && image.Map.Equals(typeof(IntervalTransform)) && x.Inputs[2] == Low && x.Inputs[3] == High;

    private static Tensor Finite(Tensor bound, Func<Tensor, Tensor> limit) => IsFinite(bound) ? bound : limit(bound);

    private static bool IsFinite(Tensor bound) => bound.IsValue && Array.TrueForAll(bound.ToArray(), double.IsFinite);

    private static bool IsUnbounded(Tensor bound, double infinity) => bound.IsValue && Array.TrueForAll(bound.ToArray(), b => b == infinity);
}

/// <summary>All finite numbers but 0.</summary>
internal sealed record NonZeroSupport : Support
{
    public override string Description => "a real number other than 0";

    public override Tensor Contains(Tensor x) => (x.Abs() > 0.0) & (x.Abs() < double.PositiveInfinity);

    internal override bool? Holds(double x) => double.IsFinite(x) && x != 0.0;

    internal override bool IsProvedBy(Tensor x) => SignAnalysis.IsPositive(x);
}

/// <summary>Real numbers, and the infinities for no bound.</summary>
internal sealed record BoundSupport : Support
{
    public override string Description => "a number, or infinite for no bound";

    internal override string Code => "Support.Bound";

    public override Tensor Contains(Tensor x) => x.EqualTo(x);

    internal override bool? Holds(double x) => !double.IsNaN(x);

    private protected override Transform Bijection => Transform.Identity;

    internal override bool IsProvedBy(Tensor x) => true;
}

internal static class Bounds
{
    /// <summary>A bound in words: its number if it has one, else its name.</summary>
    public static string Named(this Tensor bound, string name) => bound.IsValue ? bound.ToString() : name;

    /// <summary>Whether a bound is known to lie at another one, or above it.</summary>
    public static bool IsFrom(this Tensor bound, Tensor low) => bound == low || (bound.IsValue && low.IsValue && bound.ToArray().Min() >= low.ToArray().Max());

    /// <summary>The number next to a bound, above it, in the type of the run.</summary>
    public static Tensor After(this Tensor bound) => Next(bound, Math.BitIncrement, isAbove: true);

    /// <summary>The number next to a bound, below it, in the type of the run.</summary>
    public static Tensor Before(this Tensor bound) => Next(bound, Math.BitDecrement, isAbove: false);

    // A constant beside a number of single precision is told apart from it there, too; beside others it would be rounded to the bound.
    private static Tensor Next(Tensor bound, Converter<double, double> next, bool isAbove) => bound.IsValue && Array.TrueForAll(bound.ToArray(), b => (float)b == b)
        ? Tensor.Of(bound.Shape, Array.ConvertAll(bound.ToArray(), next))
        : bound.Neighbour(isAbove);
}
