namespace DiffProb;

/// <summary>How particles are filtered, word by word: each returns a new builder, and <see cref="Run"/> runs it.</summary>
/// <remarks>
/// Unless said otherwise: 4 runs of 1000 particles from the laws of the sites, resampled systematically at half of their number, with paths, seed 0, the managed engine.
/// </remarks>
/// <typeparam name="T">Type of the program's result.</typeparam>
public sealed class FilterBuilder<T>
{
    private readonly Prob<T> program;
    private readonly GuideProgram guide;
    private readonly FilterOptions options;

    internal FilterBuilder(Prob<T> program, GuideProgram guide, FilterOptions options)
    {
        options.Check();
        (this.program, this.guide, this.options) = (program, guide, options);
    }

    /// <summary>Draws the sites from a guide, and weighs what it proposes by the program.</summary>
    /// <typeparam name="TGuide">Type of the guide's result.</typeparam>
    /// <param name="proposal">A program with the same sites, under the same names, which may look at the data before it proposes; it observes nothing.</param>
    public FilterBuilder<T> From<TGuide>(Prob<TGuide> proposal)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        return new(program, GuideProgram.Of(proposal), options);
    }

    /// <summary>Particles of each run.</summary>
    /// <param name="count">At least 2.</param>
    /// <exception cref="ValueException">The count is less than 2.</exception>
    public FilterBuilder<T> Particles(int count) => With(options with { Particles = count });

    /// <summary>Independent filters, which tell the error of the evidence. They run in parallel, and their bits do not depend on how many at a time.</summary>
    /// <param name="count">At least 1.</param>
    /// <exception cref="ValueException">The count is less than 1.</exception>
    public FilterBuilder<T> Runs(int count) => With(options with { Runs = count });

    /// <summary>How particles are resampled.</summary>
    /// <param name="kind">Systematic, stratified, residual or multinomial.</param>
    /// <exception cref="ValueException">There is no such kind.</exception>
    public FilterBuilder<T> Resampling(ResamplingKind kind) => With(options with { Resampling = kind });

    /// <summary>Particles are resampled where their effective sample size is not above this part of their number; 1 resamples at each observation.</summary>
    /// <param name="part">In (0, 1].</param>
    /// <exception cref="ValueException">It is not in (0, 1].</exception>
    public FilterBuilder<T> Threshold(double part) => With(options with { Threshold = part });

    /// <summary>Whether whole paths are kept as a posterior, and not filtered means alone.</summary>
    /// <param name="keeps">True to keep them.</param>
    public FilterBuilder<T> KeepPaths(bool keeps) => With(options with { KeepPaths = keeps });

    /// <summary>Where random numbers begin: same seed, same bits.</summary>
    /// <param name="seed">Any number.</param>
    public FilterBuilder<T> Seed(ulong seed) => With(options with { Seed = seed });

    /// <summary>Runs at a time.</summary>
    /// <param name="count">At least 1, or 0 for one per processor.</param>
    /// <exception cref="ValueException">It is negative.</exception>
    public FilterBuilder<T> Threads(int count) => With(options with { Threads = count });

    /// <summary>Where particles run.</summary>
    /// <param name="engine">The engine.</param>
    public FilterBuilder<T> On(IEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return With(options with { Engine = engine });
    }

    /// <summary>The value at which a parameter of the program or of the guide stands, instead of its initial one.</summary>
    /// <param name="parameter">Name of the parameter.</param>
    /// <param name="value">Numbers of its shape.</param>
    public FilterBuilder<T> With(string parameter, Tensor value) => With(options with { Parameters = GivenParameters.With(options.Parameters, parameter, value) });

    /// <summary>The values of all parameters, such as a file or a fit holds, in place of what was said before.</summary>
    /// <param name="parameters">A value for each parameter of the program and of the guide, and for no other; this is tested when it runs.</param>
    public FilterBuilder<T> With(NamedTensors parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return With(options with { Parameters = parameters });
    }

    /// <summary>Runs.</summary>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DiffProbException">The program or the guide is wrong, a weight is not a number, or all are zero at an observation.</exception>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    public FilterResult Run(CancellationToken cancellation = default) => ParticleFilter.Run(program, guide, options with { Cancellation = cancellation });

    private FilterBuilder<T> With(FilterOptions changed) => new(program, guide, changed);
}
