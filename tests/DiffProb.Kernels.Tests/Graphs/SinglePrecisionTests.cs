namespace DiffProb;

/// <summary>A graph in single precision: which nodes are in which type, and how numbers are rounded.</summary>
public sealed class SinglePrecisionTests
{
    private static readonly SinglePrecisionEngine Engine = new(ManagedEngine.Default);

    public static TheoryData<string> Names => [.. OperationExamples.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_operation_runs_in_it_or_is_one_that_stays_in_double(string name)
    {
        var output = OperationExamples.All[name].Output;
        Assert.All(
            Topology.Sort(SinglePrecision.Of([output])).Where(n => n.DType == DType.Float64),
            n => Assert.True(
                n.Operation is Leaf or Cast or Draw or Minimum or OneHot or OpaqueFunction or View || n.Operation.Accumulates || n.Operation is Embed,
                $"{n.Operation.Name} is in Float64"));
        Assert.Equal(output.DType, SinglePrecision.Of([output])[0].DType);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_result_is_that_of_double_to_single_precision(string name)
    {
        var example = OperationExamples.All[name];
        if (example.IsEdge || example.Output.Operation is PoissonDraw)
        {
            return;
        }

        var rounded = example.Inputs.Aggregate(example.Bindings, (b, input) => input.Operation switch
        {
            Parameter { Type: DType.Float64 } p => b.With(p.Label, Rounded(b, input, p.Label)),
            DataSlot { Type: DType.Float64 } d => b.With(d.Label, Rounded(b, input, d.Label)),
            _ => b,
        });
        var exact = ManagedEngine.Default.Compile([example.Output], example.Inputs).Run(rounded)[0].ToArrayAlong();
        var actual = Engine.Compile([example.Output], example.Inputs).Run(example.Bindings)[0].ToArrayAlong();
        Close.Assert(exact, actual, 2e-5);
    }

    [Theory]
    [InlineData(0.1, 0.1f)]
    [InlineData(0.0, 0.0f)]
    [InlineData(double.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(double.NaN, float.NaN)]
    [InlineData(1e300, float.MaxValue)]
    [InlineData(-1e300, float.MinValue)]
    [InlineData(double.MaxValue, float.MaxValue)]
    [InlineData(double.Epsilon, 1.17549435e-38f)]
    [InlineData(1e-300, 1.17549435e-38f)]
    [InlineData(-1e-300, -1.17549435e-38f)]
    public void Numbers_of_the_program_stay_finite_and_apart_from_zero(double x, float rounded) => Assert.Equal(rounded, SinglePrecision.Round(x));

    [Fact]
    public void A_limit_next_to_a_number_stays_on_its_side()
    {
        foreach (var x in new[] { 1f, -1f, 3f, 0.5f, 1e30f, -1e-30f })
        {
            Assert.Equal(MathF.BitIncrement(x), SinglePrecision.Round(Math.BitIncrement((double)x)));
            Assert.Equal(MathF.BitDecrement(x), SinglePrecision.Round(Math.BitDecrement((double)x)));
        }

        var bound = Tensor.Parameter("bound", Shape.Scalar);
        var next = Engine.Compile([bound.Neighbour(isAbove: true)], [bound]).Run(Bindings.Empty.With("bound", 0.1))[0].ToDouble();
        Assert.Equal(MathF.BitIncrement(0.1f), next);
        Assert.Equal(Math.Pow(2, -23), Engine.Compile([Rounding.Spacing], []).Run(Bindings.Empty)[0].ToDouble());
        Assert.Equal(Math.Pow(2, -52), Rounding.Spacing.ToDouble());
    }

    [Fact]
    public void Noise_is_that_of_double_rounded_and_never_1()
    {
        foreach (var law in new[] { NoiseLaw.Uniform, NoiseLaw.StandardNormal })
        {
            var noise = Tensor.Create(new Noise(law, "x", Shape.Of(100_000), Axes.None));
            var exact = ManagedEngine.Default.Compile([noise], []).Run(Bindings.Empty)[0].ToArray();
            var single = Engine.Compile([noise], []).Run(Bindings.Empty)[0].ToArray();
            Assert.Equal(exact.Select(x => (double)(float)x), single);
        }

        Assert.Equal((float)SinglePrecision.LargestUniform, MathF.BitDecrement(1));
        var most = Tensor.Min(Tensor.Scalar(1 - Math.Pow(2, -53)), SinglePrecision.LargestUniform).Cast(DType.Float32);
        Assert.True(most.ToDouble() < 1);
    }

    /// <summary>In single precision a sum of 20 million equal numbers, one by one, would stop at 2²⁴ of them.</summary>
    [Fact]
    public void Sums_are_those_of_double()
    {
        var particles = new Axis("particles", 20_000_000, AxisRole.Particle);
        var noise = Tensor.Create(new Noise(NoiseLaw.Uniform, "x", Shape.Scalar, Axes.Of(particles)));
        var sum = Engine.Compile([(noise * 0.0 + 0.1).SumOver(Axes.Of(particles))], []).Run(Bindings.Empty)[0].ToDouble();
        Assert.Equal(20_000_000 * (double)0.1f, sum, 1.0);
    }

    [Fact]
    public void Parameters_are_bound_and_results_come_back_as_written()
    {
        var x = Tensor.Parameter("x", Shape.Of(2));
        var result = Engine.Compile([x.Exp(), (x > 1.0)], [x]).Run(Bindings.Empty.With("x", Tensor.Vector(0.1, 2.0)));
        Assert.Equal(DType.Float64, result[0].DType);
        Assert.Equal(DType.Bool, result[1].DType);
        Assert.Equal([(double)(float)Math.Exp(0.1f), (float)Math.Exp(2.0)], result[0].ToArray());
    }

    private static Tensor Rounded(Bindings bindings, Tensor input, string label) =>
        Tensor.Constant(input.Shape, new Storage<double>(Array.ConvertAll(bindings.Value(input, label).ToDoubles(), x => (double)(float)x)));
}

internal static class AlongAxes
{
    /// <summary>All numbers of a result, those along its hidden axes, too.</summary>
    public static double[] ToArrayAlong(this Tensor x) => ((Constant)x.Operation).Storage.ToDoubles();
}
