namespace DiffProb

open System.Collections.Generic
open System.Threading

/// How an inference is calibrated by simulation.
type Calibration =
    {
        /// Data sets that are simulated, and inferred: at least 2; 100 to 1000 show what is worth knowing.
        Simulations: int
        /// Draws of each posterior among which the true value is ranked: at least 1. They are thinned evenly from all, and should be fewer than the effective sample size.
        Draws: int
        /// Same seed, same bits.
        Seed: uint64
        /// Simulations at a time: 1, on this thread; 0 for one per processor. The chains of each run in parallel in any case. Where a module of a library
        /// calibrates while it is initialized, other threads wait for its end when they need its values, so that 1 is what ends.
        Threads: int
        /// Where programs are simulated.
        Engine: IEngine
        /// Values of parameters of the program that simulates, instead of their initial ones. The inference has its own.
        Parameters: IReadOnlyDictionary<string, Tensor>
        /// Stops it between two simulations: what was found so far is returned. Before the first, OperationCanceledException is thrown.
        Cancellation: CancellationToken
    }

/// Starting points for options: `{ Calibration.defaults with Simulations = 500 }`.
[<RequireQualifiedAccess; CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module Calibration =

    /// 100 simulations, ranks among 99 draws, seed 0, one simulation at a time, the managed engine.
    let defaults =
        {
            Simulations = 100
            Draws = 99
            Seed = 0UL
            Threads = 1
            Engine = Estimation.defaults.Engine
            Parameters = Estimation.defaults.Parameters
            Cancellation = CancellationToken.None
        }

    let internal toOptions (c: Calibration) =
        CalibrationOptions(
            Simulations = c.Simulations,
            Draws = c.Draws,
            Seed = c.Seed,
            Threads = c.Threads,
            Engine = c.Engine,
            Parameters = c.Parameters,
            Cancellation = c.Cancellation
        )
