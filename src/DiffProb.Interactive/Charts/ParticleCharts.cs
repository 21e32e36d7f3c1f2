namespace DiffProb;

/// <summary>Charts of how particles held out.</summary>
public static class ParticleCharts
{
    /// <summary>Effective sample size of each run along the observations, and from how many particles of each the last ones descend.</summary>
    /// <param name="result">What a particle filter found.</param>
    public static Chart Chart(this FilterResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var sizes = result.EffectiveSampleSizes.ToArray();
        var count = result.Observations.Count;
        double[] steps = [.. Enumerable.Range(1, count).Select(t => (double)t)];
        var runs = Enumerable.Range(0, result.Runs).Select(r => new Line($"run {r + 1}", steps, sizes.Skip(r * count).Take(count)));
        return new("Effective sample size along the observations", "observation", "particles", [.. runs, new Line("ancestors of the last ones", steps, result.Ancestors, isDashed: true)]);
    }

    /// <summary>Inverse temperature of each run, step by step.</summary>
    /// <param name="result">What tempered particles found.</param>
    public static Chart Chart(this TemperingResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var runs = Enumerable.Range(0, result.Runs).Select(r => new Line($"run {r + 1}", Enumerable.Range(0, result.Ladder(r).Count).Select(s => (double)s), result.Ladder(r)));
        return new("From the prior to the posterior", "step", "inverse temperature", [.. runs]);
    }
}
