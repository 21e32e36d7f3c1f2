using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace DiffProb;

/// <summary>Reductions over visible dimensions; hidden axes are never touched.</summary>
public static class Reductions
{
    /// <summary>Sum of all elements: a scalar.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Sum(this Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Shape.Rank == 0 ? x : x.Flat().Sum(0);
    }

    /// <summary>Sum over one dimension, which disappears.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="dimension">Dimension, from the first (0) or the last (-1).</param>
    public static Tensor Sum(this Tensor x, int dimension)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Tensor.Create(new Sum(x.Shape.Resolve(dimension, "Sum")), x.DType == DType.Bool ? x.Cast(DType.Int64) : x);
    }

    /// <summary>Mean of all elements: a scalar.</summary>
    /// <param name="x">Any tensor with at least one element.</param>
    public static Tensor Mean(this Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Sum() / (double)x.Shape.Size;
    }

    /// <summary>Mean over one dimension, which disappears.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="dimension">Dimension, from the first (0) or the last (-1).</param>
    public static Tensor Mean(this Tensor x, int dimension)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Sum(dimension) / (double)x.Shape[x.Shape.Resolve(dimension, "Mean")];
    }

    /// <summary>Product of all elements: a scalar.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Prod(this Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Shape.Rank == 0 ? x : x.Flat().Prod(0);
    }

    /// <summary>Product over one dimension, which disappears. Its derivative is right where elements are zero.</summary>
    /// <remarks>A tree of products: each derivative multiplies the other factors and never divides.</remarks>
    /// <param name="x">Any tensor.</param>
    /// <param name="dimension">Dimension, from the first (0) or the last (-1).</param>
    public static Tensor Prod(this Tensor x, int dimension)
    {
        ArgumentNullException.ThrowIfNull(x);
        var d = x.Shape.Resolve(dimension, "Prod");
        x = x.DType == DType.Bool ? x.Cast(DType.Int64) : x;
        if (x.Shape[d] == 0)
        {
            return Tensor.Ones(x.Shape.Without(d)).Cast(x.DType);
        }

        while (x.Shape[d] > 1)
        {
            var half = x.Shape[d] / 2;
            var product = x.Slice(d, 0, half) * x.Slice(d, half, 2 * half);
            x = x.Shape[d] % 2 == 0 ? product : Shapes.Concatenate([product, x.Slice(d, 2 * half, (2 * half) + 1)], d);
        }

        return x.Select(d, 0);
    }

    /// <summary>Largest element: a scalar.</summary>
    /// <param name="x">Any tensor with at least one element.</param>
    public static Tensor Max(this Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Shape.Rank == 0 ? x : x.Flat().Max(0);
    }

    /// <summary>Largest element along one dimension, which disappears; ties share the derivative evenly.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="dimension">Dimension, from the first (0) or the last (-1).</param>
    /// <exception cref="ShapeException">The dimension is empty.</exception>
    public static Tensor Max(this Tensor x, int dimension)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Tensor.Create(new Max(NotEmpty(x, dimension, "Max")), x);
    }

    /// <summary>Smallest element: a scalar.</summary>
    /// <param name="x">Any tensor with at least one element.</param>
    public static Tensor Min(this Tensor x) => -(-x).Max();

    /// <summary>Smallest element along one dimension, which disappears.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="dimension">Dimension, from the first (0) or the last (-1).</param>
    public static Tensor Min(this Tensor x, int dimension) => -(-x).Max(dimension);

    /// <summary>Index of the largest element along one dimension, the first at a tie: Int64.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="dimension">Dimension, from the first (0) or the last (-1).</param>
    /// <exception cref="ShapeException">The dimension is empty.</exception>
    public static Tensor ArgMax(this Tensor x, int dimension = -1)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Tensor.Create(new ArgMax(NotEmpty(x, dimension, "ArgMax")), x);
    }

    /// <summary>log Σ exp x over all elements: a scalar.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor LogSumExp(this Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Shape.Rank == 0 ? x : x.Flat().LogSumExp(0);
    }

    /// <summary>log Σ exp x over one dimension, which disappears, without overflow.</summary>
    /// <param name="x">Any tensor; -∞ counts as nothing.</param>
    /// <param name="dimension">Dimension, from the first (0) or the last (-1).</param>
    public static Tensor LogSumExp(this Tensor x, int dimension)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Tensor.Create(new LogSumExp(x.Shape.Resolve(dimension, "LogSumExp")), Elementwise.Promote(true, x));
    }

    /// <summary>exp x / Σ exp x along one dimension; its logarithm is <see cref="LogSoftmax"/>, exactly.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="dimension">Dimension, from the first (0) or the last (-1).</param>
    public static Tensor Softmax(this Tensor x, int dimension = -1) => x.LogSoftmax(dimension).Exp();

    /// <summary>x - log Σ exp x along one dimension.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="dimension">Dimension, from the first (0) or the last (-1).</param>
    public static Tensor LogSoftmax(this Tensor x, int dimension = -1)
    {
        ArgumentNullException.ThrowIfNull(x);
        var d = x.Shape.Resolve(dimension, "LogSoftmax");
        return x - x.LogSumExp(d).Unsqueeze(d);
    }

    internal static Tensor Flat(this Tensor x) => x.Reshape(Shape.Of(x.Shape.Size));

    private static int NotEmpty(Tensor x, int dimension, string name)
    {
        var d = x.Shape.Resolve(dimension, name);
        return x.Shape[d] > 0 ? d : throw Errors.EmptyDimension(name, x, d);
    }
}

/// <summary>Contract of operations that fold dimensions or axes away.</summary>
internal abstract record Reduction : Operation
{
    /// <summary>Which of the input's axes and visible dimensions, in memory order, are folded.</summary>
    public abstract bool[] Reduced(Tensor input);

    /// <summary>Folds x of shape [count, inner] to y of shape [inner], in an order that depends on the shape alone.</summary>
    protected abstract void Reduce<T>(ReadOnlySpan<T> x, Span<T> y, int count, int inner)
        where T : unmanaged, INumber<T>;

    internal sealed override void Execute(NodeRun run) => ReductionRunner.Run(this, run);

    internal virtual void Fold(Storage input, Storage output, int from, int count, int inner)
    {
        switch (input.DType)
        {
            case DType.Float64: Fold<double>(input, output, from, count, inner); break;
            case DType.Float32: Fold<float>(input, output, from, count, inner); break;
            case DType.Int64: Fold<long>(input, output, from, count, inner); break;
            default: Fold<byte>(input, output, from, count, inner); break;
        }
    }

    private void Fold<T>(Storage input, Storage output, int outer, int count, int inner)
        where T : unmanaged, INumber<T> =>
        Reduce(
            input.Values<T>().AsSpan(outer * count * inner, count * inner),
            output.Values<T>().AsSpan(outer * inner, inner),
            count,
            inner);
}

/// <summary>A reduction over one visible dimension.</summary>
internal abstract record DimensionReduction(int Dimension) : Reduction
{
    public sealed override Shape InferShape(ReadOnlySpan<Tensor> inputs) => inputs[0].Shape.Without(Dimension);

    public sealed override bool[] Reduced(Tensor input)
    {
        var mask = new bool[input.Axes.Count + input.Shape.Rank];
        mask[input.Axes.Count + Dimension] = true;
        return mask;
    }

    /// <summary>What belongs to a result, repeated along the dimension that it lost.</summary>
    internal Tensor Spread(Tensor reduced, Tensor input) => reduced.Unsqueeze(Dimension).BroadcastTo(input.Shape);
}

internal sealed record Sum(int Dimension) : DimensionReduction(Dimension)
{
    public override bool Accumulates => true;

    public override Dependence DependsOn(int input) => Dependence.Affine;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => Spread(adjoint, output.Inputs[0]);

    public override Tensor Rebuild(Tensor[] inputs) => inputs[0].Sum(Dimension);

    protected override void Reduce<T>(ReadOnlySpan<T> x, Span<T> y, int count, int inner) => Summation.Rows(x, y, count, inner);
}

internal sealed record Max(int Dimension) : DimensionReduction(Dimension)
{
    public override Dependence DependsOn(int input) => Dependence.Kinked;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var x = output.Inputs[0];
        var winners = x.EqualTo(Spread(output, x)).Cast(adjoint.DType);
        return winners * Spread(adjoint / winners.Sum(Dimension), x);
    }

    protected override void Reduce<T>(ReadOnlySpan<T> x, Span<T> y, int count, int inner)
    {
        if (inner == 1)
        {
            y[0] = TensorPrimitives.Max(x[..count]);
            return;
        }

        x[..inner].CopyTo(y);
        for (var r = 1; r < count; r++)
        {
            TensorPrimitives.Max(y, x.Slice(r * inner, inner), y);
        }
    }
}

internal sealed record ArgMax(int Dimension) : DimensionReduction(Dimension)
{
    public override DType InferType(ReadOnlySpan<Tensor> inputs) => DType.Int64;

    public override Dependence DependsOn(int input) => Dependence.Step;

    internal override void Fold(Storage input, Storage output, int from, int count, int inner)
    {
        switch (input.DType)
        {
            case DType.Float64: Largest<double>(input, output, from, count, inner); break;
            case DType.Float32: Largest<float>(input, output, from, count, inner); break;
            case DType.Int64: Largest<long>(input, output, from, count, inner); break;
            default: Largest<byte>(input, output, from, count, inner); break;
        }
    }

    protected override void Reduce<T>(ReadOnlySpan<T> x, Span<T> y, int count, int inner) => throw new InvalidOperationException();

    private static void Largest<T>(Storage input, Storage output, int outer, int count, int inner)
        where T : unmanaged, INumber<T>
    {
        var x = input.Values<T>().AsSpan(outer * count * inner, count * inner);
        var y = output.Values<long>().AsSpan(outer * inner, inner);
        for (var i = 0; i < inner; i++)
        {
            var best = 0;
            for (var r = 1; r < count; r++)
            {
                best = x[(r * inner) + i] > x[(best * inner) + i] || (T.IsNaN(x[(r * inner) + i]) && !T.IsNaN(x[(best * inner) + i])) ? r : best;
            }

            y[i] = best;
        }
    }
}

internal sealed record LogSumExp(int Dimension) : DimensionReduction(Dimension)
{
    public override bool Accumulates => true;

    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        // Nothing but -∞: each share is 0, and -∞ - -∞ must not be formed.
        var x = output.Inputs[0];
        var total = Tensor.Where(output.EqualTo(double.NegativeInfinity), 0.0, output);
        return Spread(adjoint, x) * (x - Spread(total, x)).Exp();
    }

    public override Tensor Rebuild(Tensor[] inputs) => inputs[0].LogSumExp(Dimension);

    protected override void Reduce<T>(ReadOnlySpan<T> x, Span<T> y, int count, int inner)
    {
        if (typeof(T) == typeof(double))
        {
            LogSum.Rows(MemoryMarshal.Cast<T, double>(x), MemoryMarshal.Cast<T, double>(y), count, inner);
        }
        else
        {
            LogSum.Rows(MemoryMarshal.Cast<T, float>(x), MemoryMarshal.Cast<T, float>(y), count, inner);
        }
    }
}
