using TorchSharp;
using static TorchSharp.torch.nn;

namespace DiffProb;

/// <summary>A module gives the numbers and derivatives of the same network as an expression, on both engines, along axes and leading dimensions.</summary>
public sealed class ModuleDerivativeTests
{
    private static readonly Axis Particles = new("particles", 6, AxisRole.Particle);
    private static readonly Axis Rows = new("rows", 5, AxisRole.Plate);
    private static readonly IEngine[] Engines = [ManagedEngine.Default, TorchEngine.Cpu];

    private readonly TorchModule module = TorchModule.Of("net", Networks.TwoLayers(), Shape.Of(3));

    /// <summary>Inputs with their axes and leading dimensions, and the axes of the parameters.</summary>
    public static TheoryData<string> Cases => ["row", "matrix", "cube", "particles", "rows and particles", "matrix of particles", "weights of particles", "bias of particles, rows of input"];

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_is_the_network_as_an_expression(string what)
    {
        var parameters = Symbols(what);
        var x = Input(what);
        var mine = Outputs(module.Apply(parameters, x), x, parameters);
        var theirs = Outputs(Networks.TwoLayers(parameters, x), x, parameters);
        var bindings = Bindings.Empty.With(Key.FromSeed(3)).With("x", Tensor.Of(Shape.Of(3), 0.3, -0.7, 1.1));
        bindings = module.Parameters.Aggregate(bindings, (b, p) => b.With(p.Key, p.Value));
        Tensor[] inputs = [Tensor.Parameter("x", Shape.Of(3)), .. module.Parameters.Select(p => Tensor.Parameter(p.Key, p.Value.Shape))];
        var expected = ManagedEngine.Default.Compile(theirs, inputs).Run(bindings);
        foreach (var engine in Engines)
        {
            var actual = engine.Compile(mine, inputs).Run(bindings);
            for (var i = 0; i < expected.Count; i++)
            {
                Agreement.Assert(expected[i], actual[i], Agreement.Many);
            }
        }
    }

    /// <summary>A weighted sum, its derivatives, and the shares of the particles in them.</summary>
    private static Tensor[] Outputs(Tensor result, Tensor x, Dictionary<string, Tensor> parameters)
    {
        var loss = OperationExample.Weighted(result, 5);
        var leaves = parameters.Values.Append(x).ToArray();
        var own = x.Axes.Contains(Particles) ? [.. Gradient.PerElement(loss, [.. parameters.Values.Where(p => p.Axes.Count == 0)], Particles)] : Array.Empty<Tensor>();
        return [result, loss, .. Gradient.Of(loss, leaves), .. own];
    }

    private Dictionary<string, Tensor> Symbols(string what) => module.Parameters.ToDictionary(p => p.Key, p =>
    {
        var leaf = Tensor.Parameter(p.Key, p.Value.Shape);
        var isRandom = what == "weights of particles" || (what.StartsWith("bias", StringComparison.Ordinal) && p.Key == "2.bias");
        return isRandom ? leaf + (0.3 * Normal($"noise of {p.Key}", p.Value.Shape, Particles)) : leaf;
    });

    private static Tensor Input(string what)
    {
        var x = Tensor.Parameter("x", Shape.Of(3));
        return what switch
        {
            "row" or "weights of particles" => x,
            "matrix" => x * Tensor.Of(Shape.Of(4, 1), 1, 2, 3, -1),
            "cube" => x * Tensor.Of(Shape.Of(2, 2, 1), 1, 2, 3, -1),
            "particles" => x + Normal("z", Shape.Of(3), Particles),
            "rows and particles" => x + Normal("z", Shape.Of(3), Particles, Rows),
            "matrix of particles" => x + Normal("z", Shape.Of(2, 3), Particles),
            _ => x + Normal("z", Shape.Of(3), Rows),
        };
    }

    private static Tensor Normal(string name, Shape shape, params Axis[] along) => Tensor.Create(new Noise(NoiseLaw.StandardNormal, name, shape, Axes.Of(along)));

    [Fact]
    public void Several_inputs_have_axes_dimensions_and_derivatives_of_their_own()
    {
        var two = TorchModule.Of("two", new TwoInputs(), new(Shape.Of(2)), new(Shape.Of(2)));
        var (x, y) = (Tensor.Parameter("x", Shape.Of(3, 2)), Tensor.Parameter("y", Shape.Of(2)));
        var weight = Tensor.Parameter("weight", Shape.Of(2));
        var noise = Normal("z", Shape.Of(2), Particles);
        var mine = two.Apply(new Dictionary<string, Tensor> { ["weight"] = weight }, x, y + noise);
        var theirs = (weight * x) + (y + noise).Exp();
        Same(mine, theirs, [x, y, weight]);

        var three = TorchModule.Of("three", new ThreeInputs(), new(Shape.Of(2)), new(Shape.Of(2)), new(Shape.Of(2)));
        Same(three.Apply(new NamedTensors([]), x, y + noise, weight), x * (y + noise) * weight.Sin(), [x, y, weight]);
    }

    [Fact]
    public void An_index_chooses_rows_of_an_embedding_that_trains()
    {
        var table = TorchModule.Of("table", Embedding(4, 2, dtype: torch.ScalarType.Float64), new ModuleInput(Shape.Scalar) { IsIndex = true });
        var weight = Tensor.Parameter("weight", Shape.Of(4, 2));
        var at = Tensor.Of([2L, 0, 2]);
        Same(table.Apply(new Dictionary<string, Tensor> { ["weight"] = weight }, at), weight.Gather(at), [weight]);
        Assert.Equal("module \"table\": [] of indices to [2], 1 parameters of 8 numbers", table.ToString());
    }

    private static void Same(Tensor mine, Tensor theirs, Tensor[] leaves)
    {
        var bindings = leaves.Aggregate(Bindings.Empty.With(Key.FromSeed(8)), (b, l) => b.With(
            ((Parameter)l.Operation).Label, Tensor.Of(l.Shape, [.. Enumerable.Range(1, l.Shape.Size).Select(i => Math.Cos(3 * i))])));
        var (a, b) = (Derived(mine), Derived(theirs));
        var expected = ManagedEngine.Default.Compile(b, leaves).Run(bindings);
        foreach (var engine in Engines)
        {
            var actual = engine.Compile(a, leaves).Run(bindings);
            for (var i = 0; i < a.Length; i++)
            {
                Agreement.Assert(expected[i], actual[i]);
            }
        }

        Tensor[] Derived(Tensor result)
        {
            return [result, .. Gradient.Of(OperationExample.Weighted(result, 5), leaves)];
        }
    }

    [Fact]
    public void A_module_in_Float32_computes_in_it_and_the_graph_keeps_its_type()
    {
        var single = TorchModule.Of("net", Networks.TwoLayers(type: torch.ScalarType.Float32), Shape.Of(3));
        var x = Tensor.Vector(0.3, -0.7, 1.1);
        var (low, high) = (single.Apply(single.Parameters, x), module.Apply(module.Parameters, x));
        Assert.Equal(DType.Float64, low.DType);
        Assert.NotEqual(high.ToArray(), low.ToArray());
        Assert.All(high.ToArray().Zip(low.ToArray()), p => Assert.Equal(p.First, p.Second, 1e-6));
        var rounded = single.Apply(single.Parameters.ToDictionary(p => p.Key, p => p.Value.Cast(DType.Float32)), x.Cast(DType.Float32));
        Assert.Equal(DType.Float32, rounded.DType);
        Assert.Equal(low.ToArray(), rounded.ToArray());
    }

    [Fact]
    public void A_convolution_takes_pictures()
    {
        var net = Sequential(Conv2d(1, 2, 3), ReLU(), Flatten(), Linear(2 * 4 * 4, 3)).to(torch.ScalarType.Float64);
        var convolution = TorchModule.Of("picture", net, Shape.Of(1, 6, 6));
        Assert.Equal(Shape.Of(3), convolution.Output);
        var picture = Tensor.Of(Shape.Of(2, 1, 6, 6), [.. Enumerable.Range(0, 72).Select(i => Math.Sin(i))]);
        using var scope = torch.NewDisposeScope();
        var expected = net.forward(torch.tensor(picture.ToArray()).reshape(2, 1, 6, 6));
        Assert.Equal(Transfer.ToDoubles(expected), convolution.Apply(convolution.Parameters, picture).ToArray());

        // Differences of the loss in the picture.
        var x = Tensor.Parameter("x", picture.Shape);
        var loss = OperationExample.Weighted(convolution.Apply(convolution.Parameters, x), 5);
        var slope = TorchEngine.Cpu.Compile(Gradient.Of(loss, x), [x]).Run(Bindings.Empty.With("x", picture))[0].ToArray();
        var value = TorchEngine.Cpu.Compile([loss], [x]);
        for (var i = 0; i < 72; i += 5)
        {
            double At(double h) => value.Run(Bindings.Empty.With("x", Tensor.Of(picture.Shape, [.. picture.ToArray().Select((v, k) => k == i ? v + h : v)])))[0].ToDouble();
            Assert.Equal((At(1e-6) - At(-1e-6)) / 2e-6, slope[i], 1e-7);
        }
    }

    [Fact]
    public void A_batch_norm_in_eval_uses_its_buffers_and_leaves_them()
    {
        var net = Sequential(Linear(3, 4), BatchNorm1d(4)).to(torch.ScalarType.Float64);
        net.forward(torch.tensor(Enumerable.Range(0, 30).Select(i => Math.Sin(i)).ToArray()).reshape(10, 3));
        net.eval();
        var before = net.buffers().Select(b => Transfer.ToDoubles(b)).ToArray();
        var taken = TorchModule.Of("norm", net, Shape.Of(3));
        Assert.Equal(["0.weight", "0.bias", "1.weight", "1.bias"], taken.Parameters.Keys);
        var x = Tensor.Of(Shape.Of(2, 3), 1, 2, 3, -1, 0, 1);
        Assert.Equal(Transfer.ToDoubles(net.forward(torch.tensor(x.ToArray()).reshape(2, 3))), taken.Apply(taken.Parameters, x).ToArray());
        Assert.Equal(before, net.buffers().Select(b => Transfer.ToDoubles(b)));
    }

    [Fact]
    public void What_the_module_does_not_use_has_derivative_zero()
    {
        var detached = TorchModule.Of("net", new Function(x => x.detach().round()), new ModuleInput(Shape.Of(2)) { Dependence = Dependence.Step });
        var x = Tensor.Parameter("x", Shape.Of(2));
        var slope = Gradient.Of(detached.Apply(detached.Parameters, x).Sum(), x)[0];
        Assert.Equal([0, 0], TorchEngine.Cpu.Compile([slope], [x]).Run(Bindings.Empty.With("x", Tensor.Vector(0.4, 0.6)))[0].ToArray());
    }

    [Fact]
    public void A_frozen_module_has_no_parameters_and_the_numbers_that_it_has()
    {
        var frozen = module.Frozen();
        Assert.Empty(frozen.Parameters);
        var x = Tensor.Vector(0.3, -0.7, 1.1);
        Assert.Equal(module.Apply(module.Parameters, x).ToArray(), frozen.Apply(frozen.Parameters, x).ToArray());
    }

    [Fact]
    public void The_derivative_at_a_kink_is_that_of_autograd()
    {
        var kink = TorchModule.Of("kink", new Function(x => x.relu()), Shape.Of(3));
        var x = Tensor.Parameter("x", Shape.Of(3));
        var slope = Gradient.Of(kink.Apply(kink.Parameters, x).Sum(), x)[0];
        foreach (var engine in Engines)
        {
            Assert.Equal([0, 0, 1], engine.Compile([slope], [x]).Run(Bindings.Empty.With("x", Tensor.Vector(-1, 0, 1)))[0].ToArray());
        }
    }
}
