namespace DiffProb;

/// <summary>All closed forms, in the order in which they are tried.</summary>
internal static class KlRules
{
    /// <summary>The table.</summary>
    public static IReadOnlyList<KlRule> All { get; } =
    [
        .. PointDivergences.Rules,
        .. NormalDivergences.Rules,
        .. GaussianDivergences.Rules,
        .. GammaDivergences.Rules,
        .. BetaDivergences.Rules,
        .. ExtremeValueDivergences.Rules,
        .. HeavyTailDivergences.Rules,
        .. CircularDivergences.Rules,
        .. InverseGaussianDivergences.Rules,
        .. LogisticDivergences.Rules,
        .. LaplaceDivergences.Rules,
        .. UniformDivergences.Rules,
        .. CountDivergences.Rules,
        .. CategoryDivergences.Rules,
        .. WishartDivergences.Rules,
        .. ComposedDivergences.Rules,
        .. FiniteDivergences.Rules,
        .. LineDivergences.Rules,
        .. PositiveDivergences.Rules,
        .. UnitIntervalDivergences.Rules,
        .. SupportDivergences.Rules,
    ];

    /// <summary>The divergence of whole events, by the first rule that knows it; null if there is none.</summary>
    public static Tensor? Find(Distribution p, Distribution q) => All.Select(rule => rule.Total(p, q)).FirstOrDefault(found => found is not null);

    /// <summary>The divergence of each part, by the first rule that knows it; null if there is none.</summary>
    public static Tensor? FindPerPart(Distribution p, Distribution q) =>
        All.Where(rule => !rule.IsOfEvents).Select(rule => rule.Of(p, q)).FirstOrDefault(found => found is not null);
}
