namespace DiffProb;

/// <summary>What the wrappers of counts share.</summary>
internal static class CountsOf
{
    /// <summary>The base, if its values are single counts of which 0 is one.</summary>
    public static Distribution Checked(string distribution, Distribution inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        return AreCounts(inner) ? inner : throw DistributionErrors.NeedsCounts(distribution, inner);
    }

    /// <summary>Whether values are numbers that count from 0.</summary>
    public static bool AreCounts(Distribution d) => d.Parts.Rank == d.Shape.Rank
        && (d.Support is Counts or IntegerRange || (d.Support is WholeNumbers whole && whole.Low.IsValue && Array.TrueForAll(whole.Low.ToArray(), l => l == 0.0)));

    public static DistributionParameter[] Parameters(Distribution inner, Tensor gate) =>
        [.. new InnerDistributions([("base", inner)]).Parameters, new("gate", gate, Support.UnitInterval) { HasWeakDerivative = true }];

    public static long? Cardinality(Distribution inner, Shape shape) => inner is IFinite finite && inner.Shape.Equals(shape) ? finite.Cardinality : null;

    /// <summary>Draws of the base for each part of a shape.</summary>
    public static Tensor Draw(Distribution inner, Shape shape, NoiseSource noise) =>
        inner.Shape.Equals(shape) ? inner.SampleFrom(noise) : inner.With(p => p.BroadcastTo(Shape.Broadcast(p.Shape, shape))).SampleFrom(noise);
}
