namespace DiffProb

open System
open System.Collections.Generic
open System.Threading

/// Progress of an estimate, an audit, or a plan that is measured.
[<Sealed>]
type EstimationProgress internal (doing: string, fraction: float) =
    /// What is being done, as in "replicate 2 of 10" or "measuring Pathwise at hit for miss".
    member _.Doing = doing

    /// Part of all that is done, from 0 to 1: it counts runs and chunks of particles, so that it is not quite proportional to time. Never less than before.
    member _.Fraction = fraction

/// How an expectation is estimated.
type Estimation =
    {
        /// Independent draws of the whole program, averaged: at least 1.
        Particles: int
        /// Repetitions of the estimate with independent noise, averaged: at least 1. With two or more, standard errors are measured across them.
        Replicates: int
        /// Same seed, same bits.
        Seed: uint64
        /// Where it runs.
        Engine: IEngine
        /// In which type it computes: Float64, or Float32, as PyTorch does. Then derivatives and recorded means come back as Float32. Parameters, sums
        /// over particles, rows and dimensions, and factorizations keep Float64; the random numbers are those of Float64, rounded.
        Precision: DType
        /// Values of parameters instead of their initial ones, by name: some in a dictionary or Map, all in NamedTensors, such as a file holds.
        Parameters: IReadOnlyDictionary<string, Tensor>
        /// A plan to follow; None lets the planner choose.
        Plan: Plan option
        /// Most terms of a sum over enumerated values, and of all such sums of a cost together, for each particle and row. Sums that no drawn
        /// site enters are made once for all particles: together they may have that many for each.
        EnumerationBudget: int
        /// Whether estimators are allowed that give the gradient of another objective, such as GumbelSoftmax: those that are asked for, and with
        /// Measure those whose squared error, bias included, is measured to be clearly less in the time of a run. Unmeasured, the planner chooses none.
        AllowBias: bool
        /// Whether the planner measures before it chooses: every valid estimator is piloted at each site, on draws that serve nothing else.
        Measure: bool
        /// Told how much is done, from any thread of the run, once at a time; null for nobody.
        Progress: IProgress<EstimationProgress> | null
        /// Stops the run within a chunk of particles: it throws OperationCanceledException, since half of an estimate is none.
        Cancellation: CancellationToken
    }

/// Precision of a run.
module internal Precision =

    /// The engine that computes in a type.
    let engine (precision: DType) (engine: IEngine) : IEngine =
        match precision with
        | DType.Float64 -> engine
        | DType.Float32 -> SinglePrecisionEngine engine
        | other -> raise (Errors.precision other)

    /// What a number between 0 and 1 loses when it is rounded, on an engine.
    let rounding (engine: IEngine) =
        match engine with
        | :? SinglePrecisionEngine -> Math.ScaleB(1.0, -24)
        | _ -> Math.ScaleB(1.0, -53)

/// Progress of a fit.
[<Sealed>]
type OptimizationProgress internal (step: int, steps: int, value: float) =
    /// Steps done.
    member _.Step = step

    /// Steps in all.
    member _.Steps = steps

    /// Estimate of the objective at this step.
    member _.Value = value

/// How an expectation is minimized or maximized.
type Optimization =
    {
        /// The rule that moves the parameters.
        Optimizer: Optimizer
        /// How the learning rate changes over the steps.
        Schedule: Schedule
        /// Number of steps: at least 1.
        Steps: int
        /// Independent draws of the whole program at each step: at least 1.
        Particles: int
        /// Same seed, same bits.
        Seed: uint64
        /// Where it runs.
        Engine: IEngine
        /// In which type it computes: Float64, or Float32, as PyTorch does. Parameters and what the optimizer remembers of them, sums over particles, rows
        /// and dimensions, and factorizations keep Float64; the random numbers are those of Float64, rounded.
        Precision: DType
        /// Values to start from instead of the initial ones, by name: some in a dictionary or Map, all in NamedTensors, such as a file holds.
        Parameters: IReadOnlyDictionary<string, Tensor>
        /// A plan to follow; None lets the planner choose.
        Plan: Plan option
        /// Most terms of a sum over enumerated values, and of all such sums of a cost together, for each particle and row. Sums that no drawn
        /// site enters are made once for all particles: together they may have that many for each.
        EnumerationBudget: int
        /// Whether estimators are allowed that give the gradient of another objective, such as GumbelSoftmax: those that are asked for, and with
        /// Measure those whose squared error, bias included, is measured to be clearly less in the time of a run. Unmeasured, the planner chooses none.
        AllowBias: bool
        /// Whether the planner measures before it chooses: every valid estimator is piloted at each site, on draws that serve nothing else.
        Measure: bool
        /// Where the state of the fit goes while it runs.
        Checkpoints: Checkpoints
        /// The state from which the fit goes on, instead of the beginning; None begins. With the other options as they were, it ends in the same bits
        /// as if it had never stopped. Parameters stand where the state has them.
        Resume: Checkpoint option
        /// Told after each step; null for nobody.
        Progress: IProgress<OptimizationProgress> | null
        /// Stops the run within a chunk of particles; the fit after the last whole step is returned. While it is measured which estimators to
        /// take there is no fit: then OperationCanceledException is thrown.
        Cancellation: CancellationToken
    }

/// Starting points for options: `{ Estimation.defaults with Particles = 4096 }`.
[<RequireQualifiedAccess; CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module Estimation =
    let private none = Dictionary<string, Tensor>() :> IReadOnlyDictionary<_, _>

    /// 1000 particles, one replicate, seed 0, the managed engine, the planner's choice.
    let defaults =
        {
            Particles = 1000
            Replicates = 1
            Seed = 0UL
            Engine = ManagedEngine.Default
            Precision = DType.Float64
            Parameters = none
            Plan = None
            EnumerationBudget = 1024
            AllowBias = false
            Measure = false
            Progress = null
            Cancellation = CancellationToken.None
        }

/// Starting points for options: `{ Optimization.defaults with Steps = 500 }`.
[<RequireQualifiedAccess; CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module Optimization =

    /// Adam 0.01, constant rate, 1000 steps of 100 particles, seed 0, the managed engine, the planner's choice.
    let defaults =
        {
            Optimizer = Optimizer.Adam 0.01
            Schedule = Schedule.Constant
            Steps = 1000
            Particles = 100
            Seed = 0UL
            Engine = ManagedEngine.Default
            Precision = DType.Float64
            Parameters = Estimation.defaults.Parameters
            Plan = None
            EnumerationBudget = 1024
            AllowBias = false
            Measure = false
            Checkpoints = Checkpoints.Never
            Resume = None
            Progress = null
            Cancellation = CancellationToken.None
        }
