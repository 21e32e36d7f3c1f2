using BenchmarkDotNet.Attributes;

namespace DiffProb;

/// <summary>Steps of a program's minimization: draw, value, gradient and optimizer, compiled once.</summary>
public abstract class ProgramSteps
{
    // Enough that the hand-over to the stepper's thread does not count.
    private const int Steps = 16;

    private IDisposable? stepper;
    private Action<int> run = _ => { };

    /// <summary>Threads of the engine.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>Ends the run.</summary>
    [GlobalCleanup]
    public void End() => stepper?.Dispose();

    /// <summary>One step.</summary>
    [Benchmark(OperationsPerInvoke = Steps)]
    public void Step() => run(Steps);

    private protected void Start<T>(Prob<T> program, int particles, Optimizer optimizer)
    {
        var own = new Stepper<T>(program.Minimize().Particles(particles).Using(optimizer).Seed(1).On(new ManagedEngine(Threads)));
        (stepper, run) = (own, own.Run);
    }
}
