namespace DiffProb.Inference;

/// <summary>Posteriors that are the same: names in order, shapes, and every bit of every number.</summary>
internal static class Same
{
    public static void Assert(Posterior expected, Posterior actual, bool inOrder = true)
    {
        Draws(expected.Quantities, actual.Quantities, inOrder);
        Draws(expected.Statistics, actual.Statistics, inOrder);
        Draws(expected.LogLikelihood, actual.LogLikelihood, inOrder);
    }

    public static void Draws(IEnumerable<Draws> expected, IEnumerable<Draws> actual, bool inOrder = true)
    {
        var (left, right) = (expected.ToArray(), actual.ToArray());
        if (!inOrder)
        {
            left = [.. left.OrderBy(d => d.Name, StringComparer.Ordinal)];
            right = [.. right.OrderBy(d => d.Name, StringComparer.Ordinal)];
        }

        Xunit.Assert.Equal(left.Select(d => d.ToString()), right.Select(d => d.ToString()));
        foreach (var (a, b) in left.Zip(right))
        {
            Xunit.Assert.Equal(a.ToTensor().ToArray().Select(BitConverter.DoubleToInt64Bits), b.ToTensor().ToArray().Select(BitConverter.DoubleToInt64Bits));
        }
    }
}
