/// The F# program of docs/how-to/sample-a-posterior.md, between the marks.
module internal DiffProb.Tests.PosteriorProgram

// <page>
open DiffProb

let effects = [| 28.0; 8.0; -3.0; 7.0; -1.0; 1.0; 18.0; 12.0 |]
let errors = [| 15.0; 10.0; 16.0; 11.0; 9.0; 11.0; 10.0; 18.0 |]

/// Eight schools (Rubin 1981): the effect of each school is mu + tau eta.
let schools =
    prob {
        let! mu = sample "mu" (Normal(0.0, 5.0))
        let! tau = sample "tau" (HalfCauchy 5.0)

        for effect, error in plate "school" (effects, errors) do
            let! eta = sample "eta" (Normal(0.0, 1.0))
            let! theta = deterministic "theta" (mu + tau * eta)
            do! observe "effect" (Normal(theta, error)) effect
    }

let posterior =
    schools
    |> Infer.nuts
        { Sampling.defaults with
            Chains = 4
            Draws = 1000
            TargetAcceptance = 0.95
            Seed = 1UL
        }

/// Chains x draws x schools.
let theta = posterior.["theta"]

/// Draws near which others are missing: 0, or a handful.
let divergences = posterior.Divergences
// </page>
