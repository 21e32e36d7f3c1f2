namespace DiffProb;

/// <summary>A distribution with parameters, as an example for the laws that all distributions satisfy.</summary>
/// <param name="Create">Constructor call.</param>
/// <param name="Parameters">Values of its parameters.</param>
public sealed record DistributionExample(Func<IReadOnlyList<Tensor>, Distribution> Create, IReadOnlyList<Tensor> Parameters)
{
    /// <summary>Whether moments of draws say little: their fourth moment is so large that averages converge too slowly.</summary>
    public bool IsHeavyTailed { get; init; }

    /// <summary>What the family does not offer of <see cref="Offers"/>: a law says that it lacks just that.</summary>
    public IReadOnlyList<Offer> Lacks { get; init; } = [];

    /// <summary>Shape of one event; that to which the parameters broadcast if it is not given.</summary>
    public Shape EventShape
    {
        get => field ?? Shape.Broadcast([.. Parameters]);
        init;
    }

    /// <summary>The distribution.</summary>
    public Distribution Distribution => Create(Parameters);

    /// <summary>Examples of scalar parameters, one for each set.</summary>
    public static IEnumerable<DistributionExample> Of(Func<IReadOnlyList<Tensor>, Distribution> create, params double[][] parameterSets) =>
        parameterSets.Select(set => new DistributionExample(create, [.. set.Select(Tensor.Scalar)]));

    /// <summary>The same, where moments of draws say little.</summary>
    public static IEnumerable<DistributionExample> Heavy(Func<IReadOnlyList<Tensor>, Distribution> create, params double[][] parameterSets) =>
        Of(create, parameterSets).Select(e => e with { IsHeavyTailed = true });

    /// <summary>Examples of one vector parameter, one for each vector.</summary>
    public static IEnumerable<DistributionExample> OfVectors(Func<IReadOnlyList<Tensor>, Distribution> create, params double[][] parameters) =>
        parameters.Select(p => new DistributionExample(create, [Tensor.Vector(p)]));

    /// <inheritdoc/>
    public override string ToString() => Distribution.ToString();
}

/// <summary>What a distribution may offer beyond density and draws.</summary>
public enum Offer
{
    /// <summary>A mean, even if it is NaN or infinite.</summary>
    Mean,

    /// <summary>A variance, even if it is NaN or infinite.</summary>
    Variance,

    /// <summary>An entropy.</summary>
    Entropy,

    /// <summary>A distribution function.</summary>
    Cdf,

    /// <summary>Its inverse.</summary>
    Icdf,
}

internal static class Offers
{
    /// <summary>The examples of a family that lacks something.</summary>
    public static IEnumerable<DistributionExample> Lacking(this IEnumerable<DistributionExample> examples, params Offer[] offers) =>
        examples.Select(e => e with { Lacks = offers });

    /// <summary>The examples of a family whose events are numbers, although a parameter is a vector.</summary>
    public static IEnumerable<DistributionExample> OfNumbers(this IEnumerable<DistributionExample> examples) => examples.Select(e => e with { EventShape = Shape.Scalar });

    /// <summary>What a distribution offers.</summary>
    public static IEnumerable<Offer> Of(Distribution d)
    {
        (Offer Offer, bool Has)[] all =
        [
            (Offer.Mean, d.Mean is not null),
            (Offer.Variance, d.Variance is not null),
            (Offer.Entropy, d.Entropy is not null),
            (Offer.Cdf, d.Cdf(0.5) is not null),
            (Offer.Icdf, d.Icdf(0.5) is not null),
        ];
        return all.Where(o => o.Has).Select(o => o.Offer);
    }
}
