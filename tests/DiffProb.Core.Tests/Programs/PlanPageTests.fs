/// docs/how-to/read-a-plan.md shows a program that compiles, and the plan that it gets.
module DiffProb.Tests.PlanPageTests

open Xunit
open DiffProb
open DiffProb.Tests.Judge

[<Fact>]
let ``the page shows the program that runs`` () =
    Pages.shows "PlanProgram.fs" "docs/how-to/read-a-plan.md"

[<Fact>]
let ``the page shows its plan`` () =
    let page = Pages.read "docs/how-to/read-a-plan.md"
    Assert.Equal((string PlanProgram.plan).ReplaceLineEndings("\n").Trim(), Pages.between "```text" "```" page)

/// All estimators that are valid at each site agree: the planned gradient is one of several that are.
[<Fact>]
let ``its audit is clean`` () =
    let audit = Expectation.audit Estimation.defaults PlanProgram.shop
    Assert.True(audit.IsClean, string audit)

/// A gradient of three kinds of site and a step, by quadrature: rain summed, demand a normal, visitors a Poisson.
[<Fact>]
let ``its gradient is exact within its error`` () =
    let density z =
        exp (-0.5 * z * z) / sqrt (2.0 * System.Math.PI)

    let above z =
        1.0 - (Normal(0.0, 1.0)).Cdf(Tensor.Scalar z).ToDouble()

    let value (stock: float) (price: float) =
        let wet = 0.3 * exp (-price / 20.0)

        let ofRain rain =
            let z = (stock - (40.0 - 5.0 * price - 8.0 * rain)) / 4.0
            4.0 * (2.0 * density z + z * (1.0 - 2.0 * above z)) + 10.0 * above z

        let rate = exp (0.5 - 0.1 * price)

        let talk =
            Seq.unfold (fun (k, p) -> Some(p * sqrt (1.0 + k), (k + 1.0, p * rate / (k + 1.0)))) (0.0, exp -rate)
            |> Seq.take 60
            |> Seq.sum

        wet * ofRain 1.0 + (1.0 - wet) * ofRain 0.0 + talk

    let slope (f: float -> float) x = (f (x + 1e-5) - f (x - 1e-5)) / 2e-5

    let g =
        PlanProgram.shop
        |> Expectation.gradient
            { Estimation.defaults with
                Particles = 200_000
            }

    isExactly (value 30.0 2.0) 0.01 g.Value.Mean g.Value.StandardError
    derivativeIs (slope (fun s -> value s 2.0) 30.0) 0.01 "stock" g
    derivativeIs (slope (value 30.0) 2.0) 0.02 "price" g
