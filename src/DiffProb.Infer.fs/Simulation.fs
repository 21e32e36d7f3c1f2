namespace DiffProb

open System.Collections.Generic
open System.Threading

/// How a program is run forward, to draw what it says of its sites and its data.
type Simulation =
    {
        /// Same seed, same bits.
        Seed: uint64
        /// Sites that are drawn from their laws given the others, though the posterior has draws of them: those of new groups, such as schools that no datum is of.
        Anew: string list
        /// Where it runs.
        Engine: IEngine
        /// Values of parameters instead of their initial ones, by name: some in a dictionary or Map, all in NamedTensors, such as a file holds.
        Parameters: IReadOnlyDictionary<string, Tensor>
        /// Stops the run: OperationCanceledException is thrown.
        Cancellation: CancellationToken
    }

/// Starting points for options: `{ Simulation.defaults with Seed = 1UL }`.
[<RequireQualifiedAccess; CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module Simulation =

    /// Seed 0, nothing anew, the managed engine.
    let defaults =
        {
            Seed = 0UL
            Anew = []
            Engine = Estimation.defaults.Engine
            Parameters = Estimation.defaults.Parameters
            Cancellation = CancellationToken.None
        }

    let internal toOptions (s: Simulation) =
        SimulationOptions(
            Seed = s.Seed,
            Anew = List.toArray s.Anew,
            Engine = s.Engine,
            Parameters = s.Parameters,
            Cancellation = s.Cancellation
        )
