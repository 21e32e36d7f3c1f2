namespace DiffProb;

/// <summary>One point, which may itself be an expression.</summary>
internal sealed record PointSupport(Tensor Point) : Support
{
    public override string Description => Point.IsValue ? $"{Point}" : "the value of a point";

    public override Tensor Contains(Tensor x) => x.EqualTo(Point);

    internal override Tensor Interior(Tensor x) => Point;
}

/// <summary>Where a generalized Pareto lies: from loc, to loc - scale / concentration where that is an end.</summary>
internal sealed record ExceedanceSupport(Tensor Loc, Tensor Scale, Tensor Concentration) : Support
{
    public override string Description => $"at least {Loc.Named("loc")}, and at most loc - scale / concentration where concentration is negative";

    public override Tensor Contains(Tensor x) => (x >= Loc) & (x < double.PositiveInfinity) & (x <= End(double.PositiveInfinity));

    /// <summary>From the quantiles of the exponential.</summary>
    public Transform FromExponential => new ExceedanceTransform(Loc, Scale, Concentration);

    private protected override Transform Bijection => Transform.Exp.Then(FromExponential);

    internal override Tensor Interior(Tensor x) => FromExponential.ForwardOf(1.0);

    internal override Tensor Nearest(Tensor x) => x.Clamp(Loc, End(double.MaxValue));

    /// <summary>The upper end, or another number where there is none.</summary>
    public Tensor End(double otherwise) => Tensor.Where(Concentration < 0.0, Loc - (Scale / Concentration), otherwise);
}
