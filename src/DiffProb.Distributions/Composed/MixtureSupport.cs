namespace DiffProb;

/// <summary>Where the values of components with supports of their own lie together.</summary>
internal static class MixtureSupport
{
    /// <summary>The support that all share, or the smallest named one that holds all.</summary>
    public static Support Of(Distribution[] components)
    {
        if (components.Length == 0)
        {
            throw DistributionErrors.NoComponents();
        }

        if (Array.Find(components, c => !c.HasDensity || !c.IsNormalized) is { } component)
        {
            throw DistributionErrors.ComponentWithoutDensity(component);
        }

        if (Array.Find(components, Censored.HasPoints) is { } censored)
        {
            throw DistributionErrors.HasPoints(nameof(Mixture), censored);
        }

        var supports = Array.ConvertAll(components, c => c.Support);
        if (Array.TrueForAll(supports, s => s.Equals(supports[0])))
        {
            return supports[0];
        }

        return Array.TrueForAll(supports, s => !s.IsDiscrete) ? Hull(components)
            : Array.TrueForAll(supports, s => s is Counts or IntegerRange) ? Support.NonNegativeIntegers
            : throw DistributionErrors.ComponentsDiffer(components);
    }

    /// <summary>A function of the value that the component knows inside of its support alone; <paramref name="elsewhere"/> outside.</summary>
    public static Tensor Within(Distribution component, Support whole, Tensor x, Func<Tensor, Tensor> of, double elsewhere)
    {
        if (component.Support.Equals(whole) || component.Support.Contains(x) is not { } inside)
        {
            return of(x);
        }

        return Tensor.Where(inside, of(Tensor.Where(inside, x, component.Support.Interior(x))), elsewhere);
    }

    private static Support Hull(Distribution[] components) =>
        Array.Exists(components, c => c.Shape.Rank != c.Parts.Rank) ? throw DistributionErrors.ComponentsDiffer(components)
        : Array.TrueForAll(components, c => c.Support is HalfLine or Interval && SignAnalysis.IsNonNegative(Low(c.Support))) ? Support.NonNegative
        : Support.Real;

    private static Tensor Low(Support support) => support is Interval interval ? interval.Low : 0.0;
}
