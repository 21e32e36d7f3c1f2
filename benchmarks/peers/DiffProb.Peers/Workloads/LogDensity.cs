namespace DiffProb;

/// <summary>A log density on unconstrained space and its gradient, compiled: what a sampler asks for at each leapfrog step.</summary>
internal sealed class LogDensity
{
    private const string Name = "position";

    private readonly Executable executable;

    /// <summary>Differentiates and compiles.</summary>
    /// <param name="density">Log density of a position.</param>
    /// <param name="dimension">Length of a position.</param>
    /// <param name="engine">Where it runs.</param>
    internal LogDensity(Func<Tensor, Tensor> density, int dimension, IEngine engine)
    {
        var position = Tensor.Parameter(Name, Shape.Of(dimension));
        var value = density(position);
        executable = engine.Compile([value, .. Gradient.Of(value, position)], [position]);
    }

    /// <summary>Log density and gradient at a position.</summary>
    internal (double Value, double[] Gradient) At(double[] position)
    {
        var results = executable.Run(Bindings.Empty.With(Name, Tensor.Of(position)));
        return (results[0].ToDouble(), results[1].ToArray());
    }

    internal string Explain() => executable.Explain();
}
