using System.Collections;

namespace DiffProb;

/// <summary>Set of hidden axes in their order in memory.</summary>
internal sealed class Axes : IReadOnlyList<Axis>, IEquatable<Axes>
{
    private readonly Axis[] sorted;

    private Axes(Axis[] sorted)
    {
        this.sorted = sorted;
        var size = 1L;
        foreach (var axis in sorted)
        {
            size *= axis.Size;
            if (size > Array.MaxLength)
            {
                throw Errors.TooManyElements($"The axes {string.Join(", ", (object[])sorted)}", size);
            }
        }

        Size = (int)size;
    }

    public static Axes None { get; } = new([]);

    public int Count => sorted.Length;

    /// <summary>Number of elements along all of them together.</summary>
    public int Size { get; }

    public Axis this[int index] => sorted[index];

    public static Axes Of(params IEnumerable<Axis> axes)
    {
        var array = axes.Distinct().ToArray();
        Array.Sort(array, Axis.Compare);
        return array.Length == 0 ? None : new(array);
    }

    public bool Contains(Axis axis) => Array.IndexOf(sorted, axis) >= 0;

    public int IndexOf(Axis axis) => Array.IndexOf(sorted, axis);

    public Axes Union(Axes other) =>
        other.Count == 0 || Equals(other) ? this : Count == 0 ? other : Of(sorted.Concat(other.sorted));

    public Axes Except(Axes other) => other.Count == 0 ? this : Of(sorted.Where(a => !other.Contains(a)));

    public Axes Intersect(Axes other) => Of(sorted.Where(other.Contains));

    public Axes With(AxisRole role) => Of(sorted.Where(a => a.Role == role));

    public bool IsSubsetOf(Axes other) => Array.TrueForAll(sorted, other.Contains);

    public bool Equals(Axes? other) => other is not null && sorted.AsSpan().SequenceEqual(other.sorted);

    public override bool Equals(object? obj) => Equals(obj as Axes);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var axis in sorted)
        {
            hash.Add(axis);
        }

        return hash.ToHashCode();
    }

    public IEnumerator<Axis> GetEnumerator() => ((IEnumerable<Axis>)sorted).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"{{{string.Join(", ", (object[])sorted)}}}";
}
