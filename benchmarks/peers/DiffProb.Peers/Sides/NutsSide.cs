namespace DiffProb;

/// <summary>Ours: whole runs of the no-U-turn sampler, one chain, warmup included, each with a seed of its own.</summary>
/// <remarks>What a run yields is counted over runs that are not timed: the leapfrog steps, or the least bulk effective sample size of all quantities.</remarks>
internal sealed class NutsSide : ISide
{
    private const int Counted = 7;

    private readonly SamplingBuilder<Nothing> sampling;
    private ulong seed = Counted;

    internal NutsSide(Prob<Nothing> program, int draws, Func<Posterior, double> yield)
    {
        sampling = program.Infer().Nuts().Chains(1).Warmup(Warmup).Draws(draws).Threads(1);
        CallsCountAs = Enumerable.Range(0, Counted).Average(s => yield(sampling.Seed((ulong)s).Run()));
    }

    /// <summary>Steps before the draws.</summary>
    internal const int Warmup = 1000;

    public string Name => "DiffProb";

    public double CallsCountAs { get; }

    /// <summary>The least bulk effective sample size of all numbers.</summary>
    internal static double LeastBulk(Posterior posterior) =>
        posterior.Quantities.SelectMany(q => Enumerable.Range(0, q.Shape.Size).Select(i => EffectiveSampleSize.Bulk(q.Element(i)))).Min();

    public double[][] Gradient(int seed) => throw new NotSupportedException("A run has no gradient.");

    public void Run(int times)
    {
        for (var i = 0; i < times; i++)
        {
            sampling.Seed(seed++).Run();
        }
    }

    public void Dispose()
    {
    }
}
