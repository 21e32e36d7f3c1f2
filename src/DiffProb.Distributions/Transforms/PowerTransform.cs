namespace DiffProb;

/// <summary>y = x^exponent on positive numbers; log |dy/dx| = log |exponent| + (exponent - 1) log x.</summary>
internal sealed record PowerTransform(Tensor Exponent) : FormulaTransform
{
    public override Support Domain => Support.Positive;

    public override Support Codomain => Support.Positive;

    public override IReadOnlyList<DistributionParameter> Parameters => [new("exponent", Exponent, Support.NonZero)];

    internal override Support ImageOf(Support support) => support is HalfLine ? Codomain : base.ImageOf(support);

    internal override IReadOnlyList<DistributionParameter> ParametersOn(Support support) => support is HalfLine ? Parameters : base.ParametersOn(support);

    internal override Tensor IsIncreasing => SignAnalysis.IsPositive(Exponent) ? true : Exponent > 0.0;

    internal override Transform With(IReadOnlyList<Tensor> parameters) => new PowerTransform(parameters[0]);

    // By way of logarithms, which a draw often has exactly.
    private protected override Tensor Formula(Tensor x) => (Exponent * x.Log()).Exp();

    private protected override Tensor InverseFormula(Tensor y) => (y.Log() / Exponent).Exp();

    internal override Tensor LogDeterminantOf(Tensor x) =>
        (SignAnalysis.IsPositive(Exponent) ? Exponent : Exponent.Abs()).Log() + ((Exponent - 1.0) * x.Log());

    internal override Shape ForwardShape(Shape x) => Shape.Broadcast(Exponent.Shape, x);

    internal override Shape InverseShape(Shape y) => ForwardShape(y);
}
