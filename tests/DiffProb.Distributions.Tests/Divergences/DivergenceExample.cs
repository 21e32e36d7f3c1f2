namespace DiffProb;

/// <summary>Two laws whose divergence has a closed form.</summary>
/// <param name="P">The law that the expectation is taken under.</param>
/// <param name="Q">The law that it is compared with.</param>
public sealed record DivergenceExample(DistributionExample P, DistributionExample Q)
{
    /// <summary>The closed form.</summary>
    public Tensor Kl => Divergence.Kl(P.Distribution, Q.Distribution);

    /// <inheritdoc/>
    public override string ToString() => $"{P} from {Q}";
}
