namespace DiffProb;

/// <summary>What quantities of one run have in common.</summary>
internal static class RunShapes
{
    /// <summary>Fails unless all have as many chains and draws, and so has what is known of each draw.</summary>
    public static void Check(string word, IReadOnlyList<Quantity> quantities, int least, bool[,]? divergent)
    {
        ArgumentNullException.ThrowIfNull(quantities);
        if (quantities.Count < least)
        {
            throw quantities.Count == 0 ? ChartErrors.NoNumbers(word, "quantities") : ChartErrors.AtLeast($"quantities of {word}", least, quantities.Count);
        }

        var first = quantities[0];
        foreach (var other in quantities.Where(q => Shape(q) != Shape(first)))
        {
            throw ChartErrors.ShapesDiffer($"Quantity \"{other.Axis.Label}\"", Shape(other), $"\"{first.Axis.Label}\"", Shape(first));
        }

        if (divergent is not null && (divergent.GetLength(0), divergent.GetLength(1)) != Shape(first))
        {
            throw ChartErrors.ShapesDiffer($"{word}: divergent", (divergent.GetLength(0), divergent.GetLength(1)), $"\"{first.Axis.Label}\"", Shape(first));
        }
    }

    private static (int Chains, int Draws) Shape(Quantity quantity) => (quantity.Chains.Count, quantity.DrawsPerChain);
}
