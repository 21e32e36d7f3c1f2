/// Baselines that are fitted to what is drawn before the site.
module DiffProb.Tests.LearnedBaselineTests

open Xunit
open DiffProb
open DiffProb.Tests.Judge

/// The cost of a bit, most of which is a square of a normal that the bit has no part in: x² and x in the cost with factor 10.
let private program (baseline: Tensor -> Baseline) =
    prob {
        let! l = param "l" 0.4
        let! x = sample "x" (Normal(0.0, 1.0))
        let! b = sample "b" (Bernoulli(logits = l + x)) |> via (Score(baseline x))
        return 10.0 * x * x + 5.0 * x + b * (1.0 + x)
    }

let private gradient baseline =
    program baseline
    |> Expectation.gradient
        { Estimation.defaults with
            Particles = 500
            Replicates = 200
            Seed = 4UL
        }

/// E (1 + x) p(x) and its derivative in l, by quadrature.
let private exact =
    [ -8.0 .. 1e-3..8.0 ]
    |> List.sumBy (fun x ->
        let p = 1.0 / (1.0 + exp -(0.4 + x))

        1e-3 * exp (-0.5 * x * x) / sqrt (2.0 * System.Math.PI)
        * (1.0 + x)
        * p
        * (1.0 - p))

[<Fact>]
let ``it takes out what the site has no part in`` () =
    let learned = gradient (fun x -> Learned 0.9 [ x; x * x ])
    let average = gradient (fun _ -> MovingAverage 0.9)
    derivativeIs exact 0.01 "l" learned
    derivativeIs exact 0.1 "l" average
    let error (g: GradientEstimate) = (g.StandardError "l").ToDouble()
    Assert.True(error average > 5.0 * error learned, $"{error average} against {error learned}")

[<Fact>]
let ``without features it is a moving average, and twice the same feature does no harm`` () =
    let none = gradient (fun _ -> Learned 0.9 [])
    let average = gradient (fun _ -> MovingAverage 0.9)
    Assert.Equal(average.["l"].ToDouble(), none.["l"].ToDouble(), 1e-6)
    let twice = gradient (fun x -> Learned 0.9 [ x; x; x * x ])
    derivativeIs exact 0.01 "l" twice

[<Fact>]
let ``bad features and decays are refused`` () =
    messageOf (fun () -> Learned 0.9 [ tensor [| 1.0; 2.0 |] ])
    |> says [ "Learned"; "[2]"; "try" ]

    messageOf (fun () -> Learned 1.0 []) |> says [ "Learned decay"; "below 1" ]
