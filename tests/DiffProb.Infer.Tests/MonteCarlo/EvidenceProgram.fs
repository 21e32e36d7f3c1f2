/// The F# program of docs/how-to/evidence-and-filters.md, between the marks.
module internal DiffProb.Tests.EvidenceProgram

// <page>
open DiffProb

let returns = [ 0.3; -0.1; 0.4; -1.2; 0.8; -2.1; 1.7; -0.6; 0.9; -0.2; 0.1; 0.3 ]

/// Stochastic volatility: the log variance h of returns moves in steps.
let volatility (persistence: float) =
    prob {
        let step (h: Tensor) (r: float) =
            prob {
                let! h = sample "h" (Normal(persistence * h, 0.5))
                do! observe "r" (Normal(0.0, exp (h / 2.0))) r
                return h
            }

        return! Prob.fold step (tensor 0.0) returns
    }

/// 4 particle filters of 2000 particles.
let filtered =
    volatility 0.9
    |> Infer.smc
        { ParticleFiltering.defaults with
            Particles = 2000
            Seed = 1UL
        }

/// Evidence of the model, in nats, and its standard error.
let evidence = filtered.LogEvidence, filtered.StandardError

/// Mean of h after the sixth return, given the returns up to it; and draws of it given all returns.
let soFar = filtered.FilteredMean "h[5]"
let inHindsight = filtered.Posterior.["h[5]"]

/// Log Bayes factor against a log variance that does not persist.
let bayesFactor =
    filtered.LogEvidence
    - (volatility 0.0
       |> Infer.smc
           { ParticleFiltering.defaults with
               Particles = 2000
               Seed = 2UL
           })
        .LogEvidence

/// The same evidence by weighing whole paths from the prior: no longer good with hundreds of steps, and it says so.
let weighed =
    volatility 0.9
    |> Infer.importance
        { ImportanceSampling.defaults with
            Particles = 100_000
            Seed = 3UL
        }

/// The two square roots of about 4, known up to sign.
let roots =
    prob {
        let! x = sample "x" (Normal(0.5, 3.0))
        do! observe "square" (Normal(x ** 2.0, 0.2)) 4.0
    }

/// A chain would stay with one of them; particles go to both.
let both =
    roots
    |> Infer.tempered
        { Tempering.defaults with
            Particles = 1000
            Seed = 4UL
        }
// </page>
