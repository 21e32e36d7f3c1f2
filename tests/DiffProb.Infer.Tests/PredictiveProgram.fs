/// The F# program of docs/how-to/predictive-draws.md, between the marks.
module internal DiffProb.Tests.PredictiveProgram

// <page>
open DiffProb

let effects = [| 28.0; 8.0; -3.0; 7.0; -1.0; 1.0; 18.0; 12.0 |]
let errors = [| 15.0; 10.0; 16.0; 11.0; 9.0; 11.0; 10.0; 18.0 |]

/// Effects of coaching in some schools, and what was measured of them.
let schools (effects: float[]) (errors: float[]) =
    prob {
        let! mu = sample "mu" (Normal(0.0, 5.0))
        let! tau = sample "tau" (HalfCauchy 5.0)

        for effect, error in plate "school" (effects, errors) do
            let! eta = sample "eta" (Normal(0.0, 1.0))
            let! theta = deterministic "theta" (mu + tau * eta)
            do! observe "effect" (Normal(theta, error)) effect
    }

let eight = schools effects errors
let simulation = { Simulation.defaults with Seed = 2UL }

/// Before the data: 1 chain x 500 draws x 8 schools.
let prior = eight |> Infer.prior 500 simulation
let imagined = prior.PredictiveOf "effect"

/// After them: what the same experiment would measure again.
let posterior =
    eight
    |> Infer.nuts
        { Sampling.defaults with
            TargetAcceptance = 0.95
            Seed = 1UL
        }

let replicated = eight |> Infer.predict simulation posterior

/// How often a replicated greatest effect is above the one that was measured.
let greatest =
    let measured = Array.max effects

    let replicates =
        (replicated.PredictiveOf "effect").ToTensor().ToArray() |> Array.chunkBySize 8

    replicates
    |> Array.averageBy (fun r -> if Array.max r > measured then 1.0 else 0.0)

/// Three new schools, measured with an error of 10: their effects are drawn from what is known of schools.
let next =
    schools (Array.zeroCreate 3) (Array.create 3 10.0)
    |> Infer.predict { simulation with Anew = [ "eta" ] } posterior

/// All of it in one file, for ArviZ.
let whole =
    posterior.WithLogLikelihood().WithPredictive(replicated.Predictive).WithPrior(prior)
// </page>
