namespace DiffProb.Inference;

/// <summary>Small posteriors of seeded draws.</summary>
internal static class Examples
{
    /// <summary>A scalar, a vector, a matrix, a name from a scope and one from a step, with statistics, likelihoods, data and provenance.</summary>
    public static Posterior Whole(int chains = 3, int draws = 40) =>
        new Posterior(
            [
                Seeded("mu", Shape.Scalar, chains, draws, 1),
                Seeded("theta", Shape.Of(4), chains, draws, 2),
                Seeded("covariance", Shape.Of(2, 3), chains, draws, 3),
                Seeded("inner/scale", Shape.Scalar, chains, draws, 4),
                Seeded("x[3]", Shape.Of(2), chains, draws, 5),
            ])
            .WithStatistics(new Dictionary<string, double[,]>
            {
                [SamplerStatistics.AcceptStat] = Statistic(chains, draws, (c, d) => 0.8 + (0.001 * d) + (0.01 * c)),
                [SamplerStatistics.StepSize] = Statistic(chains, draws, (c, _) => 0.1 * (c + 1)),
                [SamplerStatistics.TreeDepth] = Statistic(chains, draws, (_, d) => 3 + (d % 2)),
                [SamplerStatistics.LeapfrogSteps] = Statistic(chains, draws, (_, d) => 7 + (8 * (d % 2))),
                [SamplerStatistics.Divergent] = Statistic(chains, draws, (c, d) => c == 1 && d == 7 ? 1.0 : 0.0),
                [SamplerStatistics.Energy] = SeededDraws.Chains(chains, draws, 6, 0.0),
                [SamplerStatistics.LogDensity] = SeededDraws.Chains(chains, draws, 7, 0.2),
            })
            .WithLogLikelihood([Seeded("y", Shape.Of(5), chains, draws, 8), Seeded("z", Shape.Scalar, chains, draws, 9)])
            .WithPredictive([Seeded("y", Shape.Of(5), chains, draws, 10)])
            .WithPrior(new([Seeded("mu", Shape.Scalar, 1, 30, 11)], [Seeded("y", Shape.Of(5), 1, 30, 12)]))
            .WithObserved(new NamedTensors(new Dictionary<string, Tensor>
            {
                ["y"] = new[] { 1.0, -2.5, 0.0, 1e-300, 4.0 },
                ["counts"] = new[] { 3, 0, 12 },
                ["seen"] = new[] { true, false },
                ["z"] = 0.25,
            }))
            .WithProvenance(new() { Sampler = "nuts", Seed = 18446744073709551557, Warmup = 500, MaxTreeDepth = 9, IsCanceled = true });

    /// <summary>Chains of normal-like draws, with numbers among them that are hard to write: the least, the greatest, -0.</summary>
    public static Draws Seeded(string name, Shape shape, int chains, int draws, ulong seed)
    {
        var values = SeededDraws.Chains(chains, draws * shape.Size, seed, 0.1);
        (values[0, 0], values[0, 1], values[0, 2]) = (-0.0, double.Epsilon, 1.0 / 3.0);
        return new(name, shape, Chains.Rows(values));
    }

    public static double[,] Statistic(int chains, int draws, Func<int, int, double> value)
    {
        var values = new double[chains, draws];
        for (var c = 0; c < chains; c++)
        {
            for (var d = 0; d < draws; d++)
            {
                values[c, d] = value(c, d);
            }
        }

        return values;
    }
}
