namespace DiffProb;

/// <summary>Rejection sampling whose accept step is a sigmoid: a draw is a blend of proposals, smooth in every parameter, and biased.</summary>
/// <remarks>
/// <para><b>Draw</b>: Σ wᵢ zᵢ with wᵢ = aᵢ Π (1 - aⱼ), j before i, aᵢ = sigmoid((logAcceptance(zᵢ) - log uᵢ) / temperature); what is left
/// after <c>most</c> proposals falls to the last.</para>
/// <para><b>Bias</b>: as the temperature falls to 0 the law becomes that of <see cref="Rejection"/>. Expectations of functions that are affine in the draw are
/// those under a density proportional to q(x) A(ρ), q the proposal's, ρ = exp(logAcceptance), A(ρ) = ₂F₁(1, t; 1 + t; -ρ^(-1/t)) at temperature t;
/// for others the blend adds its own. For a unit normal at 1/2 by proposals N(0, 2²) and its derivative 1 in the location: 0.99956 at t = 0.02,
/// 0.990 at 0.1, 0.914 at 0.5, 0.807 at 1 (docs/explanation/distributions.md, with the test that holds them).</para>
/// <para><b>Support</b>: that of the proposal, if that is convex. <b>Shapes</b>: those of the proposal.</para>
/// <para><b>Estimators</b>: pathwise (explicit or implicit, as the proposal's). It has no density.</para>
/// </remarks>
public sealed class SoftRejection : Distribution
{
    private readonly Proposals proposals;
    private readonly Tensor temperature;

    /// <summary>Soft rejection sampling from a proposal.</summary>
    /// <param name="proposal">A continuous distribution with a convex support.</param>
    /// <param name="logAcceptance">As for <see cref="Rejection"/>; it must be smooth.</param>
    /// <param name="temperature">Positive: the lower, the less bias and the more variance.</param>
    /// <param name="most">How many proposals are made for a draw, at least 1.</param>
    /// <exception cref="ShapeException">logAcceptance does not give one number for each part.</exception>
    public SoftRejection(Distribution proposal, Func<Tensor, Tensor> logAcceptance, Tensor temperature, int most = 64)
        : this(new Proposals(nameof(SoftRejection), Rejection.Checked(proposal), logAcceptance, most), temperature)
    {
    }

    private SoftRejection(Proposals proposals, Tensor temperature)
        : base(
            proposals.Proposal.Support,
            [.. proposals.Parameters(null), new("temperature", temperature, Support.Positive)],
            proposals.Proposal.Shape,
            proposals.Proposal.DType,
            proposals.Proposal.Shape.Rank - proposals.Proposal.Parts.Rank)
    {
        if (proposals.Proposal.Support.IsDiscrete)
        {
            throw DistributionErrors.SoftNeedsContinuum(proposals.Proposal);
        }

        (this.proposals, this.temperature) = (proposals, temperature);
    }

    /// <inheritdoc/>
    public override bool HasDensity => false;

    /// <inheritdoc/>
    public override string StandsFor => nameof(Rejection);

    internal override object Make => (base.Make, proposals.Make);

    internal override Tensor SampleFrom(NoiseSource noise)
    {
        var (values, log, uniform) = proposals.Draw(noise);
        var odds = (log - uniform) / temperature;
        var (last, rest) = (proposals.Most - 1, (-odds).LogSigmoid().CumSum(0));
        var before = Shapes.Concatenate([Tensor.Literal(0.0).BroadcastTo(rest.Shape.Replace(0, 1)), rest.Slice(0, 0, last)], 0);
        var accepted = Shapes.Concatenate([odds.LogSigmoid().Slice(0, 0, last), Tensor.Literal(0.0).BroadcastTo(rest.Shape.Replace(0, 1))], 0);
        return (proposals.Spread((accepted + before).Exp()) * values).Sum(0);
    }

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) => throw DistributionErrors.NoDensity(this);

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new SoftRejection(proposals.With(parameters), parameters[proposals.Count]);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}(proposal: {proposals.Proposal}, temperature: {temperature})";
}
