namespace DiffProb;

/// <content>Loops that go row by row, and the sums that loops form.</content>
internal sealed partial class FusionPlan
{
    // Elements of a row by which a loop goes.
    private const int ShortestRow = 2 * LaneCompiler.Width;

    // By the size of a loop.
    private readonly Dictionary<int, int> rowLengths = [];

    // For each size of loops that one thread runs, the rows that save the most copies and folds.
    private void ChooseRows()
    {
        var gains = new Dictionary<(int Size, int Row), int>();
        var eaches = new Dictionary<(int Size, int Row), int>();
        for (var i = 0; i < nodes.Count; i++)
        {
            if (kinds[i] == Kind.Loop && work.IsFew(Sizes[i]))
            {
                foreach (var view in operands[i].Where(o => sources[o].Count > 1).Select(o => Seen(i, o)))
                {
                    Count(IsRow(view) ? gains : IsEach(view) ? eaches : null, Sizes[i], view.Sizes[^1]);
                }
            }
            else if (kinds[i] == Kind.Fold && RowOf(i) is { } row)
            {
                Count(gains, Sizes[operands[i][0]], row.Length);
            }
        }

        foreach (var size in gains.GroupBy(g => g.Key.Size))
        {
            var copied = eaches.Where(e => e.Key.Size == size.Key).Sum(e => e.Value);
            var (best, gain) = size.Select(g => (g.Key.Row, Gain: g.Value + (2 * eaches.GetValueOrDefault(g.Key)) - copied)).MaxBy(g => (g.Gain, g.Row));
            if (gain > 0)
            {
                rowLengths[size.Key] = best;
            }
        }

        static void Count(Dictionary<(int, int), int>? votes, int size, int row)
        {
            if (votes is not null)
            {
                votes[(size, row)] = votes.GetValueOrDefault((size, row)) + 1;
            }
        }
    }

    // The same row everywhere, and long enough.
    private static bool IsRow(StridedView view) => view is { Sizes: [_, >= ShortestRow], Strides: [0, 1] };

    // A number for each row.
    private static bool IsEach(StridedView view) => view is { Sizes: [_, >= LaneCompiler.Width], Strides: [1, 0] };

    // How a sum folds the elements of a loop: each row, or the rows.
    private (int Length, bool IsOfEach)? RowOf(int sum)
    {
        var (place, offset, count, _) = sources[operands[sum][0]];
        if (nodes[sum].Operation is LogSumExp || Sizes[sum] == 1 || kinds[place] != Kind.Loop || offset > 0 || count < Sizes[place])
        {
            return null;
        }

        return ReductionRunner.LayoutOf(nodes[sum]) switch
        {
            { Inner: 1, Count: > Summation.LongestShort and >= ShortestRow and var length } => (length, true),
            { Outer: 1, Inner: >= ShortestRow and var length } => (length, false),
            _ => null,
        };
    }

    // The sums of what a loop computes that can be formed in it.
    private LoopItem WithSums(LoopItem loop, bool[] done)
    {
        int[] open = [.. Enumerable.Range(0, nodes.Count).Where(i => !done[i] && kinds[i] == Kind.Fold && loop.Places.Contains(sources[operands[i][0]].Place))];
        var length = rowLengths.GetValueOrDefault(loop.Size);
        int[] ofEach = [.. open.Where(i => length > 0 && RowOf(i) == (length, true))];
        int[] overAll = [.. open.Where(i => length > 0 && RowOf(i) == (length, false))];
        if (ofEach.Length + overAll.Length > 0 || loop.Places.SelectMany(Readings).Any(loop.IsRow))
        {
            loop = loop with { RowLength = length, RowSums = ofEach, ColumnSums = overAll };
        }

        // Where rows end within a vector, the vectors are others than those of the sum of all.
        if (loop.RowLength % LaneCompiler.Width == 0)
        {
            loop = loop with { Sums = [.. open.Where(i => IsSumOf(i, loop.Size))] };
        }

        foreach (var i in loop.Written)
        {
            done[i] = true;
        }

        return loop;
    }

    // Whether a node is the sum of all elements of one of so many, which is formed while they are computed.
    private bool IsSumOf(int i, int size) =>
        kinds[i] == Kind.Fold && nodes[i].Operation is not LogSumExp && Sizes[i] == 1 && size > Summation.LongestShort && sources[operands[i][0]] is { Offset: 0, Count: var count } && count == size;
}
