/// Jumps at thresholds, cut: exact where the cost sees comparisons alone, and unbiased where it moves between them.
module DiffProb.Conformance.ThresholdTests

open System
open Xunit
open DiffProb
open DiffProb.Conformance.Problem
open DiffProb.Conformance.Judge

let private density x =
    exp (-0.5 * x * x) / sqrt (2.0 * Math.PI)

let private ndtr (x: float) =
    (Normal(0.0, 1.0)).Cdf(Tensor.Scalar x).ToDouble()

/// Program, the site that is cut, and the exact derivatives.
let private programs: (string * Prob<Tensor> * string * (string * float) list) list =
    let m, s, c = 0.3, 1.4, 0.8
    let z = (c - m) / s

    let site =
        prob {
            let! m = param "m" m
            let! s = paramOn Support.Positive "s" s
            let! c = param "c" c
            let! x = sample "x" (Normal(m, s))
            return x, m, s, c
        }

    let only cost =
        prob {
            let! x, m, s, c = site
            return cost x m s c
        }

    let chance = [ "m", density z / s; "s", density z * z / s; "c", -density z / s ]

    [
        "a comparison", only (fun x _ _ c -> indicator (x .> c)), "x", chance
        "the other way round", only (fun x _ _ c -> 1.0 - indicator (c .>= x)), "x", chance
        "scaled by a positive number", only (fun x m _ c -> indicator (exp m * x + 1.0 .> exp m * c + 1.0)), "x", chance
        "with a negative factor", only (fun x _ _ c -> indicator (3.0 - 2.0 * x .< 3.0 - 2.0 * c)), "x", chance

        // E x 1[x > c] = m P + s φ(z), with P = 1 - Φ(z).
        "a jump in what moves",
        only (fun x _ _ c -> where (x .> c) x 0.0),
        "x",
        [
            "m", (1.0 - ndtr z) + c * density z / s
            "s", density z * (1.0 + z * c / s)
            "c", -c * density z / s
        ]

        // 2 between c and m, in any order: P(x > min) - P(x > max) = Φ(z) - 1/2 for c above m.
        "two thresholds that are not in order",
        only (fun x m _ c -> 2.0 * indicator (x .> m) * indicator (x .<= c)),
        "x",
        [
            "m", -2.0 * density z / s
            "s", -2.0 * density z * z / s
            "c", 2.0 * density z / s
        ]

        "noise beside a parameter",
        prob {
            let! m = param "m" 0.5
            let! e = sample "e" (Normal(0.0, 1.0))
            return indicator (m + e .> 0.0)
        },
        "e",
        [ "m", density 0.5 ]

        "the path that jumps at a parameter",
        prob {
            let! m = param "m" 0.5
            let! e = sample "e" (Normal(0.0, 1.0))
            return where (e .> m) e 0.0
        },
        "e",
        [ "m", -0.5 * density 0.5 ]

        // P(x + e > 0) with x of mean m and scale s, e of scale 1.
        "a sum of two sites",
        prob {
            let! m = param "m" m
            let! s = paramOn Support.Positive "s" s
            let! x = sample "x" (Normal(m, s))
            let! e = sample "e" (Normal(0.0, 1.0))
            return indicator (x + e .> 0.0)
        },
        "e",
        (let v = sqrt (1.0 + s * s)
         let d = density (m / v)
         [ "m", d / v; "s", -d * m * s / (v * v * v) ])

        // y jumps with x; E y² = 1 + (3 P)², and y is pathwise.
        "a jump in the law of another site",
        prob {
            let! x, _, _, c = site
            let! y = sample "y" (Normal(3.0 * indicator (x .> c), 1.0))
            return y * y
        },
        "x",
        [ for name, d in chance -> name, 9.0 * d ]

        "a support that moves",
        prob {
            let! a = paramOn Support.Positive "a" 2.0
            let! x = sample "x" (Uniform(Tensor.Scalar 0.0, a))
            return where (x .> 0.5) (x * x) 0.0
        },
        "x",
        [ "a", (2.0 / 3.0) * 2.0 + 0.125 / 12.0 ]

        "a law of its own shape",
        prob {
            let! rate = paramOn Support.Positive "rate" 1.5
            let! x = sample "x" (Gamma(Tensor.Scalar 1.0, rate))
            return indicator (x .> 0.7)
        },
        "x",
        [ "rate", -0.7 * exp (-0.7 * 1.5) ]

        "a law without a path",
        prob {
            let! m = param "m" 0.4
            let! x = sample "x" (VonMises(m, Tensor.Scalar 2.0))
            return indicator (x .> 1.0)
        },
        "x",
        (let p (x: float) =
            (VonMises(0.4, 2.0)).LogProb(Tensor.Scalar x).Exp().ToDouble()

         [ "m", p 1.0 - p Math.PI ])

        "thresholds of the rows of a plate",
        prob {
            let! m = param "m" 0.0

            for c in plate "row" [| -1.0; 0.5; 2.0 |] do
                let! x = sample "x" (Normal(m, 1.0))
                do! cost "over" (indicator (x .> c))

            return m.StopGradient()
        },
        "x",
        [ "m", density 1.0 + density 0.5 + density 2.0 ]

        // Beyond the threshold, which is never reached, the scale would be negative.
        "a scale that is one on its side alone",
        prob {
            let! a = paramOn Support.Positive "a" 1.5
            let! x = sample "x" (Uniform(Tensor.Scalar 0.0, a))
            let! y = sample "y" (Normal(Tensor.Scalar 0.0, where (x .> 2.0) (x - 2.0) (1.0 + x)))
            return y * y
        },
        "x",
        [ "a", 2.0 ]

        "a threshold out of reach",
        prob {
            let! m = param "m" 0.0
            let! x = sample "x" (Normal(m, 1.0))
            return where (x .> 60.0) (exp (x * x)) (2.0 * x)
        },
        "x",
        [ "m", 2.0 ]
    ]

let names = TheoryData<string>([ for name, _, _, _ in programs -> name ])

let private find name =
    programs |> List.find (fun (n, _, _, _) -> n = name)

[<Theory; MemberData(nameof names)>]
let ``It is cut, and its derivative is exact`` (name: string) =
    let _, program, site, exact = find name

    let run replicates seed =
        let g =
            program
            |> Expectation.gradient
                { Estimation.defaults with
                    Particles = 512
                    Replicates = replicates
                    Seed = seed
                }

        let entry = g.Plan.Entries |> Seq.find (fun e -> e.Site = site)
        Assert.Equal(ThresholdSmoothing, entry.Estimator)
        Assert.Equal(Dependence.Step, entry.Dependence)

        [
            for parameter, _ in exact ->
                {
                    Mean = g.[parameter].ToDouble()
                    StandardError = (g.StandardError parameter).ToDouble()
                }
        ]

    let targets = [ for parameter, d in exact -> target parameter d (abs d) [] ]
    check targets (measure targets $"threshold of {name}" run)

/// Where the cost sees nothing but comparisons, nothing is random.
[<Theory>]
[<InlineData("a comparison")>]
[<InlineData("two thresholds that are not in order")>]
[<InlineData("noise beside a parameter")>]
[<InlineData("a law of its own shape")>]
[<InlineData("thresholds of the rows of a plate")>]
let ``A cost of comparisons alone has no variance`` (name: string) =
    let _, program, _, exact = find name

    let g =
        program
        |> Expectation.gradient
            { Estimation.defaults with
                Particles = 2
            }

    for parameter, d in exact do
        Assert.Equal(d, g.[parameter].ToDouble(), 1e-12)
        Assert.Equal(0.0, (g.StandardError parameter).ToDouble(), 1e-15)

/// A second derivative: of P(x > c), s = 1.
[<Fact>]
let ``A comparison is differentiated twice`` () =
    let program =
        prob {
            let! m = param "m" 0.4
            let! x = sample "x" (Normal(m, 1.0))
            return indicator (x .> 1.0)
        }

    let options = Candidates.planning 2 None
    let prepared = Preparation.prepare program options
    let plan = Assert.Single(prepared.Surrogate.Costs).Plan
    Assert.Equal(ThresholdSmoothing, plan.[0].Estimator)
    let derivative value = Draws.derivative prepared value "m"
    let second = derivative (derivative prepared.Surrogate.Objective)
    let found = (Draws.runs prepared [ second ] 1 1UL).[0].[0]
    Assert.Equal(0.6 * density 0.6, found, 1e-12)

/// Program, and why the site "x" cannot be cut.
let private refused: (string * Prob<Tensor> * string) list =
    let x cost =
        prob {
            let! m = param "m" 0.5
            let! x = sample "x" (Normal(m, 1.0))
            return cost x
        }

    [
        "smooth", x (fun x -> x * x), "the cost does not jump in its value"
        "a staircase", x floor, "what jumps is no comparison with a threshold that is known when it is drawn"
        "a power", x (fun x -> indicator (x * x .> 1.0)), "what jumps is no comparison"
        "two kinds of jump", x (fun x -> indicator (x .> 0.0) + floor x), "jumps elsewhere than at its thresholds, too"
        "twenty thresholds",
        x (fun x -> List.reduce (+) [ for i in 1..20 -> indicator (x .> float i) ]),
        "it has more than 15 thresholds"
        "a later site",
        prob {
            let! m = param "m" 0.5
            let! x = sample "x" (Normal(m, 1.0))
            let! k = sample "k" (Poisson 2.0)
            return indicator (x .> k)
        },
        "what jumps is no comparison with a threshold that is known when it is drawn"
        "two numbers",
        prob {
            let! m = param "m" 0.5
            let! x = sample "x" (Normal(m.BroadcastTo(Shape.Of 2), 1.0))
            return (where (x .> 0.0) 1.0 0.0).Sum()
        },
        "what jumps is no comparison"
        "no path",
        prob {
            let! m = param "m" 0.5
            let! x = sample "x" (VonMises(m, Tensor.Scalar 2.0))
            return where (x .> 0.0) x 0.0
        },
        "its draws are not a differentiable function of loc"
        "mixed rows",
        prob {
            let! m = param "m" 0.5

            let! over =
                Prob.map (plate "row" [| 0.0; 1.0 |]) (fun c ->
                    prob {
                        let! x = sample "x" (Normal(m, 1.0))
                        return indicator (x .> c)
                    })

            return over.Sum().Square()
        },
        "rows of plate \"row\" are mixed"
    ]

let refusals = TheoryData<string>([ for name, _, _ in refused -> name ])

[<Theory; MemberData(nameof refusals)>]
let ``It says why a site cannot be cut`` (name: string) =
    let _, program, reason = refused |> List.find (fun (n, _, _) -> n = name)
    let plan = Preparation.planOnly program (Candidates.planning 1 None)
    Assert.NotEqual(ThresholdSmoothing, (Seq.head plan.Entries).Estimator)

    let error =
        Assert.ThrowsAny<DiffProbException>(fun () ->
            let asked = plan.With("x", ThresholdSmoothing)
            Preparation.planOnly program (Candidates.planning 1 (Some asked)) |> ignore)

    Assert.Contains("ThresholdSmoothing is not valid", error.Message)
    Assert.Contains(reason, error.Message)

/// Its derivative is not wanted, and nothing else can leave it out.
[<Fact>]
let ``A jump behind StopGradient is refused`` () =
    let program =
        prob {
            let! m = param "m" 0.5
            let! x = sample "x" (Normal(m, 1.0))
            return x + (indicator (x .> 0.0)).StopGradient()
        }

    let error =
        Assert.ThrowsAny<DiffProbException>(fun () -> Preparation.planOnly program (Candidates.planning 1 None) |> ignore)

    Assert.Contains("ThresholdSmoothing: its value reaches the cost through StopGradient", error.Message)

/// Wrong on purpose: what it draws, or what that weighs, is changed.
let private mutant (change: Proposal -> Proposal) =
    match ThresholdSmoothing.Rules with
    | :? IStratified as rules ->
        Estimator
            { new IStratified with
                member _.ProposeBetween(distribution, noise, axis, thresholds) =
                    let proposal, isAbove = rules.ProposeBetween(distribution, noise, axis, thresholds)
                    change proposal, isAbove

                member _.Name = rules.Name
                member _.IsBiased = false
                member _.PassesThrough = true
                member _.Refuse facts = rules.Refuse facts
                member _.Evaluations facts = rules.Evaluations facts

                member _.Propose(site, distribution, noise) =
                    rules.Propose(site, distribution, noise)

                member _.GradientFunction(_, _) = None
                member _.ControlVariate _ = None
            }
    | _ -> failwith "it cuts no more"

let private reweighed (f: Tensor -> Tensor) (p: Proposal) =
    { p with
        Along = p.Along |> Option.map (fun along -> { along with Weights = f along.Weights })
    }

let private mutants =
    Map
        [
            "probabilities that do not move", reweighed _.StopGradient()
            "probabilities that move the other way", reweighed (fun w -> 2.0 * w.StopGradient() - w)
            "a draw that stays where it is",
            (fun p ->
                { p with
                    Value = p.Value.StopGradient()
                })
        ]

[<Theory>]
[<InlineData("probabilities that do not move")>]
[<InlineData("probabilities that move the other way")>]
[<InlineData("a draw that stays where it is")>]
let ``A wrong cut is caught`` (name: string) =
    // E x 1[x > c] for N(m, s).
    let m, s, c = 0.3, 1.4, 0.8
    let z = (c - m) / s

    let program =
        prob {
            let! m = param "m" m
            let! x = sample "x" (Normal(m, s)) |> via (mutant mutants.[name])
            return where (x .> c) x 0.0
        }

    let run replicates seed =
        let g =
            program
            |> Expectation.gradient
                { Estimation.defaults with
                    Particles = 512
                    Replicates = replicates
                    Seed = seed
                }

        [
            {
                Mean = g.["m"].ToDouble()
                StandardError = (g.StandardError "m").ToDouble()
            }
        ]

    let exact = (1.0 - ndtr z) + c * density z / s
    let targets = [ target "m" exact exact [] ]
    let estimates = measure targets name run

    let error =
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(fun () -> check targets estimates)

    Assert.Contains("wrong: ", error.Message)
