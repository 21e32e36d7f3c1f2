namespace DiffProb;

/// <summary>One use of an operation, with the numbers to run it on any engine.</summary>
/// <param name="Name">Operation and case, unique in the catalogue.</param>
/// <param name="Operation">Type of the operation at the top of <paramref name="Output"/>.</param>
/// <param name="Output">The node. It may have hidden axes; <see cref="Visible"/> is the same without.</param>
/// <param name="Inputs">Leaves to name when it is compiled: parameters are differentiated by the laws, data slots are not.</param>
/// <param name="Bindings">Their numbers, and the key.</param>
internal sealed record OperationExample(string Name, Type Operation, Tensor Output, IReadOnlyList<Tensor> Inputs, Bindings Bindings)
{
    /// <summary>Numbers at which there is no derivative: ties, poles, NaN.</summary>
    public bool IsEdge { get; init; }

    /// <summary>More elements than one block, for laws about blocks; too many for finite differences.</summary>
    public bool IsLarge { get; init; }

    /// <summary>A second derivative is refused, with a message.</summary>
    public bool IsFirstOrderOnly { get; init; }

    public IEnumerable<Tensor> Parameters => Inputs.Where(i => i.Operation is Parameter);

    /// <summary>The output with its hidden axes as its first dimensions.</summary>
    public Tensor Visible => AxesFirst(Output);

    /// <summary>A scalar that every element of the output enters with another weight.</summary>
    public Tensor Loss => Weighted(Output, 1);

    public static Tensor AxesFirst(Tensor x) => x.Axes.Reverse().Aggregate(x, (t, axis) => t.FromAxis(axis));

    public static Tensor Weighted(Tensor x, int seed)
    {
        var random = new Random(seed);
        var weights = new double[x.Axes.Size * x.Shape.Size];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = (random.NextDouble() * 2.0) - 1.0;
        }

        return (x * Tensor.Constant(x.Shape, new Storage<double>(weights).Cast(x.DType), x.Axes)).Sum().SumOver(x.Axes);
    }
}
