using System.Collections.Frozen;
using System.Collections.Immutable;

namespace DiffProb;

/// <summary>What one run of an executable needs to know: values by name, and the key of its random numbers. Immutable.</summary>
public sealed class Bindings
{
    private readonly ImmutableDictionary<string, (Shape Shape, Storage Storage)> values;
    private readonly FrozenDictionary<Tensor, Storage>? buffers;

    private Bindings(
        ImmutableDictionary<string, (Shape Shape, Storage Storage)> values, Key key, FrozenDictionary<Tensor, Storage>? buffers = null, RunMonitor? monitor = null)
    {
        this.values = values;
        this.buffers = buffers;
        Key = key;
        Monitor = monitor;
    }

    /// <summary>No values, and the key of seed 0.</summary>
    public static Bindings Empty { get; } = new(ImmutableDictionary<string, (Shape Shape, Storage Storage)>.Empty, Key.FromSeed(0));

    /// <summary>Key from which every noise of the run is drawn.</summary>
    public Key Key { get; }

    /// <summary>Who follows the run; null for nobody.</summary>
    internal RunMonitor? Monitor { get; }

    /// <summary>The same with one more value.</summary>
    /// <param name="name">Name of a parameter or data slot.</param>
    /// <param name="value">Its value: a tensor that depends on nothing symbolic.</param>
    /// <exception cref="SymbolicValueException">The value depends on a site, a parameter or data.</exception>
    public Bindings With(string name, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(values.SetItem(name, (value.Shape, Evaluation.Of(value))), Key, buffers, Monitor);
    }

    /// <summary>The same with another key.</summary>
    /// <param name="key">Key of the run: seed, then step, then replicate.</param>
    public Bindings With(Key key) => new(values, key, buffers, Monitor);

    /// <summary>The same for a run that can be stopped: between two chunks of particles or rows, or two operations.</summary>
    /// <param name="cancellation">When it is canceled, the run throws <see cref="OperationCanceledException"/>, and nothing is left half done: another may follow.</param>
    public Bindings With(CancellationToken cancellation) => With(new RunMonitor(cancellation));

    /// <summary>The same with somebody who follows the run.</summary>
    internal Bindings With(RunMonitor? monitor) => new(values, Key, buffers, monitor);

    /// <summary>Inputs that are read where they lie, without a copy or a check.</summary>
    internal static Bindings Of(FrozenDictionary<Tensor, Storage> buffers) => new(Empty.values, Empty.Key, buffers);

    /// <summary>Name of a parameter or data slot.</summary>
    internal static string LabelOf(Tensor leaf) => leaf.Operation switch
    {
        Parameter parameter => parameter.Label,
        DataSlot slot => slot.Label,
        var other => throw new InvalidOperationException($"{other.Name} is no input."),
    };

    /// <summary>The same with numbers that their owner changes between runs; few are copied, many are not.</summary>
    /// <remarks>A result of a run may hold the array of a bound value. Constants of few numbers are one node where their bits are equal, so that no array of theirs may change.</remarks>
    internal Bindings With(string name, Shape shape, double[] numbers) =>
        new(values.SetItem(name, (shape, new Storage<double>(numbers.Length <= Constant.LargestCompared ? [.. numbers] : numbers))), Key, buffers, Monitor);

    internal Storage Value(Tensor leaf, string name)
    {
        if (buffers is not null && buffers.TryGetValue(leaf, out var buffer))
        {
            return buffer;
        }

        if (!values.TryGetValue(name, out var value))
        {
            throw Errors.NotBound(leaf, values.Keys);
        }

        if (!value.Shape.Equals(leaf.Shape))
        {
            throw Errors.BoundToWrongShape(leaf, value.Shape);
        }

        return value.Storage.Cast(leaf.DType);
    }
}
