namespace DiffProb;

/// <summary>The engine on the CPU in managed code: no native library, and the same bits for any number of threads.</summary>
public sealed class ManagedEngine : IEngine
{
    private const string Variable = "DIFFPROB_COMPILE";

    private static readonly ProgramCache Programs = new();
    private readonly Work work;
    private readonly Compilation? compilation;
    private readonly bool isUnrolling = true;

    /// <summary>An engine with its own limits.</summary>
    /// <param name="threads">Threads used at most by one run; 0 for one per processor.</param>
    /// <param name="blockSize">Elements that a thread takes at a time, a positive multiple of 16.</param>
    /// <exception cref="ValueException">A limit is out of range.</exception>
    public ManagedEngine(int threads = 0, int blockSize = 4096)
    {
        if (threads < 0 || blockSize <= 0 || blockSize % ElementwiseRunner.Lanes != 0)
        {
            throw Errors.EngineLimits(threads, blockSize);
        }

        work = new(threads == 0 ? Environment.ProcessorCount : threads, blockSize);
    }

    private ManagedEngine(Work work, Compilation? compilation, bool isUnrolling) => (this.work, this.compilation, this.isUnrolling) = (work, compilation, isUnrolling);

    /// <summary>The engine used unless another is asked for.</summary>
    public static ManagedEngine Default { get; } = new();

    /// <summary>Compiled programs of the process: those that are there, and places for those that were.</summary>
    internal static (int Alive, int Known) ProgramCount => Programs.Count;

    /// <summary>The same engine, compiling loops at another time.</summary>
    internal ManagedEngine With(Compilation compilation) => new(work, compilation, isUnrolling);

    /// <summary>The same engine, which leaves short dimensions as they are.</summary>
    internal ManagedEngine WithoutUnrolling() => new(work, compilation, false);

    /// <inheritdoc/>
    public string Name => "managed";

    /// <inheritdoc/>
    public Executable Compile(IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(inputs);
        var (graph, data) = CompiledGraph.WithoutData(outputs, inputs, isUnrolling);
        var asked = work with { Compilation = compilation ?? Asked(Environment.GetEnvironmentVariable(Variable)) };
        return new ManagedExecutable(outputs, inputs, Programs.Of(graph, asked), data);
    }

    /// <summary>When loops are compiled: to rule them out, or to test them where kernels would not run for long enough.</summary>
    /// <exception cref="ValueException">The variable has no such value.</exception>
    internal static Compilation Asked(string? value) => value switch
    {
        null or "" => Compilation.WhenWorthwhile,
        "at-once" => Compilation.AtOnce,
        "never" => Compilation.Never,
        var other => throw Errors.CompilationUnknown(Variable, other),
    };

    /// <inheritdoc/>
    public override string ToString() => Name;
}
