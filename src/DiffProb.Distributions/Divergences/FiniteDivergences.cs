namespace DiffProb;

/// <summary>Divergences of laws with few values, by the sum over all of them: exact, whatever the law compared with.</summary>
internal static class FiniteDivergences
{
    private const long Most = 1 << 20;

    public static KlRule[] Rules => [KlRule.Of<Distribution, Distribution>(OfNumbers), KlRule.OfEvents<Distribution, Distribution>(OfVectors)];

    private static Tensor? OfNumbers(Distribution p, Distribution q)
    {
        if (!AreDiscrete(p, q) || p.Shape.Rank > p.Parts.Rank || q.Shape.Rank > q.Parts.Rank || Range(p) is not var (first, last)
            || (last - first + 1.0) * Shape.Broadcast(p.Shape, q.Shape).Size > Most)
        {
            return null;
        }

        var count = (int)(last - first) + 1;
        var values = Tensor.Literals([.. Enumerable.Range(0, count).Select(k => first + k)]);
        var x = values.Reshape(Shape.Of([count, .. Enumerable.Repeat(1, Math.Max(p.Shape.Rank, q.Shape.Rank))]));
        return Sum(LogMass(p, x), LogMass(q, x), p.Support.Equals(q.Support), count);
    }

    private static Tensor? OfVectors(Distribution p, Distribution q) =>
        AreDiscrete(p, q) && p is IFinite { Cardinality: { } count } finite && p.Parts.Size == 1 && p.Shape.Equals(q.Shape) && p.Support.Equals(q.Support)
        && p.Shape.Rank > p.Parts.Rank && count * p.Shape.Size <= Most
            ? OfValues(p, q, finite.EnumerateSupport(), new Axis("value", (int)count, AxisRole.Enumerated))
            : null;

    // Each value is an event on its own, along a hidden axis.
    private static Tensor OfValues(Distribution p, Distribution q, Tensor values, Axis axis)
    {
        var x = values.ToAxis(axis);
        return Sum(p.LogDensity(x).FromAxis(axis), q.LogDensity(x).FromAxis(axis), true, axis.Size);
    }

    private static bool AreDiscrete(Distribution p, Distribution q) =>
        p.Support.IsDiscrete && q.Support.IsDiscrete && p.HasDensity && q.HasDensity && p.IsNormalized && q.IsNormalized;

    // Σ p log(p / q) - p + q along the first dimension, which adds up q over the values of p alone.
    private static Tensor Sum(Tensor logP, Tensor logQ, bool isAllOfQ, int count)
    {
        var sum = RelativeEntropies.DevianceOfLogs(logP, logQ).Sum(0);
        var spread = Shape.Broadcast(Shape.Of(count), Shape.Of(logQ.Shape[0]));
        return isAllOfQ ? sum : sum + (1.0 - logQ.Exp().BroadcastTo(Shape.Of([.. spread, .. logQ.Shape.Skip(1)])).Sum(0));
    }

    private static Tensor LogMass(Distribution d, Tensor x)
    {
        var inside = d.Support.Contains(x)!;
        return Tensor.Where(inside, d.LogDensityOfParts(Tensor.Where(inside, x, d.Support.Interior(x))), double.NegativeInfinity);
    }

    private static (double First, double Last)? Range(Distribution d) => d.Support switch
    {
        IntegerRange range => (0.0, range.Count - 1.0),
        WholeNumbers { Low: { IsValue: true } low, High: { IsValue: true } high } when high.ToArray().Max() < double.PositiveInfinity && low.ToArray().Min() > double.NegativeInfinity =>
            (low.ToArray().Min(), high.ToArray().Max()),
        _ => null,
    };
}
