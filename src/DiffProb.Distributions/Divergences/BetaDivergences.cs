namespace DiffProb;

/// <summary>Divergences of laws of shares: Dirichlet, Beta, and the beta laws in the rows of an LKJ factor.</summary>
internal static class BetaDivergences
{
    public static KlRule[] Rules =>
    [
        KlRule.Of<Dirichlet, Dirichlet>((p, q) => OfShares(p.Get("concentration"), q.Get("concentration"))),
        KlRule.Of<Beta, Beta>((p, q) => OfShares(Pair(p), Pair(q))),
        KlRule.Of<LKJCholesky, LKJCholesky>(OfRows),
    ];

    /// <summary>
    /// Σ b (eᵗ - 1 - t) over the log ratios t of the mean shares, and what is left of log Γ of the parts and of their sum.
    /// </summary>
    /// <param name="a">Concentrations under p, along the last dimension.</param>
    /// <param name="b">Concentrations under q.</param>
    internal static Tensor OfShares(Tensor a, Tensor b)
    {
        var (totalA, totalB) = (a.Sum(-1), b.Sum(-1));
        var shares = Ratios.LogRatio(a, b) - Ratios.LogRatio(totalA, totalB).Unsqueeze(-1);
        var rest = RelativeEntropies.LogGammaBregman(b, a).Sum(-1) - RelativeEntropies.LogGammaBregman(totalB, totalA);
        return (b * shares.Expm1mx()).Sum(-1) + rest;
    }

    /// <summary>Two concentrations as a vector.</summary>
    internal static Tensor Pair(Tensor first, Tensor second)
    {
        var shape = Shape.Broadcast(first, second);
        return Shapes.Stack([first.BroadcastTo(shape), second.BroadcastTo(shape)], -1);
    }

    private static Tensor Pair(Beta d) => Pair(d.Get("concentration1"), d.Get("concentration0"));

    // The square of the diagonal of row i is Beta(concentration + (D - 1 - i) / 2, i / 2), from i = 1.
    private static Tensor? OfRows(LKJCholesky p, LKJCholesky q)
    {
        var dimension = p.Shape[^1];
        return Enumerable.Range(1, dimension - 1).Select(i => OfShares(Row(p, i), Row(q, i))).Aggregate((Tensor)0.0, (sum, row) => sum + row);

        Tensor Row(LKJCholesky d, int i) => Pair(d.Get("concentration") + (0.5 * (dimension - 1 - i)), 0.5 * i);
    }
}
