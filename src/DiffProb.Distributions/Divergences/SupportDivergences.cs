namespace DiffProb;

/// <summary>Divergences that are infinite whatever the parameters: of a density on a set from one on a smaller set.</summary>
internal static class SupportDivergences
{
    public static KlRule[] Rules => [KlRule.OfEvents<Distribution, Distribution>((p, q) => Width(p) > Width(q) ? double.PositiveInfinity : null)];

    // Three nested sets; 0 for laws that have another, or that may not have mass on all of it.
    private static int? Width(Distribution d) => d is Mixture or Rejection or SoftRejection or Transformed or Delta || d.Shape.Rank > d.Parts.Rank ? null : d.Support switch
    {
        RealLine => 3,
        HalfLine => 2,
        Interval { Low: { IsValue: true } low, High: { IsValue: true } high } when low.ToArray() is [0.0] && high.ToArray() is [1.0] => 1,
        _ => null,
    };
}
