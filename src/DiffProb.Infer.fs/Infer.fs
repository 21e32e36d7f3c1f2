namespace DiffProb

/// Draws from the posterior of a program: of its sites, given what it observes and its factors. Parameters of the program stand at their values, discrete sites
/// of finite support are summed out exactly, and costs do not enter.
[<RequireQualifiedAccess>]
module Infer =

    /// The no-U-turn sampler, with step size and metric learnt in warmup as Stan does.
    let nuts (options: Sampling) (program: Prob<'T>) : Posterior =
        Sampler.Run(program, Sampling.toOptions SamplerKind.Nuts 1.0 null options)

    /// Fits a guide to the posterior: variational inference, with the gradients that the planner chooses; for Guide.Delta and Guide.Laplace a search for the
    /// mode by limited-memory BFGS. Parameters of the program are learnt with those of the guide.
    let variational (options: Variational) (guide: Guide) (program: Prob<'T>) : VariationalFit =
        VariationalInference.Run(program, guide, Variational.toOptions options)

    /// Hamiltonian Monte Carlo along trajectories of one length, in units of time of unit mass: 2π goes around a normal distribution once.
    let hmc (length: float) (options: Sampling) (program: Prob<'T>) : Posterior =
        Sampler.Run(program, Sampling.toOptions SamplerKind.Hmc length null options)

    /// Kernels that move some sites each, one after the other: for what has no gradient, such as discrete sites and densities that jump.
    /// Discrete sites of finite support that no kernel names are summed out.
    let mcmc (kernel: MarkovKernel) (options: Sampling) (program: Prob<'T>) : Posterior =
        Sampler.Run(program, Sampling.toOptions SamplerKind.Nuts 1.0 kernel options)

    /// Draws from the program alone, whatever data it has: of its sites and recorded values, and of data that it would make (`Predictive`). They are one chain of
    /// independent draws.
    let prior (draws: int) (options: Simulation) (program: Prob<'T>) : Posterior =
        Simulator.Prior(program, draws, Simulation.toOptions options)

    /// What a program says where its sites stand at the draws of a posterior: data are drawn anew (`Predictive`), recorded values are computed, and sites that the
    /// posterior has no draws of, or that are to be drawn anew, are drawn from their laws given the others. For the program that was inferred these are
    /// posterior predictive draws; for one of other data or covariates, predictions. Values in `observe` say of what shape data are, and are not conditioned on.
    /// Discrete sites that were summed out are drawn together, given the data (see Posterior.WithDiscreteDraws).
    let predict (options: Simulation) (posterior: Posterior) (program: Prob<'T>) : Posterior =
        Simulator.Predict(posterior, program, Simulation.toOptions options)

    /// Simulation-based calibration: values of all sites are drawn from the program, data from these, and each value is ranked among draws of the posterior of its data.
    /// Where the inference is right, ranks are uniform. `infer` is given a seed and the program with simulated data in place of its own.
    let calibrate (options: Calibration) (infer: uint64 -> Prob<'T> -> Posterior) (program: Prob<'T>) : CalibrationRanks =
        Calibrator<'T>.Run(program, (fun seen seed -> infer seed seen), Calibration.toOptions options)

    /// Importance sampling: particles from the prior, weighed by the data. Discrete sites are drawn, too, of any support.
    let importance (options: ImportanceSampling) (program: Prob<'T>) : ImportanceResult =
        ImportanceSampler.Run(program, GuideProgram.None, ImportanceSampling.toOptions options)

    /// The same with particles from a guide: a program with the same sites, under the same names, whose laws are nearer to the posterior.
    let importanceFrom (guide: Prob<'G>) (options: ImportanceSampling) (program: Prob<'T>) : ImportanceResult =
        ImportanceSampler.Run(program, GuideProgram.Of guide, ImportanceSampling.toOptions options)

    /// Sequential Monte Carlo along the observations of a program (a particle filter): for state-space programs, where sites and data come step by step. Discrete sites are drawn, too.
    let smc (options: ParticleFiltering) (program: Prob<'T>) : FilterResult =
        ParticleFilter.Run(program, GuideProgram.None, ParticleFiltering.toOptions options)

    /// The same with particles from a guide: a program with the same sites, under the same names, which may look at the data before it proposes.
    let smcFrom (guide: Prob<'G>) (options: ParticleFiltering) (program: Prob<'T>) : FilterResult =
        ParticleFilter.Run(program, GuideProgram.Of guide, ParticleFiltering.toOptions options)

    /// Sequential Monte Carlo from the prior to the posterior, temperature by temperature: for posteriors of several modes, and for their evidence. Discrete sites
    /// of finite support are summed out exactly.
    let tempered (options: Tempering) (program: Prob<'T>) : TemperingResult =
        TemperedSampler.Run(program, Tempering.toOptions options)
