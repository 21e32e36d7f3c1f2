namespace DiffProb;

/// <summary>A window on a distribution of numbers: where it lies, and what lies below, in and above it.</summary>
/// <param name="inner">The distribution.</param>
/// <param name="low">Lower bound; -∞ for none.</param>
/// <param name="high">Upper bound; ∞ for none.</param>
internal sealed class Window(Distribution inner, Tensor low, Tensor high)
{
    private readonly Tail beneath = Tail.At(inner, Beneath(inner, low));
    private readonly Tail within = Tail.At(inner, high);

    // Masses are differences of the smaller tails.
    private Tensor IsRight => beneath.Below > 0.5;

    /// <summary>P(low ≤ x ≤ high).</summary>
    public Tensor Mass => Tensor.Where(IsRight, beneath.Above - within.Above, within.Below - beneath.Below);

    /// <summary>P(x ≤ value | low ≤ x ≤ high).</summary>
    public Tensor Cdf(Tensor value)
    {
        var tail = Tail.At(inner, value.Clamp(Beneath(inner, low), high));
        return Probabilities.WithComplement(
            Tensor.Where(IsRight, beneath.Above - tail.Above, tail.Below - beneath.Below) / Mass,
            Tensor.Where(IsRight, tail.Above - within.Above, within.Below - tail.Below) / Mass);
    }

    /// <summary>The value below which a probability of the window lies.</summary>
    public Tensor Quantile(Tensor probability)
    {
        var (below, above) = (beneath.Below + (probability * Mass), within.Above + ((1.0 - probability) * Mass));
        var found = Tensor.Where(below <= above, inner.Icdf(Tensor.Min(below, 1.0))!, inner.Icdf(1.0 - Tensor.Min(above, 1.0))!);
        return Tensor.Where(Mass > 0.0, found.Clamp(inner.Support.IsDiscrete ? low.Ceiling() : low, inner.Support.IsDiscrete ? high.Floor() : high), double.NaN);
    }

    /// <summary>Where values of the distribution lie that are in the window.</summary>
    public static Support On(string distribution, Distribution inner, Tensor low, Tensor high) => inner.Support switch
    {
        RealLine => Support.Between(low, high),
        HalfLine half => IsAtMost(low, 0.0) ? new Interval(0.0, high) { ExcludesLow = !half.IsClosed } : Support.Between(Tensor.Max(low, 0.0), high),
        RightOf right => Support.Between(Tensor.Max(low, right.Low), high),
        Interval whole => Support.Between(Tensor.Max(low, whole.Low), Tensor.Min(high, whole.High)),
        Counts => WholeNumbers.Range(Tensor.Max(low.Ceiling(), 0.0), high.Floor()),
        IntegerRange range => WholeNumbers.Range(Tensor.Max(low.Ceiling(), 0.0), Tensor.Min(high.Floor(), range.Count - 1.0)),
        WholeNumbers whole => WholeNumbers.Range(Tensor.Max(low.Ceiling(), whole.Low), Tensor.Min(high.Floor(), whole.High)),
        ExceedanceSupport exceedance => Support.Between(Tensor.Max(low, exceedance.Loc), Tensor.Min(high, exceedance.End(double.PositiveInfinity))),
        _ => throw DistributionErrors.NeedsInterval(distribution, inner),
    };

    /// <summary>The parameters of the distribution in the window. Draws keep their quantile, whatever those of the whole are made of, and meet the bounds in
    /// kinks: they follow once. The two laws of a weak derivative are cut elsewhere.</summary>
    public static IEnumerable<DistributionParameter> Inner(Distribution inner) => new InnerDistributions([("base", inner)]).Parameters
        .Select(p => p with { Path = p.Path == PathKind.None ? PathKind.None : PathKind.Implicit, HasWeakDerivative = false });

    /// <summary>The bounds as parameters: the support moves with them, and so does a draw.</summary>
    public static DistributionParameter[] Bounds(Distribution inner, Tensor low, Tensor high) =>
    [
        new("low", low, Support.Bound) { MovesSupport = true, Path = PathKind.Implicit },
        new("high", high, new RightOf(low) { IncludesInfinity = true, IsClosed = inner.Support.IsDiscrete }) { MovesSupport = true, Path = PathKind.Implicit },
    ];

    /// <summary>The distribution, if its values are numbers with a density and a cdf, and none of them has probability of its own in a continuum.</summary>
    public static Distribution Checked(string distribution, Distribution inner, bool needsQuantiles)
    {
        ArgumentNullException.ThrowIfNull(inner);
        return Fits(inner, needsQuantiles) ? inner : throw DistributionErrors.NeedsNumbers(distribution, inner, needsQuantiles);
    }

    /// <summary>Whether windows can be cut from a distribution.</summary>
    public static bool Fits(Distribution inner, bool needsQuantiles)
    {
        var isOfNumbers = inner.Shape.Rank == inner.Parts.Rank && inner.DType != DType.Bool;
        return isOfNumbers && inner.HasDensity && inner.IsNormalized && inner is not Delta && !Censored.HasPoints(inner) && inner.Cdf(0.5) is not null && (!needsQuantiles || inner.Icdf(0.5) is not null);
    }

    // Where nothing of the window lies at or below: for a continuum, the bound itself.
    private static Tensor Beneath(Distribution inner, Tensor low) => inner.Support.IsDiscrete && !IsAll(low, double.NegativeInfinity) ? low.Ceiling() - 1.0 : low;

    private static bool IsAtMost(Tensor bound, double number) => bound.IsValue && Array.TrueForAll(bound.ToArray(), b => b <= number);

    private static bool IsAll(Tensor bound, double number) => bound.IsValue && Array.TrueForAll(bound.ToArray(), b => b == number);

    // P(x ≤ value), and one minus it.
    private sealed record Tail(Tensor Below, Tensor Above)
    {
        public static Tail At(Distribution law, Tensor value)
        {
            if (IsAll(value, double.NegativeInfinity))
            {
                return new(0.0, 1.0);
            }

            if (IsAll(value, double.PositiveInfinity))
            {
                return new(1.0, 0.0);
            }

            var isFinite = value.Abs() < double.PositiveInfinity;
            var (x, isHigh) = (Tensor.Where(isFinite, value, law.Support.Interior(value)), (value > 0.0).Cast(DType.Float64));
            return new(Tensor.Where(isFinite, law.Cdf(x)!, isHigh), Tensor.Where(isFinite, law.Survival(x)!, 1.0 - isHigh));
        }
    }
}
