namespace DiffProb;

/// <summary>y = loc + scale (exp(ξx) - 1) / ξ, ξ = concentration: what makes a generalized Pareto of an exponential; log |dy/dx| = log scale + ξx.</summary>
internal sealed record ExceedanceTransform(Tensor Loc, Tensor Scale, Tensor Concentration) : FormulaTransform
{
    public override Support Domain => Support.Positive;

    public override Support Codomain => new ExceedanceSupport(Loc, Scale, Concentration);

    public override IReadOnlyList<DistributionParameter> Parameters =>
    [
        new("loc", Loc) { MovesSupport = true },
        new("scale", Scale, Support.Positive) { MovesSupport = HasEnd },
        new("concentration", Concentration) { MovesSupport = HasEnd },
    ];

    // Unless no concentration is negative.
    private bool HasEnd => !SignAnalysis.IsNonNegative(Concentration);

    internal override Transform With(IReadOnlyList<Tensor> parameters) => new ExceedanceTransform(parameters[0], parameters[1], parameters[2]);

    // Smooth in all its arguments, also at concentration 0.
    private protected override Tensor Formula(Tensor x) => Loc + (Scale * Ratios.Expm1Scaled(Concentration, x));

    internal override bool HasAffineLogDeterminant => true;

    private protected override Tensor InverseFormula(Tensor y) => Ratios.Log1pScaled(Concentration, (y - Loc) / Scale);

    internal override Tensor LogDeterminantOf(Tensor x) => Scale.Log() + (Concentration * x);

    internal override Shape ForwardShape(Shape x) => Shape.Broadcast(Shape.Broadcast(Shape.Broadcast(Loc.Shape, Scale.Shape), Concentration.Shape), x);

    internal override Shape InverseShape(Shape y) => ForwardShape(y);
}
