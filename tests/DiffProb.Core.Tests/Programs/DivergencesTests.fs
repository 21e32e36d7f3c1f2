/// Divergences as costs; docs/how-to/divergences.md shows a program that compiles and runs.
module DiffProb.Tests.DivergencesTests

open Xunit
open DiffProb
open DiffProb.Tests.Judge

/// E misfit = 2 ((loc - 1.2)² + scale²) + constant, KL = (loc² + scale² - 1) / 2 - log scale.
[<Fact>]
let ``the program of the page runs`` () =
    let g = DivergencesProgram.g
    derivativeIs (4.0 * (0.5 - 1.2) + 0.5) 0.1 "loc" g
    derivativeIs (4.0 * 0.8 + 0.8 - 1.0 / 0.8) 0.15 "scale" g
    Assert.Equal<(string * string * string) list>([ "z", "misfit", "Pathwise" ], choices g.Plan)

[<Fact>]
let ``the page shows the program that runs`` () =
    Pages.shows "DivergencesProgram.fs" "docs/how-to/divergences.md"

/// A cost of parameters alone has the exact gradient, with no site and no estimator.
[<Fact>]
let ``a divergence between laws of parameters has an exact gradient`` () =
    let g =
        prob {
            let! loc = param "loc" 0.5
            let! scale = paramOn Support.Positive "scale" 0.8
            do! cost "divergence" (kl (Normal(loc, scale)) (Normal(0.0, 1.0)))
        }
        |> Expectation.gradient Estimation.defaults

    Assert.Empty g.Plan.Entries
    Assert.Equal(0.5 * (0.25 + 0.64 - 1.0) - log 0.8, g.Value.Mean, 1e-15)
    Assert.Equal(0.0, g.Value.StandardError)
    Assert.Equal(0.5, g.["loc"].ToDouble(), 1e-15)
    Assert.Equal(0.8 - 1.0 / 0.8, g.["scale"].ToDouble(), 1e-14)

/// E KL(N(z, 1), N(0, 1)) = E z² / 2.
[<Fact>]
let ``a divergence of a law that depends on a site is a cost of the site`` () =
    let g =
        prob {
            let! m = param "m" 0.7
            let! z = sample "z" (Normal(m, 1.0))
            do! cost "divergence" (kl (Normal(z, 1.0)) (Normal(0.0, 1.0)))
        }
        |> Expectation.gradient
            { Estimation.defaults with
                Particles = 4096
            }

    isExactly (0.5 * (0.49 + 1.0)) 0.05 g.Value.Mean g.Value.StandardError
    derivativeIs 0.7 0.05 "m" g
    Assert.Equal<(string * string * string) list>([ "z", "divergence", "Pathwise" ], choices g.Plan)

/// Rows of a plate have divergences of their own, which are summed.
[<Fact>]
let ``divergences in a plate are summed over its rows`` () =
    let g =
        prob {
            let! m = param "m" 0.7

            for x in plate "row" [| 0.0; 1.0; 2.0 |] do
                do! cost "divergence" (kl (Normal(m, 1.0)) (Normal(x, 1.0)))
        }
        |> Expectation.gradient Estimation.defaults

    Assert.Equal(0.5 * (0.49 + 0.09 + 1.69), g.Value.Mean, 1e-14)
    Assert.Equal(0.7 - 0.3 - 1.3, g.["m"].ToDouble(), 1e-14)

[<Fact>]
let ``a pair without a closed form is refused, with the way out`` () =
    messageOf (fun () -> kl (Cauchy(0.0, 1.0)) (StudentT(3.0, 0.0, 1.0)))
    |> says [ "Cauchy"; "StudentT"; "p.LogProb(x) - q.LogProb(x)" ]
