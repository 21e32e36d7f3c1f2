namespace DiffProb;

/// <summary>The law of a draw that went through a transform.</summary>
/// <remarks>
/// <para><b>Density</b>: p(T⁻¹(y)) / |det ∂T|, p that of the base.</para>
/// <para><b>Support</b>: what the transform makes of the base's support. <b>Shapes</b>: those of the base, as the transform changes them.</para>
/// <para>A draw remembers what it was made of, so that its density is exact where the transform rounds: at tanh 400, or at low + e⁻⁴⁰⁰.</para>
/// <para><b>Estimators</b>: pathwise in what the base's draws follow, and explicit in the transform's own parameters; score.</para>
/// </remarks>
public sealed class Transformed : Distribution
{
    private readonly Distribution inner;
    private readonly Transform transform;

    /// <summary>The law of transform(x), x from the base.</summary>
    /// <param name="base">A continuous distribution whose support lies in the domain of the transform.</param>
    /// <param name="transform">A bijection.</param>
    /// <exception cref="DiffProbException">The base is discrete, or its support is not in the transform's domain.</exception>
    /// <exception cref="ShapeException">The transform repeats a draw, to the larger shape of its own parameters.</exception>
    public Transformed(Distribution @base, Transform transform)
        : base(
            SupportOf(@base, transform),
            [.. InnerOf(@base, transform), .. transform.ParametersOn(@base.Support).Select(p => p with { Name = $"transform.{p.Name}" })],
            ShapeOf(@base, transform),
            @base.DType,
            Math.Max(Together(@base), transform.DomainRank) + transform.CodomainRank - transform.DomainRank)
    {
        (inner, this.transform) = (@base, transform);
    }

    /// <inheritdoc/>
    public override bool HasDensity => inner.HasDensity;

    internal override bool IsNormalized => inner.IsNormalized;

    /// <inheritdoc/>
    public override string? StandsFor => inner.StandsFor;

    /// <summary>The law whose draws are transformed.</summary>
    internal Distribution Base => inner;

    internal override object Make => (base.Make, inner.Make, Form);

    // The transform without its numbers.
    private Transform Form => transform.With([.. transform.Parameters.Select((p, i) => Tensor.Data($"{i}", p.Value.Shape))]);

    /// <summary>Whether draws of both are known to be transformed alike.</summary>
    internal bool HasTransformOf(Transformed other) =>
        Form.Equals(other.Form) && transform.Parameters.Zip(other.transform.Parameters).All(p => CountDivergences.AreSame(p.First.Value, p.Second.Value));

    /// <inheritdoc/>
    protected override Tensor? MeanPerElement => transform.Slope is not null && inner.Mean is { } mean ? transform.ForwardOf(mean) : null;

    /// <inheritdoc/>
    protected override Tensor? VariancePerElement => transform.Slope is { } slope && inner.Variance is { } variance ? slope.Square() * variance : null;

    /// <inheritdoc/>
    /// <remarks>That of the base and E log |det|, which is known where log |det| is affine in x: it is log |det| at the mean.</remarks>
    protected override Tensor? EntropyPerPart =>
        transform.HasAffineLogDeterminant && inner.EntropyOfParts is { } entropy && (transform.Slope is not null ? Tensor.Zeros(inner.Shape) : inner.Mean) is { } mean
            ? Fold(entropy.BroadcastTo(inner.Parts), transform.DomainRank - Together(inner)) + Fold(transform.LogDeterminantOf(mean), Together(inner) - transform.DomainRank)
            : null;

    private bool IsOfNumbers => Shape.Rank == Parts.Rank && transform.DomainRank == 0 && transform.CodomainRank == 0;

    /// <inheritdoc/>
    public override Tensor? Cdf(Tensor value) => Below(value, inner.Cdf, inner.Survival, 0.0, 1.0);

    /// <inheritdoc/>
    public override Tensor? Survival(Tensor value) => Below(value, inner.Survival, inner.Cdf, 1.0, 0.0);

    /// <inheritdoc/>
    public override Tensor? LogCdf(Tensor value) => Below(value, inner.LogCdf, inner.LogSurvival, double.NegativeInfinity, 0.0);

    /// <inheritdoc/>
    public override Tensor? LogSurvival(Tensor value) => Below(value, inner.LogSurvival, inner.LogCdf, 0.0, double.NegativeInfinity);

    /// <inheritdoc/>
    public override Tensor? Icdf(Tensor probability) => !IsOfNumbers || inner.Icdf(probability) is not { } up ? null
        : Direction is not { } rises ? transform.ForwardOf(up)
        : transform.ForwardOf(Tensor.Where(rises, up, inner.Icdf(1.0 - probability)!));

    // Null where it is known to rise everywhere.
    private Tensor? Direction => transform.IsIncreasing is { IsValue: true } known && !known.ToArray().Contains(0.0) ? null : transform.IsIncreasing;

    internal override Tensor SampleFrom(NoiseSource noise) => transform.ForwardOf(inner.SampleFrom(noise).BroadcastTo(inner.Shape));

    internal override IReadOnlyList<WeakTerm> WeakDerivative(int parameter, NoiseSource noise) =>
        [.. inner.WeakDerivative(parameter, noise).Select(t => t with { Value = transform.ForwardOf(t.Value.BroadcastTo(inner.Shape)) })];

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x)
    {
        var origin = transform.InverseOf(x);
        return Fold(inner.LogDensityOfParts(origin), transform.DomainRank - Together(inner)) - Fold(transform.LogDeterminantOf(origin), Together(inner) - transform.DomainRank);
    }

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters)
    {
        var own = inner.Parameters.Count;
        return new Transformed(inner.With([.. parameters.Take(own)]), transform.With([.. parameters.Skip(own)]));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}({inner}, {transform})";

    private static int Together(Distribution d) => d.Shape.Rank - d.Parts.Rank;

    // A weak derivative changes one part of the base, which must be one of the image.
    private static IEnumerable<DistributionParameter> InnerOf(Distribution inner, Transform transform) => new InnerDistributions([("base", inner)]).Parameters
        .Select(p => p with { HasWeakDerivative = p.HasWeakDerivative && transform.DomainRank <= Together(inner) && transform.DomainRank == transform.CodomainRank });

    private static Support SupportOf(Distribution inner, Transform transform)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(transform);
        return Censored.HasPoints(inner) ? throw DistributionErrors.HasPoints(nameof(Transformed), inner)
            : inner.Support.IsDiscrete || !transform.Domain.Holds(inner.Support) ? throw DistributionErrors.OutsideOfDomain(inner, transform)
            : transform.ImageOf(inner.Support);
    }

    private static Shape ShapeOf(Distribution inner, Transform transform)
    {
        var shape = transform.ForwardShape(inner.Shape);
        return transform.InverseShape(shape).Equals(inner.Shape) ? shape : throw DistributionErrors.RepeatsDraws(inner, transform, shape);
    }

    // Numbers for each element, summed over the last dimensions that are one event.
    private static Tensor Fold(Tensor perElement, int dimensions)
    {
        for (var d = 0; d < dimensions; d++)
        {
            perElement = perElement.Sum(-1);
        }

        return perElement;
    }

    // One function of x where the transform rises, another where it falls; numbers beside the codomain.
    private Tensor? Below(Tensor value, Func<Tensor, Tensor?> rising, Func<Tensor, Tensor?> falling, double below, double above)
    {
        if (!IsOfNumbers || rising(0.5) is null || transform.Codomain.Contains(value) is not { } inside)
        {
            return null;
        }

        var interior = transform.Codomain.Interior(value);
        var origin = transform.InverseOf(transform.Codomain is RealLine ? value : Tensor.Where(inside, value, interior));
        var known = Direction is not { } rises ? rising(origin)! : Tensor.Where(rises, rising(origin)!, falling(origin)!);
        return transform.Codomain is RealLine ? known : Tensor.Where(inside, known, Tensor.Where(value > interior, above, below));
    }
}
