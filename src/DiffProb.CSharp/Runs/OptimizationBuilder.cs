using Microsoft.Extensions.Logging;
using Microsoft.FSharp.Core;

namespace DiffProb;

/// <summary>How parameters are moved, word by word: each returns a new builder, and <see cref="Run"/> runs it.</summary>
/// <remarks>Unless said otherwise: Adam with rate 0.01, constant; 1000 steps of 100 particles, seed 0, the managed engine, the planner's choice.</remarks>
/// <typeparam name="T">Type of the program's result.</typeparam>
public sealed class OptimizationBuilder<T>
{
    private readonly Prob<T> program;
    private readonly string name;
    private readonly Func<FSharpFunc<Plan, Unit>, Optimization, Prob<T>, Fit> direction;
    private readonly Settings settings;
    private readonly Course course;

    internal OptimizationBuilder(Prob<T> program, string name, Func<FSharpFunc<Plan, Unit>, Optimization, Prob<T>, Fit> direction)
        : this(program, name, direction, Defaults, new())
    {
    }

    private OptimizationBuilder(
        Prob<T> program, string name, Func<FSharpFunc<Plan, Unit>, Optimization, Prob<T>, Fit> direction, Settings settings, Course course)
    {
        this.program = program;
        this.name = name;
        this.direction = direction;
        this.settings = settings;
        this.course = course;
    }

    private static Settings Defaults => new()
    {
        Particles = OptimizationModule.defaults.Particles,
        Seed = OptimizationModule.defaults.Seed,
        Engine = OptimizationModule.defaults.Engine,
        EnumerationBudget = OptimizationModule.defaults.EnumerationBudget,
    };

    /// <summary>The rule that moves the parameters.</summary>
    /// <param name="optimizer">The rule, with its learning rate.</param>
    public OptimizationBuilder<T> Using(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return With(course with { Optimizer = optimizer });
    }

    /// <summary>How the learning rate changes over the steps.</summary>
    /// <param name="schedule">The schedule.</param>
    public OptimizationBuilder<T> Schedule(Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return With(course with { Schedule = schedule });
    }

    /// <summary>Number of steps.</summary>
    /// <param name="count">At least 1.</param>
    /// <exception cref="ValueException">The count is less than 1.</exception>
    public OptimizationBuilder<T> Steps(int count) => With(course with { Steps = Settings.AtLeastOne("Steps", count) });

    /// <summary>Who is told after each step, on the thread of the run.</summary>
    /// <param name="listener">The listener.</param>
    public OptimizationBuilder<T> Progress(IProgress<OptimizationProgress> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return With(course with { Progress = listener });
    }

    /// <summary>A file that holds the state of the fit after the last of so many steps, and after the last one done: whole at any time.</summary>
    /// <param name="path">In a folder that exists; ends in .safetensors, or in .json for few parameters.</param>
    /// <param name="every">Number of steps, at least 1.</param>
    /// <exception cref="TensorFileException">Its name ends otherwise, or there is no such folder.</exception>
    /// <exception cref="ValueException">The number is less than 1.</exception>
    public OptimizationBuilder<T> Checkpoints(string path, int every) =>
        With(course with { Checkpoints = DiffProb.Checkpoints.ToFile(path, every) });

    /// <summary>Who is handed the state of the fit after each so many steps, and after the last one done, on the thread of the run.</summary>
    /// <param name="listener">The listener.</param>
    /// <param name="every">Number of steps, at least 1.</param>
    /// <exception cref="ValueException">The number is less than 1.</exception>
    public OptimizationBuilder<T> Checkpoints(Action<Checkpoint> listener, int every)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return With(course with { Checkpoints = DiffProb.Checkpoints.ToListener(listener, every) });
    }

    /// <summary>Goes on from a state of the same fit, instead of the beginning: it ends in the same bits as if it had never stopped.</summary>
    /// <param name="checkpoint">The state; one of another program or of other options is refused when it runs.</param>
    public OptimizationBuilder<T> ResumeFrom(Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return With(course with { Resume = FSharpOption<Checkpoint>.Some(checkpoint) });
    }

    /// <summary>Independent draws of the whole program at each step.</summary>
    /// <param name="count">At least 1.</param>
    /// <exception cref="ValueException">The count is less than 1.</exception>
    public OptimizationBuilder<T> Particles(int count) => With(settings.WithParticles(count));

    /// <summary>Where the random numbers begin: same seed, same bits.</summary>
    /// <param name="seed">Any number.</param>
    public OptimizationBuilder<T> Seed(ulong seed) => With(settings with { Seed = seed });

    /// <summary>Where it runs.</summary>
    /// <param name="engine">The engine.</param>
    public OptimizationBuilder<T> On(IEngine engine) => With(settings.On(engine));

    /// <summary>In which type it computes: Float64 unless said otherwise, or Float32, as PyTorch does. Parameters and what the optimizer remembers of them keep Float64.</summary>
    /// <param name="type">Float64 or Float32.</param>
    /// <exception cref="ValueException">It is another type.</exception>
    public OptimizationBuilder<T> Precision(DType type) => With(settings.In(type));

    /// <summary>The value from which a parameter starts, instead of its initial one.</summary>
    /// <param name="parameter">Name of the parameter.</param>
    /// <param name="value">Numbers of its shape.</param>
    /// <exception cref="DiffProbException">The name is empty, or the value depends on a site, a parameter or data.</exception>
    public OptimizationBuilder<T> With(string parameter, Tensor value) => With(settings.With(parameter, value));

    /// <summary>The values of all parameters from which they start, such as a file or a fit holds, in place of what was said before.</summary>
    /// <param name="parameters">A value for each parameter of the program, and for no other; this is tested when it runs.</param>
    public OptimizationBuilder<T> With(NamedTensors parameters) => With(settings.With(parameters));

    /// <summary>A plan to follow instead of the planner's choice, edited perhaps; it is refused if it would be biased and bias is not allowed.</summary>
    /// <param name="plan">The plan.</param>
    public OptimizationBuilder<T> Following(Plan plan) => With(settings.Following(plan));

    /// <summary>Most terms of a sum over enumerated values, for each particle and row.</summary>
    /// <param name="terms">At least 1.</param>
    /// <exception cref="ValueException">The number is less than 1.</exception>
    public OptimizationBuilder<T> EnumerationBudget(int terms) => With(settings.WithBudget(terms));

    /// <summary>Lets the planner measure before it chooses: every valid estimator is piloted at each site, on draws that serve nothing else.</summary>
    public OptimizationBuilder<T> Measure() => With(settings with { Measure = true });

    /// <summary>Allows estimators that give the gradient of another objective: those that <c>Via</c> and plans ask for, and with <c>Measure()</c> those whose squared
    /// error, bias included, is measured to be clearly less in the time of a run. Unmeasured, the planner chooses none.</summary>
    public OptimizationBuilder<T> AllowBias() => With(settings with { AllowBias = true });

    /// <summary>Where it is written what was planned and why, each tenth of the steps, what to beware of, and when it ended.</summary>
    /// <remarks>Numbers do not depend on it. Reasons are written at the level Debug.</remarks>
    /// <param name="logger">The log.</param>
    public OptimizationBuilder<T> LogTo(ILogger logger) => With(settings.LogTo(logger));

    /// <summary>Does the steps.</summary>
    /// <param name="cancellation">Stops it within a chunk of particles; the fit after the last whole step is returned, and says so.</param>
    /// <exception cref="DiffProbException">The program is wrong, no estimator is valid at a site, or a number is not finite.</exception>
    /// <exception cref="OperationCanceledException">It was canceled while it was measured which estimators to take, so that there is no fit yet.</exception>
    public Fit Run(CancellationToken cancellation = default)
    {
        var log = settings.Log(name);
        if (log is not null)
        {
            RunMessages.FitBegins(log.Logger, name, course.Steps, settings.Particles, course.Optimizer, settings.Seed, settings.Precision, log.Engine);
        }

        var options = Options(log is null ? course.Progress : log.Heard(course.Progress), cancellation);
        return RunLog.Of(log, planned => direction(planned, options, program), (l, fit) => l.Done(fit));
    }

    private Optimization Options(IProgress<OptimizationProgress>? listener, CancellationToken cancellation) => new(
        course.Optimizer, course.Schedule, course.Steps, settings.Particles, settings.Seed, settings.Engine, settings.Precision, settings.Parameters,
        settings.Plan, settings.EnumerationBudget, settings.AllowBias, settings.Measure, course.Checkpoints, course.Resume, listener, cancellation);

    private OptimizationBuilder<T> With(Settings changed) => new(program, name, direction, changed, course);

    private OptimizationBuilder<T> With(Course changed) => new(program, name, direction, settings, changed);

    private sealed record Course
    {
        internal Optimizer Optimizer { get; init; } = OptimizationModule.defaults.Optimizer;

        internal Schedule Schedule { get; init; } = OptimizationModule.defaults.Schedule;

        internal int Steps { get; init; } = OptimizationModule.defaults.Steps;

        internal Checkpoints Checkpoints { get; init; } = OptimizationModule.defaults.Checkpoints;

        internal FSharpOption<Checkpoint>? Resume { get; init; }

        internal IProgress<OptimizationProgress>? Progress { get; init; }
    }
}
