/// Plans as JSON.
module DiffProb.Tests.PlanJsonTests

open Xunit
open DiffProb
open DiffProb.Tests.Judge

let private program =
    prob {
        let! l = param "l" 0.4
        let! m = param "m" 0.5
        let! k = sample "k" (Bernoulli(logits = l))
        let! x = sample "x" (Normal(m + k, 1.0))
        do! cost "square" (x * x)
        do! cost "over" (where (x .> 1.0) 1.0 0.0)
    }

[<Fact>]
let ``a plan survives its JSON`` () =
    let plan = Expectation.plan Estimation.defaults program
    let back = Plan.FromJson(plan.ToJson())
    Assert.Equal(string plan, string back)
    Assert.Equal(plan.ToJson(), back.ToJson())

    let follow p =
        program
        |> Expectation.gradient
            { Estimation.defaults with
                Plan = Some p
            }

    Assert.Equal((follow plan).["m"].ToDouble(), (follow back).["m"].ToDouble())

[<Fact>]
let ``a plan can be edited as text`` () =
    let plan = Expectation.plan Estimation.defaults program

    let text =
        plan.ToJson().Replace("\"Pathwise\",\n    \"reason\": \"explicit", "\"Score LeaveOneOut\",\n    \"reason\": \"explicit")

    let g =
        program
        |> Expectation.gradient
            { Estimation.defaults with
                Plan = Some(Plan.FromJson text)
            }

    Assert.Contains(("x", "square", "Score LeaveOneOut"), choices g.Plan)

    let few =
        """[ { "site": "x", "cost": "square", "estimator": "Score MovingAverage 0.8" } ]"""

    let h =
        program
        |> Expectation.gradient
            { Estimation.defaults with
                Plan = Some(Plan.FromJson few)
            }

    Assert.Contains(("x", "square", "Score MovingAverage 0.8"), choices h.Plan)
    Assert.Contains(("x", "over", "ThresholdSmoothing"), choices h.Plan)

[<Theory>]
[<InlineData("nonsense", "no plan in JSON")>]
[<InlineData("{}", "no list of entries")>]
[<InlineData("""[ { "site": "x" } ]""", "an entry has no cost")>]
[<InlineData("""[ { "site": "x", "cost": "c", "estimator": "Magic" } ]""", "there is no estimator \"Magic\"")>]
[<InlineData("""[ { "site": "x", "cost": "c", "estimator": "Arms four" } ]""", "there is no estimator \"Arms four\"")>]
let ``what is no plan is refused`` (json: string) (part: string) =
    messageOf (fun () -> Plan.FromJson json) |> says [ part; "try" ]

[<Fact>]
let ``a plan of another program is refused`` () =
    let plan =
        Plan.FromJson """[ { "site": "z", "cost": "square", "estimator": "Pathwise" } ]"""

    messageOf (fun () ->
        program
        |> Expectation.gradient
            { Estimation.defaults with
                Plan = Some plan
            })
    |> says [ "site \"z\"" ]
