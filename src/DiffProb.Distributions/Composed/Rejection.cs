namespace DiffProb;

/// <summary>The law of the first of many proposals that is accepted, where each is with a probability that depends on its value.</summary>
/// <remarks>
/// <para><b>Density</b>: proportional to that of the proposal times exp(logAcceptance(x)); divided by exp(logRate), if that is given, it is one.</para>
/// <para><b>Support</b>: that of the proposal. <b>Shapes</b>: those of the proposal; its independent parts are accepted one by one.</para>
/// <para><b>Cost</b>: all <c>most</c> proposals are made at once. A draw for which none is accepted is an error of the run, never another law.</para>
/// <para><b>Estimators</b>: the path of the proposal, with the acceptance as a weight (RSVI: Naesseth et al. 2017, arXiv 1610.05683, equation 6;
/// the derivative of the unknown rate drops out against the other particles), score with a leave-one-out baseline, or with any where logRate is given.</para>
/// </remarks>
public sealed class Rejection : Distribution
{
    private readonly Proposals proposals;
    private readonly Tensor? logRate;

    /// <summary>Rejection sampling from a proposal.</summary>
    /// <param name="proposal">Any distribution.</param>
    /// <param name="logAcceptance">Log probability of accepting a value, at most 0; elementwise for a proposal of independent numbers,
    /// one number for a vector. It runs once, on a symbol; parameters and sites that it uses are followed.</param>
    /// <param name="logRate">Log of the probability that a proposal is accepted, where it is known: then the density is, too.</param>
    /// <param name="most">How many proposals are made for a draw, at least 1: with a rate r, none of them is accepted with probability (1 - r)ᵐᵒˢᵗ.</param>
    /// <exception cref="ShapeException">logAcceptance does not give one number for each part.</exception>
    public Rejection(Distribution proposal, Func<Tensor, Tensor> logAcceptance, Tensor? logRate = null, int most = 64)
        : this(new Proposals(nameof(Rejection), Checked(proposal), logAcceptance, most), logRate)
    {
    }

    internal Rejection(Proposals proposals, Tensor? logRate)
        : base(
            proposals.Proposal.Support,
            [.. proposals.Parameters(PathKind.None), .. Rate(logRate)],
            proposals.Proposal.Shape,
            proposals.Proposal.DType,
            proposals.Proposal.Shape.Rank - proposals.Proposal.Parts.Rank)
    {
        (this.proposals, this.logRate) = (proposals, logRate);
    }

    internal override bool IsNormalized => logRate is not null;

    internal override object Make => (base.Make, proposals.Make);

    /// <summary>Where proposals come from.</summary>
    internal Distribution Proposal => proposals.Proposal;

    /// <summary>Log probability of accepting a value, a scalar: what an accepted proposal is weighted with in a derivative.</summary>
    internal Tensor LogAcceptance(Tensor value) => proposals.LogAcceptance(value).Sum();

    // The choice is a step; the value taken follows the proposal's path.
    internal override Tensor SampleFrom(NoiseSource noise)
    {
        var (values, log, uniform) = proposals.Draw(noise);
        var index = proposals.Spread(Acceptance.First(noise.Stream, log.StopGradient(), uniform)).Unsqueeze(0);
        return values.TakeAlong(index, 0).Select(0, 0);
    }

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x)
    {
        var log = proposals.Proposal.LogDensityOfParts(x) + proposals.LogAcceptance(x);
        return logRate is null ? log : log - logRate;
    }

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) =>
        new Rejection(proposals.With(parameters), logRate is null ? null : parameters[proposals.Count]);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}(proposal: {proposals.Proposal})";

    internal static Distribution Checked(Distribution proposal)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        return proposal;
    }

    private static DistributionParameter[] Rate(Tensor? logRate) =>
        logRate is null ? [] : [new DistributionParameter(nameof(logRate), logRate) { Path = PathKind.None }];
}
