namespace DiffProb;

/// <summary>One point, which may itself be an expression.</summary>
internal sealed record PointSupport(Tensor Point) : Support
{
    public override string Description => Point.IsValue ? $"{Point}" : "the value of a point";

    public override Tensor Contains(Tensor x) => x.EqualTo(Point);

    internal override Tensor Interior(Tensor x) => Point;
}

/// <summary>Where a generalized Pareto lies: above loc, and below loc - scale / concentration where that bounds it.</summary>
internal sealed record ExceedanceSupport(Tensor Loc, Tensor Scale, Tensor Concentration) : Support
{
    public override string Description => $"at least {Loc.Named("loc")}, and at most loc - scale / concentration where concentration is negative";

    public override Tensor Contains(Tensor x) => (x >= Loc) & (x < double.PositiveInfinity) & (x <= End(double.PositiveInfinity));

    /// <summary>The quantile of the exponential at e: a map from the positive numbers that is smooth in all its arguments, also at concentration 0.</summary>
    public static Tensor At(Tensor loc, Tensor scale, Tensor concentration, Tensor e) => loc + (scale * Ratios.Expm1Scaled(concentration, e));

    public override Tensor ToConstrained(Tensor unconstrained) => At(Loc, Scale, Concentration, unconstrained.Exp());

    public override Tensor ToUnconstrained(Tensor constrained) => Ratios.Log1pScaled(Concentration, (constrained - Loc) / Scale).Log();

    internal override Tensor Interior(Tensor x) => ToConstrained(0.0);

    internal override Tensor Nearest(Tensor x) => x.Clamp(Loc, End(double.MaxValue));

    private Tensor End(double otherwise) => Tensor.Where(Concentration < 0.0, Loc - (Scale / Concentration), otherwise);
}
