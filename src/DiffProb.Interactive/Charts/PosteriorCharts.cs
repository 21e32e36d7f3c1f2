namespace DiffProb;

/// <summary>Charts of posteriors, by one word each.</summary>
/// <remarks>Names are those of quantities, "theta", which stand for all their numbers, or of single numbers, "theta[2]"; none stands for all. Where that is more than a chart can hold, it says so.</remarks>
/// <example><code>
/// posterior.Trace("mu", "tau")          // chains, with divergences
/// posterior.Pair("mu", "tau", "eta[0]")
/// posterior.Forest("theta").SaveSvg("theta.svg");
/// </code></example>
public static class PosteriorCharts
{
    private const int MostRows = 12;
    private const int MostPairs = 8;
    private const int MostIntervals = 60;
    private const int Columns = 3;

    /// <summary>Each chain of each number: its density on the left, its draws in their order on the right, with marks where trajectories diverged.</summary>
    /// <param name="posterior">The posterior.</param>
    /// <param name="names">At most 12 numbers.</param>
    /// <exception cref="DiffProbException">There is nothing of such a name, too many numbers, or draws that are not finite.</exception>
    public static ChartGrid Trace(this Posterior posterior, params string[] names) =>
        DiffProb.Chart.Trace("Chains", Numbers(posterior, nameof(Trace), names, MostRows), Divergent(posterior));

    /// <summary>How the ranks of each chain's draws of a number among all its draws are spread: evenly, within the band, where chains agree.</summary>
    /// <param name="posterior">The posterior.</param>
    /// <param name="name">One number.</param>
    /// <exception cref="DiffProbException">There is nothing of that name, more than one number, or draws that are not finite.</exception>
    public static ChartGrid Rank(this Posterior posterior, string name) =>
        DiffProb.Chart.Rank($"Ranks of {name}", Numbers(posterior, nameof(Rank), [name], 1)[0]);

    /// <summary>Medians and intervals in rows: half of the draws within the thick one, 90 % within the thin one.</summary>
    /// <param name="posterior">The posterior.</param>
    /// <param name="names">At most 60 numbers of one unit.</param>
    /// <exception cref="DiffProbException">There is nothing of such a name, too many numbers, or draws that are not finite.</exception>
    public static DiffProb.Chart Forest(this Posterior posterior, params string[] names) =>
        DiffProb.Chart.Forest("Intervals", "value", [.. Numbers(posterior, nameof(Forest), names, MostIntervals).Select(q => new Series(q.Axis.Label, q.Pooled))]);

    /// <summary>Every number against every other, with its density on the diagonal, and draws whose trajectories diverged in a colour of their own.</summary>
    /// <param name="posterior">The posterior.</param>
    /// <param name="names">2 to 8 numbers.</param>
    /// <exception cref="DiffProbException">There is nothing of such a name, too few or too many numbers, or draws that are not finite.</exception>
    public static ChartGrid Pair(this Posterior posterior, params string[] names) =>
        DiffProb.Chart.Pair("Pairs", Numbers(posterior, nameof(Pair), names, MostPairs), Divergent(posterior));

    /// <summary>The density of each number, a line for each chain.</summary>
    /// <param name="posterior">The posterior.</param>
    /// <param name="names">At most 12 numbers.</param>
    /// <exception cref="DiffProbException">There is nothing of such a name, too many numbers, or draws that are not finite.</exception>
    public static ChartGrid Density(this Posterior posterior, params string[] names)
    {
        var numbers = Numbers(posterior, nameof(Density), names, MostRows);
        var columns = Math.Min(Columns, numbers.Count);
        var charts = new DiffProb.Chart?[(numbers.Count + columns - 1) / columns, columns];
        foreach (var (place, number) in numbers.Index())
        {
            charts[place / columns, place % columns] = DiffProb.Chart.Density(
                number.Axis.Label, number.Axis, [.. number.Chains.Select((draws, chain) => new Series($"chain {chain + 1}", draws))]);
        }

        return new("Densities", charts);
    }

    /// <summary>Energies of the sampler beside their changes from draw to draw: alike where momenta are renewed well enough.</summary>
    /// <param name="posterior">The posterior.</param>
    /// <exception cref="DiffProbException">The sampler tells nothing of energies, or there are fewer than two draws.</exception>
    public static DiffProb.Chart Energy(this Posterior posterior)
    {
        ArgumentNullException.ThrowIfNull(posterior);
        return DiffProb.Chart.Energy("Energies", posterior.Statistic(SamplerStatistics.Energy).Element());
    }

    /// <summary>The density of the data beside those of data that were drawn anew (see Infer.predict): all data of an observation as one group.</summary>
    /// <param name="posterior">What a prediction made, of the program with its data.</param>
    /// <param name="observation">Name of the observation; null for the only one.</param>
    /// <exception cref="DiffProbException">Nothing was drawn anew, there are several observations without a name given, or the data are not known.</exception>
    public static DiffProb.Chart PredictiveCheck(this Posterior posterior, string? observation = null)
    {
        ArgumentNullException.ThrowIfNull(posterior);
        var drawn = posterior.PredictiveOf(observation);
        if (!posterior.Observed.TryGetValue(drawn.Name, out var data))
        {
            throw ChartErrors.DataUnknown(drawn.Name, posterior.Observed.Keys);
        }

        var replicated = new double[drawn.ChainCount * drawn.Count, drawn.Shape.Size];
        var numbers = drawn.ToTensor().ToArray();
        Buffer.BlockCopy(numbers, 0, replicated, 0, numbers.Length * sizeof(double));
        return DiffProb.Chart.PosteriorPredictive($"{drawn.Name}: data and replicates", drawn.Name, data.ToArray(), replicated);
    }

    /// <summary>Shapes of the tails of the weights, one for each datum; those above the threshold are marked.</summary>
    /// <param name="loo">The estimate.</param>
    /// <exception cref="ChartException">No shape is finite.</exception>
    public static DiffProb.Chart Chart(this PsisLoo loo)
    {
        ArgumentNullException.ThrowIfNull(loo);
        return DiffProb.Chart.ParetoK($"Leaving out each datum of {loo.Observation}", loo.ParetoK.ToArray(), loo.Threshold);
    }

    /// <summary>How far the ranks of each number are from uniform, with the band that they stay in if they are.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="names">Names of numbers; none stands for all.</param>
    /// <exception cref="ValueException">There is none of such a name.</exception>
    public static DiffProb.Chart Chart(this CalibrationRanks ranks, params string[] names)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        ArgumentNullException.ThrowIfNull(names);
        var rows = names.Length == 0 ? ranks.Rows : [.. names.Select(n => ranks[n])];
        return DiffProb.Chart.Calibration(ranks.Title, ranks.Draws, [.. rows.Select(r => new Series(r.Name, r.Ranks.Select(k => (double)k)))]);
    }

    private static List<Quantity> Numbers(Posterior posterior, string word, string[] names, int most)
    {
        ArgumentNullException.ThrowIfNull(posterior);
        ArgumentNullException.ThrowIfNull(names);
        (Draws Of, int Place)[] numbers = [.. names.Length == 0 ? posterior.Quantities.SelectMany(All) : names.SelectMany(n => Named(posterior, n))];
        return numbers.Length <= most
            ? [.. numbers.Select(n => new Quantity(n.Of.ElementName(n.Place), n.Of.Element(n.Place)))]
            : throw ChartErrors.TooManyNumbers(word, most, numbers.Length, numbers[0].Of.ElementName(numbers[0].Place));
    }

    private static IEnumerable<(Draws Of, int Place)> All(Draws quantity) => Enumerable.Range(0, quantity.Shape.Size).Select(i => (quantity, i));

    private static IEnumerable<(Draws Of, int Place)> Named(Posterior posterior, string name)
    {
        if (posterior.Names.Contains(name))
        {
            return All(posterior.Of(name));
        }

        var number = posterior.Quantities.SelectMany(All).FirstOrDefault(n => n.Of.ElementName(n.Place) == name);
        return number.Of is null ? All(posterior.Of(name)) : [number];
    }

    private static bool[,]? Divergent(Posterior posterior)
    {
        if (posterior.StatisticOrNull(SamplerStatistics.Divergent) is not { } statistic)
        {
            return null;
        }

        var marks = statistic.Element();
        var divergent = new bool[marks.GetLength(0), marks.GetLength(1)];
        for (var c = 0; c < divergent.GetLength(0); c++)
        {
            for (var d = 0; d < divergent.GetLength(1); d++)
            {
                divergent[c, d] = marks[c, d] != 0.0;
            }
        }

        return divergent;
    }
}
