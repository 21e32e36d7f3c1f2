/// Rebar's exact variances, its fitted scale, and its company: sites of every other kind above and below.
module DiffProb.Conformance.RebarTests

open Xunit
open DiffProb
open DiffProb.Conformance.Judge

/// E (b - t)² for a bit of probability p, the toy of Tucker et al. 2017.
let private toy (t: float) (p: float) estimator =
    prob {
        let! l = param "l" (log (p / (1.0 - p)))
        let! b = sample "b" (Bernoulli(logits = l)) |> via estimator
        return (b - t) ** 2.0
    }

let private sigmoid x = 1.0 / (1.0 + exp -x)

/// Means over a standard logistic number, by the trapezoidal rule: exact to rounding for a smooth function, and better than 1e-6 for one
/// with a jump at 0, which is a point of the grid.
let private mean (f: float -> float) =
    let step = 1e-4

    step
    * Seq.sum (
        seq {
            for i in -400_000 .. 400_000 do
                let x = step * float i
                let p = sigmoid x
                f x * p * (1.0 - p)
        }
    )

/// The derivative in the logit at p = 1/2, A - η B, as the papers write it in u: A = f(b) s, B = f(y) s - f'(y) dy/dz (q/u or p/(1 - u)).
let private parts t temperature z =
    let b =
        if z > 0.0 then 1.0
        elif z < 0.0 then 0.0
        else 0.5

    let y = sigmoid (z / temperature)
    let f x = (x - t) ** 2.0
    let score = b - 0.5
    let u = sigmoid z
    let path = if z > 0.0 then 0.5 / u else 0.5 / (1.0 - u)
    f b * score, f y * score - 2.0 * (y - t) * y * (1.0 - y) / temperature * path

/// Variance at a scale, and the scale of least variance.
let private exact t temperature =
    let a2 = mean (fun z -> fst (parts t temperature z) ** 2.0)
    let ab = mean (fun z -> fst (parts t temperature z) * snd (parts t temperature z))
    let b2 = mean (fun z -> snd (parts t temperature z) ** 2.0)
    let gradient = (1.0 - 2.0 * t) / 4.0
    (fun scale -> a2 - 2.0 * scale * ab + scale ** 2.0 * b2 - gradient ** 2.0), ab / b2

/// Mean and variance of the derivative in one draw, each with its standard error.
let private sampled program particles count name =
    let prepared =
        Preparation.prepare
            program
            { Candidates.planning 1 None with
                Particles = particles
            }

    let slope = Draws.derivative prepared prepared.Surrogate.Objective "l"

    let column =
        Draws.runs prepared [ slope ] count (seedOf name) |> Array.map Array.head

    let average = Array.average column

    let moment k =
        column |> Array.averageBy (fun x -> pown (x - average) k)

    let variance = moment 2
    let draws = float particles

    (average, sqrt (variance / float count)), (draws * variance, draws * sqrt ((moment 4 - variance ** 2.0) / float count))

let private isNear exact (found, error) =
    Assert.True(abs (found - exact) <= 5.0 * error, $"{found} ± {error}, exactly {exact}")

/// At scale 1: exact to the last digit of the published figures, and the estimator's own variance within 5 standard errors of it.
[<Theory>]
[<InlineData(0.05, 0.177, 0.0005)>]
[<InlineData(0.1, 0.0904, 0.00005)>]
[<InlineData(0.5, 0.0241, 0.00005)>]
[<InlineData(1.0, 0.0179, 0.00005)>]
let ``The variance at scale 1 is the exact one`` (temperature: float) (published: float) (digit: float) =
    let variance, _ = exact 0.45 temperature
    Assert.Equal(published, variance 1.0, digit)
    let estimator = Rebar temperature (RebarScale.Constant 1.0)

    let mean, spread =
        sampled (toy 0.45 0.5 estimator) 64 8192 $"rebar at {temperature}"

    isNear 0.025 mean
    isNear (variance 1.0) spread

/// At the scale of least variance, which at a temperature of at most 1 is hardly less than that of the score function, 0.0159391.
[<Theory>]
[<InlineData(0.1, 0.01594, 0.000005)>]
[<InlineData(1.0, 0.01593, 0.000005)>]
[<InlineData(5.0, 0.01518, 0.000005)>]
[<InlineData(50.0, 0.00120, 0.000005)>]
let ``The variance at the best scale is the exact one`` (temperature: float) (published: float) (digit: float) =
    let variance, best = exact 0.45 temperature
    Assert.Equal(published, variance best, digit)
    let estimator = Rebar temperature (RebarScale.Constant best)
    isNear (variance best) (snd (sampled (toy 0.45 0.5 estimator) 64 8192 $"best rebar at {temperature}"))

/// One pilot run of 16,384 particles finds the best scale well enough: at temperature 50, a 13th of the variance of the score function.
/// The measured variance has a relative standard error of √(2 / 2048) = 3 %.
[<Fact>]
let ``A fitted scale has the least variance`` () =
    let variance, best = exact 0.45 50.0
    let particles, replicates = 16_384, 2048

    let g =
        toy 0.45 0.5 (Rebar 50.0 (RebarScale.Fitted 0.9))
        |> Expectation.gradient
            { Estimation.defaults with
                Particles = particles
                Replicates = replicates
                Seed = seedOf "fitted rebar"
            }

    let error = (g.StandardError "l").ToDouble()
    Assert.True(abs (g.["l"].ToDouble() - 0.025) <= 5.0 * error)
    let found = float particles * float replicates * error ** 2.0
    Assert.InRange(found / variance best, 0.84, 1.25)

/// Three bits with a joint cost, so that a constant baseline is not enough: the steps of a fit learn the scale, and the loss falls to 0.
[<Fact>]
let ``A fit learns the scale as it goes`` () =
    let program =
        prob {
            let! l = param "l" [| 0.0; 0.0; 0.0 |]

            let! b =
                sample "b" (Bernoulli(logits = l)) |> via (Rebar 0.5 (RebarScale.Fitted 0.9))

            return ((b * tensor [| 1.0; 2.0; 4.0 |]).Sum() - 7.0) ** 2.0
        }

    let fit =
        program
        |> Expectation.minimize
            { Optimization.defaults with
                Optimizer = Adam 0.1
                Steps = 300
                Particles = 32
                Seed = 1UL
            }

    Assert.InRange(Seq.average (Seq.skip 280 fit.History), 0.0, 0.05)
    Assert.All(fit.["l"].ToArray(), (fun l -> Assert.True(l > 2.0, $"{fit}")))

let private others =
    [
        Enumerate
        Score NoBaseline
        Score LeaveOneOut
        MeasureValued
        DisArm
        Rebar 0.7 (RebarScale.Constant 0.8)
        Relax 0.7 4 0.9
    ]

/// A bit, two more that follow it, and a normal number that follows both: the cost is not affine in any.
let private chain (first: Estimator) (second: Estimator) (third: Estimator) =
    prob {
        let! l = param "l" [| 0.4; -0.3; 0.8 |]
        let! a = sample "a" (Bernoulli(logits = l.[0])) |> via first

        let! b =
            sample "b" (Bernoulli(logits = l.[1] + tensor [| 1.5; -1.0 |] * a))
            |> via second

        let! x = sample "x" (Normal(l.[2] * a + b.Sum(), 0.5)) |> via third
        return (x - 0.45) ** 2.0 + a * b.[0] - (b.Sum() - 0.6) ** 2.0
    }

let private gradient (first, second, third) particles replicates seed =
    chain first second third
    |> Expectation.gradient
        { Estimation.defaults with
            Particles = particles
            Replicates = replicates
            Seed = seed
        }

// By enumeration of the bits; the normal number adds noise to what is exact but for it, so that its variance and mean stand in for it.
let private exactChain =
    lazy
        (prob {
            let! l = param "l" [| 0.4; -0.3; 0.8 |]
            let! a = sample "a" (Bernoulli(logits = l.[0]))
            let! b = sample "b" (Bernoulli(logits = l.[1] + tensor [| 1.5; -1.0 |] * a))
            return (l.[2] * a + b.Sum() - 0.45) ** 2.0 + 0.25 + a * b.[0] - (b.Sum() - 0.6) ** 2.0
         }
         |> Expectation.gradient
             { Estimation.defaults with
                 Particles = 1
             })

let private mixtures =
    let rebar = Rebar 0.5 (RebarScale.Fitted 0.9)

    [
        for other in others do
            for third in [ Pathwise; Score LeaveOneOut; MeasureValued ] do
                rebar, other, third
                other, rebar, third
    ]
    |> List.distinct

let mixed = TheoryData<int>(Seq.init mixtures.Length id)

[<Theory; MemberData(nameof mixed)>]
let ``Sites of other kinds above and below stay unbiased`` (i: int) =
    let exact = exactChain.Value

    let targets =
        target "value" exact.Value.Mean exact.Value.Mean []
        :: [
            for k, x in Seq.indexed (exact.["l"].ToArray()) -> target $"l{k + 1}" x 1.0 []
        ]

    Judge.measure targets $"{mixtures.[i]}" (fun replicates seed ->
        let g = gradient mixtures.[i] 1024 replicates seed

        {
            Mean = g.Value.Mean
            StandardError = g.Value.StandardError
        }
        :: [
            for mean, error in Seq.zip (g.["l"].ToArray()) ((g.StandardError "l").ToArray()) ->
                { Mean = mean; StandardError = error }
        ])
    |> check targets

let private message (run: unit -> 'T) =
    (Assert.ThrowsAny<DiffProbException>(fun () -> run () |> ignore)).Message

[<Fact>]
let ``It is refused where a relaxed cost says nothing`` () =
    let rebar = Rebar 0.5 (RebarScale.Constant 1.0)

    let jump =
        prob {
            let! l = param "l" 0.0
            let! b = sample "b" (Bernoulli(logits = l)) |> via rebar
            return where (b .> 0.5) 1.0 0.0
        }

    let index =
        prob {
            let! l = param "l" [| 0.0; 1.0 |]
            let! k = sample "k" (Categorical(logits = l)) |> via rebar
            return (tensor [| 1.0; 3.0 |]).[k]
        }

    let plan program () =
        Expectation.plan Estimation.defaults program

    Assert.Contains("the cost jumps as a function of its value", message (plan jump))
    Assert.Contains("OneHotCategorical is the same choice in numbers", message (plan index))
    Assert.Contains("RebarScale.Fitted decay", message (fun () -> RebarScale.Fitted 1.0))
    Assert.Contains("finite", message (fun () -> RebarScale.Constant nan))
    Assert.Contains("A temperature must be positive", message (fun () -> Temperature.constant 0.0))
