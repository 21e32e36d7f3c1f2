/// The trap of the score estimator: it is a value, and differentiating it again is wrong. Through the magic box it is right.
module DiffProb.Tests.SecondDerivativeTests

open Xunit
open DiffProb
open DiffProb.Tests.Judge

let private density z =
    exp (-0.5 * z * z) / sqrt (2.0 * System.Math.PI)

// E 3·1(x > 1) for x ~ N(mu, 1): the second derivative in mu is 3 (1 - mu) φ(1 - mu).
let private jump =
    prob {
        let! mu = param "mu" 0.0
        let! x = sample "x" (Normal(mu, 1.0))
        do! cost "jump" (3.0 * (x .> 1.0))
    }

let private options order particles =
    {
        Particles = particles
        Order = order
        EnumerationBudget = 1024
        AllowBias = false
        Plan = None
    }

/// Mean and standard error of an expression over independent runs.
let private measure (expression: Tensor) (parameters: Tensor list) (values: float list) runs =
    let executable =
        ManagedEngine.Default.Compile([| expression |], Array.ofList parameters)

    let bindings =
        List.zip parameters values
        |> List.fold (fun (b: Bindings) (p, v) -> b.With((p.Operation :?> Parameter).Label, Tensor.Scalar v)) Bindings.Empty

    let draws =
        [
            for r in 1..runs -> executable.Run(bindings.With(Key.FromSeed(uint64 r))).[0].ToDouble()
        ]

    let mean = List.average draws
    let variance = draws |> List.averageBy (fun d -> (d - mean) ** 2.0)
    mean, sqrt (variance / float runs)

[<Fact>]
let ``the second derivative through a scored site is right`` () =
    let prepared = Preparation.prepare jump (options 2 2000)
    let mu = prepared.Graph.Parameters.[0].Leaf
    let first = (Gradient.Of(prepared.Surrogate.Objective, [| mu |])).[0]
    let second = (Gradient.Of(first, [| mu |])).[0]
    let mean, error = measure second [ mu ] [ 0.0 ] 400
    isExactly (3.0 * density 1.0) 0.01 mean error

[<Fact>]
let ``the naive way, differentiating the score estimator itself, would be wrong`` () =
    // S = cost · d log p(x) / dmu as a value: dS/dmu = -cost, whose mean is -3 P(x > 1) and not the second derivative.
    let mu = Tensor.Parameter("mu", Shape.Scalar)
    let particle = Axis("particle", 2000, AxisRole.Particle)
    let noise = NoiseSource("x", Axes.Of [ particle ])
    let x = (Normal(mu.StopGradient(), 1.0)).SampleFrom noise

    let score =
        AxisOperations.MeanOver(3.0 * (x .> 1.0) * (x - mu), Axes.Of [ particle ])

    let naive = (Gradient.Of(score, [| mu |])).[0]
    let mean, error = measure naive [ mu ] [ 0.0 ] 400
    isExactly (-3.0 * 0.15865525393145707) 0.01 mean error
    Assert.True(abs (mean - 3.0 * density 1.0) > 50.0 * error)

[<Fact>]
let ``the third derivative through a scored site is right`` () =
    // d³/dmu³ = 3 ((1 - mu)² - 1) φ(1 - mu), which is 0 at mu = 0 and -3 · 0.75 φ(0.5) at mu = 0.5.
    let prepared = Preparation.prepare jump (options 3 4000)
    let mu = prepared.Graph.Parameters.[0].Leaf
    let derive (t: Tensor) = (Gradient.Of(t, [| mu |])).[0]
    let third = prepared.Surrogate.Objective |> derive |> derive |> derive
    let mean, error = measure third [ mu ] [ 0.5 ] 400
    isExactly (-3.0 * 0.75 * density 0.5) 0.03 mean error

[<Fact>]
let ``a mixed second derivative through an enumerated and a pathwise site is right`` () =
    // H01: b ~ Bernoulli(logit phi), x ~ N(m_b, 1), E x²: d²/dphi dm1 = 2 m1 p (1 - p).
    let program =
        prob {
            let! phi = param "phi" 0.3
            let! m0 = param "m0" -1.0
            let! m1 = param "m1" 2.0
            let! b = sample "b" (Bernoulli(logits = phi))
            let! x = sample "x" (Normal(m0 + b * (m1 - m0), 1.0))
            return x * x
        }

    let prepared = Preparation.prepare program (options 2 1000)
    let leaves = [ for p in prepared.Graph.Parameters -> p.Leaf ]
    let first = (Gradient.Of(prepared.Surrogate.Objective, [| leaves.[0] |])).[0]
    let second = (Gradient.Of(first, [| leaves.[2] |])).[0]
    let mean, error = measure second leaves [ 0.3; -1.0; 2.0 ] 200
    isExactly 0.9778332467629834 0.01 mean error

[<Fact>]
let ``at a kink the second derivative leaves the path`` () =
    // E |x|, x ~ N(mu, 1): the second derivative is 2 φ(mu); along the path it would be 0.
    let program =
        prob {
            let! mu = param "mu" 0.3
            let! x = sample "x" (Normal(mu, 1.0))
            return abs x
        }

    let prepared = Preparation.prepare program (options 2 2000)
    Assert.Equal("Score LeaveOneOut", prepared.Plan.Entries.[0].Estimator.Name)
    let mu = prepared.Graph.Parameters.[0].Leaf
    let first = (Gradient.Of(prepared.Surrogate.Objective, [| mu |])).[0]
    let second = (Gradient.Of(first, [| mu |])).[0]
    let mean, error = measure second [ mu ] [ 0.3 ] 400
    isExactly (2.0 * density 0.3) 0.02 mean error
