using Microsoft.Extensions.Logging;
using Microsoft.FSharp.Core;

namespace DiffProb;

/// <summary>How an expectation is estimated, word by word: each returns a new builder, and the last runs it.</summary>
/// <remarks>Unless said otherwise: 1000 particles, one replicate, seed 0, the managed engine, the planner's choice.</remarks>
/// <typeparam name="T">Type of the program's result.</typeparam>
public sealed class EstimationBuilder<T>
{
    private readonly Prob<T> program;
    private readonly Settings settings;
    private readonly int replicates;
    private readonly IProgress<EstimationProgress>? progress;

    internal EstimationBuilder(Prob<T> program)
        : this(program, Defaults, EstimationModule.defaults.Replicates, null)
    {
    }

    private EstimationBuilder(Prob<T> program, Settings settings, int replicates, IProgress<EstimationProgress>? progress)
    {
        this.program = program;
        this.settings = settings;
        this.replicates = replicates;
        this.progress = progress;
    }

    private static Settings Defaults => new()
    {
        Particles = EstimationModule.defaults.Particles,
        Seed = EstimationModule.defaults.Seed,
        Engine = EstimationModule.defaults.Engine,
        EnumerationBudget = EstimationModule.defaults.EnumerationBudget,
    };

    /// <summary>Independent draws of the whole program, averaged.</summary>
    /// <param name="count">At least 1.</param>
    /// <exception cref="ValueException">The count is less than 1.</exception>
    public EstimationBuilder<T> Particles(int count) => With(settings.WithParticles(count));

    /// <summary>Repetitions of the estimate with independent noise, averaged; with two or more, standard errors are measured across them.</summary>
    /// <param name="count">At least 1.</param>
    /// <exception cref="ValueException">The count is less than 1.</exception>
    public EstimationBuilder<T> Replicates(int count) => new(program, settings, Settings.AtLeastOne("Replicates", count), progress);

    /// <summary>Where the random numbers begin: same seed, same bits.</summary>
    /// <param name="seed">Any number.</param>
    public EstimationBuilder<T> Seed(ulong seed) => With(settings with { Seed = seed });

    /// <summary>Where it runs.</summary>
    /// <param name="engine">The engine.</param>
    public EstimationBuilder<T> On(IEngine engine) => With(settings.On(engine));

    /// <summary>In which type it computes: Float64 unless said otherwise, or Float32, as PyTorch does. Then derivatives and recorded means are Float32, too.</summary>
    /// <param name="type">Float64 or Float32.</param>
    /// <exception cref="ValueException">It is another type.</exception>
    public EstimationBuilder<T> Precision(DType type) => With(settings.In(type));

    /// <summary>A parameter's value instead of its initial one.</summary>
    /// <param name="parameter">Name of the parameter.</param>
    /// <param name="value">Numbers of its shape.</param>
    /// <exception cref="DiffProbException">The name is empty, or the value depends on a site, a parameter or data.</exception>
    public EstimationBuilder<T> With(string parameter, Tensor value) => With(settings.With(parameter, value));

    /// <summary>The values of all parameters instead of their initial ones, such as a file or a fit holds, in place of what was said before.</summary>
    /// <param name="parameters">A value for each parameter of the program, and for no other; this is tested when it runs.</param>
    public EstimationBuilder<T> With(NamedTensors parameters) => With(settings.With(parameters));

    /// <summary>A plan to follow instead of the planner's choice, edited perhaps; it is refused if it would be biased and bias is not allowed.</summary>
    /// <param name="plan">The plan.</param>
    public EstimationBuilder<T> Following(Plan plan) => With(settings.Following(plan));

    /// <summary>Most terms of a sum over enumerated values, for each particle and row.</summary>
    /// <param name="terms">At least 1.</param>
    /// <exception cref="ValueException">The number is less than 1.</exception>
    public EstimationBuilder<T> EnumerationBudget(int terms) => With(settings.WithBudget(terms));

    /// <summary>Lets the planner measure before it chooses: every valid estimator is piloted at each site, on draws that serve nothing else.</summary>
    public EstimationBuilder<T> Measure() => With(settings with { Measure = true });

    /// <summary>Allows estimators that give the gradient of another objective: those that <c>Via</c> and plans ask for, and with <c>Measure()</c> those whose squared
    /// error, bias included, is measured to be clearly less in the time of a run. Unmeasured, the planner chooses none.</summary>
    public EstimationBuilder<T> AllowBias() => With(settings with { AllowBias = true });

    /// <summary>Who is told how much of a run is done: from any thread of the run, once at a time.</summary>
    /// <param name="listener">The listener.</param>
    public EstimationBuilder<T> Progress(IProgress<EstimationProgress> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return new(program, settings, replicates, listener);
    }

    /// <summary>Where it is written what was planned and why, how far the run is, what to beware of, and when it ended.</summary>
    /// <remarks>Numbers do not depend on it. Reasons are written at the level Debug.</remarks>
    /// <param name="logger">The log.</param>
    public EstimationBuilder<T> LogTo(ILogger logger) => With(settings.LogTo(logger));

    /// <summary>What would be done at each site, and why; nothing is drawn, unless it is to be measured.</summary>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DiffProbException">The program is wrong, or no estimator is valid at a site.</exception>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    public Plan Plan(CancellationToken cancellation = default) => Expectation.Plan(Options(progress, cancellation), program);

    /// <summary>The expectation of the sum of the costs.</summary>
    /// <param name="cancellation">Stops it within a chunk of particles.</param>
    /// <exception cref="DiffProbException">The program is wrong, or no estimator is valid at a site.</exception>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    public Estimate Value(CancellationToken cancellation = default) =>
        Run("Value", Expectation.valueTelling, (log, value) => log.Done(value), cancellation);

    /// <summary>The expectation of the sum of the costs, and its derivative in every parameter.</summary>
    /// <param name="cancellation">Stops it within a chunk of particles.</param>
    /// <exception cref="DiffProbException">The program is wrong, or no estimator is valid at a site.</exception>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    public GradientEstimate Gradient(CancellationToken cancellation = default) =>
        Run("Gradient", Expectation.gradientTelling, (log, g) => log.Done(g.Value), cancellation);

    /// <summary>The expectation of the sum of the costs, and all its derivatives of an order in the parameters, by estimators that are valid at that order.</summary>
    /// <param name="order">At least 1.</param>
    /// <param name="cancellation">Stops it within a chunk of particles.</param>
    /// <exception cref="DiffProbException">The program is wrong, or no estimator is valid at a site.</exception>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    public DerivativesEstimate Derivatives(int order, CancellationToken cancellation = default) =>
        Run("Derivatives", (planned, options, p) => Expectation.derivativesTelling(planned, order, options, p), (log, d) => log.Done(d.Value), cancellation);

    /// <summary>The expectation of the sum of the costs, and its second derivatives in the parameters.</summary>
    /// <param name="cancellation">Stops it within a chunk of particles.</param>
    /// <exception cref="DiffProbException">The program is wrong, or no estimator is valid at a site.</exception>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    public DerivativesEstimate Hessian(CancellationToken cancellation = default) => Derivatives(2, cancellation);

    /// <summary>Every valid estimator at every site, measured: means, errors, variances, times, tails, and whether any disagrees with the plan.</summary>
    /// <param name="cancellation">Stops it within a chunk of particles.</param>
    /// <exception cref="DiffProbException">The program is wrong, or no estimator is valid at a site.</exception>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    public Audit Audit(CancellationToken cancellation = default) =>
        Run("Audit", Expectation.auditTelling, (log, audit) => log.Done(audit), cancellation);

    private TResult Run<TResult>(
        string name, Func<FSharpFunc<Plan, Unit>, Estimation, Prob<T>, TResult> run, Action<RunLog, TResult> end, CancellationToken cancellation)
    {
        var log = settings.Log(name);
        if (log is not null)
        {
            RunMessages.EstimateBegins(log.Logger, name, settings.Particles, replicates, settings.Seed, settings.Precision, log.Engine);
        }

        var options = Options(log is null ? progress : log.Heard(progress), cancellation);
        return RunLog.Of(log, planned => run(planned, options, program), end);
    }

    private Estimation Options(IProgress<EstimationProgress>? listener, CancellationToken cancellation) => new(
        settings.Particles, replicates, settings.Seed, settings.Engine, settings.Precision, settings.Parameters, settings.Plan, settings.EnumerationBudget,
        settings.AllowBias, settings.Measure, listener, cancellation);

    private EstimationBuilder<T> With(Settings changed) => new(program, changed, replicates, progress);
}
