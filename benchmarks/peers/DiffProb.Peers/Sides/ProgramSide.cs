namespace DiffProb;

/// <summary>Ours: steps of a program's minimization.</summary>
/// <typeparam name="T">Type of the program's result.</typeparam>
internal sealed class ProgramSide<T>(Prob<T> program, int particles, Optimizer optimizer, IEngine engine) : ISide
{
    private Stepper<T>? stepper;

    public string Name => engine is TorchEngine ? "DiffProb (torch engine)" : "DiffProb";

    public double[][] Gradient(int seed)
    {
        var gradient = program.Estimate().Particles(particles).Seed((ulong)seed).On(engine).Gradient();
        return [.. gradient.Parameters.Select(p => gradient[p].ToArray())];
    }

    public void Run(int times)
    {
        if (stepper is null)
        {
            stepper = new(program.Minimize().Particles(particles).Using(optimizer).Seed(1).On(engine));
        }

        stepper.Run(times);
    }

    public void Dispose() => stepper?.Dispose();
}
