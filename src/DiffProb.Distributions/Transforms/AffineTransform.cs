namespace DiffProb;

/// <summary>y = loc + scale x; log |dy/dx| = log |scale|.</summary>
internal sealed record AffineTransform(Tensor Loc, Tensor Scale) : Transform
{
    public override Support Domain => Support.Real;

    public override Support Codomain => Support.Real;

    public override IReadOnlyList<DistributionParameter> Parameters => [new("loc", Loc), new("scale", Scale, Support.NonZero)];

    internal override Tensor IsIncreasing => SignAnalysis.IsPositive(Scale) ? true : Scale > 0.0;

    internal override Transform With(IReadOnlyList<Tensor> parameters) => new AffineTransform(parameters[0], parameters[1]);

    internal override Tensor ForwardOf(Tensor x) => Loc + (Scale * x);

    internal override Tensor InverseOf(Tensor y) => (y - Loc) / Scale;

    internal override Tensor LogDeterminantOf(Tensor x) => (SignAnalysis.IsPositive(Scale) ? Scale : Scale.Abs()).Log().BroadcastTo(ForwardShape(x.Shape));

    internal override Shape ForwardShape(Shape x) => Shape.Broadcast(Shape.Broadcast(Loc.Shape, Scale.Shape), x);

    internal override Shape InverseShape(Shape y) => ForwardShape(y);
}
