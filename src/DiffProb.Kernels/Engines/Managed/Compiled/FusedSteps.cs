namespace DiffProb;

/// <summary>What is done at one time of a scheduled segment.</summary>
internal abstract record SegmentStep;

/// <summary>A node that its own kernel computes.</summary>
internal sealed record KernelStep(int Place) : SegmentStep;

/// <summary>Items that are compiled into one method.</summary>
/// <param name="Items">In their order.</param>
/// <param name="IsSplit">Whether it is one loop, whose blocks are spread over threads.</param>
internal sealed record FusedStep(IReadOnlyList<FusedItem> Items, bool IsSplit) : SegmentStep;

/// <summary>Part of a compiled method.</summary>
internal abstract record FusedItem;

/// <summary>Up to eight elements of a node, in the lanes of one vector.</summary>
internal sealed record LaneItem(int Place) : FusedItem;

/// <summary>One pass over the elements of several nodes of the same size, and the sums over all elements of some of them.</summary>
internal sealed record LoopItem(int Size, IReadOnlyList<int> Places, IReadOnlyList<int> Sums) : FusedItem
{
    /// <summary>Elements of a row, where the pass goes row by row; 0 where it knows no rows.</summary>
    public int RowLength { get; init; }

    /// <summary>Sums of each row.</summary>
    public IReadOnlyList<int> RowSums { get; init; } = [];

    /// <summary>Sums over the rows, for each of their elements.</summary>
    public IReadOnlyList<int> ColumnSums { get; init; } = [];

    /// <summary>All that is written.</summary>
    public IEnumerable<int> Written => [.. Places, .. Sums, .. RowSums, .. ColumnSums];

    /// <summary>Whether elements are read as one row that is the same for all.</summary>
    public bool IsRow(ElementRange read) => read.Each == 1 && read.Count > 1 && read.Count < Size;
}

/// <summary>A sum, or the logarithm of one of exponentials, of numbers in memory, or a sum of the lanes of one vector.</summary>
internal sealed record FoldItem(int Place) : FusedItem;

/// <summary>A view or an embedding that is written out.</summary>
internal sealed record CopyItem(int Place) : FusedItem;

/// <summary>A node repeated along dimensions of another, to a place of its own after those of the nodes.</summary>
internal sealed record SpreadItem(int Place, int Of, StridedView View) : FusedItem;

/// <summary>Elements that lie together: so many of a place, from one on. One element is read as the same number everywhere, more at the places where they are,
/// or each so many times; fewer than there are elsewhere are read again in each row.</summary>
internal readonly record struct ElementRange(int Place, int Offset, int Count, int Each = 1);
