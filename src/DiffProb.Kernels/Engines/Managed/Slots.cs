namespace DiffProb;

/// <summary>Storage that is kept between runs, shared by places that are never needed together.</summary>
/// <param name="Of">The slot of each place, -1 where it has none.</param>
/// <param name="Sizes">Type and length of each slot.</param>
internal sealed record Slots(int[] Of, IReadOnlyList<(DType Type, int Length)> Sizes)
{
    /// <summary>Gives slots to places in the order in which they are written.</summary>
    /// <param name="places">Number of places.</param>
    /// <param name="items">What is done, one after the other: the places that it writes, and those that it reads.</param>
    /// <param name="sizeOf">What a place needs; null where its storage is not kept here.</param>
    /// <param name="isKept">Whether a place is needed until the end.</param>
    public static Slots Assign(int places, IReadOnlyList<(int[] Written, int[] Read)> items, Func<int, (DType Type, int Length)?> sizeOf, Func<int, bool> isKept)
    {
        var last = new int[places];
        for (var i = 0; i < items.Count; i++)
        {
            foreach (var place in items[i].Written.Concat(items[i].Read))
            {
                last[place] = i;
            }
        }

        var assigned = new int[places];
        Array.Fill(assigned, -1);
        var sizes = new List<(DType Type, int Length)>();
        var free = new Dictionary<(DType, int), Stack<int>>();
        var dying = new List<int>?[items.Count];
        for (var i = 0; i < items.Count; i++)
        {
            foreach (var place in items[i].Written)
            {
                if (sizeOf(place) is not { } size)
                {
                    continue;
                }

                if (free.TryGetValue(size, out var some) && some.TryPop(out var slot))
                {
                    assigned[place] = slot;
                }
                else
                {
                    assigned[place] = sizes.Count;
                    sizes.Add(size);
                }

                if (!isKept(place))
                {
                    (dying[last[place]] ??= []).Add(place);
                }
            }

            // After the item: what it writes may not lie where it still reads.
            foreach (var place in dying[i] ?? [])
            {
                var size = sizes[assigned[place]];
                (free.TryGetValue(size, out var some) ? some : free[size] = new()).Push(assigned[place]);
            }
        }

        return new(assigned, sizes);
    }

    /// <summary>New storage for all slots, with any content.</summary>
    public Storage[] Allocate() => [.. Sizes.Select(s => Storage.Allocate(s.Type, s.Length))];
}
