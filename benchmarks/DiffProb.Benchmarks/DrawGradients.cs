using BenchmarkDotNet.Attributes;
using TorchSharp;

namespace DiffProb;

/// <summary>A million draws and the derivative of their mean in the parameters: libtorch's <c>_standard_gamma</c> with its own backward pass, and the managed engine.</summary>
/// <remarks>
/// libtorch makes Beta and Dirichlet draws of ratios of gammas, whose gradients vary more; its derivative of a gamma draw is approximate (relative error up to 5e-4).
/// Parameters are shared by all draws, or each draw has its own.
/// </remarks>
public class DrawGradients
{
    private const int Count = 1_000_000;

    private Executable managed = null!;
    private Bindings bindings = null!;
    private torch.Tensor[] weights = [];
    private long[] expanded = [];
    private ulong seed;

    /// <summary>What is drawn; a Dirichlet draw has 10 parts.</summary>
    [Params("Gamma", "Beta", "Dirichlet")]
    public string Law { get; set; } = "";

    /// <summary>Its first concentrations; the second one of a Beta is 2.</summary>
    [Params(0.3, 3.0, 100.0)]
    public double Concentration { get; set; }

    /// <summary>Whether each draw has parameters of its own.</summary>
    [Params(false, true)]
    public bool Own { get; set; }

    /// <summary>Compiles the graph of the managed engine, and puts the parameters where libtorch wants them.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        TorchRuntime.Initialize();
        int[] parts = Law == "Dirichlet" ? [10] : [];
        int[] draws = Law == "Dirichlet" ? [Count / 10] : [Count];
        var shape = Shape.Of(Own ? [.. draws, .. parts] : parts);
        var values = Array.ConvertAll(Law == "Beta" ? [Concentration, 2.0] : new[] { Concentration }, x => Tensor.Of(shape, [.. Enumerable.Repeat(x, shape.Size)]));
        var slots = values.Select((_, i) => Tensor.Data($"a{i}", shape)).ToArray();
        bindings = values.Select((v, i) => (v, i)).Aggregate(Bindings.Empty, (b, x) => b.With($"a{x.i}", x.v));
        Distribution law = Law switch
        {
            "Gamma" => new Gamma(slots[0], 1.0),
            "Beta" => new Beta(slots[0], slots[1]),
            _ => new Dirichlet(slots[0]),
        };
        var along = Own ? Axes.None : Axes.Of(new Axis("draw", draws[0], AxisRole.Particle));
        var cost = law.SampleFrom(new NoiseSource("x", along)).Square().Sum().SumOver(along) / draws[0];
        managed = ManagedEngine.Default.Compile([cost, .. Gradient.Of(cost, slots)], slots);
        weights = Array.ConvertAll(values, v => torch.tensor(v.ToArray(), [.. shape.Select(d => (long)d)], dtype: torch.float64).requires_grad_());
        expanded = Own ? [] : [.. draws.Concat(parts).Select(d => (long)d)];
    }

    /// <summary>libtorch.</summary>
    [Benchmark(Baseline = true)]
    public double Libtorch()
    {
        using var scope = torch.NewDisposeScope();
        var gammas = Array.ConvertAll(weights, w => torch._standard_gamma(expanded.Length == 0 ? w : w.expand(expanded)));
        var draws = Law switch
        {
            "Gamma" => gammas[0],
            "Beta" => gammas[0] / (gammas[0] + gammas[1]),
            _ => gammas[0] / gammas[0].sum(-1, keepdim: true),
        };
        var cost = draws.square().sum() / (Law == "Dirichlet" ? Count / 10 : Count);
        cost.backward();
        foreach (var weight in weights)
        {
            weight.grad!.zero_();
        }

        return cost.item<double>();
    }

    /// <summary>DiffProb's managed engine.</summary>
    [Benchmark]
    public double Managed() => managed.Run(bindings.With(Key.FromSeed(seed++)))[0].ToDouble();
}
