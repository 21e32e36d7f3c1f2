using System.Collections;

namespace DiffProb;

/// <summary>Visible shape of a tensor: the size of each of its dimensions.</summary>
/// <remarks>Hidden axes (particles, plates, enumerated values) are not part of it; see <see cref="Axis"/>.</remarks>
public sealed class Shape : IReadOnlyList<int>, IEquatable<Shape>
{
    private readonly int[] dimensions;

    private Shape(int[] dimensions)
    {
        this.dimensions = dimensions;
        Size = 1;
        foreach (var d in dimensions)
        {
            if (d < 0)
            {
                throw Errors.NegativeDimension(dimensions);
            }

            Size = checked(Size * d);
        }
    }

    /// <summary>The shape of a single number: no dimensions.</summary>
    public static Shape Scalar { get; } = new([]);

    /// <summary>Number of dimensions.</summary>
    public int Rank => dimensions.Length;

    /// <summary>Number of elements; 1 for a scalar.</summary>
    public int Size { get; }

    /// <inheritdoc/>
    public int Count => dimensions.Length;

    /// <summary>Size of dimension <paramref name="index"/>, counted from the first.</summary>
    /// <param name="index">0 to Rank - 1.</param>
    public int this[int index] => dimensions[index];

    internal ReadOnlySpan<int> Span => dimensions;

    /// <summary>Shape with the given dimensions.</summary>
    /// <param name="dimensions">Sizes, each at least 0.</param>
    /// <exception cref="ShapeException">A size is negative.</exception>
    public static Shape Of(params int[] dimensions)
    {
        ArgumentNullException.ThrowIfNull(dimensions);
        return Of(dimensions.AsSpan());
    }

    internal static Shape Of(ReadOnlySpan<int> dimensions) => dimensions.IsEmpty ? Scalar : new(dimensions.ToArray());

    /// <summary>The shape that both broadcast to, by NumPy's rule.</summary>
    /// <param name="a">First shape.</param>
    /// <param name="b">Second shape.</param>
    /// <exception cref="ShapeException">A dimension differs and neither size is 1.</exception>
    public static Shape Broadcast(Shape a, Shape b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Equals(b) || b.Rank == 0)
        {
            return a;
        }

        var result = new int[Math.Max(a.Rank, b.Rank)];
        for (var i = 1; i <= result.Length; i++)
        {
            var da = i <= a.Rank ? a[^i] : 1;
            var db = i <= b.Rank ? b[^i] : 1;
            if (da != db && da != 1 && db != 1)
            {
                throw Errors.DoNotBroadcast(a, b);
            }

            result[^i] = da == 1 ? db : da;
        }

        return new(result);
    }

    /// <summary>The shape that all these tensors broadcast to.</summary>
    /// <param name="tensors">Tensors whose visible shapes are joined.</param>
    /// <exception cref="ShapeException">Two of them do not broadcast.</exception>
    public static Shape Broadcast(params ReadOnlySpan<Tensor> tensors)
    {
        var shape = Scalar;
        foreach (var t in tensors)
        {
            shape = Broadcast(shape, t.Shape);
        }

        return shape;
    }

    /// <summary>Dimension counted from the first (0 up) or from the last (-1 down), as an index from the first.</summary>
    internal int Resolve(int dimension, string operation)
    {
        var resolved = dimension < 0 ? dimension + Rank : dimension;
        return resolved >= 0 && resolved < Rank ? resolved : throw Errors.NoSuchDimension(operation, dimension, this);
    }

    internal Shape Concat(Shape other) => Of([.. dimensions, .. other.dimensions]);

    internal Shape Skip(int count) => Of(dimensions.AsSpan(count));

    internal Shape Take(int count) => Of(dimensions.AsSpan(0, count));

    internal Shape Without(int dimension) => Of([.. dimensions.AsSpan(0, dimension), .. dimensions.AsSpan(dimension + 1)]);

    internal Shape Replace(int dimension, int size)
    {
        var copy = (int[])dimensions.Clone();
        copy[dimension] = size;
        return new(copy);
    }

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && dimensions.AsSpan().SequenceEqual(other.dimensions);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var d in dimensions)
        {
            hash.Add(d);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)dimensions).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The sizes in brackets, as in <c>[3, 4]</c>; <c>[]</c> for a scalar.</summary>
    public override string ToString() => $"[{string.Join(", ", dimensions)}]";
}
