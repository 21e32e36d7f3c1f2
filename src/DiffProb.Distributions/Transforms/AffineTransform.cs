namespace DiffProb;

/// <summary>y = loc + scale x; log |dy/dx| = log |scale|.</summary>
internal sealed record AffineTransform(Tensor Loc, Tensor Scale) : FormulaTransform
{
    public override Support Domain => Support.Real;

    public override Support Codomain => Support.Real;

    public override IReadOnlyList<DistributionParameter> Parameters => [new("loc", Loc), new("scale", Scale, Support.NonZero)];

    internal override Tensor Slope => Scale;

    internal override Tensor IsIncreasing => Rises ? true : Scale > 0.0;

    internal override IReadOnlyList<DistributionParameter> ParametersOn(Support support) =>
        [Parameters[0] with { MovesSupport = support is not RealLine }, Parameters[1] with { MovesSupport = support is not (RealLine or HalfLine) }];

    // Where the direction is known, the ends of an interval go to ends.
    internal override Support ImageOf(Support support) => (support, Rises, Falls) switch
    {
        (HalfLine half, true, _) => Loc.IsValue && Array.TrueForAll(Loc.ToArray(), v => v == 0.0) ? half : new RightOf(Loc) { IsClosed = half.IsClosed },
        (RightOf right, true, _) => new RightOf(Formula(right.Low)) { IsClosed = right.IsClosed },
        (HalfLine half, _, true) => new Interval(double.NegativeInfinity, Loc) { ExcludesLow = true, ExcludesHigh = !half.IsClosed },
        (RightOf right, _, true) => new Interval(double.NegativeInfinity, Formula(right.Low)) { ExcludesLow = true, ExcludesHigh = !right.IsClosed },
        (Interval i, true, _) => new Interval(Formula(i.Low), Formula(i.High)) { ExcludesLow = i.ExcludesLow, ExcludesHigh = i.ExcludesHigh },
        (Interval i, _, true) => new Interval(Formula(i.High), Formula(i.Low)) { ExcludesLow = i.ExcludesHigh, ExcludesHigh = i.ExcludesLow },
        _ => base.ImageOf(support),
    };

    private bool Rises => SignAnalysis.IsPositive(Scale);

    private bool Falls => Scale.IsValue ? Array.TrueForAll(Scale.ToArray(), s => s < 0.0) : SignAnalysis.IsPositive(-Scale);

    internal override Transform With(IReadOnlyList<Tensor> parameters) => new AffineTransform(parameters[0], parameters[1]);

    private protected override Tensor Formula(Tensor x) => Loc + (Scale * x);

    private protected override Tensor InverseFormula(Tensor y) => (y - Loc) / Scale;

    internal override Tensor LogDeterminantOf(Tensor x) => (Rises ? Scale : Scale.Abs()).Log().BroadcastTo(ForwardShape(x.Shape));

    internal override Shape ForwardShape(Shape x) => Shape.Broadcast(Shape.Broadcast(Loc.Shape, Scale.Shape), x);

    internal override Shape InverseShape(Shape y) => ForwardShape(y);
}
