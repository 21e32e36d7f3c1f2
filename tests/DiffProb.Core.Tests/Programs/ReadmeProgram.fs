module DiffProb.Tests.ReadmeProgram

// <readme>
open DiffProb

let darts bullseye =
    prob {
        let! aim = param "aim" 0.0
        let! hit = sample "hit" (Normal(aim, 0.3))
        return (hit - bullseye) ** 2.0
    }

let g =
    darts 1.7
    |> Expectation.gradient
        { Estimation.defaults with
            Particles = 4096
            Seed = 1UL
        }

printfn $"{g.Value}" // mean ± standard error
printfn $"""{g.["aim"]} ± {g.StandardError "aim"}""" // tensors, shaped like the parameter
printfn $"{g.Plan}" // what was done, and why

let fit =
    darts 1.7
    |> Expectation.minimize
        { Optimization.defaults with
            Optimizer = Adam 0.05
            Steps = 500
            Seed = 1UL
        }
// </readme>
