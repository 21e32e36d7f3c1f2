/// Baselines against exact variances: Vimco by all outcomes, the optimal constant by quadrature.
module DiffProb.Conformance.BaselineTests

open System
open Xunit
open DiffProb
open DiffProb.Conformance.Candidates
open DiffProb.Conformance.Judge

let private planBy estimator problem =
    match planned 1 problem with
    | Error message -> failwith message
    | Ok plan ->
        match ask 1 problem plan [ for e in openEntries plan -> e, estimator ] with
        | Ok asked -> asked
        | Error message -> failwith message

/// Every outcome of a plate of bits with the derivative there, which is all that is random; the rarest of 32 has probability 0.01.
let private outcomes estimator id copies =
    let problem = Catalogue.find $"{id}, a plate"
    let prepared = Draws.prepare problem 1 1 (Some(planBy estimator problem))
    let site = prepared.Graph.Sites.[0]
    let particle = Axes.Of [ prepared.Surrogate.Particle ]

    let bits =
        (prepared.Surrogate.Costs.Head.Lowering.Site site).Proposal.Value.FromAxis(site.Place.Axes.[0]).SumOver(particle)

    let outputs =
        Draws.derivative prepared prepared.Surrogate.Objective "phi"
        :: [ for k in 0 .. copies - 1 -> bits.[k] ]

    let p = 1.0 / (1.0 + exp -problem.Record.["phi"])

    [
        for bits, runs in
            Draws.runs prepared outputs 4096 (seedOf $"outcomes of {id}")
            |> Seq.groupBy Array.tail do
            let derivatives = runs |> Seq.map Array.head |> Seq.distinct |> List.ofSeq
            let probability = bits |> Array.map (fun b -> if b = 1.0 then p else 1.0 - p)
            Array.reduce (*) probability, Assert.Single derivatives
    ]

[<Theory>]
[<InlineData("C18_K2", 2, "Score", "naive score+direct")>]
[<InlineData("C18_K5", 5, "Score", "naive score+direct")>]
[<InlineData("C18_K2", 2, "Score Vimco", "VIMCO geometric")>]
[<InlineData("C18_K5", 5, "Score Vimco", "VIMCO geometric")>]
let ``Mean and variance over all outcomes are exact`` (name: string) (copies: int) (estimator: string) (key: string) =
    let outcomes = outcomes (Option.get (Estimators.find estimator)) name copies
    let record = (Catalogue.find $"{name}, a plate").Record

    let mean f =
        outcomes |> List.sumBy (fun (p, d) -> p * f d)

    Assert.Equal(pown 2 copies, outcomes.Length)
    Assert.Equal(1.0, mean (fun _ -> 1.0), 1e-12)
    Assert.Equal(record.Gradient.["phi"], mean id, 1e-12)
    Assert.Equal(record.Variances.[key], mean (fun d -> (d - mean id) ** 2.0), 1e-12)

/// Costs in the rows of the plate that they mix: what a row pays is the sum over all of them.
[<Fact>]
let ``Costs of rows that see each other have the exact gradient`` () =
    let program estimator =
        prob {
            let! phi = param "phi" 0.4
            let row = plate "row" [| 1.0; 2.0; 4.0 |]

            let! bits =
                Prob.map row (fun _ -> sample "b" (Bernoulli(logits = phi)) |> via estimator)

            for weight in row do
                do! cost "square" (weight * bits.Sum() ** 2.0)
        }

    // E (Σ b)² = 3 p + 6 p², and the weights sum to 7.
    let p = 1.0 / (1.0 + exp -0.4)
    let exact = 7.0 * p * (1.0 - p) * (3.0 + 12.0 * p)

    let run estimator =
        program estimator
        |> Expectation.gradient
            { Estimation.defaults with
                Particles = 4096
                Replicates = 64
                Seed = seedOf "rows that see each other"
            }

    let errors =
        [
            for estimator in [ Score Vimco; Score NoBaseline ] do
                let g = run estimator
                let found, error = g.["phi"].ToDouble(), g.StandardError("phi").ToDouble()
                Assert.True(abs (found - exact) <= 5.0 * error, $"{estimator}: {found} ± {error}, exactly {exact}")
                error
        ]

    Assert.True(errors.[0] < 0.5 * errors.[1], $"{errors}")

/// Variance in the scale of N(1, 1) of f s, of (f - E f) s and of (f - E[f s²] / E[s²]) s, for s = z² - 1: by sums over a fine grid.
let private variances (f: float -> float) =
    let step = 1e-3

    let mean (g: float -> float -> float) =
        Seq.init 24001 (fun i -> -12.0 + step * float i)
        |> Seq.sumBy (fun z -> step * exp (-0.5 * z * z) / sqrt (2.0 * Math.PI) * g (f (1.0 + z)) (z * z - 1.0))

    let about b =
        mean (fun f s -> ((f - b) * s) ** 2.0) - mean (fun f s -> f * s) ** 2.0

    about 0.0, about (mean (fun f _ -> f)), about (mean (fun f s -> f * s * s) / mean (fun _ s -> s * s))

let private hump (x: Tensor) = exp (-3.0 * x * x)

/// Costs where a mean raises the variance of the score function (estimators.md, section 0).
let private raised =
    [
        "exp -3x²", hump, (fun x -> exp (-3.0 * x * x)), 0.048, 0.111
        "cos x", (fun (x: Tensor) -> cos x), cos, 0.836, 1.266
    ]

let costs = TheoryData<string>([ for name, _, _, _, _ in raised -> name ])

[<Theory; MemberData(nameof costs)>]
let ``A mean raises the variance and the optimal constant lowers it`` (name: string) =
    let _, cost, f, without, withMean =
        raised |> List.find (fun (n, _, _, _, _) -> n = name)

    let plain, mean, best = variances f
    Assert.Equal(without, plain, 5e-4)
    Assert.Equal(withMean, mean, 5e-4)
    Assert.True(best < plain)
    let particles = 512

    let variance estimator =
        let program =
            prob {
                let! sigma = paramOn Support.Positive "sigma" 1.0
                let! x = sample "x" (Normal(1.0, sigma)) |> via estimator
                return cost x
            }

        let problem: Problem.Problem =
            { Catalogue.find "N01a" with
                Program = Prob<objnull>(fun tracer -> box (program.Run tracer))
            }

        let prepared = Draws.prepare problem particles 1 None
        let derivative = Draws.derivative prepared prepared.Surrogate.Objective "sigma"

        let found, error =
            Draws.runs prepared [ derivative ] 4096 (seedOf $"{name} by {estimator}")
            |> Array.map Array.head
            |> VarianceTests.varianceOf

        float particles * found, float particles * error

    for estimator, exact in
        [
            Score NoBaseline, plain
            Score LeaveOneOut, mean
            Score OptimalConstant, best
        ] do
        let found, error = variance estimator
        Assert.True(error <= 0.04 * exact, $"too noisy to judge: {found} ± {error}")
        Assert.True(abs (found - exact) <= 5.0 * error, $"{estimator}: {found} ± {error}, exactly {exact}")

/// For one bit the optimal constant leaves no variance; what remains is that of its estimate, of the order 1 / particles.
[<Fact>]
let ``For one bit the optimal constant leaves no variance in the limit`` () =
    let problem = Catalogue.find "C01a"

    let variance particles =
        let prepared =
            Draws.prepare problem particles 1 (Some(planBy (Score OptimalConstant) problem))

        let derivative = Draws.derivative prepared prepared.Surrogate.Objective "phi"
        let runs = Draws.runs prepared [ derivative ] 4096 (seedOf $"one bit, {particles}")
        float particles * fst (runs |> Array.map Array.head |> VarianceTests.varianceOf)

    let few, many = variance 16, variance 256
    Assert.True(many < 1e-3 * problem.Record.Variances.["reinforce_1"], $"{few}, {many}")
    Assert.InRange(few / many, 8.0, 32.0)

[<Theory>]
[<InlineData(3)>]
[<InlineData(4)>]
let ``A few particles give the exact gradient in the mean`` (particles: int) =
    for id in [ "N04"; "C01c"; "C03"; "C14a, a plate"; "C14b, a plate, rows mixed"; "H08" ] do
        let problem = Catalogue.find id

        let cell =
            {
                Problem = problem
                Plan = planBy (Score OptimalConstant) problem
                Name = id
            }

        let scale = problem.Record.Gradient.Values |> Seq.map abs |> Seq.max

        let targets =
            [
                { target "value" problem.Record.Value (abs problem.Record.Value) [] with
                    Largest = abs problem.Record.Value
                }
                for KeyValue(name, exact) in problem.Record.Gradient do
                    { target name exact scale [] with
                        Largest = 0.06 * scale
                    }
            ]

        UnbiasedTests.estimate cell particles 8192 (seedOf $"{particles} particles, {id}")
        |> Judge.check targets

let private refused order estimator name =
    match planned order (Catalogue.find name) with
    | Error message -> message
    | Ok plan ->
        match ask order (Catalogue.find name) plan [ for e in openEntries plan -> e, estimator ] with
        | Error message -> message
        | Ok _ -> "not refused"

[<Fact>]
let ``Where they are not valid they are refused`` () =
    for name in [ "C18_K5, one vector"; "C14a, a plate"; "N04" ] do
        Assert.Contains("no rows of a plate around it are mixed", refused 1 (Score Vimco) name)

    Assert.Contains("its constants are those of a first derivative", refused 2 (Score OptimalConstant) "N01a")
