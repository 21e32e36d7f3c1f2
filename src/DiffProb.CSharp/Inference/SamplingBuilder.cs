using System.Collections.Immutable;

namespace DiffProb;

/// <summary>How a posterior is sampled by Markov chains, word by word: each returns a new builder, and <see cref="Run"/> runs it.</summary>
/// <remarks>
/// Unless said otherwise: 4 chains of 1000 draws after 1000 steps of warmup, seed 0, a diagonal metric, acceptance 0.8, trees of depth 10, the managed engine.
/// </remarks>
/// <typeparam name="T">Type of the program's result.</typeparam>
public sealed class SamplingBuilder<T>
{
    private readonly Prob<T> program;
    private readonly SamplerOptions options;

    internal SamplingBuilder(Prob<T> program, SamplerOptions options)
    {
        options.Check();
        (this.program, this.options) = (program, options);
    }

    /// <summary>Independent chains. They run in parallel, and their bits do not depend on how many at a time.</summary>
    /// <param name="count">At least 1.</param>
    /// <exception cref="ValueException">The count is less than 1.</exception>
    public SamplingBuilder<T> Chains(int count) => With(options with { Chains = count });

    /// <summary>Whether chains run each by itself on threads, or side by side, so that one run of an executable answers all: for many chains, or on a GPU.</summary>
    /// <param name="mode">Threaded or vectorized.</param>
    /// <exception cref="ValueException">There is no such mode.</exception>
    public SamplingBuilder<T> ChainMode(ChainMode mode) => With(options with { ChainMode = mode });

    /// <summary>Steps of each chain in which step size and metric are learnt, and whose draws are not kept.</summary>
    /// <param name="steps">At least 0.</param>
    /// <exception cref="ValueException">The number is negative.</exception>
    public SamplingBuilder<T> Warmup(int steps) => With(options with { Warmup = steps });

    /// <summary>Draws of each chain that are kept.</summary>
    /// <param name="count">At least 1.</param>
    /// <exception cref="ValueException">The count is less than 1.</exception>
    public SamplingBuilder<T> Draws(int count) => With(options with { Draws = count });

    /// <summary>Where the random numbers begin: same seed, same bits.</summary>
    /// <param name="seed">Any number.</param>
    public SamplingBuilder<T> Seed(ulong seed) => With(options with { Seed = seed });

    /// <summary>Which covariance of the posterior the momenta know: the variance of each number, or all.</summary>
    /// <param name="kind">Diagonal or dense.</param>
    public SamplingBuilder<T> Metric(MetricKind kind) => With(options with { Metric = kind });

    /// <summary>Mean acceptance that the step size is steered to: higher means shorter steps and fewer divergences.</summary>
    /// <param name="acceptance">In (0, 1).</param>
    /// <exception cref="ValueException">It is not between 0 and 1.</exception>
    public SamplingBuilder<T> TargetAcceptance(double acceptance) => With(options with { TargetAcceptance = acceptance });

    /// <summary>Most doublings of a trajectory, which then has up to 2^depth steps.</summary>
    /// <param name="depth">At least 1.</param>
    /// <exception cref="ValueException">It is less than 1.</exception>
    public SamplingBuilder<T> MaxTreeDepth(int depth) => With(options with { MaxTreeDepth = depth });

    /// <summary>Chains begin uniformly between -radius and radius on the unconstrained space.</summary>
    /// <param name="radius">At least 0.</param>
    /// <exception cref="ValueException">It is negative or not finite.</exception>
    public SamplingBuilder<T> InitialRadius(double radius) => With(options with { InitialRadius = radius });

    /// <summary>Chains that run at a time.</summary>
    /// <param name="count">At least 1, or 0 for one per processor.</param>
    /// <exception cref="ValueException">It is negative.</exception>
    public SamplingBuilder<T> Threads(int count) => With(options with { Threads = count });

    /// <summary>Where densities run.</summary>
    /// <param name="engine">The engine.</param>
    public SamplingBuilder<T> On(IEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return With(options with { Engine = engine });
    }

    /// <summary>The value at which a parameter of the program stands, instead of its initial one.</summary>
    /// <param name="parameter">Name of the parameter.</param>
    /// <param name="value">Numbers of its shape.</param>
    public SamplingBuilder<T> With(string parameter, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ArgumentNullException.ThrowIfNull(value);
        return With(options with
        {
            Parameters = options.Parameters is NamedTensors all ? all.With(parameter, value) : options.Parameters.ToImmutableDictionary().SetItem(parameter, value),
        });
    }

    /// <summary>The values of all parameters, such as a file or a fit holds, in place of what was said before.</summary>
    /// <param name="parameters">A value for each parameter of the program, and for no other; this is tested when it runs.</param>
    public SamplingBuilder<T> With(NamedTensors parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return With(options with { Parameters = parameters });
    }

    /// <summary>Begins where the chains of another run of the program ended, with its step sizes and metrics; <c>Warmup(0)</c> then only draws.</summary>
    /// <param name="posterior">What that run returned; one that was read from a file does not know where its chains ended, and is refused.</param>
    public SamplingBuilder<T> StartFrom(Posterior posterior)
    {
        ArgumentNullException.ThrowIfNull(posterior);
        return With(options with { Start = posterior });
    }

    /// <summary>A file that holds the state of the run after the last of so many steps of a chain, and at the end: whole at any time.</summary>
    /// <param name="path">In a folder that exists; ends in .safetensors.</param>
    /// <param name="every">Steps of each chain, at least 1.</param>
    /// <exception cref="ValueException">The number is less than 1.</exception>
    public SamplingBuilder<T> Checkpoints(string path, int every)
    {
        ArgumentNullException.ThrowIfNull(path);
        return With(options with { CheckpointPath = path, CheckpointEvery = every });
    }

    /// <summary>Goes on from a state of the same run, instead of the beginning: it ends in the same bits as if it had never stopped.</summary>
    /// <param name="checkpoint">The state; one of another program or of other options than the number of draws is refused when it runs.</param>
    public SamplingBuilder<T> ResumeFrom(SamplingCheckpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return With(options with { Resume = checkpoint });
    }

    /// <summary>Who is told now and then how far a chain is, from any thread of the run, once at a time.</summary>
    /// <param name="listener">The listener.</param>
    public SamplingBuilder<T> Progress(IProgress<SamplingProgress> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return With(options with { Progress = listener });
    }

    /// <summary>Draws.</summary>
    /// <param name="cancellation">Stops it between two leapfrog steps; what was drawn so far is returned, and its provenance says so.</param>
    /// <exception cref="DiffProbException">The program is wrong, or its density is not finite where chains begin.</exception>
    /// <exception cref="OperationCanceledException">It was canceled before every chain had a draw.</exception>
    public Posterior Run(CancellationToken cancellation = default) => Sampler.Run(program, options with { Cancellation = cancellation });

    private SamplingBuilder<T> With(SamplerOptions changed) => new(program, changed);
}
