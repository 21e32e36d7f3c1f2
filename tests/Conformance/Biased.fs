/// Biased estimators: refused unless they are allowed, and then exactly as biased, and as noisy, as the formulas say.
module DiffProb.Conformance.BiasedTests

open System
open Xunit
open DiffProb
open DiffProb.Conformance.Judge

let private logits = [| 0.5; 0.0; -0.5 |]
let private weights = [| 1.0; -1.0; 2.0 |]

/// E (w·y)² for a one-hot vector of three.
let private choice estimator =
    prob {
        let! l = param "l" logits
        let! y = sample "y" (OneHotCategorical(logits = l)) |> via estimator
        return ((y * tensor weights).Sum()) ** 2.0
    }

/// E (b - t)² for a bit.
let private bit (t: float) (p: float) estimator =
    prob {
        let! l = param "l" (log (p / (1.0 - p)))
        let! b = sample "b" (Bernoulli(logits = l)) |> via estimator
        return (b - t) ** 2.0
    }

let private probs =
    let all = logits |> Array.map exp
    all |> Array.map (fun x -> x / Array.sum all)

let private dot (a: float[]) (b: float[]) =
    Array.fold2 (fun s x y -> s + x * y) 0.0 a b

let private norm (x: float[]) = sqrt (dot x x)

/// p_k (f_k - E f).
let private exactGradient =
    let f = weights |> Array.map (fun w -> w * w)
    Array.map2 (fun p f' -> p * (f' - dot probs f)) probs f

/// J(π) of a softmax times the derivative 2 (w·v) w of the cost at v.
let private back (pi: float[]) (v: float[]) =
    let slope = weights |> Array.map (fun w -> 2.0 * dot weights v * w)
    Array.map2 (fun p s -> p * (s - dot pi slope)) pi slope

/// What an estimate of a vector is: its mean, and the sum of the variances of its elements.
type private Moments = { Mean: float[]; Variance: float }

let private biasOf (m: Moments) =
    norm (Array.map2 (-) m.Mean exactGradient)

/// Over the corners: the estimators that see nothing else of the noise.
let private byCorners (estimate: float[] -> float[]) =
    let corner k =
        Array.init 3 (fun i -> if i = k then 1.0 else 0.0)

    let at = [| for k in 0..2 -> estimate (corner k) |]
    let mean = Array.init 3 (fun i -> dot probs (at |> Array.map (fun g -> g.[i])))

    {
        Mean = mean
        Variance = dot probs (at |> Array.map (fun g -> dot g g)) - dot mean mean
    }

/// Over the noise, corner by corner: with z = l + Gumbel noise, winner k, and x_j = z_k - z_j of the others, the density of the two is
/// 2 p₁ p₂ p₃ e^(x₁ + x₂) / (p_k + p₁ e^x₁ + p₂ e^x₂)³. Simpson's rule on [0, 30]², with five points or more for a temperature.
let private byQuadrature (temperature: float) (estimate: float[] -> float[] -> float[]) =
    let n = 2 * int (Math.Ceiling(15.0 / min 0.1 (temperature / 5.0)))
    let h = 30.0 / float n
    let x = Array.init (n + 1) (fun i -> h * float i)
    let grow = x |> Array.map exp
    let relaxed = x |> Array.map (fun x -> exp (-x / temperature))

    let simpson =
        Array.init (n + 1) (fun i ->
            h / 3.0
            * (if i = 0 || i = n then 1.0
               elif i % 2 = 1 then 4.0
               else 2.0))

    let sums = Array.zeroCreate<float> 5
    let product = 2.0 * probs.[0] * probs.[1] * probs.[2]

    for k in 0..2 do
        let a, b = (k + 1) % 3, (k + 2) % 3
        let corner = Array.init 3 (fun i -> if i = k then 1.0 else 0.0)

        for i in 0..n do
            for j in 0..n do
                let total = probs.[k] + probs.[a] * grow.[i] + probs.[b] * grow.[j]

                let mass =
                    simpson.[i] * simpson.[j] * product * (grow.[i] / total) * (grow.[j] / total)
                    / total

                let y = Array.zeroCreate<float> 3
                let scale = 1.0 + relaxed.[i] + relaxed.[j]
                y.[k] <- 1.0 / scale
                y.[a] <- relaxed.[i] / scale
                y.[b] <- relaxed.[j] / scale
                let g = estimate y corner

                for e in 0..2 do
                    sums.[e] <- sums.[e] + mass * g.[e]

                sums.[3] <- sums.[3] + mass * dot g g
                sums.[4] <- sums.[4] + mass

    Assert.Equal(1.0, sums.[4], 1e-6)
    let mean = sums.[0..2]

    {
        Mean = mean
        Variance = sums.[3] - dot mean mean
    }

let private gumbelSoftmax temperature =
    byQuadrature temperature (fun y _ -> back y y |> Array.map (fun g -> g / temperature))

let private straightThrough temperature =
    byQuadrature temperature (fun y corner -> back y corner |> Array.map (fun g -> g / temperature))

let private reinMax =
    byCorners (fun corner ->
        let middle = Array.map2 (fun p b -> 0.5 * (p + b)) probs corner
        Array.map2 (fun second first -> 2.0 * second - 0.5 * first) (back middle corner) (back probs corner))

let private prepare program particles =
    Preparation.prepare
        program
        { Candidates.planning 1 None with
            Particles = particles
            AllowBias = true
        }

let private particles = 64
let private runs = 4096

/// The mean of each element within 5 standard errors, and so the sum of their variances.
let private holds (exact: Moments) program name =
    let prepared = prepare program particles
    let leaf = (prepared.Graph.Parameter "l").Leaf
    let gradient = (Gradient.Of(prepared.Surrogate.Objective, [| leaf |])).[0]
    let flat = gradient.Reshape(Shape.Of [| exact.Mean.Length |])
    let outputs = [ for i in 0 .. exact.Mean.Length - 1 -> flat.Select(0, i) ]
    let columns = Draws.runs prepared outputs runs (seedOf name) |> Array.transpose
    let means = columns |> Array.map Array.average

    for i in 0 .. means.Length - 1 do
        let square = columns.[i] |> Array.averageBy (fun x -> (x - means.[i]) ** 2.0)
        let error = sqrt (square / float runs)
        Assert.True(abs (means.[i] - exact.Mean.[i]) <= 5.0 * error, $"{name}: {means.[i]} ± {error}, exactly {exact.Mean.[i]}")

    let distances =
        Array.init runs (fun r -> columns |> Array.mapi (fun i c -> (c.[r] - means.[i]) ** 2.0) |> Array.sum)

    let variance = Array.average distances

    let error =
        sqrt ((distances |> Array.averageBy (fun d -> (d - variance) ** 2.0)) / float runs)

    let text =
        $"{name}: variance {float particles * variance} ± {float particles * error}, exactly {exact.Variance}"

    Assert.True(error <= 0.1 * variance, $"too noisy to judge: {text}")

    Assert.True(
        abs (float particles * variance - exact.Variance)
        <= 5.0 * float particles * error,
        text
    )

/// Temperature; bias and total variance of GumbelSoftmax and of StraightThrough, to the digits given. The derivative's norm is 0.563.
[<Theory>]
[<InlineData(0.1, 0.067, 8.55, 0.053, 27.1)>]
[<InlineData(0.25, 0.160, 2.96, 0.125, 9.96)>]
[<InlineData(0.5, 0.272, 1.14, 0.213, 4.34)>]
[<InlineData(0.66666666666666667, 0.319, 0.71, 0.253, 2.98)>]
[<InlineData(1.0, 0.373, 0.33, 0.308, 1.68)>]
[<InlineData(2.0, 0.422, 0.056, 0.390, 0.55)>]
[<InlineData(5.0, 0.472, 0.0024, 0.473, 0.10)>]
let ``Three categories: bias and variance are the exact ones`` temperature bias variance throughBias throughVariance =
    let digit (x: float) =
        let text = x.ToString Globalization.CultureInfo.InvariantCulture
        let decimals = text.Length - 1 - text.IndexOf '.'
        0.5000001 * 10.0 ** -(float (max decimals 1))

    Assert.Equal(0.563, norm exactGradient, 0.0005)
    let soft, through = gumbelSoftmax temperature, straightThrough temperature
    Assert.Equal(bias, biasOf soft, 0.0005)
    Assert.Equal(variance, soft.Variance, digit variance)
    Assert.Equal(throughBias, biasOf through, 0.0005)
    Assert.Equal(throughVariance, through.Variance, digit throughVariance)
    holds soft (choice (GumbelSoftmax(temperature: float))) $"relaxed at {temperature}"
    holds through (choice (StraightThrough(temperature: float))) $"straight through at {temperature}"

[<Fact>]
let ``ReinMax is unbiased for a quadratic cost, and as noisy as its formula`` () =
    Assert.Equal(0.0, biasOf reinMax, 1e-14)
    Assert.Equal(3.50, reinMax.Variance, 0.005)
    holds reinMax (choice ReinMax) "ReinMax"

    for p in [ 0.1; 0.25; 0.5 ] do
        // With q = 1 - p and π = (p + b) / 2: [2 π (1 - π) - p q / 2] 2 (b - t).
        let at b =
            let middle = 0.5 * (p + b)
            (2.0 * middle * (1.0 - middle) - 0.5 * p * (1.0 - p)) * 2.0 * (b - 0.45)

        let mean = p * at 1.0 + (1.0 - p) * at 0.0
        Assert.Equal(0.1 * p * (1.0 - p), mean, 1e-15)

        let exact =
            {
                Mean = [| mean |]
                Variance = p * at 1.0 ** 2.0 + (1.0 - p) * at 0.0 ** 2.0 - mean ** 2.0
            }

        holds exact (bit 0.45 p ReinMax) $"ReinMax at {p}"

/// The path of the probabilities themselves, which LocalExpectation takes where the cost is affine; this one is not, and it is refused.
[<Fact>]
let ``The straight path through the probabilities is what LocalExpectation is refused for`` () =
    let through = byCorners (back probs)
    Assert.Equal(0.671, biasOf through, 0.0005)
    Assert.Equal(1.73, through.Variance, 0.005)

    let unrefused =
        let rules = LocalExpectation.Rules

        Estimator
            { new IEstimator with
                member _.Name = "straight through the probabilities"
                member _.IsBiased = true
                member _.PassesThrough = true
                member _.Refuse _ = None
                member _.Evaluations _ = 1
                member _.Propose(site, law, noise) = rules.Propose(site, law, noise)
                member _.GradientFunction(_, _) = None
                member _.ControlVariate _ = None
            }

    holds through (choice unrefused) "straight, three categories"
    let p, t = 0.25, 0.45
    let at b = 2.0 * (b - t) * p * (1.0 - p)
    let mean = p * at 1.0 + (1.0 - p) * at 0.0
    Assert.Equal(-0.075, mean, 1e-15) // the derivative is 0.01875

    let exact =
        {
            Mean = [| mean |]
            Variance = p * at 1.0 ** 2.0 + (1.0 - p) * at 0.0 ** 2.0 - mean ** 2.0
        }

    holds exact (bit t p unrefused) "straight, a bit"

/// The toy of Tucker et al. 2017: temperature; t and p; mean and variance of the derivative, to the digits given. At t = 0.45 and p = 1/4 it is
/// 0.01875, and from 0.25 on the sign is wrong; at t = 0.499 and p = 1/2 it is 0.0005,
/// with variances that are not given (-1).
[<Theory>]
[<InlineData(0.05, 0.45, 0.25, 0.01408, 0.1294, 0.000005)>]
[<InlineData(0.1, 0.45, 0.25, 0.00952, 0.0639, 0.000005)>]
[<InlineData(0.25, 0.45, 0.25, -0.00233, 0.0244, 0.000005)>]
[<InlineData(0.5, 0.45, 0.25, -0.01386, 0.0108, 0.000005)>]
[<InlineData(0.66666666666666667, 0.45, 0.25, -0.01683, 0.0073, 0.000005)>]
[<InlineData(1.0, 0.45, 0.25, -0.01698, 0.0038, 0.000005)>]
[<InlineData(2.0, 0.45, 0.25, -0.00865, 0.0009, 0.000005)>]
[<InlineData(0.05, 0.499, 0.5, 0.000499, -1.0, 0.0000005)>]
[<InlineData(0.25, 0.499, 0.5, 0.000477, -1.0, 0.0000005)>]
[<InlineData(0.5, 0.499, 0.5, 0.000429, -1.0, 0.0000005)>]
[<InlineData(1.0, 0.499, 0.5, 0.000333, -1.0, 0.0000005)>]
[<InlineData(2.0, 0.499, 0.5, 0.000215, -1.0, 0.0000005)>]
let ``A bit: mean and variance are the exact ones`` (temperature: float) t (p: float) mean variance digit =
    let step = 1e-3
    let logit = log (p / (1.0 - p))

    // A standard logistic number, by the trapezoidal rule; the integrand is smooth on the scale of the temperature.
    let moment k =
        step
        * Seq.sum (
            seq {
                for i in -40_000 .. 40_000 do
                    let x = step * float i
                    let u = 1.0 / (1.0 + exp -x)
                    let y = 1.0 / (1.0 + exp (-(x + logit) / temperature))
                    let g = 2.0 * (y - t) * y * (1.0 - y) / temperature
                    pown g k * u * (1.0 - u)
            }
        )

    let exact =
        {
            Mean = [| moment 1 |]
            Variance = moment 2 - moment 1 ** 2.0
        }

    Assert.Equal(mean, exact.Mean.[0], (digit: float))

    if variance >= 0.0 then
        Assert.Equal(variance, exact.Variance, 0.00005)

    holds exact (bit t p (GumbelSoftmax temperature)) $"a relaxed bit, {t}, {p}, {temperature}"

let private allowed =
    { Estimation.defaults with
        AllowBias = true
    }

let private message (run: unit -> 'T) =
    (Assert.ThrowsAny<DiffProbException>(fun () -> run () |> ignore)).Message

let private says (parts: string list) (text: string) =
    for part in parts do
        Assert.Contains(part, text)

[<Fact>]
let ``They are refused where bias is not allowed, with the ways out`` () =
    for estimator in Candidates.biased do
        let words =
            [
                "Site \"y\" (OneHotCategorical)"
                $"{estimator.Name} is biased for cost \"result\""
                "Unbiased here: Enumerate, MeasureValued, Score LeaveOneOut."
                "AllowBias = true"
            ]

        message (fun () -> choice estimator |> Expectation.gradient Estimation.defaults)
        |> says words

        message (fun () -> choice estimator |> Expectation.minimize Optimization.defaults)
        |> says words

        // A plan that was made where it was allowed does not carry the permission along.
        let plan = choice estimator |> Expectation.plan allowed

        message (fun () ->
            choice Enumerate
            |> Expectation.plan
                { Estimation.defaults with
                    Plan = Some plan
                })
        |> says words

[<Fact>]
let ``What is biased says so`` () =
    let g = choice (GumbelSoftmax 0.5) |> Expectation.gradient allowed
    Assert.True g.IsBiased
    Assert.True g.Plan.IsBiased
    Assert.Equal("asked for; biased", g.Plan.Entries.[0].Reason)
    string g |> says [ "biased at site y (GumbelSoftmax 0.5)" ]
    string g.Plan |> says [ "GumbelSoftmax 0.5  asked for; biased" ]

    let fit =
        choice (StraightThrough(Temperature.anneal 2.0 0.5))
        |> Expectation.minimize
            { Optimization.defaults with
                Steps = 2
                AllowBias = true
            }

    Assert.True fit.IsBiased
    string fit |> says [ "biased at site y (StraightThrough 2 to 0.5)" ]
    let unbiased = choice Enumerate |> Expectation.gradient allowed
    Assert.False unbiased.IsBiased
    Assert.DoesNotContain("biased", string unbiased)

/// Allowing bias does not make the planner choose it.
[<Fact>]
let ``The planner chooses none`` () =
    for problem in Catalogue.problems do
        match Candidates.planned 1 problem with
        | Error _ -> ()
        | Ok _ ->
            let plan =
                Preparation.planOnly
                    problem.Program
                    { Candidates.planning 1 None with
                        AllowBias = true
                    }

            Assert.False plan.IsBiased

[<Fact>]
let ``A relaxed site is the relaxed law with its derivative along the path, and a value alone is the program's own`` () =
    let relaxed =
        prob {
            let! l = param "l" logits
            let! y = sample "y" (RelaxedOneHotCategorical(Tensor.Scalar 0.5, logits = l))
            return ((y * tensor weights).Sum()) ** 2.0
        }

    let expected = relaxed |> Expectation.gradient allowed
    let found = choice (GumbelSoftmax 0.5) |> Expectation.gradient allowed
    Assert.Equal(expected.Value.Mean, found.Value.Mean)
    Assert.Equal<float>(expected.["l"].ToArray(), found.["l"].ToArray())

    let value = choice (GumbelSoftmax 0.5) |> Expectation.value allowed
    let exact = dot probs (weights |> Array.map (fun w -> w * w))
    Assert.True(abs (value.Mean - exact) <= 5.0 * value.StandardError)
    let through = choice (StraightThrough 0.5) |> Expectation.gradient allowed
    Assert.True(abs (through.Value.Mean - exact) <= 5.0 * through.Value.StandardError)

[<Fact>]
let ``They are refused where they say nothing, allowed or not`` () =
    let jump estimator =
        prob {
            let! l = param "l" 0.0
            let! b = sample "b" (Bernoulli(logits = l)) |> via estimator
            return where (b .> 0.5) 1.0 0.0
        }

    let index estimator =
        prob {
            let! l = param "l" [| 0.0; 1.0 |]
            let! k = sample "k" (Categorical(logits = l)) |> via estimator
            return (tensor [| 1.0; 3.0 |]).[k]
        }

    let count estimator =
        prob {
            let! l = param "l" 0.0
            let! k = sample "k" (Poisson(exp l)) |> via estimator
            return k * k
        }

    for estimator in Candidates.biased do
        message (fun () -> jump estimator |> Expectation.plan allowed)
        |> says
            [
                $"{estimator.Name} is not valid"
                "the cost jumps as a function of its value"
            ]

        message (fun () -> index estimator |> Expectation.plan allowed)
        |> says [ "it is an index"; "OneHotCategorical is the same choice in numbers" ]

        message (fun () -> count estimator |> Expectation.plan allowed)
        |> says [ "no continuous law near it is known" ]

    for estimator in [ StraightThrough 0.5; ReinMax ] do
        message (fun () ->
            Preparation.planOnly
                (choice estimator)
                { Candidates.planning 2 None with
                    AllowBias = true
                })
        |> says [ "its way back is a first derivative" ]

/// Twice a bit is a whole number, twice a relaxed bit is none: that the site's own values are proved in order does not count.
[<Fact>]
let ``A parameter that a relaxed value takes out of its support is found in the run`` () =
    let program estimator =
        prob {
            let! l = param "l" 0.0
            let! b = sample "b" (Bernoulli(logits = l)) |> via estimator
            let! k = sample "k" (Binomial(2.0 * b, probs = tensor 0.3))
            return k
        }

    program (StraightThrough 0.5) |> Expectation.gradient allowed |> ignore

    message (fun () -> program (GumbelSoftmax 0.5) |> Expectation.gradient allowed)
    |> says [ "Site \"k\": totalCount must be" ]

let private extremes =
    let oneHot make (start: float[]) (support: Support) estimator =
        prob {
            let! l = paramOn support "l" start
            let! y = sample "y" (make l: Distribution) |> via estimator
            return ((y * tensor [| 1.0; 7.0; 2.0 |]).Sum()) ** 2.0
        }

    [
        "logits of -∞", oneHot (fun l -> OneHotCategorical(logits = l)) [| 0.5; -infinity; 1.0 |] Support.Logits, [ 1 ]
        "one way", oneHot (fun l -> OneHotCategorical(logits = l)) [| -infinity; 0.0; -infinity |] Support.Logits, [ 0; 1; 2 ]
        // A weight of 0 enters the sum that the others are divided by.
        "probabilities of 0", oneHot (fun l -> OneHotCategorical(probs = l)) [| 0.5; 0.0; 1.0 |] Support.Weights, []
        "bits of logit -∞", oneHot (fun l -> Bernoulli(logits = l)) [| 0.5; -infinity; 1.0 |] Support.LogWeights, [ 1 ]
        "certain bits", oneHot (fun l -> Bernoulli(probs = l)) [| 0.0; 0.3; 1.0 |] Support.UnitInterval, [ 0; 2 ]
    ]

let extremeNames = TheoryData<string>([ for name, _, _ in extremes -> name ])

[<Theory; MemberData(nameof extremeNames)>]
let ``What cannot happen, or cannot fail to, has no gradient and makes no NaN`` (name: string) =
    let _, program, still = extremes |> List.find (fun (n, _, _) -> n = name)

    for estimator in Rebar 0.5 (RebarScale.Fitted 0.9) :: GumbelSoftmax 0.01 :: Candidates.biased do
        let g = program estimator |> Expectation.gradient allowed
        let gradient = g.["l"].ToArray()
        Assert.All(gradient, (fun x -> Assert.True(Double.IsFinite x, $"{estimator}: {g}")))

        for i in still do
            Assert.True((gradient.[i] = 0.0), $"{estimator}: {g}")

        if still.Length < 3 then
            Assert.Contains(gradient, (fun x -> x <> 0.0))

/// The best of three choices, found along relaxed draws; the first step stands at the start of the annealing, the last at its end.
[<Fact>]
let ``A fit with annealing finds the optimum`` () =
    let program estimator =
        prob {
            let! l = param "l" [| 0.0; 0.0; 0.0 |]
            let! y = sample "y" (OneHotCategorical(logits = l)) |> via estimator
            return ((y * tensor weights).Sum() - 2.0) ** 2.0
        }

    let fit estimator steps =
        program estimator
        |> Expectation.minimize
            { Optimization.defaults with
                Optimizer = Adam 0.1
                Steps = steps
                Particles = 50
                Seed = 3UL
                AllowBias = true
            }

    for make in [ GumbelSoftmax; StraightThrough ] do
        let annealed = fit (make (Temperature.anneal 2.0 0.1)) 300
        let found = annealed.["l"].Softmax().ToArray()
        Assert.True(found.[2] > 0.99, $"{annealed}")
        Assert.InRange(annealed.History.[299], 0.0, 0.01)

    let history temperature steps =
        (fit (GumbelSoftmax(temperature: Temperature)) steps).History

    let moving = history (Temperature.anneal 2.0 0.1) 2
    Assert.Equal((history (Temperature.constant 2.0) 1).[0], moving.[0])
    Assert.NotEqual((history (Temperature.constant 2.0) 2).[1], moving.[1])
    Assert.Equal((history (Temperature.anneal 2.0 0.1) 1).[0], moving.[0])

[<Fact>]
let ``Temperatures that are none are refused`` () =
    for wrong in [ 0.0; -1.0; nan; infinity ] do
        message (fun () -> Temperature.constant wrong)
        |> says [ "A temperature must be positive" ]

        message (fun () -> Temperature.anneal 1.0 wrong)
        |> says [ "A temperature must be positive" ]

        message (fun () -> GumbelSoftmax wrong)
        |> says [ "A temperature must be positive" ]
