using System.Collections.Frozen;
using System.Runtime.CompilerServices;

namespace DiffProb;

/// <summary>An executable with buffers for its inputs and outputs: write the inputs, run, read the outputs.</summary>
/// <remarks>
/// Large buffers are used again from run to run, and nothing is bound by name or checked. One thread uses it at a time; make one for each thread. Inputs keep
/// their numbers between runs, and are zeros before. An output that is an input shows what is written to it.
/// </remarks>
/// <example><code>
/// var evaluator = engine.Compile([density, .. Gradient.Of(density, position)], [position]).CreateEvaluator();
/// start.CopyTo(evaluator.Input&lt;double&gt;("position"));
/// evaluator.Run();
/// var slope = evaluator.Output&lt;double&gt;(1);
/// </code></example>
public sealed class Evaluator
{
    private readonly Executable executable;
    private readonly FrozenDictionary<string, (Tensor Leaf, Storage Numbers)> inputs;
    private readonly BoundRun bound;
    private Storage[]? outputs;

    internal Evaluator(Executable executable)
    {
        this.executable = executable;
        inputs = executable.Inputs.ToFrozenDictionary(Bindings.LabelOf, leaf => (leaf, Zeros(leaf)));
        bound = executable.Bind(Bindings.Of(inputs.Values.ToFrozenDictionary(i => i.Leaf, i => i.Numbers)));
    }

    /// <summary>The numbers of an input, in row-major order: write them before a run.</summary>
    /// <typeparam name="T">double for Float64, float for Float32, long for Int64, byte (0 or 1) for Bool.</typeparam>
    /// <param name="name">Name of a parameter or data slot.</param>
    /// <returns>As many numbers as its shape has elements.</returns>
    /// <exception cref="DiffProbException">There is no such input, or its elements are of another type.</exception>
    public Span<T> Input<T>(string name)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(name);
        return inputs.TryGetValue(name, out var input) ? Numbers<T>(input.Leaf, input.Numbers) : throw Errors.NoSuchInput(name, inputs.Keys);
    }

    /// <summary>The array of an input, which stays the same.</summary>
    internal T[] InputArray<T>(string name)
        where T : unmanaged
    {
        _ = Input<T>(name);
        return inputs[name].Numbers.Values<T>();
    }

    /// <summary>Computes the outputs from the inputs, with the random numbers of a key.</summary>
    /// <param name="key">Key of the run: seed, then step, then replicate.</param>
    public void Run(Key key)
    {
        outputs = null;
        outputs = bound.Run(key);
    }

    /// <summary>The same of a graph that draws nothing, or always the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run()
    {
        outputs = null;
        outputs = bound.Run();
    }

    /// <summary>The numbers of an output of the last run, in row-major order.</summary>
    /// <typeparam name="T">double for Float64, float for Float32, long for Int64, byte (0 or 1) for Bool.</typeparam>
    /// <param name="index">Place among the outputs of the executable.</param>
    /// <returns>As many numbers as its shape has elements; the next run writes them anew.</returns>
    /// <exception cref="DiffProbException">Nothing was run yet, or its elements are of another type.</exception>
    public ReadOnlySpan<T> Output<T>(int index)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, executable.Outputs.Count);
        return Numbers<T>(executable.Outputs[index], outputs?[index] ?? throw Errors.NothingRun(executable.Outputs[index]));
    }

    private static Span<T> Numbers<T>(Tensor node, Storage numbers)
        where T : unmanaged =>
        numbers is Storage<T> typed ? typed.Array : throw Errors.OtherElementType(node, typeof(T));

    private static Storage Zeros(Tensor leaf)
    {
        var storage = Storage.Allocate(leaf.DType, Segment.SizeOf(leaf));
        Array.Clear(storage.Numbers);
        return storage;
    }
}
