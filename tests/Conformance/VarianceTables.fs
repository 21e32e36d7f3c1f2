/// Variances of published comparisons, in closed form or by quadrature, and measured.
module DiffProb.Conformance.VarianceTableTests

open System
open Xunit
open DiffProb
open DiffProb.Conformance.Problem
open DiffProb.Conformance.Quadrature

/// The variance of one draw by a plan of one estimator at all sites, summed over the outputs that are named; with its error.
let private measured program (estimator: Estimator) particles count seed (outputs: string list) =
    let problem = made seed 0.0 [] program

    let plan =
        match Candidates.planned 1 problem with
        | Ok plan ->
            plan.Entries
            |> Seq.fold (fun (p: Plan) e -> p.With(e.Site, e.Cost, estimator)) plan
        | Error message -> failwith message

    let prepared = Draws.prepare problem particles 1 (Some plan)

    let derivatives =
        [
            for name in outputs -> Draws.derivative prepared prepared.Surrogate.Objective name
        ]

    let columns =
        Draws.runs prepared derivatives count (Judge.seedOf seed) |> Array.transpose

    // The sum over outputs of squared deviations is one number for each run, so that its error needs no independence.
    let centered =
        columns
        |> Array.map (fun c ->
            let mean = Array.average c
            c |> Array.map (fun x -> (x - mean) ** 2.0))

    let squares =
        Array.transpose centered
        |> Array.map (fun row -> float particles * Array.sum row)

    let mean = Array.average squares
    let spread = squares |> Array.averageBy (fun s -> (s - mean) ** 2.0)
    mean, sqrt (spread / float count)

let private runs = if Judge.isFull then 32768 else 2048

/// Within 5 standard errors, which are at most 8 % of it.
let private isVariance (exact: float) (found: float, error: float) =
    Assert.True(error <= 0.08 * exact, $"too noisy to judge: {found} ± {error}, exactly {exact}")
    Assert.True(abs (found - exact) <= 5.0 * error + 1e-12, $"{found} ± {error}, exactly {exact}")

/// A printed number, to its digits.
let private isPrinted (printed: float) (digits: int) (exact: float) =
    let tolerance = 0.51 * 10.0 ** (floor (log10 (abs printed)) + 1.0 - float digits)
    Assert.True(abs (exact - printed) <= tolerance, $"{exact} is not {printed}")

// ---- N(1, 1), figures 2 and 3 of Mohamed, Rosca, Figurnov, Mnih (2020), arXiv 1906.10652

/// A cost with its derivative, on tensors and on numbers.
let private costs =
    dict
        [
            for k in [ 0.1; 1.0; 10.0 ] do
                $"exp {k}",
                ((fun (x: Tensor) -> exp (-k * x * x)),
                 (fun (x: float) -> exp (-k * x * x)),
                 (fun x -> -2.0 * k * x * exp (-k * x * x)))
            for k in [ 0.5; 2.0; 5.0 ] do
                $"cos {k}", ((fun (x: Tensor) -> cos (k * x)), (fun (x: float) -> cos (k * x)), (fun x -> -k * sin (k * x)))
        ]

let private onNormal f =
    integralOver [ -9.0 .. 11.0 ] (fun x -> f x * normalDensity 1.0 1.0 x) -infinity infinity

let private onPositive density f =
    integral (fun r -> f r * density r) 0.0 infinity

let private rayleigh r = r * exp (-0.5 * r * r)

/// A Maxwell variable with either sign.
let private maxwell m =
    m * m * exp (-0.5 * m * m) / sqrt (2.0 * Math.PI)

/// Second moment of one draw around 0, from the law of what it sees.
let private secondMoment (estimator: string) (parameter: string) f f' =
    match estimator, parameter with
    | "Score", "mu" -> onNormal (fun x -> (f x * (x - 1.0)) ** 2.0)
    | "Score", _ -> onNormal (fun x -> (f x * ((x - 1.0) ** 2.0 - 1.0)) ** 2.0)
    | "Pathwise", "mu" -> onNormal (fun x -> f' x ** 2.0)
    | "Pathwise", _ -> onNormal (fun x -> (f' x * (x - 1.0)) ** 2.0)
    // Coupled draws: mu ± R with R of a Rayleigh law, and mu + M, mu + M U with M of a two-sided Maxwell law and U uniform.
    | _, "mu" ->
        onPositive rayleigh (fun r -> (f (1.0 + r) - f (1.0 - r)) ** 2.0)
        / (2.0 * Math.PI)
    | _ ->
        let given m =
            integral (fun u -> (f (1.0 + m) - f (1.0 + m * u)) ** 2.0) 0.0 1.0

        onPositive maxwell (fun m -> given m + given -m)

/// Cost, parameter, derivative, and the variances of the three columns as printed in the reference table.
let rows =
    TheoryData<string, string, float, float, float, float>(
        [
            struct ("exp 0.1", "mu", -0.13998, 0.56353, 0.01629, 0.0025091)
            struct ("exp 0.1", "sigma", -0.11665, 0.93538, 0.02777, 0.021971)
            struct ("exp 1", "mu", -0.27579, 0.17575, 0.21172, 0.012568)
            struct ("exp 1", "sigma", -0.091931, 0.17669, 0.17573, 0.070665)
            struct ("exp 10", "mu", -0.12909, 0.07694, 0.94163, 0.020656)
            struct ("exp 10", "sigma", -0.0061472, 0.0090346, 0.89205, 0.11673)
            struct ("cos 0.5", "mu", -0.21155, 0.45525, 0.039285, 0.0082755)
            struct ("cos 0.5", "sigma", -0.19362, 0.79866, 0.087513, 0.065266)
            struct ("cos 2", "mu", -0.24612, 0.44107, 1.9399, 0.22408)
            struct ("cos 2", "sigma", 0.22528, 0.92798, 1.9427, 0.72743)
            struct ("cos 5", "mu", 1.787e-5, 0.5, 12.5, 0.29572)
            struct ("cos 5", "sigma", -2.643e-5, 1.0, 12.5, 1.0)
        ]
    )

[<Theory; MemberData(nameof rows)>]
let ``Variances of score, path and measure for N(1, 1)`` name parameter derivative score path measure =
    let onTensors, f, f' = costs.[name]

    let slope = onNormal (fun x -> f' x * (if parameter = "mu" then 1.0 else x - 1.0))

    isPrinted derivative 4 slope

    let program =
        prob {
            let! mu = param "mu" 1.0
            let! sigma = paramOn Support.Positive "sigma" 1.0
            let! x = sample "x" (Normal(mu, sigma))
            return onTensors x
        }

    for estimator, printed in [ Score NoBaseline, score; Pathwise, path; MeasureValued, measure ] do
        let exact = secondMoment estimator.Name parameter f f' - slope * slope
        isPrinted printed 4 exact

        measured program estimator 64 runs $"{name} {parameter} by {estimator}" [ parameter ]
        |> isVariance exact

/// The same second moments where Gaussian integrals are closed: e^(-kx²) under the law, and under the law tilted by its square.
[<Theory; InlineData(0.1); InlineData(1.0); InlineData(10.0)>]
let ``The quadrature of exp is its closed form`` (k: float) =
    let _, f, f' = costs.[$"exp {k}"]

    let closed k =
        (1.0 + 2.0 * k) ** -0.5 * exp (-k / (1.0 + 2.0 * k))

    let equal (a: float) (b: float) = Assert.Equal(a, b, 1e-12)
    equal (closed k) (onNormal f)
    let s = 1.0 + 2.0 * k
    equal (-2.0 * k * closed k / s) (onNormal f')
    equal (closed k * (-2.0 * k / s + 4.0 * k * k / (s * s))) (onNormal (fun x -> f' x * (x - 1.0)))

    // Under the tilt x is normal with mean 1/S and variance 1/S, S = 1 + 4k.
    let s = 1.0 + 4.0 * k
    let mean, variance = 1.0 / s - 1.0, 1.0 / s
    equal (closed (2.0 * k) * (mean * mean + variance)) (secondMoment "Score" "mu" f f')
    let square = 1.0 / (s * s) + 1.0 / s
    equal (closed (2.0 * k) * 4.0 * k * k * square) (secondMoment "Pathwise" "mu" f f')

[<Theory; InlineData(0.5); InlineData(2.0); InlineData(5.0)>]
let ``The quadrature of cos is its closed form`` (k: float) =
    let _, f, f' = costs.[$"cos {k}"]
    let a = 2.0 * k
    let c = cos a * exp (-0.5 * a * a)
    let equal (x: float) (y: float) = Assert.Equal(x, y, 1e-11)
    equal ((1.0 + c * (1.0 - a * a)) / 2.0) (secondMoment "Score" "mu" f f')
    equal ((2.0 + c * (a ** 4.0 - 4.0 * a * a + 2.0)) / 2.0) (secondMoment "Score" "sigma" f f')
    equal (k * k * (1.0 - c) / 2.0) (secondMoment "Pathwise" "mu" f f')
    equal (k * k * (1.0 - (1.0 - a * a) * c) / 2.0) (secondMoment "Pathwise" "sigma" f f')

// ---- One bit, f = (b - t)²: Tucker et al. (2017), arXiv 1703.07370, and Grathwohl et al. (2018), arXiv 1711.00123

/// t, p, the derivative in the logit, and the variances as printed in the reference table: no baseline, two draws that leave one out, DisARM.
let bits =
    TheoryData<float, float, float, float, float, float>(
        [
            struct (0.45, 0.5, 0.025, 0.0159391, 6.25e-4, 0.0)
            struct (0.45, 0.25, 0.01875, 0.0144387, 5.8594e-4, 3.5156e-4)
            struct (0.45, 0.1, 0.009, 0.0077001, 3.69e-4, 3.24e-4)
            struct (0.49, 0.5, 0.005, 0.015638, 2.5e-5, 0.0)
            struct (0.499, 0.5, 0.0005, 0.015625, 2.5e-7, 0.0)
        ]
    )

[<Theory; MemberData(nameof bits)>]
let ``Variances of one bit`` (t: float) (p: float) derivative score pair mirrored =
    let q = 1.0 - p
    let low, high = min p q, max p q
    let f0, f1 = t * t, (1.0 - t) ** 2.0
    let slope = p * q * (f1 - f0)
    isPrinted derivative 4 slope
    let difference = (f1 - f0) ** 2.0

    let program =
        prob {
            let! phi = param "phi" (log (p / q))
            let! b = sample "b" (Bernoulli(logits = phi))
            return (b - t) ** 2.0
        }

    let hold (estimator: Estimator) particles draws printed exact =
        let found, error =
            measured
                program
                estimator
                particles
                (if particles = 2 then 2 * runs else runs)
                $"bit {t} {p} by {estimator}"
                [ "phi" ]

        let scale = draws / float particles

        if printed = 0.0 then
            Assert.Equal(0.0, exact, 1e-15)
            Assert.Equal(0.0, found, 1e-15)
        else
            isPrinted printed 4 exact
            isVariance exact (scale * found, scale * error)

    hold (Score NoBaseline) 64 64.0 score (p * q * (q * f1 * f1 + p * f0 * f0) - slope * slope)
    hold (Score LeaveOneOut) 2 1.0 pair (difference * p * q * (0.5 - p * q))
    hold DisArm 64 64.0 mirrored (difference * low * high * high * (0.5 - low))
    hold Enumerate 2 2.0 0.0 0.0

// ---- The random walk of Arya et al. (2022), arXiv 2210.08572, and their tutorial: a step up with probability e^(-X/p), else down; X₀ = 0

/// X², its derivative in p and the second moment of the score's estimate of it, from what each place has: its probability m, and with
/// S the score of the path, E S and E S² there.
let private walkExactly steps (p: float) =
    let size = 2 * steps + 1

    let start =
        Array.init size (fun i ->
            if i = steps then
                struct (1.0, 0.0, 0.0)
            else
                struct (0.0, 0.0, 0.0))

    let step (here: struct (float * float * float)[]) =
        let next = Array.create size (struct (0.0, 0.0, 0.0))

        let move target probability score =
            fun (struct (m, s, square)) ->
                if probability > 0.0 then
                    let struct (m', s', square') = next.[target]

                    next.[target] <-
                        struct (m' + probability * m,
                                s' + probability * (s + score * m),
                                square' + probability * (square + 2.0 * score * s + score * score * m))

        for i in 0 .. size - 1 do
            let struct (m, _, _) = here.[i]

            if m > 0.0 then
                let x = float (i - steps)
                let up = exp (-x / p)
                // d/dp log e^(-x/p) = x/p², and of 1 - e^(-x/p) as its complement has it.
                move (i + 1) up (x / (p * p)) here.[i]
                move (i - 1) (1.0 - up) (if up < 1.0 then -up * x / (p * p) / (1.0 - up) else 0.0) here.[i]

        next

    let last = Seq.fold (fun here _ -> step here) start (seq { 1..steps })

    let over part power =
        last
        |> Seq.mapi (fun i entry -> float (i - steps) ** power * part entry)
        |> Seq.sum

    let slope = over (fun (struct (_, s, _)) -> s) 2.0
    over (fun (struct (m, _, _)) -> m) 2.0, slope, over (fun (struct (_, _, square)) -> square) 4.0 - slope * slope

/// A step from 0 is up for certain: the constant 1 there, since log(1 - e^(-x/p)) has no derivative in p at x = 0, and no law below 0.
let private walk steps (p: float) =
    prob {
        let! p = paramOn Support.Positive "p" p

        let! last =
            Prob.fold
                (fun (x: Tensor) _ ->
                    prob {
                        let! up = sample "up" (Bernoulli(probs = where (x .> 0.0) (exp (-x / p)) 1.0))
                        return x + 2.0 * up - 1.0
                    })
                (tensor 0.0)
                [ 1..steps ]

        return last * last
    }

/// Steps, p, the derivative and the standard deviation of the score as printed in the reference table.
let walks =
    TheoryData<int, float, float, float>(
        [
            struct (10, 20.0, 1.489818, 3.796)
            if Judge.isFull then
                struct (50, 100.0, 7.558188, 34.81)
        ]
    )

[<Theory; MemberData(nameof walks)>]
let ``The score of a random walk`` steps p derivative deviation =
    let value, slope, variance = walkExactly steps p
    isPrinted derivative 7 slope
    isPrinted deviation 4 (sqrt variance)
    Assert.InRange(value, 0.0, float (steps * steps))

    measured (walk steps p) (Score NoBaseline) 64 runs $"walk of {steps}" [ "p" ]
    |> isVariance variance

/// Steps and p: the few are summed exactly, the many are not.
let plannedWalks =
    TheoryData<int, float>(
        [
            struct (5, 20.0)
            if Judge.isFull then
                struct (10, 20.0)
        ]
    )

[<Theory; MemberData(nameof plannedWalks)>]
let ``The gradient of a random walk, as planned`` steps p =
    let value, slope, _ = walkExactly steps p

    let g =
        walk steps p
        |> Expectation.gradient
            { Estimation.defaults with
                Particles = 64
                Replicates = 64
                Seed = Judge.seedOf $"walk of {steps} as planned"
            }

    Judge.check
        [ Judge.target "value" value value []; Judge.target "p" slope slope [] ]
        [
            {
                Mean = g.Value.Mean
                StandardError = g.Value.StandardError
            }
            {
                Mean = g.["p"].ToDouble()
                StandardError = (g.StandardError "p").ToDouble()
            }
        ]
