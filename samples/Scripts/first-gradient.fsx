// Where to aim, when the hand shakes: dotnet fsi first-gradient.fsx
#load "DiffProb.fsx"

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

printfn $"{g}"
printfn $"{g.Plan}"

// 2 (0 - 1.7), by hand. A correct estimate is further than 5 standard errors away for 6 seeds in 10 million; the seed is fixed.
let exact = -3.4
let off = g.["aim"].ToDouble() - exact

if not (abs off <= 5.0 * g.StandardError("aim").ToDouble()) then
    eprintfn $"The derivative is {exact}."
    exit 1
