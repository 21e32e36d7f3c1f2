/// The F# program of docs/how-to/approximate-a-posterior.md, between the marks.
module internal DiffProb.Tests.VariationalProgram

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

/// Independent normal numbers for all sites.
let fit =
    schools
    |> Infer.variational
        { Variational.defaults with
            Steps = 4000
            Seed = 1UL
        }
        Guide.Normal

/// 1 x draws x schools.
let theta = fit.Posterior(4000).["theta"]

/// A guide of one's own draws the same sites in the same plates, and has the parameters that are learnt.
let guide =
    prob {
        let! loc = param "mu.loc" 0.0
        let! scale = paramOn Support.Positive "mu.scale" 1.0
        let! mu = sample "mu" (Normal(loc, scale))
        let! tauLoc = param "tau.loc" 0.0
        let! tauScale = paramOn Support.Positive "tau.scale" 1.0
        let! _ = sample "tau" (LogNormal(tauLoc, tauScale))
        let! etaLoc = param "eta.loc" (Array.zeroCreate<float> 8)
        let! etaScale = paramOn Support.Positive "eta.scale" (Array.create 8 1.0)
        let! slope = param "slope" 0.0

        for loc, scale in plate "school" (etaLoc, etaScale) do
            let! _ = sample "eta" (Normal(loc + slope * mu, scale))
            ()
    }

/// The bound of the mean weight of 8 draws is tighter, and its gradient doubly reparameterized.
let own =
    schools
    |> Infer.variational
        { Variational.defaults with
            Steps = 4000
            ImportanceDraws = 8
            Seed = 1UL
        }
        (Guide.Of guide)
// </page>
