/// One program with sites that are served by the path, the score function, a sum and cut thresholds: one gradient.
module DiffProb.Conformance.MixedSiteTests

open Xunit
open DiffProb
open DiffProb.Conformance.Problem
open DiffProb.Conformance.Quadrature
open DiffProb.Conformance.Judge

let private shifts = [| -0.5; 0.4; 1.2 |]
let private start = [| 0.4; 0.9; 0.3; -0.2; 0.1 |]

/// A level, a kind, a count whose rate is of the level, and x of the level and the kind; a smooth cost and one that jumps.
let private program =
    prob {
        let! mu = param "mu" start.[0]
        let! sigma = paramOn Support.Positive "sigma" start.[1]
        let! l = param "l" start.[2..]
        let! level = sample "level" (Normal(mu, tensor 0.7))
        let! kind = sample "kind" (Categorical(logits = l))
        let! count = sample "count" (Poisson(exp (0.3 * level))) |> via (Score LeaveOneOut)
        let! x = sample "x" (Normal(level + (tensor shifts).[kind], sigma))
        do! cost "fit" ((x - 0.5 * count) ** 2.0)
        do! cost "late" (2.0 * indicator (x .> 1.0))
    }

/// Given level and kind, x and count are independent: E (x - count/2)² = (E x - rate/2)² + σ² + rate/4. Without the level x is normal.
let private exact (theta: float[]) =
    let mu, sigma, weights = theta.[0], theta.[1], theta.[2..] |> Array.map exp

    let given shift =
        let fit v =
            let rate = exp (0.3 * v)
            (v + shift - 0.5 * rate) ** 2.0 + sigma * sigma + 0.25 * rate

        let scale = sqrt (0.49 + sigma * sigma)

        // Ten standard deviations: far out the rate overflows.
        integral (fun v -> fit v * normalDensity mu 0.7 v) (mu - 7.0) (mu + 7.0)
        + 2.0 * integral (normalDensity (mu + shift) scale) 1.0 infinity

    Array.sum (Array.map2 (fun weight shift -> weight * given shift) weights shifts)
    / Array.sum weights

[<Fact>]
let ``One gradient of four kinds of site`` () =
    let slopes = gradient exact start
    let named = List.zip [ "mu"; "sigma"; "l1"; "l2"; "l3" ] (List.ofArray slopes)

    let targets =
        target "value" (exact start) (exact start) []
        :: [ for name, d in named -> target name d (abs d) [] ]

    let run replicates seed =
        let g =
            program
            |> Expectation.gradient
                { Estimation.defaults with
                    Particles = 512
                    Replicates = replicates
                    Seed = seed
                }

        {
            Mean = g.Value.Mean
            StandardError = g.Value.StandardError
        }
        :: [
            for name, _ in named ->
                let parameter, i = Records.locate g.Parameters name

                {
                    Mean = (g.[parameter].ToArray()).[i]
                    StandardError = ((g.StandardError parameter).ToArray()).[i]
                }
        ]

    check targets (measure targets "four kinds of site" run)

/// Site, cost, dependence, estimator and reason, cell by cell.
let private cells =
    let path = "explicit reparameterization, and the cost is"
    let sides = "both sides are drawn, and weighted with their probabilities"

    [
        "level", "fit", Dependence.Smooth, Pathwise, $"{path} smooth in it"
        "kind", "fit", Dependence.Step, Enumerate, "3 values: summed exactly"
        "count", "fit", Dependence.Smooth, Score LeaveOneOut, "asked for"
        "x", "fit", Dependence.Smooth, Pathwise, $"{path} smooth in it"
        // Cut at its threshold, x jumps no more for its parent.
        "level", "late", Dependence.Kinked, Pathwise, $"{path} continuous in it"
        "kind", "late", Dependence.Step, Enumerate, "3 values: summed exactly"
        "x", "late", Dependence.Step, ThresholdSmoothing, $"the cost jumps where it crosses a threshold: {sides}"
    ]

[<Fact>]
let ``The plan says what is done at each site for each cost, and why`` () =
    let plan = program |> Expectation.plan Estimation.defaults

    let found =
        [ for e in plan.Entries -> e.Site, e.Cost, e.Dependence, e.Estimator, e.Reason ]

    Assert.Equal<(string * string * Dependence * Estimator * string) list>(cells, found)
    let text = string plan

    for site, cost, _, estimator, reason in cells do
        let lines = text.Split '\n'

        let says (line: string) =
            [ site; cost; estimator.Name; reason ]
            |> List.forall (fun (word: string) -> line.Contains word)

        Assert.True(Array.exists says lines, $"no line on {site} for {cost} in\n{text}")
