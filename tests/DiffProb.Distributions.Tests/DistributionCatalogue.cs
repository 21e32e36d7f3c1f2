namespace DiffProb;

/// <summary>A distribution with parameters, as an example for the laws that all distributions satisfy.</summary>
/// <param name="Create">Constructor call.</param>
/// <param name="Parameters">Values of its parameters.</param>
public sealed record DistributionExample(Func<IReadOnlyList<Tensor>, Distribution> Create, IReadOnlyList<Tensor> Parameters)
{
    /// <summary>Whether moments of draws say little: their fourth moment is so large that averages converge too slowly.</summary>
    public bool IsHeavyTailed { get; init; }

    /// <summary>The distribution.</summary>
    public Distribution Distribution => Create(Parameters);

    /// <inheritdoc/>
    public override string ToString() => Distribution.ToString();
}

/// <summary>Every distribution with a few parameter sets, extremes included. A distribution without a row here fails a test.</summary>
/// <remarks>This file needs nothing but DiffProb.Distributions, so that other test projects can link it.</remarks>
public static class DistributionCatalogue
{
    /// <summary>All examples.</summary>
    public static IReadOnlyList<DistributionExample> All { get; } =
    [
        .. Of(p => new Normal(p[0], p[1]), [0.0, 1.0], [-3.0, 0.2], [1e6, 1e-3], [0.0, 1e-8]),
        .. Of(p => new LogNormal(p[0], p[1]), [0.0, 0.5], [2.0, 0.1]),
        .. Heavy(p => new LogNormal(p[0], p[1]), [-1.0, 3.0]),
        .. Of(p => new HalfNormal(p[0]), [1.0], [0.01], [1e6]),
        .. Of(p => new Exponential(p[0]), [1.0], [0.003], [1e4]),
        .. Of(p => new Laplace(p[0], p[1]), [0.0, 1.0], [3.0, 0.01], [-7.0, 20.0]),
        .. Of(p => new Logistic(p[0], p[1]), [0.0, 1.0], [2.0, 0.1], [-5.0, 12.0]),
        .. Of(p => new Gumbel(p[0], p[1]), [0.0, 1.0], [-3.0, 0.25], [100.0, 40.0]),
        .. Of(p => new Cauchy(p[0], p[1]), [0.0, 1.0], [-2.0, 0.05], [1e3, 2.5]),
        .. Of(p => new HalfCauchy(p[0]), [1.0], [5.0], [1e-4]),
        .. Of(p => new Uniform(p[0], p[1]), [0.0, 1.0], [-2.5, 1000.0], [1e6, 1e6 + 0.5]),
        .. Of(p => new Gamma(p[0], p[1]), [2.0, 1.0], [1.0, 3.0], [0.5, 40.0], [250.0, 0.01], [1e4, 1e4]),
        .. Heavy(p => new Gamma(p[0], p[1]), [0.1, 0.5], [1e-3, 2.0]),
        .. Of(p => new Beta(p[0], p[1]), [1.0, 1.0], [0.5, 0.5], [2.0, 3.0], [200.0, 100.0], [1e-3, 1e-3]),
        .. Heavy(p => new Beta(p[0], p[1]), [0.01, 3.0], [30.0, 0.2]),
        .. Of(p => new Bernoulli(probs: p[0]), [0.3], [0.999], [0.0], [1.0]),
        .. Heavy(p => new Bernoulli(probs: p[0]), [1e-12]),
        .. Of(p => new Bernoulli(logits: p[0]), [0.0], [-1.5], [40.0], [-800.0], [double.NegativeInfinity]),
        .. Of(p => new Poisson(p[0]), [0.01], [3.0], [9.99], [10.0], [1000.0], [0.0]),
        .. Heavy(p => new Poisson(p[0]), [1e-9]),
        .. Of(p => new Geometric(probs: p[0]), [0.3], [0.95], [0.004], [1.0]),
        .. Of(p => new Geometric(logits: p[0]), [-2.0], [5.0]),
        .. OfVectors(p => new Categorical(probs: p[0]), [1.0, 2.0, 1.0], [0.0, 0.3, 0.0, 0.7, 0.0], [1.0]),
        .. OfVectors(p => new Categorical(logits: p[0]), [0.0, 0.0, 0.0], [2.0, -30.0, 4.0, 0.0, 1.0, -5.0, 7.0], [double.NegativeInfinity, 0.5, -0.5]),
        .. OfVectors(p => new OneHotCategorical(probs: p[0]), [1.0, 2.0, 1.0], [0.0, 0.3, 0.0, 0.7, 0.0]),
        .. OfVectors(p => new OneHotCategorical(logits: p[0]), [-0.001, 0.001], [2.0, -30.0, 4.0, 0.0], [-800.0, 0.0, 800.0], [0.0, double.NegativeInfinity]),
    ];

    /// <summary>Names of all examples, as the data of theories.</summary>
    public static IEnumerable<string> Names => All.Select(e => e.ToString());

    /// <summary>The example of that name.</summary>
    /// <param name="name">As in <see cref="Names"/>.</param>
    public static DistributionExample Find(string name) => All.Single(e => e.ToString() == name);

    private static IEnumerable<DistributionExample> Of(Func<IReadOnlyList<Tensor>, Distribution> create, params double[][] parameterSets) =>
        parameterSets.Select(set => new DistributionExample(create, [.. set.Select(Tensor.Scalar)]));

    private static IEnumerable<DistributionExample> Heavy(Func<IReadOnlyList<Tensor>, Distribution> create, params double[][] parameterSets) =>
        Of(create, parameterSets).Select(e => e with { IsHeavyTailed = true });

    private static IEnumerable<DistributionExample> OfVectors(Func<IReadOnlyList<Tensor>, Distribution> create, params double[][] parameters) =>
        parameters.Select(p => new DistributionExample(create, [Tensor.Vector(p)]));
}
