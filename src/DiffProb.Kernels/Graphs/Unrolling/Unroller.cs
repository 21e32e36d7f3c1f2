namespace DiffProb;

/// <summary>Unrolls short dimensions: nodes with many rows of up to eight numbers become one node for each column, where that saves more than it costs.</summary>
/// <remarks>
/// <para>Parts of a mixture and values of an enumerated site are such dimensions. What is one number for each part is then a number, what is one for each row is
/// read where it lies, and sums over the parts are additions: a loop over the rows holds them all, with its values in registers.</para>
/// <para>The dimension is followed from node to node. All nodes that it reaches are one region, which is unrolled as a whole or not at all.</para>
/// </remarks>
internal static class Unroller
{
    // Fewer rows are a few vectors.
    private const int FewestRows = 64;

    // Numbers that are not moved, at least, and how many times those that are.
    private const double LeastGain = 256.0;
    private const double LeastRatio = 1.25;

    // More code would take longer to compile than most programs run.
    private const int MostNodes = 1024;
    private const int MostRegions = 6;

    /// <summary>The same outputs with short dimensions unrolled.</summary>
    public static Tensor[] Unroll(Tensor[] roots)
    {
        if (!Topology.Sort(roots).Exists(n => ShortDimension.Of(n).Any(d => HasManyRows(n, d))))
        {
            return ShortChoices.Of(roots);
        }

        var chosen = ShortChoices.Of(roots);
        var unrolled = chosen;
        for (var round = 0; round < MostRegions && Best(unrolled) is { } region; round++)
        {
            unrolled = region.Unroll(unrolled);
        }

        return ReferenceEquals(unrolled, chosen) ? chosen : SharedTerms.Of(unrolled);
    }

    /// <summary>Whether a tensor has enough elements for each along a dimension.</summary>
    public static bool HasManyRows(Tensor node, ShortDimension along) => (long)node.Shape.Size * node.Axes.Size >= (long)FewestRows * along.SizeIn(node);

    private static UnrolledRegion? Best(Tensor[] roots)
    {
        var nodes = Topology.Sort(roots);
        UnrolledRegion? best = null;
        foreach (var members in Reached(nodes))
        {
            var region = new UnrolledRegion(roots, nodes, members);
            var isBetter = region.Gain >= LeastGain && region.Gain >= LeastRatio * region.Cost && region.Count <= MostNodes;
            best = isBetter && (best is null || region.Gain - region.Cost > best.Gain - best.Cost) ? region : best;
        }

        return best;
    }

    // The largest sets of nodes that dimensions reach.
    private static IEnumerable<Dictionary<Tensor, ShortDimension>> Reached(List<Tensor> nodes)
    {
        var sets = new DimensionSets();
        foreach (var node in nodes)
        {
            foreach (var along in ShortDimension.Of(node))
            {
                var carried = CarriedDimension.Through(node, along);
                var isSum = node.Operation is Reduction && carried is [{ } before] && sets.Contains(node.Inputs[0], before);
                if (!isSum && !HasManyRows(node, along))
                {
                    continue;
                }

                sets.Add(node, along, carried is not null);
                for (var i = 0; i < carried?.Length; i++)
                {
                    if (carried[i] is { } of)
                    {
                        sets.Join(node, along, node.Inputs[i], of);
                    }
                }
            }
        }

        return sets.Largest(MostRegions);
    }
}
