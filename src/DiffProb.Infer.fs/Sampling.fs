namespace DiffProb

open System
open System.Collections.Generic
open System.Threading

/// How a posterior is sampled by Markov chains.
type Sampling =
    {
        /// Independent chains: at least 1. They run in parallel, and their bits do not depend on how many at a time.
        Chains: int
        /// Whether chains run each by itself on threads, or side by side, so that one run of an executable answers all: for many chains, or on a GPU.
        ChainMode: ChainMode
        /// Steps of each chain in which step size and metric are learnt, and whose draws are not kept: at least 0.
        Warmup: int
        /// Draws of each chain that are kept: at least 1.
        Draws: int
        /// Same seed, same bits.
        Seed: uint64
        /// Which covariance of the posterior the momenta know: the variance of each number, or all.
        Metric: MetricKind
        /// Mean acceptance that the step size is steered to, in (0, 1): higher means shorter steps and fewer divergences.
        TargetAcceptance: float
        /// Most doublings of a trajectory, which then has up to 2^depth steps: at least 1.
        MaxTreeDepth: int
        /// Chains begin uniformly between -radius and radius on the unconstrained space.
        InitialRadius: float
        /// Chains that run at a time; 0 for one per processor.
        Threads: int
        /// Where densities run.
        Engine: IEngine
        /// Values of parameters instead of their initial ones, by name: some in a dictionary or Map, all in NamedTensors, such as a file holds. They stand there.
        Parameters: IReadOnlyDictionary<string, Tensor>
        /// What a run of the same program returned, at whose ends the chains begin, with its step sizes and metrics; None begins anywhere. Warmup = 0 then only draws.
        Start: Posterior option
        /// File of the state of the run while it runs, whole at any time; ends in .safetensors. None writes none.
        CheckpointFile: string option
        /// Steps of each chain between two states in the file: at least 1.
        CheckpointEvery: int
        /// A state from which the run goes on, instead of the beginning: with the other options as they were, but for Draws, it ends in the same bits
        /// as if it had never stopped.
        Resume: SamplingCheckpoint option
        /// Told now and then how far a chain is, from any thread of the run, once at a time; null for nobody.
        Progress: IProgress<SamplingProgress> | null
        /// Stops the run between two leapfrog steps: what was drawn so far is returned. While a chain has no draw yet, OperationCanceledException is thrown.
        Cancellation: CancellationToken
    }

/// Starting points for options: `{ Sampling.defaults with Chains = 4 }`.
[<RequireQualifiedAccess; CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module Sampling =

    /// 4 chains of 1000 draws after 1000 steps of warmup, seed 0, a diagonal metric, acceptance 0.8, trees of depth 10, the managed engine.
    let defaults =
        {
            Chains = 4
            ChainMode = ChainMode.Threaded
            Warmup = 1000
            Draws = 1000
            Seed = 0UL
            Metric = MetricKind.Diagonal
            TargetAcceptance = 0.8
            MaxTreeDepth = 10
            InitialRadius = 2.0
            Threads = 0
            Engine = SamplerOptions.OneThread
            Parameters = Estimation.defaults.Parameters
            Start = None
            CheckpointFile = None
            CheckpointEvery = 100
            Resume = None
            Progress = null
            Cancellation = CancellationToken.None
        }

    let internal toOptions (kind: SamplerKind) (length: float) (kernel: MarkovKernel | null) (o: Sampling) =
        SamplerOptions(
            Kind = kind,
            Kernel = kernel,
            TrajectoryLength = length,
            Chains = o.Chains,
            ChainMode = o.ChainMode,
            Warmup = o.Warmup,
            Draws = o.Draws,
            Seed = o.Seed,
            Metric = o.Metric,
            TargetAcceptance = o.TargetAcceptance,
            MaxTreeDepth = o.MaxTreeDepth,
            InitialRadius = o.InitialRadius,
            Threads = o.Threads,
            Engine = o.Engine,
            Parameters = o.Parameters,
            Start = Option.toObj o.Start,
            CheckpointPath = Option.toObj o.CheckpointFile,
            CheckpointEvery = o.CheckpointEvery,
            Resume = Option.toObj o.Resume,
            Progress = o.Progress,
            Cancellation = o.Cancellation
        )
