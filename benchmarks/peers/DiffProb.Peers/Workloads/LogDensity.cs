namespace DiffProb;

/// <summary>A log density on unconstrained space and its gradient, compiled: what a sampler asks for at each leapfrog step.</summary>
internal sealed class LogDensity
{
    private const string Name = "position";

    private readonly Executable executable;
    private readonly Evaluator evaluator;

    /// <summary>Differentiates and compiles.</summary>
    /// <param name="density">Log density of a position.</param>
    /// <param name="dimension">Length of a position.</param>
    /// <param name="engine">Where it runs.</param>
    internal LogDensity(Func<Tensor, Tensor> density, int dimension, IEngine engine)
    {
        var position = Tensor.Parameter(Name, Shape.Of(dimension));
        var value = density(position);
        executable = engine.Compile([value, .. Gradient.Of(value, position)], [position]);
        evaluator = executable.CreateEvaluator();
    }

    /// <summary>Log density and gradient at a position.</summary>
    internal (double Value, double[] Gradient) At(double[] position)
    {
        position.CopyTo(evaluator.Input<double>(Name));
        evaluator.Run();
        return (evaluator.Output<double>(0)[0], evaluator.Output<double>(1).ToArray());
    }

    internal string Explain() => executable.Explain();
}
