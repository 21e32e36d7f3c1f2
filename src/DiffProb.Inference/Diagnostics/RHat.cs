namespace DiffProb;

/// <summary>Potential scale reduction: how much wider all chains together are than each alone. 1 is the best, above 1.01 the chains have not mixed.</summary>
/// <remarks>
/// <para><b>Source</b>: Vehtari, Gelman, Simpson, Carpenter, Bürkner (2021), doi:10.1214/20-BA1221, with the numbers of the R package posterior 1.4.</para>
/// <para>NaN where a draw is NaN, where all draws are equal, and where a half of a chain has fewer than two draws.</para>
/// </remarks>
public static class RHat
{
    /// <summary>The greater of the rank-normalized split R-hat and that of the distances from the median, which sees chains of different scale.</summary>
    /// <param name="draws">Draws of one number, chains × draws.</param>
    /// <exception cref="ValueException">There is no chain, or no draw.</exception>
    public static double Of(double[,] draws) => Of(Chains.Rows(draws));

    /// <summary>The classical R-hat of the draws themselves.</summary>
    /// <remarks><para>Infinite draws have none: NaN.</para></remarks>
    /// <param name="draws">Draws of one number, chains × draws.</param>
    /// <param name="split">Whether halves of chains are compared, which sees a trend within chains.</param>
    /// <exception cref="ValueException">There is no chain, or no draw.</exception>
    public static double Basic(double[,] draws, bool split = true)
    {
        var chains = Chains.Rows(draws);
        return Between(split ? Chains.Split(chains) : chains);
    }

    /// <summary>Nested R-hat, for many short chains: those of one superchain started at one point.</summary>
    /// <remarks><para><b>Source</b>: Margossian, Hoffman, Sountsov, Riou-Durand, Vehtari, Gelman (2024), doi:10.1214/24-BA1453, definition 3.2. As there, draws are neither split nor ranked.</para></remarks>
    /// <param name="draws">Draws of one number, chains × draws; one draw for each chain will do.</param>
    /// <param name="superchains">The superchain of each chain; each has as many.</param>
    /// <exception cref="ValueException">There is no draw, or superchains differ in size, or there is one alone.</exception>
    public static double Nested(double[,] draws, IReadOnlyList<int> superchains)
    {
        ArgumentNullException.ThrowIfNull(superchains);
        var chains = Chains.Rows(draws);
        if (superchains.Count != chains.Length)
        {
            throw PosteriorErrors.Superchains($"{superchains.Count} were given for {chains.Length} chains");
        }

        double[][][] groups = [.. superchains.Zip(chains).GroupBy(p => p.First, p => p.Second).Select(g => g.ToArray())];
        if (groups.Length < 2 || groups.Any(g => g.Length != groups[0].Length))
        {
            throw PosteriorErrors.Superchains($"they have {string.Join(", ", groups.Select(g => g.Length))}");
        }

        if (Chains.IsUndefined(chains))
        {
            return double.NaN;
        }

        double[] means = [.. groups.Select(g => Chains.Mean([.. g.Select(c => Chains.Mean(c))]))];
        double[] within = [.. groups.Select(g =>
            (g.Length > 1 ? Chains.Variance([.. g.Select(c => Chains.Mean(c))]) : 0.0)
            + (g[0].Length > 1 ? Chains.Mean([.. g.Select(c => Chains.Variance(c))]) : 0.0))];
        return Math.Sqrt(1.0 + (Chains.Variance(means) / Chains.Mean(within)));
    }

    internal static double Of(double[][] chains)
    {
        var sorted = Chains.Pooled(chains);
        Array.Sort(sorted);
        var median = Quantile.OfSorted(sorted, 0.5);
        return Math.Max(
            Between(NormalScores.Of(Chains.Split(chains))),
            Between(NormalScores.Of(Chains.Split(Chains.Map(chains, x => Math.Abs(x - median))))));
    }

    private static double Between(double[][] chains)
    {
        var count = chains[0].Length;
        if (count < 2 || Chains.IsUndefined(chains))
        {
            return double.NaN;
        }

        var between = count * Chains.Variance([.. chains.Select(c => Chains.Mean(c))]);
        var within = Chains.Mean([.. chains.Select(c => Chains.Variance(c))]);
        return Math.Sqrt(((between / within) + count - 1) / count);
    }
}
