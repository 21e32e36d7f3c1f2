namespace DiffProb;

/// <summary>The catalogue, cut to the laws that speak of a part of it.</summary>
public static class Examples
{
    public static TheoryData<string> All => Where(_ => true);

    /// <summary>With a density: not a point mass, which lies on the real line and has atoms all the same.</summary>
    public static TheoryData<string> Continuous => Where(HasDensity);

    public static TheoryData<string> Discrete => Where(d => !HasDensity(d));

    public static TheoryData<string> Finite => Where(d => d is IFinite { Cardinality: not null });

    public static TheoryData<string> Reparameterized => Where(d => HasDensity(d) && d.Parameters.Any(p => p.Path != PathKind.None));

    public static TheoryData<string> Families => [.. DistributionCatalogue.All.DistinctBy(e => e.Distribution.Name + e.Distribution.Parameters[0].Name).Select(e => e.ToString())];

    public static TheoryData<string> WithCdf => Where(d => d.Cdf(0.5) is not null);

    public static TheoryData<string> ContinuousWithCdf => Where(d => HasDensity(d) && d.Cdf(0.5) is not null);

    public static TheoryData<string> WithIcdf => Where(d => d.Icdf(0.5) is not null);

    private static bool HasDensity(Distribution d) => !d.Support.IsDiscrete && d.Support is not PointSupport;

    private static TheoryData<string> Where(Predicate<Distribution> holds) =>
        [.. DistributionCatalogue.All.Where(e => holds(e.Distribution)).Select(e => e.ToString())];
}
