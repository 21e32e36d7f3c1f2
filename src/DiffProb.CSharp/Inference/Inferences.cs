namespace DiffProb;

/// <summary>How the posterior of a program is found.</summary>
public static class Inferences
{
    /// <summary>Infers the sites of a program from what it observes and from its factors.</summary>
    /// <remarks>Parameters of the program stand at their values, discrete sites of finite support are summed out exactly, and costs do not enter.</remarks>
    /// <typeparam name="T">Type of the program's result.</typeparam>
    /// <param name="program">The program.</param>
    public static InferenceBuilder<T> Infer<T>(this Prob<T> program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return new(program);
    }
}

/// <summary>The algorithms of inference.</summary>
/// <typeparam name="T">Type of the program's result.</typeparam>
public sealed class InferenceBuilder<T>
{
    private readonly Prob<T> program;

    internal InferenceBuilder(Prob<T> program) => this.program = program;

    /// <summary>The no-U-turn sampler, with step size and metric learnt in warmup as Stan does.</summary>
    public SamplingBuilder<T> Nuts() => new(program, new());

    /// <summary>Fits a guide to the posterior: variational inference, with the gradients that the planner chooses; for <see cref="Guide.Delta"/> and <see cref="Guide.Laplace"/> a search for the mode.</summary>
    /// <remarks>Parameters of the program are learnt with those of the guide.</remarks>
    /// <param name="guide">The family of laws in which the posterior is approximated.</param>
    public VariationalBuilder<T> Variational(Guide guide)
    {
        ArgumentNullException.ThrowIfNull(guide);
        return new(program, guide, new());
    }

    /// <summary>Fits a guide that is written as a program: it draws the sites of this one, by their names, and has the parameters that are learnt.</summary>
    /// <typeparam name="TGuide">Type of the guide's result.</typeparam>
    /// <param name="guide">The guide.</param>
    public VariationalBuilder<T> Variational<TGuide>(Prob<TGuide> guide)
    {
        ArgumentNullException.ThrowIfNull(guide);
        return new(program, Guide.Of(guide), new());
    }

    /// <summary>Hamiltonian Monte Carlo along trajectories of one length.</summary>
    /// <param name="length">Length in units of time of unit mass, positive: 2π goes around a normal distribution once.</param>
    /// <exception cref="ValueException">The length is not positive.</exception>
    public SamplingBuilder<T> Hmc(double length) => new(program, new() { Kind = SamplerKind.Hmc, TrajectoryLength = length });

    /// <summary>Kernels that move some sites each, one after the other: for what has no gradient, such as discrete sites and densities that jump.</summary>
    /// <remarks>Discrete sites of finite support that no kernel names are summed out.</remarks>
    /// <param name="kernel">The kernels, which together name every continuous site once.</param>
    public SamplingBuilder<T> Mcmc(MarkovKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return new(program, new() { Kernel = kernel });
    }

    /// <summary>Draws from the program alone, whatever data it has: of its sites and recorded values, and of data that it would make. They are one chain of independent draws.</summary>
    /// <param name="draws">How many, at least 1.</param>
    public SimulationBuilder Prior(int draws)
    {
        var own = program;
        return new(options => Simulator.Prior(own, draws, options), new());
    }

    /// <summary>What the program says where its sites stand at the draws of a posterior: data are drawn anew, recorded values are computed, and sites that the posterior has no draws of, or that
    /// are to be drawn anew, are drawn from their laws given the others.</summary>
    /// <remarks>
    /// <para>For the program that was inferred these are posterior predictive draws; for one of other data or covariates, predictions. Values of observations say of what shape data are, and are not
    /// conditioned on. Discrete sites that were summed out are drawn together, given the data (<see cref="Posterior.WithDiscreteDraws"/>).</para>
    /// </remarks>
    /// <param name="posterior">Draws of sites under the names that they have in the program.</param>
    public SimulationBuilder Predict(Posterior posterior)
    {
        ArgumentNullException.ThrowIfNull(posterior);
        var own = program;
        return new(options => Simulator.Predict(posterior, own, options), new());
    }

    /// <summary>Simulation-based calibration: values of all sites are drawn from the program, data from these, and each value is ranked among draws of the posterior of its data. Where the inference
    /// is right, ranks are uniform.</summary>
    /// <param name="infer">The inference: of the program with simulated data in place of its own, with a seed.</param>
    /// <example><code>
    /// var ranks = schools.Infer().Calibrate((program, seed) => program.Infer().Nuts().Chains(1).Seed(seed).Run()).Simulations(200).Run();
    /// </code></example>
    public CalibrationBuilder<T> Calibrate(Func<Prob<T>, ulong, Posterior> infer)
    {
        ArgumentNullException.ThrowIfNull(infer);
        return new(program, infer, new());
    }

    /// <summary>Importance sampling: particles from the prior or from a guide, weighed by the data. Discrete sites are drawn, too, of any support.</summary>
    public ImportanceBuilder<T> Importance() => new(program, GuideProgram.None, new());

    /// <summary>Sequential Monte Carlo along the observations of a program (a particle filter): for state-space programs, where sites and data come step by step.</summary>
    /// <remarks>Discrete sites are drawn, too, of any support.</remarks>
    public FilterBuilder<T> Smc() => new(program, GuideProgram.None, new());

    /// <summary>Sequential Monte Carlo from the prior to the posterior, temperature by temperature: for posteriors of several modes, and for their evidence.</summary>
    public TemperingBuilder<T> Tempered() => new(program, new());
}
