namespace DiffProb;

/// <summary>Draws of one number, a row for each chain, as the diagnostics work on them.</summary>
internal static class Chains
{
    // Below this spread draws count as constant, as in the R package posterior.
    private const double LeastSpread = 2.220446049250313e-16;

    /// <summary>The rows of a matrix that a user hands over.</summary>
    public static double[][] Rows(double[,] draws)
    {
        ArgumentNullException.ThrowIfNull(draws);
        var (chains, count) = (draws.GetLength(0), draws.GetLength(1));
        if (chains == 0 || count == 0)
        {
            throw PosteriorErrors.NoDraws(chains, count);
        }

        var rows = new double[chains][];
        for (var c = 0; c < chains; c++)
        {
            rows[c] = new double[count];
            Buffer.BlockCopy(draws, c * count * sizeof(double), rows[c], 0, count * sizeof(double));
        }

        return rows;
    }

    /// <summary>First and second halves as chains of their own; of an odd number, the middle draw is left out. A single draw is not split.</summary>
    public static double[][] Split(double[][] chains)
    {
        var count = chains[0].Length;
        var half = count / 2;
        return count == 1 ? chains : [.. chains.Select(c => c[..half]), .. chains.Select(c => c[(count - half)..])];
    }

    /// <summary>Whether no diagnostic is defined: a draw is not finite, or all are the same.</summary>
    public static bool IsUndefined(double[][] chains)
    {
        var (least, greatest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var chain in chains)
        {
            foreach (var x in chain)
            {
                if (!double.IsFinite(x))
                {
                    return true;
                }

                (least, greatest) = (Math.Min(least, x), Math.Max(greatest, x));
            }
        }

        return greatest - least < LeastSpread;
    }

    public static double[][] Map(double[][] chains, Func<double, double> function) =>
        Array.ConvertAll(chains, c => Array.ConvertAll(c, x => function(x)));

    public static double[] Pooled(double[][] chains)
    {
        var all = new double[chains.Sum(c => c.Length)];
        var place = 0;
        foreach (var chain in chains)
        {
            chain.CopyTo(all, place);
            place += chain.Length;
        }

        return all;
    }

    public static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var x in values)
        {
            sum += x;
        }

        // A second pass takes off what the first one rounded, as R's mean does.
        var (mean, rest) = (sum / values.Length, 0.0);
        foreach (var x in values)
        {
            rest += x - mean;
        }

        return double.IsFinite(mean) ? mean + (rest / values.Length) : mean;
    }

    /// <summary>Variance with n - 1 below; NaN of a single value.</summary>
    public static double Variance(ReadOnlySpan<double> values)
    {
        var (mean, sum) = (Mean(values), 0.0);
        foreach (var x in values)
        {
            sum += (x - mean) * (x - mean);
        }

        return sum / (values.Length - 1);
    }
}
