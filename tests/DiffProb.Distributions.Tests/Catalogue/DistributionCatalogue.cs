namespace DiffProb;

/// <summary>Every distribution with a few parameter sets, extremes included. A distribution without a row here fails a test.</summary>
/// <remarks>This folder needs nothing but DiffProb.Distributions, so that other test projects can link it.</remarks>
public static class DistributionCatalogue
{
    /// <summary>All examples.</summary>
    public static IReadOnlyList<DistributionExample> All { get; } = [.. ContinuousRows.All, .. DiscreteRows.All, .. MultivariateRows.All, .. ComposedRows.All];

    /// <summary>Names of all examples, as the data of theories.</summary>
    public static IEnumerable<string> Names => All.Select(e => e.ToString());

    /// <summary>The example of that name.</summary>
    /// <param name="name">As in <see cref="Names"/>.</param>
    public static DistributionExample Find(string name) => All.Single(e => e.ToString() == name);
}
