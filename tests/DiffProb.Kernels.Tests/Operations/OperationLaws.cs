namespace DiffProb;

/// <summary>What holds for every operation, over the whole catalogue.</summary>
public sealed class OperationLaws
{
    private static readonly ManagedEngine Engine = new(threads: 1);

    public static TheoryData<string> Names => [.. OperationExamples.All.Keys];

    public static TheoryData<string> SmallNames => [.. OperationExamples.All.Values.Where(e => !e.IsEdge && !e.IsLarge).Select(e => e.Name)];

    public static TheoryData<string> DifferentiableNames => [.. OperationExamples.All.Values.Where(IsDifferentiable).Select(e => e.Name)];

    [Fact]
    public void Every_operation_has_an_example()
    {
        var operations = typeof(Operation).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Operation)) && !t.IsAbstract);
        var missing = operations.Except(OperationExamples.All.Values.Select(e => e.Operation));

        // A traced site has no number: lowering replaces it. What is held is passed to a chunk.
        Assert.Equal([nameof(Held), nameof(RandomValue)], missing.Select(t => t.Name).Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_example_is_a_node_of_its_operation(string name) =>
        Assert.Equal(OperationExamples.All[name].Operation, OperationExamples.All[name].Output.Operation.GetType());

    [Theory]
    [MemberData(nameof(Names))]
    public void Shape_axes_and_type_of_the_result_are_those_inferred(string name)
    {
        var example = OperationExamples.All[name];
        var result = Engine.Compile([example.Output], example.Inputs).Run(example.Bindings)[0];
        var storage = ((Constant)result.Operation).Storage;
        Assert.Equal(example.Output.Shape, result.Shape);
        Assert.Equal(example.Output.Axes, result.Axes);
        Assert.Equal(example.Output.DType, storage.DType);
        Assert.Equal(example.Output.Shape.Size * example.Output.Axes.Size, storage.Length);
    }

    [Theory]
    [MemberData(nameof(DifferentiableNames))]
    public void The_derivative_is_the_limit_of_differences(string name)
    {
        var example = OperationExamples.All[name];
        DerivativesAgree(example, example.Loss);
    }

    [Theory]
    [MemberData(nameof(DifferentiableNames))]
    public void The_second_derivative_is_the_limit_of_differences(string name)
    {
        var example = OperationExamples.All[name];
        if (example.IsFirstOrderOnly)
        {
            Assert.Throws<DerivativeException>(() => Gradient.Of(Directional(example.Loss, example), [.. example.Parameters]));
            return;
        }

        DerivativesAgree(example, Directional(example.Loss, example));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Along_a_hidden_axis_it_is_the_operation_of_each_element(string name)
    {
        var example = OperationExamples.All[name];
        if (example.Output.Operation is ToAxis or FromAxis or SumOver or ExpandAlong or Draw or Constant or FromColumns { Along.Axis: not null })
        {
            return;
        }

        foreach (var axis in example.Output.Axes)
        {
            var whole = Numbers(example, example.Output.FromAxis(axis));
            var parts = Enumerable.Range(0, axis.Size).Select(i => example.Output.FromAxis(axis).Select(0, i)).ToArray();
            for (var i = 0; i < axis.Size; i++)
            {
                var at = i;
                var alone = new Rewriter((node, inputs) => node.Operation is ToAxis move && move.Axis == axis ? inputs[0].Select(0, at) : null).Rewrite(example.Output);
                Close.Assert(Numbers(example, parts[i]), Numbers(example, alone), example.Output.Operation is Elementwise ? 0.0 : 1e-14);
            }

            Assert.NotEmpty(whole);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void In_Float32_it_is_the_same_to_single_precision(string name)
    {
        var example = OperationExamples.All[name];
        if (example.IsEdge || example.Output.Operation is PoissonDraw)
        {
            return;
        }

        var rewriter = InSingle();
        var single = rewriter.Rewrite(example.Output);
        var inputs = example.Inputs.Select(rewriter.Rewrite).ToArray();
        var rounded = example.Inputs.Zip(inputs).Aggregate(example.Bindings, (b, pair) => pair.Second.DType == DType.Float32 ? Rounded(b, pair.First) : b);
        var result = ((Constant)Engine.Compile([single], inputs).Run(example.Bindings)[0].Operation).Storage;
        Assert.Equal(single.DType, result.DType);
        Close.Assert(((Constant)Engine.Compile([example.Output], example.Inputs).Run(rounded)[0].Operation).Storage.ToDoubles(), result.ToDoubles(), 2e-5);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Threads_blocks_and_order_of_runs_change_no_bit(string name)
    {
        var example = OperationExamples.All[name];
        Tensor[] outputs = example.Output.DType == DType.Float64 ? [example.Output, .. Gradient.Of(example.Loss, [.. example.Parameters])] : [example.Output];
        var first = Bits(Engine.Compile(outputs, example.Inputs), example);
        foreach (var (threads, block) in new[] { (1, 16), (2, 48), (8, 4096), (8, 16), (2, 65536) })
        {
            var executable = new ManagedEngine(threads, block).Compile(outputs, example.Inputs);
            Assert.Equal(first, Bits(executable, example));
            Assert.Equal(first, Bits(executable, example));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Compiled_loops_have_the_bits_of_the_kernels(string name)
    {
        var example = OperationExamples.All[name];
        var outputs = new List<Tensor> { example.Output, example.Output.Cast(DType.Float64).Square().Exp() };
        if (IsDifferentiable(example))
        {
            outputs.AddRange(Gradient.Of(example.Loss, [.. example.Parameters]));
            outputs.AddRange(example.IsFirstOrderOnly ? [] : Gradient.Of(Directional(example.Loss, example), [.. example.Parameters]));
        }

        AssertSameBits(outputs, example.Inputs, example);
    }

    [Theory]
    [MemberData(nameof(SmallNames))]
    public void Compiled_loops_have_the_bits_of_the_kernels_in_Float32(string name)
    {
        var example = OperationExamples.All[name];
        var rewriter = InSingle();
        var inputs = example.Inputs.Select(rewriter.Rewrite).ToArray();
        var single = rewriter.Rewrite(example.Output);
        var outputs = new List<Tensor> { single, single.Cast(DType.Float32).Square().Exp() - 1.5, single.Cast(DType.Float64).Cast(DType.Float32) };
        if (IsDifferentiable(example) && single.DType == DType.Float32)
        {
            var loss = single.Cast(DType.Float64).Sin();
            while (loss.Shape.Rank > 0)
            {
                loss = loss.Sum(0);
            }

            outputs.AddRange(Gradient.Of(loss.SumOver(loss.Axes), [.. inputs.Where(i => i.Operation is Parameter)]));
        }

        AssertSameBits(outputs, inputs, example);
    }

    private static void AssertSameBits(List<Tensor> outputs, IReadOnlyList<Tensor> inputs, OperationExample example)
    {
        var (compiled, interpreted) = (Engine.With(Compilation.AtOnce).Compile(outputs, inputs), Engine.With(Compilation.Never).Compile(outputs, inputs));
        var expected = Bits(interpreted, example);
        for (var run = 0; run < 2; run++)
        {
            var actual = Bits(compiled, example);
            for (var i = 0; i < expected.Count; i++)
            {
                Assert.True(expected[i].SequenceEqual(actual[i]), $"output {i}, run {run}: {Shown(expected[i])} is not {Shown(actual[i])}");
            }
        }
    }

    [Fact]
    public void An_element_has_the_same_bits_wherever_it_stands()
    {
        var x = Tensor.Parameter("x", Shape.Of(203));
        var values = Enumerable.Range(1, 203).Select(i => 0.0371 * i).ToArray();
        foreach (var f in new Func<Tensor, Tensor>[] { t => t.Exp(), t => t.Log(), t => t.Sigmoid(), t => t.Sqrt() })
        {
            var together = Engine.Compile([f(x)], [x]).Run(Bindings.Empty.With("x", Tensor.Vector(values)))[0].ToArray();
            var one = Tensor.Parameter("x", Shape.Scalar);
            var alone = Engine.Compile([f(one)], [one]);
            Assert.Equal(Array.ConvertAll(values, v => alone.Run(Bindings.Empty.With("x", v))[0].ToDouble()), together);
        }
    }

    [Theory]
    [MemberData(nameof(SmallNames))]
    public void The_declared_dependence_is_honest(string name)
    {
        var example = OperationExamples.All[name];
        if (!example.Output.DType.IsFloat())
        {
            Assert.All(example.Output.Inputs.ToArray().Select((_, k) => k), k => Assert.True(
                example.Output.Operation.DependsOn(k) is Dependence.Step || !example.Output.Inputs[k].DType.IsFloat()));
            return;
        }

        var affine = new List<Tensor>();
        for (var k = 0; k < example.Output.Inputs.Length; k++)
        {
            var others = example.Output.Inputs.ToArray().Where((_, i) => i != k);
            var below = Parameters(example.Output.Inputs[k]).Except(Parameters([.. others])).ToList();
            switch (example.Output.Operation.DependsOn(k))
            {
                case Dependence.Affine:
                    AssertStraight(example, below);
                    affine.AddRange(below);
                    break;
                case Dependence.Step when !HasDerivativeBesideItsSteps(example.Output.Operation):
                    Assert.Null(example.Output.Operation.Derivative(k, example.Output, example.Output));
                    break;
            }
        }

        if (!example.Output.Operation.IsProduct)
        {
            AssertStraight(example, affine);
        }
    }

    // Atan2 jumps at its cut, the slope of a picture at whole pixels.
    private static bool HasDerivativeBesideItsSteps(Operation operation) => operation is Atan2 or GridOperation { Rule.IsSlope: true };

    private static bool IsDifferentiable(OperationExample e) =>
        !e.IsEdge && !e.IsLarge && e.Output.DType.IsFloat() && e.Parameters.Any() && e.Output.Operation is not (Draw or StopGradient or MagicBox or ImplicitPath);

    private static IEnumerable<Tensor> Parameters(params Tensor[] nodes) => Topology.Sort(nodes).Where(n => n.Operation is Parameter);

    private static double[] Numbers(OperationExample example, Tensor output) =>
        ((Constant)Engine.Compile([OperationExample.AxesFirst(output)], example.Inputs).Run(example.Bindings)[0].Operation).Storage.ToDoubles();

    private static Rewriter InSingle() => new((node, _) => node.Operation switch
    {
        Parameter p => Tensor.Parameter(p.Label, p.Shape, DType.Float32),
        DataSlot { Type: DType.Float64 } d => Tensor.Data(d.Label, d.Shape, DType.Float32),
        _ => null,
    });

    private static string Shown(long[] bits) => string.Join(", ", bits.Take(40).Select(BitConverter.Int64BitsToDouble));

    private static List<long[]> Bits(Executable executable, OperationExample example) =>
        [.. executable.Run(example.Bindings).Select(t => Array.ConvertAll(((Constant)t.Operation).Storage.ToDoubles(), x => BitConverter.DoubleToInt64Bits(double.IsNaN(x) ? double.NaN : x)))];

    private static Tensor Directional(Tensor loss, OperationExample example) =>
        Gradient.Of(loss, [.. example.Parameters]).Select((g, i) => OperationExample.Weighted(g, 100 + i)).Aggregate(Tensor.Scalar(0.0), (a, b) => a + b);

    private static Bindings Rounded(Bindings bindings, Tensor leaf)
    {
        var label = leaf.Operation is Parameter p ? p.Label : ((DataSlot)leaf.Operation).Label;
        var values = Differences.Values(bindings, leaf);
        return bindings.With(label, Tensor.Of(leaf.Shape, Array.ConvertAll(values, v => (double)(float)v)));
    }

    private static void DerivativesAgree(OperationExample example, Tensor loss)
    {
        var parameters = example.Parameters.ToArray();
        var gradients = Engine.Compile(Gradient.Of(loss, parameters), example.Inputs).Run(example.Bindings);
        var value = Engine.Compile([loss], example.Inputs);
        for (var k = 0; k < parameters.Length; k++)
        {
            Assert.Equal(parameters[k].Shape, gradients[k].Shape);
            Assert.Empty(gradients[k].Axes);
            Close.Assert(Differences.Of(value, example.Bindings, parameters[k]), gradients[k].ToArray(), 1e-6);
        }
    }

    // f(x + d) - 2 f(x) + f(x - d) = 0 along a line in these parameters.
    private static void AssertStraight(OperationExample example, List<Tensor> parameters)
    {
        var executable = Engine.Compile([example.Visible], example.Inputs);
        double[] At(double step) => executable.Run(parameters.Distinct().Aggregate(example.Bindings, (b, p) => Differences.Moved(b, p, step)))[0].ToArray();
        var (low, middle, high) = (At(-0.125), At(0), At(0.125));
        Close.Assert(middle, [.. low.Zip(high, (l, h) => 0.5 * (l + h))], 1e-12);
    }
}
