namespace DiffProb;

/// <summary>Disjoint sets of (node, dimension) pairs, of those that are one dimension of the program.</summary>
internal sealed class DimensionSets
{
    private readonly Dictionary<(Tensor, ShortDimension), int> places = [];
    private readonly List<(Tensor Node, ShortDimension Along, bool IsComputed)> pairs = [];
    private readonly List<int> parents = [];

    /// <summary>Whether a pair was added.</summary>
    public bool Contains(Tensor node, ShortDimension along) => places.ContainsKey((node, along));

    /// <summary>A pair, in a set of its own.</summary>
    /// <param name="node">The node.</param>
    /// <param name="along">Its dimension.</param>
    /// <param name="isComputed">Whether its columns can be computed: those of others are read.</param>
    public void Add(Tensor node, ShortDimension along, bool isComputed)
    {
        places[(node, along)] = pairs.Count;
        parents.Add(pairs.Count);
        pairs.Add((node, along, isComputed));
    }

    /// <summary>Joins the sets of two pairs, if both are there.</summary>
    public void Join(Tensor node, ShortDimension along, Tensor other, ShortDimension ofOther)
    {
        if (places.TryGetValue((other, ofOther), out var second))
        {
            parents[Root(places[(node, along)])] = Root(second);
        }
    }

    /// <summary>The sets of most elements: their computed nodes, each with one dimension.</summary>
    public IEnumerable<Dictionary<Tensor, ShortDimension>> Largest(int count) =>
        Enumerable.Range(0, pairs.Count).GroupBy(Root)
            .OrderByDescending(set => set.Sum(p => pairs[p].IsComputed ? (double)pairs[p].Node.Shape.Size * pairs[p].Node.Axes.Size : 0.0))
            .Take(count)
            .Select(set =>
            {
                var members = new Dictionary<Tensor, ShortDimension>();
                foreach (var p in set.Where(p => pairs[p].IsComputed))
                {
                    members.TryAdd(pairs[p].Node, pairs[p].Along);
                }

                return members;
            })
            .Where(members => members.Count > 0);

    private int Root(int pair)
    {
        while (parents[pair] != pair)
        {
            parents[pair] = parents[parents[pair]];
            pair = parents[pair];
        }

        return pair;
    }
}
