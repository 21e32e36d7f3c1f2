namespace DiffProb;

/// <summary>The catalogue, cut to the laws that speak of a part of it.</summary>
public static class Examples
{
    public static TheoryData<string> All => Where(_ => true);

    public static TheoryData<string> WithDensity => Where(d => d.HasDensity);

    public static TheoryData<string> Continuous => Where(d => !HasAtoms(d) && d.HasDensity && d.Parts.Rank == d.Shape.Rank);

    public static TheoryData<string> Vectors => Where(d => !d.Support.IsDiscrete && d.HasDensity && d.Parts.Rank < d.Shape.Rank);

    public static TheoryData<string> VectorsWithPaths =>
        Where(d => !d.Support.IsDiscrete && d.HasDensity && d.Parts.Rank < d.Shape.Rank && d.Parameters.Any(p => p.Path != PathKind.None));

    public static TheoryData<string> Discrete => Where(d => HasAtoms(d) && !Censored.HasPoints(d));

    public static TheoryData<string> Finite => Where(d => d is IFinite { Cardinality: not null });

    public static TheoryData<string> Reparameterized => Where(d => !HasAtoms(d) && d.Parameters.Any(p => p.Path != PathKind.None));

    /// <summary>Those of one noise, whose draws keep their quantile; a sum of two draws has a test of its own.</summary>
    public static TheoryData<string> ReparameterizedWithCdf => Where(d => !HasAtoms(d) && d is not (ExponentiallyModifiedNormal or SkewNormal) && d.Parameters.Any(p => p.Path != PathKind.None) && d.Cdf(0.5) is not null);

    public static TheoryData<string> Families => [.. DistributionCatalogue.All.Where(e => e.Distribution.HasDensity).DistinctBy(e => e.Distribution.Name + e.Distribution.Parameters[0].Name).Select(e => e.ToString())];

    public static TheoryData<string> WithCdf => Where(d => d.Cdf(0.5) is not null);

    public static TheoryData<string> ContinuousWithCdf => Where(d => !HasAtoms(d) && d.Cdf(0.5) is not null);

    public static TheoryData<string> ContinuousWithIcdf => Where(d => !HasAtoms(d) && d.Icdf(0.5) is not null);

    /// <summary>Continuous families of numbers whose cdf and quantile are formulas or tabulated functions.</summary>
    public static TheoryData<string> ClosedForms => Where(d => d is Normal or LogNormal or HalfNormal or Exponential or Laplace or AsymmetricLaplace or Logistic or LogitNormal
        or Gumbel or Cauchy or HalfCauchy or Uniform or Triangular or Gamma or InverseGamma or Chi2 or Beta or Kumaraswamy or Weibull or Frechet or Pareto or GeneralizedPareto
        or InverseGaussian or ExponentiallyModifiedNormal or SkewNormal);

    public static TheoryData<string> WithIcdf => Where(d => d.Icdf(0.5) is not null);

    // A point mass lies on the real line and has an atom all the same; so have the bounds of a censored law.
    private static bool HasAtoms(Distribution d) => d.Support.IsDiscrete || d.Support is PointSupport || Censored.HasPoints(d);

    private static TheoryData<string> Where(Predicate<Distribution> holds) =>
        [.. DistributionCatalogue.All.Where(e => holds(e.Distribution)).Select(e => e.ToString())];
}
