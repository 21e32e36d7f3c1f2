namespace DiffProb;

/// <summary>Makes the leaves of an example and the numbers for them: the same in every run.</summary>
internal sealed class ExampleInputs(string name)
{
    private readonly Random random = new(name.Aggregate(17, (hash, letter) => unchecked((hash * 31) + letter)));
    private readonly List<Tensor> inputs = [];

    public IReadOnlyList<Tensor> Inputs => inputs;

    public Bindings Bindings { get; private set; } = Bindings.Empty.With(Key.FromSeed(11));

    /// <summary>A parameter with different numbers, spread evenly over (low, high) in random order.</summary>
    public Tensor Float(int[] shape, double low, double high)
    {
        var size = Shape.Of(shape).Size;
        var values = Enumerable.Range(0, size).Select(i => low + ((high - low) * (i + 0.2 + (0.6 * random.NextDouble())) / size)).ToArray();
        random.Shuffle(values);
        return Float(shape, values);
    }

    /// <summary>A parameter with given numbers.</summary>
    public Tensor Float(int[] shape, params double[] values) => Add(Tensor.Parameter($"x{inputs.Count}", Shape.Of(shape)), values);

    /// <summary>Floats that the laws do not differentiate.</summary>
    public Tensor Fixed(int[] shape, params double[] values) => Add(Tensor.Data($"x{inputs.Count}", Shape.Of(shape)), values);

    /// <summary>Whole numbers from 0 to below the limit.</summary>
    public Tensor Whole(int[] shape, int limit)
    {
        var values = Enumerable.Range(0, Shape.Of(shape).Size).Select(_ => (double)random.Next(limit)).ToArray();
        return Add(Tensor.Data($"x{inputs.Count}", Shape.Of(shape), DType.Int64), values);
    }

    public Tensor Truth(int[] shape)
    {
        var values = Enumerable.Range(0, Shape.Of(shape).Size).Select(_ => (double)random.Next(2)).ToArray();
        return Add(Tensor.Data($"x{inputs.Count}", Shape.Of(shape), DType.Bool), values);
    }

    /// <summary>Positive definite matrices [..., n, n], far from singular.</summary>
    public Tensor PositiveDefinite(int[] lead, int n)
    {
        var values = new double[Shape.Of(lead).Size * n * n];
        for (var start = 0; start < values.Length; start += n * n)
        {
            var root = Enumerable.Range(0, n * n).Select(_ => random.NextDouble() - 0.5).ToArray();
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < n; j++)
                {
                    values[start + (i * n) + j] = (i == j ? 1.0 : 0.0) + Enumerable.Range(0, n).Sum(k => root[(i * n) + k] * root[(j * n) + k]);
                }
            }
        }

        return Float([.. lead, n, n], values);
    }

    /// <summary>Matrices [..., n, n] with a large diagonal.</summary>
    public Tensor Regular(int[] lead, int n)
    {
        var values = Enumerable.Range(0, Shape.Of(lead).Size * n * n)
            .Select(i => (random.NextDouble() - 0.5) + (i / n % n == i % n ? 2.0 : 0.0)).ToArray();
        return Float([.. lead, n, n], values);
    }

    private Tensor Add(Tensor leaf, double[] values)
    {
        inputs.Add(leaf);
        Bindings = Bindings.With(leaf.Operation is Parameter p ? p.Label : ((DataSlot)leaf.Operation).Label, Tensor.Of(leaf.Shape, values));
        return leaf;
    }
}
