using System.Collections.Concurrent;

namespace DiffProb;

/// <summary>Draws particles from the prior of a program or from a guide, and weighs them by the joint density over that of the draw.</summary>
/// <remarks>
/// <para>Particles are drawn in parts of <see cref="Part"/>, each with its own key: their bits depend neither on how many there are nor on threads. Chosen draws are drawn again
/// from their keys, so that nothing but weights need be kept.</para>
/// <para><b>Source</b>: Owen (2013), "Monte Carlo theory, methods and examples", chapter 9.</para>
/// </remarks>
internal sealed class ImportanceSampler
{
    /// <summary>Particles that are drawn together.</summary>
    public const int Part = 1024;

    private const string Word = "Importance sampling";

    private readonly ParticleProgram program;
    private readonly ImportanceOptions options;
    private readonly Executable[] executables;
    private readonly Key key;
    private readonly ConcurrentBag<SegmentRunner> runners = [];
    private readonly double[] logWeights;
    private readonly double[][] told;

    private ImportanceSampler(ParticleProgram program, ImportanceOptions options)
    {
        (this.program, this.options) = (program, options);
        executables = program.Compile(options.Engine);
        key = Key.FromSeed(options.Seed).Child("importance");
        logWeights = new double[options.Particles];
        told = Array.ConvertAll(program.Shapes, s => options.KeepParticles ? new double[checked(options.Particles * s.Size)] : []);
    }

    private int Parts => (options.Particles + Part - 1) / Part;

    /// <summary>Weighs particles of a program.</summary>
    /// <exception cref="DiffProbException">The program, the guide or an option is wrong, a weight is not a number, or all are zero.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static ImportanceResult Run<T>(Prob<T> model, GuideProgram guide, ImportanceOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        options.Check();
        return new ImportanceSampler(ParticleProgram.Whole(model, guide, options.Parameters, Part), options).Run();
    }

    private ImportanceResult Run()
    {
        IndependentRuns.Of(Parts, options.Threads, part => Drawn(part, runner => Keep(part, runner)), options.Cancellation);
        var weights = new ParticleWeights(options.Particles);
        if (!weights.Add(logWeights))
        {
            var where = "";
            Drawn(0, runner => where = runner.Blame(0, key.Child(0)));
            throw InferenceErrors.ParticlesDied(Word, options.Particles, where);
        }

        var places = Resampler.Choose(options.Resampling, weights.Weights, options.Draws, Key.FromSeed(options.Seed).Child("importance draws"));
        return new(
            weights.LogEvidence,
            logWeights,
            weights.Weights,
            PosteriorOf(options.KeepParticles ? Array.ConvertAll(told, t => ParticleValues.Gather(t, places, options.Particles)) : Again(places)),
            options.KeepParticles ? PosteriorOf(told) : null);
    }

    // Draws a part, and hands it on.
    private bool Drawn(int part, Action<SegmentRunner> use)
    {
        var particles = runners.TryTake(out var idle) ? idle : new(program, executables, options.Engine);
        particles.Run(0, key.Child((ulong)part));
        particles.CheckWeights(0, key.Child((ulong)part), Word);
        use(particles);
        runners.Add(particles);
        return true;
    }

    private void Keep(int part, SegmentRunner particles)
    {
        var first = part * Part;
        var count = Math.Min(Part, options.Particles - first);
        particles.LogWeights[..count].CopyTo(logWeights.AsSpan(first));
        for (var q = 0; q < told.Length && options.KeepParticles; q++)
        {
            var width = program.Shapes[q].Size;
            particles.Told(0, q)[..(count * width)].CopyTo(told[q].AsSpan(first * width));
        }
    }

    // The same keys give the same bits.
    private double[][] Again(int[] places)
    {
        var draws = Array.ConvertAll(program.Shapes, s => new double[places.Length * s.Size]);
        var parts = places.Select((place, i) => (Part: place / Part, At: place % Part, Draw: i)).GroupBy(p => p.Part).ToArray();
        void Take(int p, SegmentRunner particles)
        {
            foreach (var (_, at, draw) in parts[p])
            {
                for (var q = 0; q < draws.Length; q++)
                {
                    var width = program.Shapes[q].Size;
                    particles.Told(0, q).Slice(at * width, width).CopyTo(draws[q].AsSpan(draw * width));
                }
            }
        }

        IndependentRuns.Of(parts.Length, options.Threads, p => Drawn(parts[p].Key, runner => Take(p, runner)), options.Cancellation);
        return draws;
    }

    private Posterior PosteriorOf(double[][] draws) =>
        new Posterior(program.Names.Select((name, q) => Draws.Owning(name, program.Shapes[q], [draws[q]])))
            .WithProvenance(new() { Sampler = "importance", Seed = options.Seed });
}
