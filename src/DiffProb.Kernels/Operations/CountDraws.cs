namespace DiffProb;

/// <summary>Binomial draw. It has no derivative: estimators other than pathwise serve it.</summary>
internal sealed record BinomialDraw(string Stream, Axes Along) : StreamDraw(Stream, Along)
{
    public override Dependence DependsOn(int input) => Dependence.Step;

    protected override double Sample(double a, double b, ref ElementStream stream) => BinomialSampler.Draw(a, b, ref stream);
}

/// <summary>Hypergeometric draw of (population, successes, draws).</summary>
internal sealed record HypergeometricDraw(string Stream, Axes Along) : Draw(Stream, Along)
{
    public override DType InferType(ReadOnlySpan<Tensor> inputs) => DType.Float64;

    public override Dependence DependsOn(int input) => Dependence.Step;

    internal override void Compute(ref ElementCall call)
    {
        var population = call.Doubles(0);
        var successes = call.Doubles(1);
        var draws = call.Doubles(2);
        var y = call.Out<double>();
        var key = call.Key(Stream);
        for (var i = 0; i < y.Length; i++)
        {
            var stream = new ElementStream(key, (ulong)(call.First + i));
            y[i] = HypergeometricSampler.Draw(population[i], successes[i], draws[i], ref stream);
        }
    }
}

/// <summary>Quantile of a binomial count (p, n, success), or of successes before r failures (p, r, success).</summary>
internal sealed record BinomialQuantileFunction(bool IsNegative) : DoubleTernary
{
    public override Dependence DependsOn(int input) => Dependence.Step;

    protected override double Value(double a, double b, double x) => IsNegative ? BinomialQuantile.OfNegative(a, b, x) : BinomialQuantile.Of(a, b, x);
}

/// <summary>Places of the elements of the last dimension from the largest to the smallest; the first at a tie comes first.</summary>
internal sealed record ArgSort : Batched
{
    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => inputs[0].Shape;

    public override DType InferType(ReadOnlySpan<Tensor> inputs) => DType.Int64;

    public override Dependence DependsOn(int input) => Dependence.Step;

    internal override int CoreRank(Tensor node, int operand) => 1;

    protected override DType KernelType(Tensor node) => node.Inputs[0].DType;

    protected override void Compute<T>(ref BatchCall<T> call)
    {
        var keys = new T[call.Node.Shape[^1]];
        var places = new int[keys.Length];
        for (var b = call.From; b < call.To; b++)
        {
            call.In(0, b).CopyTo(keys);
            for (var i = 0; i < places.Length; i++)
            {
                places[i] = i;
            }

            Array.Sort(places, (i, j) => keys[j].CompareTo(keys[i]) is var order && order != 0 ? order : i.CompareTo(j));
            var y = call.Out<long>(b);
            for (var i = 0; i < places.Length; i++)
            {
                y[i] = places[i];
            }
        }
    }
}
