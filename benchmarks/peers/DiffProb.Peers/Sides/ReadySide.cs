namespace DiffProb;

/// <summary>Ours: a program traced, planned, differentiated and compiled anew, and its first gradient.</summary>
internal sealed class ReadySide(int threads) : ISide
{
    private readonly ManagedEngine engine = new(threads);

    public string Name => "DiffProb";

    public double[][] Gradient(int seed) => [];

    public void Run(int times)
    {
        for (var i = 0; i < times; i++)
        {
            First(engine);
        }
    }

    public void Dispose()
    {
    }

    internal static double First(IEngine engine) =>
        MeanField.Elbo(EightSchools.LogDensity, EightSchools.Dimension).Estimate().Particles(1).On(engine).Gradient()["loc"].ToArray()[0];
}
