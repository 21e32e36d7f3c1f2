/// What an audit finds: agreement, noise, heavy tails, numbers that are not finite, and where the variance comes from.
module DiffProb.Tests.AuditTests

open Xunit
open DiffProb
open DiffProb.Tests.Judge

let private options =
    { Estimation.defaults with
        Particles = 500
        Seed = 3UL
    }

let private find (audit: Audit) site cost (estimator: Estimator) =
    audit.Entries
    |> Seq.find (fun e -> e.Site = site && e.Cost = cost && e.Estimator = estimator)

let private parameter (entry: AuditEntry) name =
    entry.Parameters |> Seq.find (fun p -> p.Name = name)

/// A discrete choice, a continuous value, a smooth cost and one with a jump.
let private mixed =
    prob {
        let! l = param "l" 0.4
        let! m = param "m" 0.5
        let! k = sample "k" (Bernoulli(logits = l))
        let! x = sample "x" (Normal(m + k, 1.0))
        do! cost "square" (x * x)
        do! cost "over" (where (x .> 1.0) 1.0 0.0)
    }

[<Fact>]
let ``all valid estimators of a right program agree`` () =
    let audit = Expectation.audit options mixed
    Assert.True(audit.IsClean, string audit)

    Assert.Equal<(string * string) list>(
        [ "k", "square"; "x", "square"; "k", "over"; "x", "over" ],
        [ for e in audit.Entries -> e.Site, e.Cost ] |> List.distinct
    )

    for site, cost in [ "k", "square"; "x", "over" ] do
        let own =
            audit.Entries
            |> Seq.filter (fun e -> e.Site = site && e.Cost = cost)
            |> List.ofSeq

        Assert.Equal(1, own |> List.filter _.IsPlanned |> List.length)
        Assert.True(own.Length >= 4)
        Assert.Equal<string list>([ "l"; "m" ], [ for p in own.Head.Parameters -> p.Name ])

    // d/dm: 2 E x, and the density at 1, which is the same for both values of k.
    let exact =
        2.0 * (0.5 + 1.0 / (1.0 + exp -0.4)) + exp -0.125 / sqrt (2.0 * System.Math.PI)

    let path = parameter (find audit "x" "square" Pathwise) "m"
    let scored = parameter (find audit "x" "square" (Score LeaveOneOut)) "m"

    for p in [ path; scored ] do
        isExactly exact 0.2 (p.Mean.ToDouble()) (p.StandardError.ToDouble())

    Assert.True(scored.Variance > 2.0 * path.Variance)
    Assert.Equal(path.Mean.ToDouble() / sqrt path.Variance, path.SignalToNoise, 1e-12)

[<Fact>]
let ``shares of the variance sum to one`` () =
    let audit = Expectation.audit options mixed

    for name in [ "l"; "m" ] do
        let own = audit.Shares |> Seq.filter (fun s -> s.Parameter = name) |> List.ofSeq
        Assert.Equal(1.0, own |> List.sumBy _.Share, 1e-9)

    Assert.Equal("x", (audit.Shares |> Seq.find (fun s -> s.Parameter = "m")).Site)

[<Fact>]
let ``a share is that of the covariance`` () =
    // 2 m e + 3 f with m = 1: the derivative in m through x has variance 4 · 4 and is all there is; that of s, through y, as well.
    let program =
        prob {
            let! m = param "m" 1.0
            let! x = sample "x" (Normal(m, 1.0))
            let! y = sample "y" (Normal(3.0 * m, 1.0))
            return x * x + y * y
        }

    // d/dm = 2 x + 6 y: variances 4 and 36.
    let audit = Expectation.audit { options with Particles = 4000 } program

    let share site =
        (audit.Shares |> Seq.find (fun s -> s.Site = site)).Share

    Assert.Equal(0.1, share "x", 0.01)
    Assert.Equal(0.9, share "y", 0.01)

[<Fact>]
let ``an atom that is never drawn is a disagreement, not exactness`` () =
    let program =
        prob {
            let! l = param "l" [| 0.0; -30.0 |]
            let! k = sample "k" (Categorical(logits = l))
            return where (k .= 1) 1e12 0.0
        }

    let audit = Expectation.audit options program
    let scored = parameter (find audit "k" "result" (Score LeaveOneOut)) "l"
    Assert.Equal(0.0, scored.Variance)
    Assert.True scored.Disagrees
    Assert.False audit.IsClean
    Assert.Contains("DISAGREES", string audit)

[<Fact>]
let ``an infinite variance is seen in the tail`` () =
    // d|x|^(1/4): of size |x|^(-3/4), with tail index 3/4.
    let program =
        prob {
            let! m = param "m" 0.0
            let! x = sample "x" (Normal(m, 1.0))
            return (abs x) ** 0.25
        }

    let audit = Expectation.audit { options with Particles = 4000 } program
    let path = parameter (find audit "x" "result" Pathwise) "m"
    let scored = parameter (find audit "x" "result" (Score LeaveOneOut)) "m"
    Assert.True(path.HasInfiniteVariance, $"{path.TailIndex}")
    Assert.False(scored.HasInfiniteVariance, $"{scored.TailIndex}")
    Assert.Contains("infinite variance", string audit)

[<Fact>]
let ``a number that is not finite is traced to site and cost`` () =
    let program =
        prob {
            let! m = param "m" 0.1
            let! x = sample "x" (Normal(m, 1.0))
            do! cost "fine" x
            do! cost "logarithm" (log x)
        }

    let audit = Expectation.audit options program
    let failed = find audit "x" "logarithm" Pathwise

    let failure =
        match failed.Failure with
        | null -> ""
        | text -> text

    Assert.True(failure.Contains "\"x\"", failure)
    Assert.Empty failed.Parameters
    Assert.False audit.IsClean

[<Fact>]
let ``it prints as a table, and gives bars to draw`` () =
    let audit = Expectation.audit options mixed
    let text = string audit

    text
    |> says
        [
            "site  cost    estimator"
            "signal/noise"
            "planned"
            "% of the variance of d/d m comes through x"
            "no estimator disagrees with the plan (error rate 0.001)"
        ]

    let chart = audit.Chart("x", "square")
    Assert.True chart.IsLogarithmic
    Assert.Contains(chart.Bars, (fun b -> b.Label = "Pathwise"))
    Assert.All(chart.Bars, (fun b -> Assert.True(b.Low < b.Value && b.Value < b.High)))
    messageOf (fun () -> audit.Chart("x", "no")) |> says [ "x, no"; "x, over" ]

[<Fact>]
let ``one particle cannot be audited`` () =
    messageOf (fun () -> Expectation.audit { options with Particles = 1 } mixed)
    |> says [ "Particles of an audit"; "2" ]

[<Fact>]
let ``waves and counts have no heavy tails`` () =
    let wave =
        prob {
            let! m = param "m" 1.0
            let! s = paramOn Support.Positive "s" 1.0
            let! x = sample "x" (Normal(m, s))
            return cos (2.0 * x)
        }

    let count =
        prob {
            let! r = paramOn Support.Positive "r" 4.0
            let! x = sample "x" (Poisson r)
            return sqrt (1.0 + x)
        }

    for audit in [ Expectation.audit options wave; Expectation.audit options count ] do
        Assert.True(audit.IsClean, string audit)

/// Of Pareto laws, whose index is known, and of lighter ones.
[<Fact>]
let ``the tail index is that of the law`` () =
    let index (law: Distribution) =
        match TailIndex.estimate ((law.Sample(100_000, 5UL)).ToArray()) with
        | Some(struct (k, error)) -> k, error
        | None -> failwith "no index"

    // The largest part is not quite of the limiting form: 4 standard errors and 0.05.
    for law, exact in
        [
            Pareto(1.0, 1.0) :> Distribution, 1.0
            Pareto(1.0, 3.0), 1.0 / 3.0
            StudentT(2.0, 0.0, 1.0), 0.5
            Exponential 1.0, 0.0
            Uniform(0.0, 1.0), -1.0
        ] do
        let k, error = index law
        Assert.True(abs (k - exact) <= 4.0 * error + 0.05, $"{law}: {k} ± {error}")

    Assert.True((TailIndex.estimate (Array.create 1000 1.0)).IsNone)
    Assert.True((TailIndex.estimate [| 1.0; 2.0 |]).IsNone)
