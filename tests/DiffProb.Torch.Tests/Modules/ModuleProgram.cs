// <page>
using DiffProb;
using TorchSharp;
using static DiffProb.Prob;
using static TorchSharp.torch.nn;
// </page>

namespace TorchTests.Modules;

/// <summary>The C# program of docs/how-to/use-a-torch-module.md, between the marks.</summary>
internal static class ModuleProgram
{
    internal static (Fit Fit, double[] Answers) Run(string folder)
    {
        // <page>
        TorchRuntime.Initialize();                    // before anything of TorchSharp
        torch.manual_seed(1);                         // TorchSharp draws the initial weights
        var net = Sequential(Linear(1, 16), Tanh(), Linear(16, 1));
        var curve = TorchModule.Of("curve", net, Shape.Of(1));     // from rows of [1]; to rows of [1], which it finds

        // x is seen with an error: the curve is fitted to where x may have been.
        Tensor seen = new[] { -2.0, -1.0, 0.0, 1.0, 2.0 };
        Tensor y = new[] { 0.9, -0.8, 0.1, 0.8, -0.9 };
        var program = Model(m =>
        {
            m.Plate("point", seen, y, (seen, y) =>
            {
                var x = m.Sample("x", new Normal(seen, 0.1));
                var height = m.Through(curve, x.Reshape(1)).Sum();
                m.Cost("miss", (height - y).Square());
            });
        });

        var fit = program.Minimize().Using(Optimizer.Adam(0.02)).Steps(500).Particles(10).Seed(1).Run();
        fit.Values.Save(Path.Combine(folder, "curve.safetensors"));     // curve.0.weight, curve.0.bias, curve.2.weight, curve.2.bias

        curve.Load(fit.Values);                       // now the module of TorchSharp has them
        using var points = torch.tensor(seen.ToArray(), dtype: torch.ScalarType.Float32).reshape(5, 1);
        double[] answers = [.. net.forward(points).data<float>().Select(v => (double)v)];
        // </page>
        return (fit, answers);
    }
}
