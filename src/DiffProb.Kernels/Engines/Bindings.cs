using System.Collections.Frozen;
using System.Collections.Immutable;

namespace DiffProb;

/// <summary>What one run of an executable needs to know: values by name, and the key of its random numbers. Immutable.</summary>
public sealed class Bindings
{
    private readonly ImmutableDictionary<string, Tensor> values;
    private readonly FrozenDictionary<Tensor, Storage>? buffers;

    private Bindings(ImmutableDictionary<string, Tensor> values, Key key, FrozenDictionary<Tensor, Storage>? buffers = null)
    {
        this.values = values;
        this.buffers = buffers;
        Key = key;
    }

    /// <summary>No values, and the key of seed 0.</summary>
    public static Bindings Empty { get; } = new(ImmutableDictionary<string, Tensor>.Empty, Key.FromSeed(0));

    /// <summary>Key from which every noise of the run is drawn.</summary>
    public Key Key { get; }

    /// <summary>The same with one more value.</summary>
    /// <param name="name">Name of a parameter or data slot.</param>
    /// <param name="value">Its value: a tensor that depends on nothing symbolic.</param>
    /// <exception cref="SymbolicValueException">The value depends on a site, a parameter or data.</exception>
    public Bindings With(string name, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(values.SetItem(name, value.Operation is Constant { Along.Count: 0 } ? value : Tensor.Result(value.Shape, Evaluation.Of(value), Axes.None)), Key, buffers);
    }

    /// <summary>The same with another key.</summary>
    /// <param name="key">Key of the run: seed, then step, then replicate.</param>
    public Bindings With(Key key) => new(values, key, buffers);

    /// <summary>Inputs that are read where they lie, without a copy or a check.</summary>
    internal static Bindings Of(FrozenDictionary<Tensor, Storage> buffers) => new(Empty.values, Empty.Key, buffers);

    /// <summary>Name of a parameter or data slot.</summary>
    internal static string LabelOf(Tensor leaf) => leaf.Operation switch
    {
        Parameter parameter => parameter.Label,
        DataSlot slot => slot.Label,
        var other => throw new InvalidOperationException($"{other.Name} is no input."),
    };

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
            throw Errors.BoundToWrongShape(leaf, value);
        }

        return ((Constant)value.Operation).Storage.Cast(leaf.DType);
    }
}
