/// Measuring before choosing.
module DiffProb.Tests.MeasureTests

open Xunit
open DiffProb
open DiffProb.Tests.Judge

/// cos 5x: along the path the variance of the derivative is 12.5, by the score 0.5 (estimators.md 2.1).
let private wave =
    prob {
        let! m = param "m" 1.0
        let! x = sample "x" (Normal(m, 1.0))
        return cos (5.0 * x)
    }

let private options =
    { Estimation.defaults with
        Particles = 2000
        Seed = 11UL
        Measure = true
    }

[<Fact>]
let ``a choice that is clearly worse is changed, and the plan says so`` () =
    let plan = Expectation.plan options wave
    let entry = Assert.Single plan.Entries
    Assert.NotEqual(Pathwise, entry.Estimator)

    entry.Reason
    |> says
        [
            "measured, and better than Pathwise"
            "variance x seconds"
            "Score LeaveOneOut"
        ]

    Assert.Contains("measured", string plan)

[<Fact>]
let ``what was seen is not used again`` () =
    let g = Expectation.gradient options wave
    let chosen = (Seq.head g.Plan.Entries).Estimator
    Assert.Contains("measured", (Seq.head g.Plan.Entries).Reason)

    let again =
        Expectation.gradient
            { options with
                Measure = false
                Plan = Some((Expectation.plan Estimation.defaults wave).With("x", chosen))
            }
            wave

    Assert.Equal(again.["m"].ToDouble(), g.["m"].ToDouble())

[<Fact>]
let ``a choice that is best is kept`` () =
    let program =
        prob {
            let! m = param "m" 1.0
            let! x = sample "x" (Normal(m, 1.0))
            let! k = sample "k" (Bernoulli(logits = m)) |> via (Score LeaveOneOut)
            return x * x + k * x
        }

    let plan = Expectation.plan options program
    Assert.Equal<(string * string * string) list>([ "x", "result", "Pathwise"; "k", "result", "Score LeaveOneOut" ], choices plan)
    Assert.Contains("no other is clearly better", plan.Entries.[0].Reason)
    Assert.Equal("asked for", plan.Entries.[1].Reason)

[<Fact>]
let ``a fit measures once, before the first step`` () =
    let fit =
        wave
        |> Expectation.minimize
            { Optimization.defaults with
                Steps = 20
                Measure = true
                Particles = 2000
            }

    Assert.Contains("measured", fit.Plan.Entries.[0].Reason)
    Assert.Equal(20, fit.History.Count)
