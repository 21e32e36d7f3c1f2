namespace DiffProb

open System
open System.Collections.Generic
open System.Threading

/// How a guide is fitted to a posterior.
type Variational =
    {
        /// The rule that moves the parameters. Guide.Delta and Guide.Laplace have a search of their own.
        Optimizer: Optimizer
        /// How the learning rate changes over the steps.
        Schedule: Schedule
        /// Number of steps, at most for a search for a mode: at least 1.
        Steps: int
        /// Independent draws of the guide at each step; of the importance weighted bound, groups of draws: at least 1.
        Particles: int
        /// Draws whose mean weight makes the bound: 1 for the evidence lower bound, more for the importance weighted one (Burda et al. 2016), which is tighter. Its gradient is
        /// doubly reparameterized where all draws are differentiated along their paths, and that of VIMCO where they are scored.
        ImportanceDraws: int
        /// Where the scales of an automatic guide start, on the unconstrained space: positive.
        InitialScale: float
        /// Draws of the fitted guide that judge it: at least 2.
        EvaluationDraws: int
        /// Rise of the bound, in nats, below which a fit has converged: at least 0.
        Tolerance: float
        /// Same seed, same bits.
        Seed: uint64
        /// Where it runs.
        Engine: IEngine
        /// In which type it computes: Float64, or Float32, as PyTorch does. Parameters keep Float64.
        Precision: DType
        /// Values to start from instead of the initial ones, by name: some in a dictionary or Map, all in NamedTensors, such as a file holds. Automatic guides
        /// have "guide/loc" and others.
        Parameters: IReadOnlyDictionary<string, Tensor>
        /// A plan to follow; None lets the planner choose.
        Plan: Plan option
        /// Most terms of a sum over enumerated values, and of all such sums of a term together, for each particle and row.
        EnumerationBudget: int
        /// Whether estimators are allowed that give the gradient of another objective.
        AllowBias: bool
        /// Whether the planner measures before it chooses.
        Measure: bool
        /// Where the state of the fit goes while it runs.
        Checkpoints: Checkpoints
        /// The state from which the fit goes on, instead of the beginning, to the same bits; None begins.
        Resume: Checkpoint option
        /// Told after each step; null for nobody.
        Progress: IProgress<OptimizationProgress> | null
        /// Stops the run; the fit after the last whole step is returned.
        Cancellation: CancellationToken
    }

/// Starting points for options: `{ Variational.defaults with Steps = 5000 }`.
[<RequireQualifiedAccess; CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module Variational =

    /// Adam 0.05 that falls along a cosine, 2000 steps of 10 draws, the evidence lower bound, scales from 0.1, judged by 1000 draws and 0.1 nats, seed 0,
    /// the managed engine, the planner's choice.
    let defaults =
        let o = VariationalOptions()

        {
            Optimizer = o.Optimizer
            Schedule = o.Schedule
            Steps = o.Steps
            Particles = o.Particles
            ImportanceDraws = o.ImportanceDraws
            InitialScale = o.InitialScale
            EvaluationDraws = o.EvaluationDraws
            Tolerance = o.Tolerance
            Seed = o.Seed
            Engine = o.Engine
            Precision = o.Precision
            Parameters = o.Parameters
            Plan = None
            EnumerationBudget = o.EnumerationBudget
            AllowBias = o.AllowBias
            Measure = o.Measure
            Checkpoints = o.Checkpoints
            Resume = None
            Progress = null
            Cancellation = CancellationToken.None
        }

    let internal toOptions (o: Variational) =
        VariationalOptions(
            Optimizer = o.Optimizer,
            Schedule = o.Schedule,
            Steps = o.Steps,
            Particles = o.Particles,
            ImportanceDraws = o.ImportanceDraws,
            InitialScale = o.InitialScale,
            EvaluationDraws = o.EvaluationDraws,
            Tolerance = o.Tolerance,
            Seed = o.Seed,
            Engine = o.Engine,
            Precision = o.Precision,
            Parameters = o.Parameters,
            Plan = Option.toObj o.Plan,
            EnumerationBudget = o.EnumerationBudget,
            AllowBias = o.AllowBias,
            Measure = o.Measure,
            Checkpoints = o.Checkpoints,
            Resume = Option.toObj o.Resume,
            Progress = o.Progress,
            Cancellation = o.Cancellation
        )
