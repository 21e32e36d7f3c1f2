namespace DiffProb;

/// <summary>Ours: a compiled log density and its gradient, at a position that moves as a sampler's does.</summary>
internal sealed class DensitySide(Func<Tensor, Tensor> density, int dimension, IEngine engine) : ISide
{
    private readonly LogDensity compiled = new(density, dimension, engine);
    private readonly double[] position = Position(dimension);

    public string Name => "DiffProb";

    /// <summary>Where all sides begin.</summary>
    internal static double[] Position(int dimension) => [.. Inputs.Normal(dimension, 7).Select(x => 0.3 * x)];

    public double[][] Gradient(int seed) => [compiled.At(Position(dimension)).Gradient];

    public void Run(int times)
    {
        for (var i = 0; i < times; i++)
        {
            var (_, gradient) = compiled.At(position);
            for (var k = 0; k < position.Length; k++)
            {
                position[k] += 1e-9 * gradient[k];
            }
        }
    }

    public void Dispose()
    {
    }
}
