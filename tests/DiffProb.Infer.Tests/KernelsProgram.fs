/// The F# program of docs/how-to/mix-kernels.md, between the marks.
module internal DiffProb.Tests.KernelsProgram

// <page>
open DiffProb

let counts = [| 12; 7; 15; 9; 11; 4 |]

/// Birds seen in six plots, each with a chance (Royle 2004): how many are there?
let birds =
    prob {
        let! density = sample "density" (Gamma(5.0, 0.25))
        let! detected = sample "detected" (Beta(6.0, 4.0))

        for count in plate "plot" counts do
            let! n = sample "n" (Poisson density)
            do! observe "seen" (Binomial(n, probs = detected)) count
    }

let posterior =
    birds
    |> Infer.mcmc
        (Kernel.cycle [ Kernel.nuts [ "density"; "detected" ]; Kernel.randomWalk [ "n" ] ])
        { Sampling.defaults with
            Draws = 4000
            Seed = 1UL
        }

/// Chains x draws x plots.
let n = posterior.["n"]
// </page>
