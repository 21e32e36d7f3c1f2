namespace DiffProb;

/// <summary>How a posterior is weighed by importance, word by word: each returns a new builder, and <see cref="Run"/> runs it.</summary>
/// <remarks>
/// Unless said otherwise: 10,000 particles from the prior, which are kept, 1000 draws chosen systematically, seed 0, the managed engine.
/// </remarks>
/// <typeparam name="T">Type of the program's result.</typeparam>
public sealed class ImportanceBuilder<T>
{
    private readonly Prob<T> program;
    private readonly GuideProgram guide;
    private readonly ImportanceOptions options;

    internal ImportanceBuilder(Prob<T> program, GuideProgram guide, ImportanceOptions options)
    {
        options.Check();
        (this.program, this.guide, this.options) = (program, guide, options);
    }

    /// <summary>Draws the sites from a guide, and weighs what it proposes by the program.</summary>
    /// <typeparam name="TGuide">Type of the guide's result.</typeparam>
    /// <param name="proposal">A program with the same sites, under the same names; it observes nothing.</param>
    public ImportanceBuilder<T> From<TGuide>(Prob<TGuide> proposal)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        return new(program, GuideProgram.Of(proposal), options);
    }

    /// <summary>Weighted particles.</summary>
    /// <param name="count">At least 2.</param>
    /// <exception cref="ValueException">The count is less than 2.</exception>
    public ImportanceBuilder<T> Particles(int count) => With(options with { Particles = count });

    /// <summary>Draws that are chosen by weight.</summary>
    /// <param name="count">At least 1.</param>
    /// <exception cref="ValueException">The count is less than 1.</exception>
    public ImportanceBuilder<T> Draws(int count) => With(options with { Draws = count });

    /// <summary>How particles are chosen.</summary>
    /// <param name="kind">Systematic, stratified, residual or multinomial.</param>
    /// <exception cref="ValueException">There is no such kind.</exception>
    public ImportanceBuilder<T> Resampling(ResamplingKind kind) => With(options with { Resampling = kind });

    /// <summary>Whether all particles are kept beside their weights; otherwise memory does not grow with them but by 8 bytes each.</summary>
    /// <param name="keeps">True to keep them.</param>
    public ImportanceBuilder<T> KeepParticles(bool keeps) => With(options with { KeepParticles = keeps });

    /// <summary>Where random numbers begin: same seed, same bits.</summary>
    /// <param name="seed">Any number.</param>
    public ImportanceBuilder<T> Seed(ulong seed) => With(options with { Seed = seed });

    /// <summary>Parts of particles that run at a time.</summary>
    /// <param name="count">At least 1, or 0 for one per processor.</param>
    /// <exception cref="ValueException">It is negative.</exception>
    public ImportanceBuilder<T> Threads(int count) => With(options with { Threads = count });

    /// <summary>Where particles run.</summary>
    /// <param name="engine">The engine.</param>
    public ImportanceBuilder<T> On(IEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return With(options with { Engine = engine });
    }

    /// <summary>The value at which a parameter of the program or of the guide stands, instead of its initial one.</summary>
    /// <param name="parameter">Name of the parameter.</param>
    /// <param name="value">Numbers of its shape.</param>
    public ImportanceBuilder<T> With(string parameter, Tensor value) => With(options with { Parameters = GivenParameters.With(options.Parameters, parameter, value) });

    /// <summary>The values of all parameters, such as a file or a fit holds, in place of what was said before.</summary>
    /// <param name="parameters">A value for each parameter of the program and of the guide, and for no other; this is tested when it runs.</param>
    public ImportanceBuilder<T> With(NamedTensors parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return With(options with { Parameters = parameters });
    }

    /// <summary>Runs.</summary>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DiffProbException">The program or the guide is wrong, a weight is not a number, or all are zero.</exception>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    public ImportanceResult Run(CancellationToken cancellation = default) => ImportanceSampler.Run(program, guide, options with { Cancellation = cancellation });

    private ImportanceBuilder<T> With(ImportanceOptions changed) => new(program, guide, changed);
}
