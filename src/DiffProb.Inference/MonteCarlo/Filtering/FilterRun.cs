namespace DiffProb;

/// <summary>Weighted mean and variance of a quantity when it was drawn, and the evidence up to there.</summary>
internal sealed record FilteredMoments(double[] Mean, double[] Variance, double LogEvidence);

/// <summary>One particle filter: draws, weighs, and resamples, from observation to observation.</summary>
/// <remarks>
/// <para>The product of mean weights is an unbiased estimate of the evidence, also where resampling depends on the weights so far (Whiteley, Lee, Heine 2016, arXiv 1309.2918).</para>
/// <para><b>Source</b>: Gordon, Salmond, Smith (1993); Doucet and Johansen (2009), "A tutorial on particle filtering and smoothing", sections 3 and 4.</para>
/// </remarks>
internal sealed class FilterRun
{
    private readonly ParticleProgram program;
    private readonly FilterOptions options;
    private readonly Key key;
    private readonly string title;
    private readonly SegmentRunner runner;
    private readonly ParticleWeights weights;
    private readonly double[][] told;
    private readonly int[]?[] chosen;

    public FilterRun(ParticleProgram program, Executable[] executables, FilterOptions options, int number)
    {
        (this.program, this.options) = (program, options);
        key = Key.FromSeed(options.Seed).Child("smc").Child((ulong)number);
        title = $"Run {number + 1}";
        runner = new(program, executables, options.Engine);
        weights = new(options.Particles);
        told = new double[program.Names.Length][];
        chosen = new int[]?[program.Segments.Length];
        Filtered = new FilteredMoments[program.Names.Length];
        EffectiveSampleSizes = new double[program.Segments.Length];
        Ancestors = new double[program.Segments.Length];
        Run();
    }

    public double LogEvidence => weights.LogEvidence;

    /// <summary>After each segment, before particles are chosen.</summary>
    public double[] EffectiveSampleSizes { get; }

    /// <summary>How many different particles of each segment the last ones descend from.</summary>
    public double[] Ancestors { get; }

    /// <summary>How often particles were resampled.</summary>
    public int Resamplings { get; private set; }

    /// <summary>By quantity.</summary>
    public FilteredMoments[] Filtered { get; }

    /// <summary>Equally weighted paths: by quantity, particles one after the other; empty where they are not kept.</summary>
    public double[][] Paths { get; private set; } = [];

    private void Run()
    {
        for (var s = 0; s < program.Segments.Length; s++)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            Step(s);
        }

        Trace(Resampler.Choose(options.Resampling, weights.Weights, options.Particles, key.Child("last")));
    }

    private void Step(int s)
    {
        var segment = program.Segments[s];
        if (s > 0 && chosen[s] is { } places)
        {
            runner.Choose(places);
        }

        var noise = key.Child((ulong)s);
        runner.Run(s, noise);
        runner.CheckWeights(s, noise, title, weights);
        if (segment.IsWeighed && !weights.Add(runner.LogWeights))
        {
            throw InferenceErrors.ParticlesDied(title, options.Particles, runner.Blame(s, noise));
        }

        EffectiveSampleSizes[s] = weights.EffectiveSampleSize;
        for (var k = 0; k < segment.Told.Length; k++)
        {
            var values = runner.Told(s, k);
            Filtered[segment.Told[k]] = Moments(values);
            told[segment.Told[k]] = options.KeepPaths ? values.ToArray() : [];
        }

        if (s + 1 < program.Segments.Length && segment.IsWeighed && EffectiveSampleSizes[s] <= options.Threshold * options.Particles)
        {
            chosen[s + 1] = Resampler.Choose(options.Resampling, weights.Weights, options.Particles, noise.Child("choice"));
            weights.MakeEqual();
            Resamplings++;
        }
    }

    private FilteredMoments Moments(ReadOnlySpan<double> values)
    {
        var width = values.Length / options.Particles;
        var (mean, variance) = (new double[width], new double[width]);
        for (var i = 0; i < options.Particles; i++)
        {
            for (var k = 0; k < width; k++)
            {
                mean[k] += weights.Weights[i] * values[(i * width) + k];
            }
        }

        for (var i = 0; i < options.Particles; i++)
        {
            for (var k = 0; k < width; k++)
            {
                var d = values[(i * width) + k] - mean[k];
                variance[k] += weights.Weights[i] * d * d;
            }
        }

        return new(mean, variance, LogEvidence);
    }

    // Back from the last particles to those that they descend from.
    private void Trace(int[] places)
    {
        if (options.KeepPaths)
        {
            Paths = new double[told.Length][];
        }

        for (var s = program.Segments.Length - 1; s >= 0; s--)
        {
            Ancestors[s] = places.Distinct().Count();
            foreach (var q in program.Segments[s].Told)
            {
                if (options.KeepPaths)
                {
                    Paths[q] = ParticleValues.Gather(told[q], places, options.Particles);
                    told[q] = [];
                }
            }

            places = chosen[s] is { } before ? Array.ConvertAll(places, p => before[p]) : places;
        }
    }
}
