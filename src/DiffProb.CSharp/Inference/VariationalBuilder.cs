using System.Collections.Immutable;

namespace DiffProb;

/// <summary>How a guide is fitted to a posterior, word by word: each returns a new builder, and <see cref="Run"/> runs it.</summary>
/// <remarks>
/// Unless said otherwise: Adam 0.05 that falls along a cosine, 2000 steps of 10 draws, the evidence lower bound, scales from 0.1, judged by 1000 draws and 0.1 nats,
/// seed 0, the managed engine, the planner's choice.
/// </remarks>
/// <typeparam name="T">Type of the program's result.</typeparam>
public sealed class VariationalBuilder<T>
{
    private readonly Prob<T> program;
    private readonly Guide guide;
    private readonly VariationalOptions options;

    internal VariationalBuilder(Prob<T> program, Guide guide, VariationalOptions options)
    {
        options.Check();
        (this.program, this.guide, this.options) = (program, guide, options);
    }

    /// <summary>The rule that moves the parameters. <see cref="Guide.Delta"/> and <see cref="Guide.Laplace"/> have a search of their own.</summary>
    /// <param name="optimizer">The rule, with its learning rate.</param>
    public VariationalBuilder<T> Using(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return With(options with { Optimizer = optimizer });
    }

    /// <summary>How the learning rate changes over the steps.</summary>
    /// <param name="schedule">The schedule.</param>
    public VariationalBuilder<T> Schedule(Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return With(options with { Schedule = schedule });
    }

    /// <summary>Number of steps, at most for a search for a mode.</summary>
    /// <param name="count">At least 1.</param>
    /// <exception cref="ValueException">The count is less than 1.</exception>
    public VariationalBuilder<T> Steps(int count) => With(options with { Steps = count });

    /// <summary>Independent draws of the guide at each step; of the importance weighted bound, groups of draws.</summary>
    /// <param name="count">At least 1.</param>
    /// <exception cref="ValueException">The count is less than 1.</exception>
    public VariationalBuilder<T> Particles(int count) => With(options with { Particles = count });

    /// <summary>Draws whose mean weight makes the bound: 1 for the evidence lower bound, more for the importance weighted one (Burda et al. 2016), which is tighter.</summary>
    /// <remarks>Its gradient is doubly reparameterized where all draws are differentiated along their paths, and that of VIMCO where they are scored.</remarks>
    /// <param name="count">At least 1.</param>
    /// <exception cref="ValueException">The count is less than 1.</exception>
    public VariationalBuilder<T> ImportanceDraws(int count) => With(options with { ImportanceDraws = count });

    /// <summary>Where the scales of an automatic guide start, on the unconstrained space.</summary>
    /// <param name="scale">Positive.</param>
    /// <exception cref="ValueException">It is not positive.</exception>
    public VariationalBuilder<T> InitialScale(double scale) => With(options with { InitialScale = scale });

    /// <summary>Draws of the fitted guide that judge it.</summary>
    /// <param name="count">At least 2.</param>
    /// <exception cref="ValueException">The count is less than 2.</exception>
    public VariationalBuilder<T> EvaluationDraws(int count) => With(options with { EvaluationDraws = count });

    /// <summary>Rise of the bound below which a fit has converged.</summary>
    /// <param name="nats">At least 0.</param>
    /// <exception cref="ValueException">It is negative.</exception>
    public VariationalBuilder<T> Tolerance(double nats) => With(options with { Tolerance = nats });

    /// <summary>Where the random numbers begin: same seed, same bits.</summary>
    /// <param name="seed">Any number.</param>
    public VariationalBuilder<T> Seed(ulong seed) => With(options with { Seed = seed });

    /// <summary>Where it runs.</summary>
    /// <param name="engine">The engine.</param>
    public VariationalBuilder<T> On(IEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return With(options with { Engine = engine });
    }

    /// <summary>In which type it computes: Float64 unless said otherwise, or Float32, as PyTorch does. Parameters keep Float64.</summary>
    /// <param name="type">Float64 or Float32.</param>
    /// <exception cref="ValueException">It is another type.</exception>
    public VariationalBuilder<T> Precision(DType type) =>
        type is DType.Float64 or DType.Float32 ? With(options with { Precision = type }) : throw FacadeErrors.Precision(type);

    /// <summary>The value from which a parameter starts, instead of its initial one. Automatic guides have "guide/loc" and others.</summary>
    /// <param name="parameter">Name of the parameter.</param>
    /// <param name="value">Numbers of its shape.</param>
    public VariationalBuilder<T> With(string parameter, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ArgumentNullException.ThrowIfNull(value);
        return With(options with
        {
            Parameters = options.Parameters is NamedTensors all ? all.With(parameter, value) : options.Parameters.ToImmutableDictionary().SetItem(parameter, value),
        });
    }

    /// <summary>The values of all parameters from which they start, such as a file or a fit holds, in place of what was said before.</summary>
    /// <param name="parameters">A value for each parameter of the guide and the program, and for no other; this is tested when it runs.</param>
    public VariationalBuilder<T> With(NamedTensors parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return With(options with { Parameters = parameters });
    }

    /// <summary>A plan to follow instead of the planner's choice; it is refused if it would be biased and bias is not allowed.</summary>
    /// <param name="plan">The plan.</param>
    public VariationalBuilder<T> Following(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return With(options with { Plan = plan });
    }

    /// <summary>Most terms of a sum over enumerated values, for each particle and row.</summary>
    /// <param name="terms">At least 1.</param>
    /// <exception cref="ValueException">The number is less than 1.</exception>
    public VariationalBuilder<T> EnumerationBudget(int terms) => With(options with { EnumerationBudget = terms });

    /// <summary>Lets the planner measure before it chooses.</summary>
    public VariationalBuilder<T> Measure() => With(options with { Measure = true });

    /// <summary>Allows estimators that give the gradient of another objective.</summary>
    public VariationalBuilder<T> AllowBias() => With(options with { AllowBias = true });

    /// <summary>A file that holds the state of the fit after the last of so many steps, and after the last one done: whole at any time.</summary>
    /// <param name="path">In a folder that exists; ends in .safetensors, or in .json for few parameters.</param>
    /// <param name="every">Number of steps, at least 1.</param>
    /// <exception cref="TensorFileException">Its name ends otherwise, or there is no such folder.</exception>
    /// <exception cref="ValueException">The number is less than 1.</exception>
    public VariationalBuilder<T> Checkpoints(string path, int every) => With(options with { Checkpoints = DiffProb.Checkpoints.ToFile(path, every) });

    /// <summary>Goes on from a state of the same fit, instead of the beginning: it ends in the same bits as if it had never stopped.</summary>
    /// <param name="checkpoint">The state; one of another fit is refused when it runs.</param>
    public VariationalBuilder<T> ResumeFrom(Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return With(options with { Resume = checkpoint });
    }

    /// <summary>Who is told after each step, on the thread of the run.</summary>
    /// <param name="listener">The listener.</param>
    public VariationalBuilder<T> Progress(IProgress<OptimizationProgress> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return With(options with { Progress = listener });
    }

    /// <summary>Fits.</summary>
    /// <param name="cancellation">Stops it within a step; the fit after the last whole step is returned, and says so.</param>
    /// <exception cref="DiffProbException">The program or the guide is wrong, no estimator is valid at a site, or a number is not finite.</exception>
    public VariationalFit Run(CancellationToken cancellation = default) => VariationalInference.Run(program, guide, options with { Cancellation = cancellation });

    private VariationalBuilder<T> With(VariationalOptions changed) => new(program, guide, changed);
}
