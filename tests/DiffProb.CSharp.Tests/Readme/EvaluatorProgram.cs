// <page>
using DiffProb;
// </page>

namespace CSharpTests.Readme;

/// <summary>The C# program of docs/how-to/find-where-the-time-goes.md, between the marks.</summary>
internal static class EvaluatorProgram
{
    internal static double[] Run()
    {
        // <page>
        var x = Tensor.Parameter("x", Shape.Of(2));
        var density = -0.5 * x.Square().Sum();
        var evaluator = ManagedEngine.Default.Compile([density, .. Gradient.Of(density, x)], [x]).CreateEvaluator();
        for (var step = 0; step < 1000; step++)
        {
            evaluator.Input<double>("x")[0] += 0.01;
            evaluator.Run();
        }

        var slope = evaluator.Output<double>(1);   // -x: -10 and 0
        // </page>
        return slope.ToArray();
    }
}
