namespace DiffProb;

/// <summary>Divergences of point masses: 0 from the same point, and infinite from what has no atom there.</summary>
internal static class PointDivergences
{
    public static KlRule[] Rules =>
    [
        KlRule.Of<Delta, Delta>((p, q) => Tensor.Where(p.Get("value").EqualTo(q.Get("value")), 0.0, double.PositiveInfinity)),
        KlRule.OfEvents<Delta, Distribution>((p, q) => q.Support.IsDiscrete && q.HasDensity ? -q.LogProb(p.Get("value")) : double.PositiveInfinity),
        KlRule.OfEvents<Distribution, Delta>((p, q) => p.Support.IsDiscrete ? null : double.PositiveInfinity),
    ];
}
