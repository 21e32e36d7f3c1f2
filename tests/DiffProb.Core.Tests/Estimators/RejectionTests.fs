/// Rejection sampling with laws that are known: N(theta, 1), whatever it is proposed from.
module DiffProb.Tests.RejectionTests

open System
open Xunit
open DiffProb
open DiffProb.Tests.Judge

let private estimation =
    { Estimation.defaults with
        Particles = 4096
        Replicates = 16
        Seed = 7UL
    }

/// log p~(z) - log q(z) - log of its largest value, for p = N(theta, 1) and q = N(m, s), s > 1: the peak is at (s² theta - m) / (s² - 1).
let private logAcceptance (theta: Tensor) (m: Tensor) (s: Tensor) (z: Tensor) =
    let ratio (z: Tensor) =
        -0.5 * (z - theta).Square() + 0.5 * ((z - m) / s).Square()

    let peak = (s * s * theta - m) / (s * s - 1.0)
    ratio z - ratio peak - 0.05

let private program (cost: Tensor -> Tensor) =
    prob {
        let! theta = param "theta" 0.5
        let! m = param "m" 0.2
        let! s = paramOn Support.Positive "s" 1.6
        let! z = sample "z" (Rejection(Normal(m, s), (fun z -> logAcceptance theta m s z)))
        return cost z
    }

/// E z² = theta² + 1: derivative 2 theta in theta, and 0 in what proposes.
[<Fact>]
let ``the gradient along accepted proposals is that of the law, whatever the proposal`` () =
    let g = program _.Square() |> Expectation.gradient estimation

    Assert.Equal<(string * string * string) list>([ "z", "result", "RejectionPath" ], choices g.Plan)
    isExactly 1.25 0.02 g.Value.Mean g.Value.StandardError
    derivativeIs 1.0 0.02 "theta" g
    derivativeIs 0.0 0.02 "m" g
    derivativeIs 0.0 0.02 "s" g

/// A mutant: the path alone. In theta there is none, so that it gives 0 where the derivative is 1, and in m it gives one where there is none.
[<Fact>]
let ``the path without the weight of acceptance is caught`` () =
    let rules = RejectionPath.Rules

    let mutant =
        Estimator
            { new IEstimator with
                member _.Name = "the path alone"
                member _.IsBiased = false
                member _.PassesThrough = true
                member _.Refuse facts = rules.Refuse facts
                member _.Evaluations _ = 1

                member _.Propose(site, distribution, noise) =
                    rules.Propose(site, distribution, noise)

                member _.GradientFunction(_, _) = None
                member _.ControlVariate _ = None
            }

    let g = program _.Square() |> via mutant |> Expectation.gradient estimation
    Assert.Equal(0.0, g.["theta"].ToDouble())
    Assert.True(abs (g.["m"].ToDouble()) > 20.0 * (g.StandardError "m").ToDouble())

/// P(z > 1): derivative φ(1 - theta) in theta. The planner leaves the path, and the unknown rate is no obstacle.
[<Fact>]
let ``a step cost gets the score against the other particles`` () =
    let g =
        program (fun z -> where (z .> 1.0) 1.0 0.0) |> Expectation.gradient estimation

    Assert.Equal<(string * string * string) list>([ "z", "result", "Score LeaveOneOut" ], choices g.Plan)
    derivativeIs (exp -0.125 / sqrt (2.0 * Math.PI)) 0.01 "theta" g
    derivativeIs 0.0 0.01 "m" g
    derivativeIs 0.0 0.01 "s" g

/// Without the weight, the path alone is biased: d E z = dm, not 0. The plan refuses it, and so it does a baseline of its own runs.
[<Fact>]
let ``the path alone and other baselines are refused`` () =
    let asked estimator () =
        program _.Square() |> via estimator |> Expectation.gradient estimation

    messageOf (asked Pathwise)
    |> says [ "\"z\""; "Rejection"; "proposal.loc"; "RejectionPath" ]

    messageOf (asked (Score NoBaseline))
    |> says [ "\"z\""; "up to a factor"; "RejectionPath" ]

    messageOf (asked (Score(MovingAverage 0.9)))
    |> says [ "\"z\""; "up to a factor" ]

/// With the rate known the density is, and any baseline is unbiased: rate = E_q a = (largest ratio)⁻¹ e^-0.05 √(2π) / (s √(2π)) .
[<Fact>]
let ``a known rate makes it a law with a density`` () =
    let theta, s = 0.5, 1.6

    let program =
        prob {
            let! t = param "theta" theta
            let zero = Tensor.Scalar 0.0
            let logRate = -0.05 - log s - 0.5 * t.Square() / (s * s - 1.0)

            let! z =
                sample "z" (Rejection(Normal(0.0, s), (fun z -> logAcceptance t zero (Tensor.Scalar s) z), logRate))

            return z.Square()
        }

    for estimator in [ Score NoBaseline; Score LeaveOneOut; RejectionPath ] do
        let g = program |> via estimator |> Expectation.gradient estimation
        derivativeIs 1.0 0.05 "theta" g

/// A vector of proposals of which each part is accepted by itself, in a plate, with a rate that differs by row.
[<Fact>]
let ``rows of a plate are accepted one by one`` () =
    let rows = [| 0.0; 0.5; 1.5 |]

    let program =
        prob {
            let! t = param "theta" 0.5

            for row in plate "row" rows do
                let m = Tensor.Scalar 0.0

                let! z =
                    sample "z" (Rejection(Normal(0.0, 2.0), (fun z -> logAcceptance (t * row) m (Tensor.Scalar 2.0) z)))

                do! cost "square" (z.Square())
        }

    let g = program |> Expectation.gradient estimation
    isExactly (Seq.sumBy (fun r -> 1.0 + (0.5 * r) ** 2.0) rows) 0.05 g.Value.Mean g.Value.StandardError
    derivativeIs (Seq.sumBy (fun r -> 2.0 * 0.5 * r * r) rows) 0.05 "theta" g

[<Fact>]
let ``a draw that no proposal serves stops the run with the site and the way out`` () =
    let hopeless =
        prob {
            let! t = param "theta" 0.0

            let! z =
                sample "far" (Rejection(Normal(t, 1.0), (fun z -> -50.0 - z.Square()), most = 8))

            return z
        }

    messageOf (fun () -> hopeless |> Expectation.gradient estimation)
    |> says [ "far"; "none of 8 proposals"; "most" ]

// p~ = exp(-(z - theta)² / 2), q = N(0, 2²), log slack 0.05, the bound on p~ / q held fixed.
let private softDraw (temperature: float) (theta: Tensor) =
    let bound = theta.StopGradient().Square() / 6.0 + 0.05

    SoftRejection(Normal(0.0, 2.0), (fun z -> z.Square() / 8.0 - 0.5 * (z - theta).Square() - bound), Tensor.Scalar temperature)

/// E z and its derivative under the density q A(ρ), by quadrature; A(ρ) = ∫₀¹ ρ^(1/t) / (ρ^(1/t) + u^(1/t)) du.
let private relaxed (temperature: float) (theta: float) =
    let accept (logRho: float) =
        // In v = log u the integrand is smooth: e^v / (1 + exp((v - log ρ) / t)), from -40 to 0.
        let n = 8000
        let h = 40.0 / float n

        let at i =
            let v = -40.0 + h * float i
            exp v / (1.0 + exp ((v - logRho) / temperature))

        h / 3.0
        * Seq.sum
            [
                for i in 0..n ->
                    at i
                    * (if i = 0 || i = n then 1.0
                       elif i % 2 = 1 then 4.0
                       else 2.0)
            ]

    let step, half = 0.05, 240
    let mutable mass, first = 0.0, 0.0

    for i in -half .. half do
        let z = step * float i
        let logRho = z * z / 8.0 - 0.5 * (z - theta) ** 2.0 - 0.25 / 6.0 - 0.05
        let weight = exp (-z * z / 8.0) * accept logRho
        mass <- mass + weight
        first <- first + weight * z

    first / mass

/// The bias for the law N(theta, 1), whose mean is 1/2 and whose derivative is 1: by quadrature to five digits, and drawn at 5 standard errors.
[<Theory>]
[<InlineData(0.02, 0.49996, 0.99956)>]
[<InlineData(0.05, 0.49929, 0.99659)>]
[<InlineData(0.1, 0.49694, 0.99016)>]
[<InlineData(0.2, 0.48979, 0.97435)>]
[<InlineData(0.5, 0.45993, 0.91440)>]
[<InlineData(1.0, 0.40508, 0.80656)>]
let ``soft rejection has the bias of its relaxed law`` (temperature: float) (mean: float) (derivative: float) =
    let program =
        prob {
            let! theta = param "theta" 0.5
            let! z = sample "z" (softDraw temperature theta)
            return z
        }

    let h = 1e-3

    let slope =
        (relaxed temperature (0.5 + h) - relaxed temperature (0.5 - h)) / (2.0 * h)

    Assert.Equal(mean, relaxed temperature 0.5, 1e-5)
    Assert.Equal(derivative, slope, 1e-5)

    let g =
        program
        |> Expectation.gradient
            { estimation with
                Particles = 16384
                Replicates = 8
            }

    Assert.Contains("biased for Rejection", string g.Plan)
    isExactly mean 0.01 g.Value.Mean g.Value.StandardError
    derivativeIs derivative 0.02 "theta" g

[<Fact>]
let ``the score function has no density to work with under soft rejection`` () =
    let program =
        prob {
            let! theta = param "theta" 0.5
            let! z = sample "z" (softDraw 0.1 theta)
            return where (z .> 1.0) 1.0 0.0
        }

    messageOf (fun () -> program |> Expectation.gradient estimation)
    |> says [ "\"z\""; "SoftRejection"; "density is not known" ]
