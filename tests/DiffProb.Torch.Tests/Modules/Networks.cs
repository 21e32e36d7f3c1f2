using TorchSharp;
using static TorchSharp.torch.nn;

namespace DiffProb;

/// <summary>Networks of TorchSharp, and the same as expressions.</summary>
internal static class Networks
{
    static Networks() => TorchRuntime.Initialize();

    /// <summary>Two layers with a tanh between, in Float64 unless said otherwise: from, middle, to.</summary>
    public static torch.nn.Module<torch.Tensor, torch.Tensor> TwoLayers(int from = 3, int middle = 4, int to = 2, torch.ScalarType type = torch.ScalarType.Float64)
    {
        var net = Sequential(Linear(from, middle), Tanh(), Linear(middle, to)).to(type);
        var k = 0;
        using var none = torch.no_grad();
        foreach (var p in net.parameters())
        {
            var numbers = Enumerable.Range(0, (int)p.numel()).Select(i => 0.6 * Math.Sin((7 * ++k) + i)).ToArray();
            p.copy_(torch.tensor(numbers, dtype: torch.ScalarType.Float64).reshape(p.shape));
        }

        return net;
    }

    /// <summary>The same as an expression.</summary>
    public static Tensor TwoLayers(IReadOnlyDictionary<string, Tensor> parameters, Tensor x)
    {
        return Layer("2", Layer("0", x).Tanh());

        Tensor Layer(string name, Tensor input) => parameters[$"{name}.weight"].MatMul(input.Unsqueeze(-1)).Reshape(input.Shape.Take(input.Shape.Rank - 1).Concat(Shape.Of(parameters[$"{name}.bias"].Shape[0]))) + parameters[$"{name}.bias"];
    }
}

/// <summary>A module that is a function.</summary>
internal sealed class Function(Func<torch.Tensor, torch.Tensor> function) : torch.nn.Module<torch.Tensor, torch.Tensor>("function")
{
    public override torch.Tensor forward(torch.Tensor input) => function(input);
}

/// <summary>A weight times one input, plus the other.</summary>
internal sealed class TwoInputs : torch.nn.Module<torch.Tensor, torch.Tensor, torch.Tensor>
{
    private readonly TorchSharp.Modules.Parameter weight = new(torch.tensor(new[] { 2.0, -1.0 }));

    public TwoInputs()
        : base("two") => RegisterComponents();

    public override torch.Tensor forward(torch.Tensor input1, torch.Tensor input2) => (weight * input1) + input2.exp();
}

/// <summary>A product of three inputs.</summary>
internal sealed class ThreeInputs() : torch.nn.Module<torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor>("three")
{
    public override torch.Tensor forward(torch.Tensor input1, torch.Tensor input2, torch.Tensor input3) => input1 * input2 * input3.sin();
}
