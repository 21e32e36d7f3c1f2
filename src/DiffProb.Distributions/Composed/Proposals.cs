namespace DiffProb;

/// <summary>What the two ways of rejection share: proposals along an axis of their own, and their acceptance.</summary>
internal sealed class Proposals
{
    private readonly CapturedFunction logAcceptance;
    private readonly InnerDistributions inner;
    private readonly Axis axis;

    public Proposals(string distribution, Distribution proposal, Func<Tensor, Tensor> logAcceptance, int most)
        : this(proposal, CapturedFunction.Of(logAcceptance, proposal.Shape, proposal.DType), new Axis("proposal", most, AxisRole.Particle))
    {
        var shape = this.logAcceptance.ResultShape;
        if (shape.Rank > proposal.Parts.Rank || !Shape.Broadcast(shape, proposal.Parts).Equals(proposal.Parts))
        {
            throw DistributionErrors.AcceptanceShape(proposal, shape);
        }

        if (most < 1)
        {
            throw DistributionErrors.AtLeast(distribution, nameof(most), 1, most);
        }
    }

    private Proposals(Distribution proposal, CapturedFunction logAcceptance, Axis axis)
    {
        (Proposal, this.logAcceptance, this.axis) = (proposal, logAcceptance, axis);
        inner = new([("proposal", proposal)]);
    }

    public Distribution Proposal { get; }

    public int Most => axis.Size;

    /// <summary>Those of the proposal, then what the acceptance uses besides its argument. Draws do not follow them by a path alone.</summary>
    public IEnumerable<DistributionParameter> Parameters(PathKind? path) =>
    [
        .. inner.Parameters.Select(p => p with { Path = path ?? p.Path, HasWeakDerivative = false }),
        .. logAcceptance.Captured.Select((c, i) => new DistributionParameter($"logAcceptance[{i}]", c, Support.LogWeights) { Path = path ?? PathKind.Explicit }),
    ];

    /// <summary>How many parameters there are.</summary>
    public int Count => Proposal.Parameters.Count + logAcceptance.Captured.Count;

    /// <summary>What equal makes have in common: the captured body is the same expression only for the same distribution.</summary>
    public object Make => (inner.Make, logAcceptance.At(Tensor.Data("argument", Proposal.Shape, Proposal.DType)));

    public Proposals With(IReadOnlyList<Tensor> parameters)
    {
        var own = Proposal.Parameters.Count;
        return new(inner.With(parameters, 0)[0], logAcceptance.With([.. parameters.Skip(own).Take(logAcceptance.Captured.Count)]), axis);
    }

    /// <summary>Log acceptance probability of a value, for each part.</summary>
    public Tensor LogAcceptance(Tensor value) => logAcceptance.At(value).BroadcastTo(Proposal.Parts);

    /// <summary>All proposals [most, ...Shape], with the logarithms of their acceptance and of their uniform numbers [most, ...Parts].</summary>
    public (Tensor Values, Tensor LogAcceptance, Tensor LogUniform) Draw(NoiseSource noise)
    {
        var along = noise.Along(axis);
        var values = Proposal.SampleFrom(along).BroadcastTo(Proposal.Shape);
        return (values.FromAxis(axis), LogAcceptance(values).FromAxis(axis), along.Uniform(Proposal.Parts).Log().FromAxis(axis));
    }

    /// <summary>Something for each part, repeated for the elements of the part.</summary>
    public Tensor Spread(Tensor perPart) =>
        perPart.Reshape(Shape.Of([.. perPart.Shape, .. Enumerable.Repeat(1, Proposal.Shape.Rank - Proposal.Parts.Rank)]));
}
