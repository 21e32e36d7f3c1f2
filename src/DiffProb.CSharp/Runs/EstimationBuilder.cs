namespace DiffProb;

/// <summary>How an expectation is estimated, word by word: each returns a new builder, and the last runs it.</summary>
/// <remarks>Unless said otherwise: 1000 particles, one replicate, seed 0, the managed engine, the planner's choice.</remarks>
/// <typeparam name="T">Type of the program's result.</typeparam>
public sealed class EstimationBuilder<T>
{
    private readonly Prob<T> program;
    private readonly Settings settings;
    private readonly int replicates;

    internal EstimationBuilder(Prob<T> program)
        : this(program, Defaults, EstimationModule.defaults.Replicates)
    {
    }

    private EstimationBuilder(Prob<T> program, Settings settings, int replicates)
    {
        this.program = program;
        this.settings = settings;
        this.replicates = replicates;
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
    public EstimationBuilder<T> Replicates(int count) => new(program, settings, Settings.AtLeastOne("Replicates", count));

    /// <summary>Where the random numbers begin: same seed, same bits.</summary>
    /// <param name="seed">Any number.</param>
    public EstimationBuilder<T> Seed(ulong seed) => With(settings with { Seed = seed });

    /// <summary>Where it runs.</summary>
    /// <param name="engine">The engine.</param>
    public EstimationBuilder<T> On(IEngine engine) => With(settings.On(engine));

    /// <summary>In which type it computes: Float64 unless said otherwise, or Float32, as PyTorch does. Then derivatives and recorded means are Float32, too.</summary>
    /// <param name="type">Float64 or Float32; anything else is refused when it runs.</param>
    public EstimationBuilder<T> Precision(DType type) => With(settings with { Precision = type });

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

    /// <summary>Lets <c>Via</c> and plans ask for estimators that give the gradient of another objective; the planner chooses none.</summary>
    public EstimationBuilder<T> AllowBias() => With(settings with { AllowBias = true });

    /// <summary>What would be done at each site, and why; nothing is drawn, unless it is to be measured.</summary>
    /// <exception cref="DiffProbException">The program is wrong, or no estimator is valid at a site.</exception>
    public Plan Plan() => Expectation.Plan(Options, program);

    /// <summary>The expectation of the sum of the costs.</summary>
    /// <exception cref="DiffProbException">The program is wrong, or no estimator is valid at a site.</exception>
    public Estimate Value() => Expectation.Value(Options, program);

    /// <summary>The expectation of the sum of the costs, and its derivative in every parameter.</summary>
    /// <exception cref="DiffProbException">The program is wrong, or no estimator is valid at a site.</exception>
    public GradientEstimate Gradient() => Expectation.Gradient(Options, program);

    /// <summary>The expectation of the sum of the costs, and all its derivatives of an order in the parameters, by estimators that are valid at that order.</summary>
    /// <param name="order">At least 1.</param>
    /// <exception cref="DiffProbException">The program is wrong, or no estimator is valid at a site.</exception>
    public DerivativesEstimate Derivatives(int order) => Expectation.Derivatives(order, Options, program);

    /// <summary>The expectation of the sum of the costs, and its second derivatives in the parameters.</summary>
    /// <exception cref="DiffProbException">The program is wrong, or no estimator is valid at a site.</exception>
    public DerivativesEstimate Hessian() => Derivatives(2);

    /// <summary>Every valid estimator at every site, measured: means, errors, variances, times, tails, and whether any disagrees with the plan.</summary>
    /// <exception cref="DiffProbException">The program is wrong, or no estimator is valid at a site.</exception>
    public Audit Audit() => Expectation.Audit(Options, program);

    private Estimation Options => new(
        settings.Particles, replicates, settings.Seed, settings.Engine, settings.Precision, settings.Parameters, settings.Plan, settings.EnumerationBudget, settings.AllowBias, settings.Measure);

    private EstimationBuilder<T> With(Settings changed) => new(program, changed, replicates);
}
