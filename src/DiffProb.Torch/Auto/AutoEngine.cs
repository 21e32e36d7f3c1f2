namespace DiffProb;

/// <summary>Decides for each graph between the managed engine and libtorch on the CPU, by an estimate of the time of a run.</summary>
/// <remarks>The rates behind the estimate are measured once for the process, with the threads that are set then, when the first graph needs them.</remarks>
internal sealed class AutoEngine : IEngine
{
    // Below it a run takes some tenths of a millisecond, of which the calls of libtorch are a good part; and measuring takes as long as a thousand runs.
    private const double FewestFlops = 1e7;

    // So much faster must libtorch be: rates measured on a busy machine differ by as much.
    private const double Margin = 1.2;

    private readonly Func<(EngineRates Managed, EngineRates Torch)> rates;

    /// <param name="rates">Rates of both engines; a <see cref="DiffProbException"/> where libtorch is not there. Called by graphs of some size alone.</param>
    public AutoEngine(Func<(EngineRates Managed, EngineRates Torch)> rates) => this.rates = rates;

    public string Name => "auto";

    /// <summary>Measures both engines.</summary>
    /// <exception cref="DiffProbException">libtorch is not there or does not load.</exception>
    public static (EngineRates Managed, EngineRates Torch) Measure()
    {
        TorchRuntime.Initialize();
        var rates = EngineRates.Measure(ManagedEngine.Default, TorchEngine.Cpu);
        return (rates[0], rates[1]);
    }

    public Executable Compile(IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(inputs);
        var (engine, why) = Choose(GraphWork.Of(CompiledGraph.Of(outputs, inputs)));
        return new AutoExecutable(engine.Compile(outputs, inputs), why);
    }

    public override string ToString() => Name;

    /// <summary>The engine for a graph, and why: for <see cref="Executable.Explain"/>.</summary>
    public (IEngine Engine, string Why) Choose(GraphWork work)
    {
        if (work.Flops < FewestFlops)
        {
            return (ManagedEngine.Default, AutoReasons.TooSmall(work, FewestFlops));
        }

        EngineRates managed, torch;
        try
        {
            (managed, torch) = rates();
        }
        catch (DiffProbException e)
        {
            return (ManagedEngine.Default, AutoReasons.NoLibtorch(work, e));
        }

        return managed.Seconds(work) > Margin * torch.Seconds(work)
            ? (TorchEngine.Cpu, AutoReasons.Faster("torch cpu", work, managed, torch, Margin))
            : (ManagedEngine.Default, AutoReasons.Faster("managed", work, managed, torch, Margin));
    }
}
