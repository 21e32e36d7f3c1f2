namespace DiffProb;

/// <summary>From the reals to numbers between bounds of which any may be infinite, element by element.</summary>
/// <remarks>low + (high - low) sigmoid(x) between two numbers, low + eˣ above one, high - e⁻ˣ below one, x without any; tanh(x / 2) between -1 and 1.</remarks>
internal sealed record IntervalTransform(Tensor Low, Tensor High) : FormulaTransform
{
    public override Support Domain => Support.Real;

    public override Support Codomain => new Interval(Low, High) { ExcludesLow = true, ExcludesHigh = true };

    public override IReadOnlyList<DistributionParameter> Parameters => [new("low", Low, Support.Bound) { MovesSupport = true }, new("high", High, Support.Bound) { MovesSupport = true }];

    private Tensor Width => High - Low;

    /// <summary>The simplest form for what is known of the bounds.</summary>
    public static Transform Between(Tensor low, Tensor high)
    {
        ArgumentNullException.ThrowIfNull(low);
        ArgumentNullException.ThrowIfNull(high);
        return (IsAll(low, double.NegativeInfinity), IsAll(high, double.PositiveInfinity)) switch
        {
            (true, true) => Identity,
            (false, true) when IsFinite(low) => IsAll(low, 0.0) ? Exp : Exp.Then(Affine(low, 1.0)),
            (true, false) when IsFinite(high) => Affine(0.0, -1.0).Then(Exp).Then(Affine(high, -1.0)),
            (false, false) when IsAll(low, 0.0) && IsAll(high, 1.0) => Sigmoid,
            (false, false) when IsAll(low, -1.0) && IsAll(high, 1.0) => Affine(0.0, 0.5).Then(Tanh),
            _ => new IntervalTransform(low, high),
        };
    }

    internal override Transform With(IReadOnlyList<Tensor> parameters) => new IntervalTransform(parameters[0], parameters[1]);

    private protected override Tensor Formula(Tensor x) => Choose(
        Intervals.Between(Low, High, x), low => low + x.Exp(), high => high - (-x).Exp(), x);

    private protected override Tensor InverseFormula(Tensor y) => Choose(
        (y - Low).Log() - (High - y).Log(), low => (y - low).Log(), high => -(high - y).Log(), y);

    internal override Tensor LogDeterminantOf(Tensor x) => Choose(
        Width.Log() + x.LogSigmoid() + (-x).LogSigmoid(), _ => x, _ => -x, Tensor.Literal(0.0).BroadcastTo(x.Shape));

    internal override Shape ForwardShape(Shape x) => Shape.Broadcast(Shape.Broadcast(Low.Shape, High.Shape), x);

    internal override Shape InverseShape(Shape y) => ForwardShape(y);

    private static bool IsAll(Tensor t, double value) => t.IsValue && Array.TrueForAll(t.ToArray(), v => v == value);

    // A bound that is not known yet is a number: infinite ones are written down.
    private static bool IsFinite(Tensor t) => !t.IsValue || Array.TrueForAll(t.ToArray(), double.IsFinite);

    private Tensor Choose(Tensor between, Func<Tensor, Tensor> above, Func<Tensor, Tensor> below, Tensor free)
    {
        if (IsFinite(Low) && IsFinite(High))
        {
            return between;
        }

        var (hasLow, hasHigh) = (Low > double.NegativeInfinity, High < double.PositiveInfinity);
        var (low, high) = (Tensor.Where(hasLow, Low, 0.0), Tensor.Where(hasHigh, High, 0.0));
        return Tensor.Where(hasLow & hasHigh, between, Tensor.Where(hasLow, above(low), Tensor.Where(hasHigh, below(high), free)));
    }
}
