namespace DiffProb.Inference;

/// <summary>Draws from our generator with fixed seeds, by sums and products alone, so that they are the same bits on every machine.</summary>
internal static class SeededDraws
{
    /// <summary>One matrix of chains × draws for each sign that diagnostics look for, and for each rule at the edges.</summary>
    public static IReadOnlyDictionary<string, double[,]> Cases { get; } = new Dictionary<string, double[,]>
    {
        ["independent"] = Chains(4, 100, 1, 0.0),
        ["correlated"] = Chains(4, 1000, 2, 0.9),
        ["slow"] = Chains(2, 2501, 3, 0.998),
        ["antithetic"] = Chains(3, 300, 4, -0.5),
        ["alternating"] = Chains(2, 200, 5, -0.97),
        ["one chain"] = Chains(1, 250, 6, 0.3),
        ["apart"] = Changed(Chains(4, 200, 7, 0.2), (chain, _, x) => x + (chain == 3 ? 1.5 : 0.0)),
        ["wider"] = Changed(Chains(4, 200, 8, 0.2), (chain, _, x) => x * (chain == 0 ? 4.0 : 1.0)),
        ["drifting"] = Changed(Chains(2, 400, 9, 0.0), (_, draw, x) => x + (0.01 * draw)),
        ["heavy tails"] = Changed(Chains(4, 300, 10, 0.0), (_, _, x) => 1.0 / x),
        ["ties"] = Changed(Chains(4, 150, 11, 0.4), (_, _, x) => Math.Round(3.0 * x)),
        ["truths"] = Changed(Chains(2, 150, 12, 0.4), (_, _, x) => x > 0.8 ? 1.0 : 0.0),
        ["large offset"] = Changed(Chains(4, 200, 13, 0.5), (_, _, x) => 100.0 + x),
        ["tiny"] = Changed(Chains(4, 200, 14, 0.5), (_, _, x) => 1e-12 * x),
        ["chain stands still"] = Changed(Chains(4, 120, 15, 0.1), (chain, _, x) => chain == 2 ? 0.25 : x),
        ["constant"] = Changed(Chains(4, 50, 16, 0.0), (_, _, _) => 3.0),
        ["not a number"] = Changed(Chains(4, 50, 17, 0.0), (chain, draw, x) => chain == 1 && draw == 20 ? double.NaN : x),
        ["infinite"] = Changed(Chains(4, 50, 18, 0.0), (chain, draw, x) => chain == 1 && draw == 20 ? double.PositiveInfinity : x),
        ["four draws"] = Chains(4, 4, 19, 0.0),
        ["five draws"] = Chains(3, 5, 20, 0.0),
        ["six draws"] = Chains(4, 6, 21, 0.0),
        ["seven draws"] = Chains(2, 7, 22, 0.0),
        ["eleven draws"] = Chains(2, 11, 23, 0.5),
        ["thirteen draws"] = Chains(1, 13, 24, 0.9),
    };

    /// <summary>Chains that follow x' = correlation · x + noise, from noise.</summary>
    public static double[,] Chains(int chains, int draws, ulong seed, double correlation)
    {
        var values = new double[chains, draws];
        for (var c = 0; c < chains; c++)
        {
            var key = Key.FromSeed(seed).Child((ulong)c);
            for (var d = 0; d < draws; d++)
            {
                values[c, d] = (d == 0 ? 0.0 : correlation * values[c, d - 1]) + Noise(key.Child((ulong)d));
            }
        }

        return values;
    }

    /// <summary>A sum of twelve uniform numbers less 6: mean 0, variance 1, nearly normal.</summary>
    public static double Noise(Key key)
    {
        var sum = -6.0;
        for (var i = 0UL; i < 12; i++)
        {
            sum += UnitInterval.FromBits(key.Child(i).Bits);
        }

        return sum;
    }

    public static double[,] Changed(double[,] draws, Func<int, int, double, double> change)
    {
        var changed = (double[,])draws.Clone();
        for (var c = 0; c < draws.GetLength(0); c++)
        {
            for (var d = 0; d < draws.GetLength(1); d++)
            {
                changed[c, d] = change(c, d, draws[c, d]);
            }
        }

        return changed;
    }
}
