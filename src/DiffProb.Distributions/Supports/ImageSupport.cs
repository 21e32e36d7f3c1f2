namespace DiffProb;

/// <summary>What a transform makes of a set: the points that lead back into it.</summary>
/// <param name="Of">The set.</param>
/// <param name="By">The transform, which keeps the shape of an event.</param>
/// <param name="Within">A set that holds the image.</param>
internal sealed record ImageSupport(Support Of, Transform By, Support Within) : Support
{
    public override bool IsDiscrete => Of.IsDiscrete;

    public override string Description => $"{By} of values that are {Of.Description}";

    private protected override Transform? Bijection => Of.IsDiscrete ? null : Of.FromReals.Then(By);

    // What is outside of the larger set is mapped from a point inside, so that no NaN comes up.
    public override Tensor? Contains(Tensor x)
    {
        if (Within.Contains(x) is not { } within)
        {
            return null;
        }

        return Of.Contains(By.InverseOf(Tensor.Where(within, x, Interior(x)))) is { } inside ? within & inside : null;
    }

    internal override Tensor Interior(Tensor x) => By.ForwardOf(Of.Interior(x).BroadcastTo(By.InverseShape(x.Shape)));
}
