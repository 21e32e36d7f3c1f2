namespace DiffProb;

/// <summary>What a transform makes of a set: the points that lead back into it.</summary>
/// <param name="Of">The set.</param>
/// <param name="By">The transform.</param>
/// <param name="Within">A set that holds the image.</param>
internal sealed record ImageSupport(Support Of, Transform By, Support Within) : Support
{
    public override bool IsDiscrete => Of.IsDiscrete;

    public override string Description => $"{By} of values that are {Of.Description}";

    private protected override Transform? Bijection => Of.IsDiscrete ? null : Of.FromReals.Then(By);

    // What is outside of the larger set is mapped from a point inside, so that no NaN comes up. An event is inside as a whole.
    public override Tensor? Contains(Tensor x)
    {
        if (Within.Contains(x) is not { } elements)
        {
            return null;
        }

        var within = Whole(elements, By.CodomainRank);
        var origin = By.InverseOf(Tensor.Where(within, x, Interior(x)));
        return Of.Contains(origin) is { } inside ? within & Whole(inside, By.DomainRank) : null;
    }

    internal override Tensor Interior(Tensor x) => By.ForwardOf(Of.Interior(x).BroadcastTo(By.InverseShape(x.Shape)));

    // Whether all of an event holds, for each of its elements in the image.
    private Tensor Whole(Tensor holds, int rank)
    {
        for (var d = 0; d < rank; d++)
        {
            holds = (!holds).Sum(-1).EqualTo(0);
        }

        return holds.Reshape(Shape.Of([.. holds.Shape, .. Enumerable.Repeat(1, By.CodomainRank)]));
    }
}
