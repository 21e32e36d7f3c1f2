namespace DiffProb;

/// <summary>How particles go from the prior to the posterior, word by word: each returns a new builder, and <see cref="Run"/> runs it.</summary>
/// <remarks>
/// Unless said otherwise: 4 runs of 1000 particles, a conditional size of 0.8, resampled systematically at half of their number, 5 Hamiltonian moves with a diagonal metric, seed 0, the managed engine.
/// </remarks>
/// <typeparam name="T">Type of the program's result.</typeparam>
public sealed class TemperingBuilder<T>
{
    private readonly Prob<T> program;
    private readonly TemperingOptions options;

    internal TemperingBuilder(Prob<T> program, TemperingOptions options)
    {
        options.Check();
        (this.program, this.options) = (program, options);
    }

    /// <summary>Particles of each run.</summary>
    /// <param name="count">At least 2.</param>
    /// <exception cref="ValueException">The count is less than 2.</exception>
    public TemperingBuilder<T> Particles(int count) => With(options with { Particles = count });

    /// <summary>Independent runs, which tell the error of the evidence. They run in parallel, and their bits do not depend on how many at a time.</summary>
    /// <param name="count">At least 1.</param>
    /// <exception cref="ValueException">The count is less than 1.</exception>
    public TemperingBuilder<T> Runs(int count) => With(options with { Runs = count });

    /// <summary>The next temperature is the one that leaves this conditional effective sample size: nearer to 1 means more temperatures.</summary>
    /// <param name="part">Part of the particles, in (0, 1).</param>
    /// <exception cref="ValueException">It is not between 0 and 1.</exception>
    public TemperingBuilder<T> ConditionalSize(double part) => With(options with { ConditionalSize = part });

    /// <summary>Particles are resampled where their effective sample size is not above this part of their number.</summary>
    /// <param name="part">In (0, 1].</param>
    /// <exception cref="ValueException">It is not in (0, 1].</exception>
    public TemperingBuilder<T> Threshold(double part) => With(options with { Threshold = part });

    /// <summary>How particles are resampled.</summary>
    /// <param name="kind">Systematic, stratified, residual or multinomial.</param>
    /// <exception cref="ValueException">There is no such kind.</exception>
    public TemperingBuilder<T> Resampling(ResamplingKind kind) => With(options with { Resampling = kind });

    /// <summary>How particles move at each temperature.</summary>
    /// <param name="kind">Hamiltonian, or a random walk.</param>
    /// <exception cref="ValueException">There is no such kind.</exception>
    public TemperingBuilder<T> Move(MoveKind kind) => With(options with { Move = kind });

    /// <summary>Moves of each particle at each temperature; random walks want some tens.</summary>
    /// <param name="count">At least 1.</param>
    /// <exception cref="ValueException">The count is less than 1.</exception>
    public TemperingBuilder<T> Moves(int count) => With(options with { Moves = count });

    /// <summary>Which covariance of the particles the moves know: the variance of each number, or all.</summary>
    /// <param name="kind">Diagonal or dense.</param>
    /// <exception cref="ValueException">There is no such kind.</exception>
    public TemperingBuilder<T> Metric(MetricKind kind) => With(options with { Metric = kind });

    /// <summary>Where random numbers begin: same seed, same bits.</summary>
    /// <param name="seed">Any number.</param>
    public TemperingBuilder<T> Seed(ulong seed) => With(options with { Seed = seed });

    /// <summary>Runs at a time.</summary>
    /// <param name="count">At least 1, or 0 for one per processor.</param>
    /// <exception cref="ValueException">It is negative.</exception>
    public TemperingBuilder<T> Threads(int count) => With(options with { Threads = count });

    /// <summary>Where densities run.</summary>
    /// <param name="engine">The engine.</param>
    public TemperingBuilder<T> On(IEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return With(options with { Engine = engine });
    }

    /// <summary>The value at which a parameter of the program stands, instead of its initial one.</summary>
    /// <param name="parameter">Name of the parameter.</param>
    /// <param name="value">Numbers of its shape.</param>
    public TemperingBuilder<T> With(string parameter, Tensor value) => With(options with { Parameters = GivenParameters.With(options.Parameters, parameter, value) });

    /// <summary>The values of all parameters, such as a file or a fit holds, in place of what was said before.</summary>
    /// <param name="parameters">A value for each parameter of the program, and for no other; this is tested when it runs.</param>
    public TemperingBuilder<T> With(NamedTensors parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return With(options with { Parameters = parameters });
    }

    /// <summary>Runs.</summary>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DiffProbException">The program is wrong, or no particle of the prior has a likelihood.</exception>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    public TemperingResult Run(CancellationToken cancellation = default) => TemperedSampler.Run(program, options with { Cancellation = cancellation });

    private TemperingBuilder<T> With(TemperingOptions changed) => new(program, changed);
}
