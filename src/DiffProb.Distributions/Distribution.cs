namespace DiffProb;

/// <summary>A parameter of a distribution: its name in the field, its value, where it must lie, and what estimators may use of it.</summary>
/// <param name="Name">Name as in the constructor; "base.loc" for a parameter of a distribution inside of another.</param>
/// <param name="Value">Its tensor.</param>
/// <param name="Support">Where every element must lie.</param>
public sealed record DistributionParameter(string Name, Tensor Value, Support Support)
{
    /// <summary>A parameter anywhere on the real line.</summary>
    /// <param name="name">Name as in the constructor.</param>
    /// <param name="value">Its tensor.</param>
    public DistributionParameter(string name, Tensor value)
        : this(name, value, Support.Real)
    {
    }

    /// <summary>Whether the support of the distribution changes with it, so that the score function is biased in it.</summary>
    public bool MovesSupport { get; init; }

    /// <summary>How a draw follows it.</summary>
    public PathKind Path { get; init; } = PathKind.Explicit;

    /// <summary>Whether the derivative of the density is known as a difference of two laws (Mohamed et al. 2020, table 1): measure-valued gradients.</summary>
    public bool HasWeakDerivative { get; init; }
}

/// <summary>How a draw follows a parameter: what the derivative along its path is made of.</summary>
public enum PathKind
{
    /// <summary>It does not: the draw jumps, or is not known as a function of the parameter.</summary>
    None,

    /// <summary>The draw is a differentiable function of noise and of the parameter, to any order.</summary>
    Explicit,

    /// <summary>The derivative is that of the quantile at a fixed probability, -(∂F/∂θ) / p (Figurnov, Mohamed, Mnih 2018, arXiv 1805.08498); first derivatives only.</summary>
    Implicit,
}

/// <summary>A law for one event of a visible shape: density, sampling, support, moments, and what each estimator may use.</summary>
/// <remarks>
/// <para>There is no batch shape: an event has shape <see cref="Shape"/>, and its log-density is a scalar, the sum over that shape.</para>
/// <para>What estimators may use is data: <see cref="DistributionParameter.Path"/> for pathwise gradients, <see cref="DistributionParameter.MovesSupport"/>
/// for the score function, which is open in every other parameter, and <see cref="IFinite"/> for enumeration.</para>
/// <para>A member of this family is one file, and one row in the catalogue of its tests.</para>
/// </remarks>
[TypeFormatterSource]
public abstract class Distribution
{
    private bool isValid;

    /// <summary>What every member tells of itself.</summary>
    /// <param name="support">Where the values lie.</param>
    /// <param name="parameters">In the order of the constructor.</param>
    /// <param name="shape">Shape of one event; that to which the parameters broadcast if null.</param>
    /// <param name="type">Type of the values.</param>
    /// <param name="together">Last dimensions of an event whose elements are one draw, with one density: 1 for a vector.</param>
    private protected Distribution(
        Support support, DistributionParameter[] parameters, Shape? shape = null, DType type = DType.Float64, int together = 0)
    {
        Support = support;
        Parameters = support.IsDiscrete ? Array.ConvertAll(parameters, p => p with { Path = PathKind.None }) : parameters;
        DType = type;
        Shape = shape ?? Join(parameters);
        Parts = Shape.Take(Shape.Rank - together);
    }

    /// <summary>Name of the family.</summary>
    public string Name => GetType().Name;

    /// <summary>Visible shape of one event.</summary>
    public Shape Shape { get; }

    /// <summary>Shape of the independent parts of an event, each with its own density: the leading dimensions of <see cref="Shape"/>.</summary>
    internal Shape Parts { get; }

    /// <summary>Type of the values.</summary>
    public DType DType { get; }

    /// <summary>Where the values lie.</summary>
    public Support Support { get; }

    /// <summary>The parameters, in the order of the constructor.</summary>
    public IReadOnlyList<DistributionParameter> Parameters { get; }

    /// <summary>Whether <see cref="LogProb"/> is known: without a density there is no score function, and nothing to observe.</summary>
    public virtual bool HasDensity => true;

    /// <summary>Whether the density integrates to 1; if not, it is known up to a factor that may depend on the parameters.</summary>
    internal virtual bool IsNormalized => true;

    /// <summary>The law that this one is a smooth stand-in for, in words; null for a law of its own. Expectations under a stand-in are biased for that law.</summary>
    public virtual string? StandsFor => null;

    /// <summary>What two distributions of one make have in common: same family, same way to give the parameters. They differ in the values alone.</summary>
    internal virtual object Make => (GetType(), string.Join(' ', Parameters.Select(p => p.Name)));

    /// <summary>Mean of each element, of shape <see cref="Shape"/>: NaN where undefined, +∞ where infinite, null where there is no closed form.</summary>
    public Tensor? Mean => Whole(MeanPerElement);

    /// <summary>Variance of each element, of shape <see cref="Shape"/>: NaN where undefined, +∞ where infinite, null where there is no closed form.</summary>
    public Tensor? Variance => Whole(VariancePerElement);

    /// <summary>Entropy in nats of the whole event, a scalar; null where there is no closed form.</summary>
    public Tensor? Entropy => EntropyPerPart?.BroadcastTo(Parts).Sum();

    /// <summary>A continuous law near this one, whose draws follow the parameters; null where none is known. Expectations under it are biased.</summary>
    /// <param name="temperature">Positive: the lower, the nearer.</param>
    public virtual Distribution? Relaxation(Tensor temperature) => null;

    /// <summary>Mean; it broadcasts to the shape.</summary>
    protected virtual Tensor? MeanPerElement => null;

    /// <summary>Variance; it broadcasts to the shape.</summary>
    protected virtual Tensor? VariancePerElement => null;

    /// <summary>Entropy in nats of each independent part.</summary>
    protected virtual Tensor? EntropyPerPart => null;

    /// <summary>Log density (continuous) or log mass (discrete) of a value, in nats: a scalar, summed over the shape.</summary>
    /// <param name="value">A value that broadcasts to the shape; a known value outside the support has log density -∞.</param>
    /// <exception cref="ShapeException">The value does not broadcast to the shape.</exception>
    /// <exception cref="ValueException">A parameter lies outside its support.</exception>
    /// <exception cref="DiffProbException">The density is not known (see <see cref="HasDensity"/>), or only up to a factor.</exception>
    public Tensor LogProb(Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!HasDensity || !IsNormalized)
        {
            throw DistributionErrors.NoDensity(this);
        }

        Validate(Name);
        Fit(value);
        return value.IsValue && Support.Contains(value.BroadcastTo(Shape)) is { } inside
            ? LogProbWhere(inside, value.BroadcastTo(Shape)).Sum()
            : LogDensity(value);
    }

    /// <summary>Log density of a value that may lie outside, as where an end of the support moves: -∞ there.</summary>
    internal Tensor LogDensityIfInside(Tensor value) => LogDensityOfEachPartIfInside(value).Sum();

    /// <summary>The same of each independent part, of shape <see cref="Parts"/>.</summary>
    internal Tensor LogDensityOfEachPartIfInside(Tensor value) =>
        Support.Contains(value.BroadcastTo(Shape)) is { } inside ? LogProbWhere(inside, value.BroadcastTo(Shape)) : LogDensityOfEachPart(value);

    /// <summary>Draws, as numbers.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="seed">Seed; the same seed gives the same draws.</param>
    /// <returns>[count, ...Shape]. A draw that rounds to an end that the support excludes is the number next to it.</returns>
    /// <exception cref="ValueException">A parameter lies outside its support.</exception>
    /// <exception cref="SymbolicValueException">A parameter of the distribution is not a number yet.</exception>
    public Tensor Sample(int count, ulong seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Validate(Name);
        foreach (var parameter in Parameters)
        {
            _ = parameter.Value.ToArray();
        }

        var axis = new Axis("draw", count, AxisRole.Particle);
        var draws = Support.Nearest(SampleFrom(new NoiseSource(Name, Axes.Of(axis)))).BroadcastTo(Shape).FromAxis(axis);
        return ManagedEngine.Default.Compile([draws], []).Run(Bindings.Empty.With(Key.FromSeed(seed)))[0];
    }

    /// <summary>Probability of a value at most <paramref name="value"/>, per element; null where it is not available.</summary>
    /// <remarks>It and its logarithm are exact in the left tail, and 1 minus it in the right tail, where the family says so.</remarks>
    /// <param name="value">Any numbers; broadcasts with the shape.</param>
    public virtual Tensor? Cdf(Tensor value) => null;

    /// <summary>Probability of a value above <paramref name="value"/>, 1 - <see cref="Cdf"/>, per element; null where that is not available.</summary>
    /// <param name="value">Any numbers; broadcasts with the shape.</param>
    public virtual Tensor? Survival(Tensor value) => Cdf(value) is { } below ? 1.0 - below : null;

    /// <summary>Logarithm of <see cref="Cdf"/>, finite where that underflows if the family's cdf allows; null where it is not available.</summary>
    /// <param name="value">Any numbers; broadcasts with the shape.</param>
    public virtual Tensor? LogCdf(Tensor value) => Cdf(value)?.Log();

    /// <summary>Logarithm of <see cref="Survival"/>, finite where that underflows if the family's cdf allows; null where it is not available.</summary>
    /// <param name="value">Any numbers; broadcasts with the shape.</param>
    public virtual Tensor? LogSurvival(Tensor value) => Survival(value)?.Log();

    /// <summary>The value below which the given probability lies (the inverse of <see cref="Cdf"/>; discrete: the smallest whose cdf reaches it),
    /// per element; null where it is not available.</summary>
    /// <param name="probability">In [0, 1]; broadcasts with the shape.</param>
    public virtual Tensor? Icdf(Tensor probability) => null;

    /// <summary>A draw as an expression of noise and of the parameters.</summary>
    internal abstract Tensor SampleFrom(NoiseSource noise);

    /// <summary>The derivative of the law in a parameter that <see cref="DistributionParameter.HasWeakDerivative"/>, as a signed sum of laws.</summary>
    /// <param name="parameter">Its place among <see cref="Parameters"/>.</param>
    /// <param name="noise">What their draws are made of.</param>
    internal virtual IReadOnlyList<WeakTerm> WeakDerivative(int parameter, NoiseSource noise) =>
        throw new InvalidOperationException($"{Name} gives no weak derivative in {Parameters[parameter].Name}.");

    /// <summary>Log density without any test of the support, a scalar: for values that lie in it by construction.</summary>
    internal Tensor LogDensity(Tensor value) => LogDensityOfEachPart(value).Sum();

    /// <summary>The same of each independent part, of shape <see cref="Parts"/>.</summary>
    internal Tensor LogDensityOfEachPart(Tensor value) => LogDensityPerPart(value).BroadcastTo(Parts);

    /// <summary>Log density of each independent part, for distributions made of others; the value may have more parts.</summary>
    internal Tensor LogDensityOfParts(Tensor value) => LogDensityPerPart(value);

    /// <summary>Entropy of each independent part, for distributions made of others; null where there is no closed form.</summary>
    internal Tensor? EntropyOfParts => EntropyPerPart;

    /// <summary>Mass of each independent part, for distributions made of others; the value may have more parts.</summary>
    internal Tensor MassOfParts(Tensor value) => MassPerPart(value);

    /// <summary>Mass of a value of a finite support, a scalar: differentiable where it is 0, which exp of its logarithm is not.</summary>
    internal Tensor Mass(Tensor value) => MassPerPart(value).BroadcastTo(Parts).Prod();

    /// <summary>Mass of each independent part.</summary>
    private protected virtual Tensor MassPerPart(Tensor x) => LogDensityPerPart(x).Exp();

    /// <summary>Log density of each independent part.</summary>
    protected abstract Tensor LogDensityPerPart(Tensor x);

    /// <summary>The same distribution with other parameters.</summary>
    protected abstract Distribution Rebuild(IReadOnlyList<Tensor> parameters);

    /// <summary>The same distribution with its parameters changed.</summary>
    internal Distribution With(Func<Tensor, Tensor> change) => Rebuild([.. Parameters.Select(p => change(p.Value))]);

    /// <summary>The same distribution with other parameters, in the order of <see cref="Parameters"/>.</summary>
    internal Distribution With(IReadOnlyList<Tensor> parameters) => Rebuild(parameters);

    /// <summary>A draw, made in any way, that follows the parameters at its quantile: the path derivative is -(∂F/∂θ) / p of <see cref="Cdf"/> and density.</summary>
    /// <remarks>For families of one number; right to any order of derivative that both allow.</remarks>
    internal Tensor Implicit(Tensor draw) => ImplicitPath.Of(new QuantilePath(this), draw.BroadcastTo(Shape), [.. Parameters.Select(p => p.Value)]);

    /// <summary>A quantile, found in any way, that follows the probability and the parameters: derivatives 1 / p and -(∂F/∂θ) / p.</summary>
    internal Tensor ImplicitQuantile(Tensor found, Tensor probability) =>
        ImplicitPath.Of(new QuantilePath(this), found, [.. Parameters.Select(p => p.Value), probability]);

    /// <summary>Tests parameters whose numbers are known.</summary>
    /// <param name="where">Site or distribution, for the message.</param>
    internal void Validate(string where)
    {
        if (isValid)
        {
            return;
        }

        foreach (var parameter in Parameters)
        {
            if (parameter.Value.Operation is Constant && parameter.Support.Fault(parameter.Value) is { } fault)
            {
                throw DistributionErrors.ParameterFault(where, parameter, fault);
            }

            if (parameter.Value.Operation is Constant && parameter.Support.FirstOutside(parameter.Value) is var (number, place))
            {
                throw DistributionErrors.ParameterOutside(where, parameter, number, place);
            }
        }

        isValid = true;
    }

    private void Fit(Tensor value)
    {
        if (value.Shape.Rank > Shape.Rank || !Broadcasts(value.Shape))
        {
            throw DistributionErrors.ValueShape(this, value);
        }
    }

    private bool Broadcasts(Shape shape) => shape.Reverse().Zip(Shape.Reverse()).All(d => d.First == d.Second || d.First == 1);

    // Where the value lies outside, the formula is evaluated at a harmless point: no NaN can come from there, nor from its derivative.
    private Tensor LogProbWhere(Tensor inside, Tensor value)
    {
        var together = Shape.Rank - Parts.Rank;
        for (var d = 0; d < together; d++)
        {
            inside = (!inside).Sum(-1).EqualTo(0);
        }

        var spread = inside.Reshape(Shape.Of([.. Parts, .. Enumerable.Repeat(1, together)]));
        var density = LogDensityPerPart(Tensor.Where(spread, value, Support.Interior(value)));
        return Tensor.Where(inside, density, double.NegativeInfinity).BroadcastTo(Parts);
    }

    private Tensor? Whole(Tensor? perElement) =>
        perElement is null ? null : (perElement.DType.IsFloat() ? perElement : perElement.Cast(DType.Float64)).BroadcastTo(Shape);

    private Shape Join(DistributionParameter[] parameters)
    {
        try
        {
            return Shape.Broadcast([.. parameters.Select(p => p.Value)]);
        }
        catch (ShapeException)
        {
            throw DistributionErrors.ParametersDoNotBroadcast(Name, parameters);
        }
    }

    /// <summary>The family and its parameters, as in <c>Normal(loc: 0, scale: 1)</c>.</summary>
    public override string ToString() => $"{Name}({string.Join(", ", Parameters.Select(p => $"{p.Name}: {p.Value}"))})";
}

/// <summary>The support is a finite set, if <see cref="Cardinality"/> is known: a site can be summed over exactly.</summary>
public interface IFinite
{
    /// <summary>Number of values of one event; <see cref="long.MaxValue"/> where it is larger, null where it is not known before a run.</summary>
    long? Cardinality { get; }

    /// <summary>All values of an event: [Cardinality, ...Shape].</summary>
    /// <exception cref="DiffProbException">There are more than fit in memory.</exception>
    Tensor EnumerateSupport();
}
