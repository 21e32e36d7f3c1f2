/// The F# program of docs/how-to/transforms.md, between the marks.
module DiffProb.Tests.TransformsProgram

// <page>
open DiffProb

let aboveFloor = Transform.Chain [ Transform.Exp; Transform.Affine(0.1, 1.0) ]

let program =
    prob {
        let! m = param "m" 0.0
        let! rate = sample "rate" (Transformed(Normal(m, 0.5), aboveFloor))
        return (rate - 1.0) ** 2.0
    }

let g =
    program
    |> Expectation.gradient
        { Estimation.defaults with
            Particles = 4096
        }
// </page>
