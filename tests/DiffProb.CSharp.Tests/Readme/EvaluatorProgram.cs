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

    /// <summary>What the page shows: a logistic regression of 1000 rows and 20 features, with its gradient.</summary>
    internal static string Explanation()
    {
        var features = Tensor.Parameter("features", Shape.Of(1000, 20));
        var outcomes = Tensor.Parameter("outcomes", Shape.Of(1000));
        var w = Tensor.Parameter("w", Shape.Of(20));
        var logits = (features * w).Sum(1);
        var density = ((outcomes * logits) - logits.Softplus()).Sum() - (0.5 * w.Square().Sum());
        return new ManagedEngine(2).Compile([density, .. Gradient.Of(density, w)], [features, outcomes, w]).Explain();
    }
}
