/// The F# program of docs/how-to/read-a-plan.md, between the marks.
module DiffProb.Tests.PlanProgram

// <page>
open DiffProb

let shop =
    prob {
        let! stock = paramOn Support.Positive "stock" 30.0
        let! price = paramOn Support.Positive "price" 2.0
        let! rain = sample "rain" (Bernoulli(probs = 0.3 * exp (-price / 20.0)))
        let! demand = sample "demand" (Normal(40.0 - 5.0 * price - 8.0 * rain, 4.0))
        let! visitors = sample "visitors" (Poisson(exp (0.5 - 0.1 * price)))
        do! cost "unsold" (abs (stock - demand))
        do! cost "sold out" (where (demand .> stock) 10.0 0.0)
        do! cost "talk" (sqrt (1.0 + visitors))
    }

let plan = Expectation.plan Estimation.defaults shop
// </page>
