/// The F# program of docs/how-to/divergences.md, between the marks.
module DiffProb.Tests.DivergencesProgram

// <page>
open DiffProb

let program =
    prob {
        let! loc = param "loc" 0.5
        let! scale = paramOn Support.Positive "scale" 0.8
        let guide = Normal(loc, scale)
        let! z = sample "z" guide
        do! cost "misfit" (-Normal(z, 0.5).LogProb(1.2))
        do! cost "divergence" (kl guide (Normal(0.0, 1.0)))
    }

let g =
    program
    |> Expectation.gradient
        { Estimation.defaults with
            Particles = 4096
        }
// </page>
