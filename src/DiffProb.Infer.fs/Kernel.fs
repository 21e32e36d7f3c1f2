namespace DiffProb

/// How a Markov chain moves some sites, while all others stay.
[<RequireQualifiedAccess>]
module Kernel =

    /// The no-U-turn sampler, with step size and metric of its own: continuous sites in which the density is differentiable.
    let nuts (sites: seq<string>) : MarkovKernel = MarkovKernel.Nuts(Array.ofSeq sites)

    /// Hamiltonian Monte Carlo along trajectories of one length, in units of time of unit mass: 2π goes around a normal distribution once.
    let hmc (length: float) (sites: seq<string>) : MarkovKernel =
        MarkovKernel.Hmc(length, Array.ofSeq sites)

    /// Slice sampling, number by number (Neal 2003): continuous sites of any density, which needs no derivative. Widths are learnt in warmup.
    let slice (sites: seq<string>) : MarkovKernel = MarkovKernel.Slice(Array.ofSeq sites)

    /// Random walk Metropolis: continuous sites together, by normal steps whose scale and covariance are learnt in warmup; discrete sites number by number, up
    /// or down.
    let randomWalk (sites: seq<string>) : MarkovKernel =
        MarkovKernel.RandomWalk(Array.ofSeq sites)

    /// Gibbs sampling: discrete sites of finite support, each drawn from its law given all else; all rows of a plate at once, where they do not depend on
    /// each other.
    let gibbs (sites: seq<string>) : MarkovKernel = MarkovKernel.Gibbs(Array.ofSeq sites)

    /// One kernel after the other, in each step of the chain. Each site is moved by one of them.
    let cycle (kernels: seq<MarkovKernel>) : MarkovKernel = MarkovKernel.Cycle(Array.ofSeq kernels)
