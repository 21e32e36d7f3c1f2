namespace DiffProb

open System.Collections.Generic
open System.Threading

/// How a posterior is weighed by importance.
type ImportanceSampling =
    {
        /// Weighted particles: at least 2.
        Particles: int
        /// Draws that are chosen by weight: at least 1.
        Draws: int
        /// How they are chosen.
        Resampling: ResamplingKind
        /// Whether all particles are kept beside their weights; false keeps the chosen draws alone, so that memory does not grow with the particles but by 8 bytes each.
        KeepParticles: bool
        /// Same seed, same bits.
        Seed: uint64
        /// Parts of particles that run at a time; 0 for one per processor.
        Threads: int
        /// Where particles run.
        Engine: IEngine
        /// Values of parameters of the program and of the guide instead of their initial ones, by name.
        Parameters: IReadOnlyDictionary<string, Tensor>
        /// Stops the run: OperationCanceledException is thrown.
        Cancellation: CancellationToken
    }

/// How particles are filtered.
type ParticleFiltering =
    {
        /// Particles of each run: at least 2.
        Particles: int
        /// Independent filters, which tell the error of the evidence: at least 1. They run in parallel, and their bits do not depend on how many at a time.
        Runs: int
        /// How particles are resampled.
        Resampling: ResamplingKind
        /// Particles are resampled where their effective sample size is not above this part of their number: in (0, 1]; 1 resamples at each observation.
        Threshold: float
        /// Whether whole paths are kept as a posterior, and not filtered means alone.
        KeepPaths: bool
        /// Same seed, same bits.
        Seed: uint64
        /// Runs at a time; 0 for one per processor.
        Threads: int
        /// Where particles run.
        Engine: IEngine
        /// Values of parameters of the program and of the guide instead of their initial ones, by name.
        Parameters: IReadOnlyDictionary<string, Tensor>
        /// Stops the run between two observations: OperationCanceledException is thrown.
        Cancellation: CancellationToken
    }

/// How particles go from the prior to the posterior, temperature by temperature.
type Tempering =
    {
        /// Particles of each run: at least 2.
        Particles: int
        /// Independent runs, which tell the error of the evidence: at least 1. They run in parallel, and their bits do not depend on how many at a time.
        Runs: int
        /// The next temperature is the one that leaves this conditional effective sample size, as a part of the particles: in (0, 1). Nearer to 1 means more temperatures.
        ConditionalSize: float
        /// Particles are resampled where their effective sample size is not above this part of their number: in (0, 1].
        Threshold: float
        /// How particles are resampled.
        Resampling: ResamplingKind
        /// How particles move at each temperature.
        Move: MoveKind
        /// Moves of each particle at each temperature: at least 1. Random walks want some tens.
        Moves: int
        /// Which covariance of the particles the moves know: the variance of each number, or all.
        Metric: MetricKind
        /// Same seed, same bits.
        Seed: uint64
        /// Runs at a time; 0 for one per processor.
        Threads: int
        /// Where densities run.
        Engine: IEngine
        /// Values of parameters instead of their initial ones, by name.
        Parameters: IReadOnlyDictionary<string, Tensor>
        /// Stops the run between two moves: OperationCanceledException is thrown.
        Cancellation: CancellationToken
    }

/// Starting points for options: `{ ImportanceSampling.defaults with Particles = 100_000 }`.
[<RequireQualifiedAccess; CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module ImportanceSampling =

    /// 10,000 particles, which are kept, 1000 draws chosen systematically, seed 0, the managed engine.
    let defaults =
        {
            Particles = 10_000
            Draws = 1000
            Resampling = ResamplingKind.Systematic
            KeepParticles = true
            Seed = 0UL
            Threads = 0
            Engine = SamplerOptions.OneThread
            Parameters = Estimation.defaults.Parameters
            Cancellation = CancellationToken.None
        }

    let internal toOptions (o: ImportanceSampling) =
        ImportanceOptions(
            Particles = o.Particles,
            Draws = o.Draws,
            Resampling = o.Resampling,
            KeepParticles = o.KeepParticles,
            Seed = o.Seed,
            Threads = o.Threads,
            Engine = o.Engine,
            Parameters = o.Parameters,
            Cancellation = o.Cancellation
        )

/// Starting points for options: `{ ParticleFiltering.defaults with Particles = 5000 }`.
[<RequireQualifiedAccess; CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module ParticleFiltering =

    /// 4 runs of 1000 particles, resampled systematically at half of their number, with paths, seed 0, the managed engine.
    let defaults =
        {
            Particles = 1000
            Runs = 4
            Resampling = ResamplingKind.Systematic
            Threshold = 0.5
            KeepPaths = true
            Seed = 0UL
            Threads = 0
            Engine = SamplerOptions.OneThread
            Parameters = Estimation.defaults.Parameters
            Cancellation = CancellationToken.None
        }

    let internal toOptions (o: ParticleFiltering) =
        FilterOptions(
            Particles = o.Particles,
            Runs = o.Runs,
            Resampling = o.Resampling,
            Threshold = o.Threshold,
            KeepPaths = o.KeepPaths,
            Seed = o.Seed,
            Threads = o.Threads,
            Engine = o.Engine,
            Parameters = o.Parameters,
            Cancellation = o.Cancellation
        )

/// Starting points for options: `{ Tempering.defaults with Moves = 10 }`.
[<RequireQualifiedAccess; CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module Tempering =

    /// 4 runs of 1000 particles, a conditional size of 0.8, resampled systematically at half of their number, 5 Hamiltonian moves with a diagonal metric, seed 0, the managed engine.
    let defaults =
        {
            Particles = 1000
            Runs = 4
            ConditionalSize = 0.8
            Threshold = 0.5
            Resampling = ResamplingKind.Systematic
            Move = MoveKind.Hamiltonian
            Moves = 5
            Metric = MetricKind.Diagonal
            Seed = 0UL
            Threads = 0
            Engine = SamplerOptions.OneThread
            Parameters = Estimation.defaults.Parameters
            Cancellation = CancellationToken.None
        }

    let internal toOptions (o: Tempering) =
        TemperingOptions(
            Particles = o.Particles,
            Runs = o.Runs,
            ConditionalSize = o.ConditionalSize,
            Threshold = o.Threshold,
            Resampling = o.Resampling,
            Move = o.Move,
            Moves = o.Moves,
            Metric = o.Metric,
            Seed = o.Seed,
            Threads = o.Threads,
            Engine = o.Engine,
            Parameters = o.Parameters,
            Cancellation = o.Cancellation
        )
