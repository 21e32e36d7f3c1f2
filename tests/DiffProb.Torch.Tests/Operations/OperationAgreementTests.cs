using TorchSharp;

namespace DiffProb;

/// <summary>Every operation of the catalogue gives the same numbers on both engines, and the same derivatives as libtorch's own.</summary>
public sealed class OperationAgreementTests
{
    private static readonly torch.Device Cpu = Initialized();

    public static TheoryData<string> Names => [.. OperationExamples.All.Keys];

    public static TheoryData<string> Floats => [.. OperationExamples.All.Values.Where(e => e.Output.DType.IsFloat()).Select(e => e.Name)];

    public static TheoryData<string> Differentiable => [.. OperationExamples.All.Values.Where(e => e.Output.DType.IsFloat() && !e.IsEdge).Select(e => e.Name)];

    [Fact]
    public void The_table_of_kernels_knows_every_operation()
    {
        var operations = typeof(Operation).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Operation)) && !t.IsAbstract);
        Assert.All(operations, t => Assert.True(KernelTable.Default.Knows(t), t.Name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Both_engines_give_the_same_numbers(string name)
    {
        var example = OperationExamples.All[name];
        Compare([example.Output], example.Inputs, example.Bindings);
    }

    [Theory]
    [MemberData(nameof(Floats))]
    public void Both_engines_give_the_same_derivatives(string name)
    {
        var example = OperationExamples.All[name];
        var (loss, parameters) = (example.Loss, example.Parameters.ToArray());
        var first = Gradient.Of(loss, parameters);
        var along = first.Select((g, i) => OperationExample.Weighted(g, 100 + i)).Aggregate(Tensor.Scalar(0.0), (a, b) => a + b);
        var outputs = (Tensor[])[loss, .. first, .. example.IsEdge ? [] : Second(along, parameters)];
        Compare(outputs, example.Inputs, example.Bindings, example.IsLarge ? Agreement.Many : Agreement.Few);
    }

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void The_derivatives_are_those_that_libtorch_finds_itself(string name)
    {
        using var scope = torch.NewDisposeScope();
        var example = OperationExamples.All[name];
        var loss = example.Loss;
        var graph = new LibtorchGraph(loss, example.Bindings);
        Assert.Empty(graph.Misshapen);
        if (graph.Opaque.Count > 0 || example.Output.Operation is StopGradient or MagicBox or ImplicitPath or Image)
        {
            // libtorch cannot follow: these are the operations that the engine computes on the host.
            Assert.All(graph.Opaque, n => Assert.Null(KernelTable.Default.Find(n, Cpu)));
            return;
        }

        var parameters = example.Parameters.ToArray();
        if (graph[loss].requires_grad)
        {
            graph[loss].backward();
        }

        var ours = ManagedEngine.Default.Compile(Gradient.Of(loss, parameters), example.Inputs).Run(example.Bindings);
        for (var k = 0; k < parameters.Length; k++)
        {
            if (example.Output.Operation is PolygammaFunction)
            {
                Agreement.Assert(ours[k].ToArray(), graph.Gradient(parameters[k]), DType.Float64, Agreement.TenDigits);
            }
            else
            {
                Agreement.Assert(ours[k].ToArray(), graph.Gradient(parameters[k]), DType.Float64);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernels_give_the_type_and_the_sizes_of_the_node(string name)
    {
        using var scope = torch.NewDisposeScope();
        var example = OperationExamples.All[name];
        Assert.Empty(new LibtorchGraph(example.Output, example.Bindings).Misshapen);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Both_engines_give_the_same_numbers_in_Float32(string name)
    {
        var example = OperationExamples.All[name];
        if (example.IsEdge || example.Output.Operation is ParametricDraw or GammaPathDerivative or BetaPathDerivative or OpaqueFunction)
        {
            return; // in Float64 alone, or rounding decides
        }

        var rewriter = new Rewriter((node, _) => node.Operation switch
        {
            Parameter p => Tensor.Parameter(p.Label, p.Shape, DType.Float32),
            DataSlot { Type: DType.Float64 } d => Tensor.Data(d.Label, d.Shape, DType.Float32),
            _ => null,
        });
        Compare([rewriter.Rewrite(example.Output)], [.. example.Inputs.Select(rewriter.Rewrite)], example.Bindings);
    }

    // Some have a first derivative alone.
    private static IReadOnlyList<Tensor> Second(Tensor slope, Tensor[] parameters)
    {
        try
        {
            return Gradient.Of(slope, parameters);
        }
        catch (DerivativeException)
        {
            return [];
        }
    }

    private static void Compare(IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor> inputs, Bindings bindings, int terms = Agreement.Few)
    {
        var expected = ManagedEngine.Default.Compile(outputs, inputs).Run(bindings);
        var actual = TorchEngine.Cpu.Compile(outputs, inputs).Run(bindings);
        for (var k = 0; k < outputs.Count; k++)
        {
            Agreement.Assert(expected[k], actual[k], terms);
        }
    }

    private static torch.Device Initialized()
    {
        TorchRuntime.Initialize();
        return new(DeviceType.CPU, -1);
    }
}
