namespace DiffProb;

/// <summary>Law of a noise leaf.</summary>
internal enum NoiseLaw
{
    /// <summary>Uniform strictly inside (0, 1).</summary>
    Uniform,

    /// <summary>Normal with mean 0 and standard deviation 1.</summary>
    StandardNormal,
}

/// <summary>Contract of nodes that draw: element i is a pure function of (key of the run, stream, i) and of the inputs at i.</summary>
internal abstract record Draw(string Stream, Axes Along) : Elementwise
{
    public override Axes InferAxes(ReadOnlySpan<Tensor> inputs) => base.InferAxes(inputs).Union(Along);
}

/// <summary>Independent numbers of a fixed law.</summary>
internal sealed record Noise(NoiseLaw Law, string Stream, Shape Shape, Axes Along) : Draw(Stream, Along)
{
    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => Shape;

    public override DType InferType(ReadOnlySpan<Tensor> inputs) => DType.Float64;

    public override Dependence DependsOn(int input) => Dependence.None;

    internal override void Compute(ref ElementCall call)
    {
        if (Law == NoiseLaw.Uniform)
        {
            Philox.Uniforms(call.Key(Stream), (ulong)call.First, call.Out<double>());
        }
        else
        {
            Philox.StandardNormals(call.Key(Stream), (ulong)call.First, call.Out<double>());
        }
    }
}

/// <summary>A draw whose law has parameters, in Float64.</summary>
internal abstract record ParametricDraw(string Stream, Axes Along) : Draw(Stream, Along)
{
    public sealed override DType InferType(ReadOnlySpan<Tensor> inputs) => DType.Float64;

    internal sealed override void Compute(ref ElementCall call)
    {
        var a = call.Doubles(0);
        var y = call.Out<double>();
        var b = call.Node.Inputs.Length > 1 ? call.Doubles(1) : default;
        Fill(call.Key(Stream), (ulong)call.First, a, b, y);
    }

    /// <summary>The draws of consecutive elements; <paramref name="b"/> is empty where the law has one parameter.</summary>
    protected abstract void Fill(Key key, ulong element, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> draws);
}

/// <summary>A draw that is made element by element, each from a stream of its own.</summary>
internal abstract record StreamDraw(string Stream, Axes Along) : ParametricDraw(Stream, Along)
{
    /// <summary>One draw; <paramref name="b"/> is NaN where the law has one parameter.</summary>
    protected abstract double Sample(double a, double b, ref ElementStream stream);

    protected sealed override void Fill(Key key, ulong element, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> draws)
    {
        for (var i = 0; i < draws.Length; i++)
        {
            var stream = new ElementStream(key, element + (ulong)i);
            draws[i] = Sample(a[i], b.IsEmpty ? double.NaN : b[i], ref stream);
        }
    }
}

/// <summary>Logarithm of a Gamma(concentration, 1) draw, finite down to concentrations where the draw itself underflows.</summary>
/// <remarks>Derivative by implicit reparameterization (Figurnov, Mohamed, Mnih 2018, arXiv 1805.08498, equation 5), in log space.</remarks>
internal sealed record LogGammaDraw(string Stream, Axes Along) : ParametricDraw(Stream, Along)
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) =>
        adjoint * Tensor.Create(new GammaPathDerivative(), Promote(true, output.Inputs[0], output));

    protected override void Fill(Key key, ulong element, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> draws) => LogGammaSampler.Fill(key, element, 1, a, draws);
}

/// <summary>Logit of a Beta(a, b) draw. Derivative by implicit reparameterization of the Beta itself, not of a ratio of gammas.</summary>
internal sealed record BetaLogitDraw(string Stream, Axes Along) : ParametricDraw(Stream, Along)
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) =>
        adjoint * Tensor.Create(new BetaPathDerivative(input), Promote(true, output.Inputs[0], output.Inputs[1], output));

    protected override void Fill(Key key, ulong element, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> draws) => BetaLogitSampler.Fill(key, element, a, b, draws);
}

/// <summary>Poisson draw. It has no derivative: estimators other than pathwise serve it.</summary>
internal sealed record PoissonDraw(string Stream, Axes Along) : StreamDraw(Stream, Along)
{
    public override Dependence DependsOn(int input) => Dependence.Step;

    protected override double Sample(double a, double b, ref ElementStream stream) => PoissonSampler.Draw(a, ref stream);
}

/// <summary>k different whole numbers below n, in random order: the rows of a minibatch. Visible shape [k], the same for all particles.</summary>
internal sealed record SubsetDraw(string Stream, int Count, int Total) : Leaf(Shape.Of(Count), DType.Int64, Axes.None)
{
    internal override void Execute(NodeRun run)
    {
        var output = run.Allocate();
        var stream = new ElementStream(run.Bindings.Key.Child(Stream), 0);
        SubsetSampler.Draw(Total, output.Values<long>(), ref stream);
        run.Publish(output);
    }
}
