namespace DiffProb;

/// <summary>Kullback-Leibler divergences in closed form, found by the families of the two laws.</summary>
/// <remarks>
/// <para><b>Formula</b>: KL(p, q) = E log p(x) - log q(x) for x from p, in nats, summed over the event: at least 0, and 0 where the laws agree.
/// It is +∞ where p has mass outside of the support of q.</para>
/// <para>A result is an expression of the parameters of both, differentiable to any order, and exact to rounding: never an estimate.
/// Where two laws of one family nearly agree, it keeps its digits. What has no closed form has no result.</para>
/// <para><b>Shapes</b>: events of one shape, or of shapes of which one broadcasts to the other; elements are independent.</para>
/// </remarks>
public static class Divergence
{
    /// <summary>KL(p, q), a scalar in nats.</summary>
    /// <param name="p">The law that the expectation is taken under.</param>
    /// <param name="q">The law that p is compared with.</param>
    /// <exception cref="DiffProbException">No closed form is known for the pair, or the two laws are of events of different shapes.</exception>
    /// <exception cref="ValueException">A parameter lies outside its support.</exception>
    public static Tensor Kl(Distribution p, Distribution q) => KlOrNull(p, q) ?? throw DistributionErrors.NoDivergence(p, q);

    /// <summary>KL(p, q), a scalar in nats, or null where no closed form is known for the pair.</summary>
    /// <param name="p">The law that the expectation is taken under.</param>
    /// <param name="q">The law that p is compared with.</param>
    /// <exception cref="ShapeException">The two laws are of events of different shapes.</exception>
    /// <exception cref="ValueException">A parameter lies outside its support.</exception>
    public static Tensor? KlOrNull(Distribution p, Distribution q)
    {
        ArgumentNullException.ThrowIfNull(p);
        ArgumentNullException.ThrowIfNull(q);
        p.Validate(p.Name);
        q.Validate(q.Name);
        if (!Fits(p.Shape, q.Shape) && !Fits(q.Shape, p.Shape))
        {
            throw DistributionErrors.EventsDiffer(p, q);
        }

        return KlRules.Find(p, q);
    }

    private static bool Fits(Shape small, Shape large) =>
        small.Rank <= large.Rank && small.Reverse().Zip(large.Reverse()).All(d => d.First == d.Second || d.First == 1);
}
