/// Estimators of several coupled draws against exact variances: bits that lie apart, values without replacement, ten bits that interact.
module DiffProb.Conformance.CoupledDrawTests

open System
open Xunit
open DiffProb
open DiffProb.Conformance.Candidates
open DiffProb.Conformance.Judge

/// What an estimator gives with some probability: one number for each parameter.
type private Outcome =
    {
        Probability: float
        Estimate: float[]
    }

/// Sum over the parameters of the variances.
let private totalVariance (outcomes: Outcome[]) =
    let moment (f: float -> float) =
        outcomes |> Array.sumBy (fun o -> o.Probability * (o.Estimate |> Array.sumBy f))

    let means =
        [|
            for i in 0 .. outcomes.[0].Estimate.Length - 1 -> outcomes |> Array.sumBy (fun o -> o.Probability * o.Estimate.[i])
        |]

    moment (fun x -> x * x) - (means |> Array.sumBy (fun x -> x * x))

/// Sum of the variances of some derivatives with one draw for each particle, and its standard error.
let private measured program particles count name (parameters: string list) =
    let prepared =
        Preparation.prepare
            program
            { planning 1 None with
                Particles = particles
            }

    let outputs =
        [
            for p in parameters -> Draws.derivative prepared prepared.Surrogate.Objective p
        ]

    let found =
        Draws.runs prepared outputs count (seedOf name)
        |> Array.transpose
        |> Array.map VarianceTests.varianceOf

    float particles * (found |> Array.sumBy fst), float particles * (found |> Array.sumBy snd)

/// Within 5 standard errors, of which one is at most 12 %.
let private isVariance exact (found: float, error: float) =
    Assert.True(error <= 0.12 * exact, $"too noisy to judge: {found} ± {error}, exactly {exact}")
    Assert.True(abs (found - exact) <= 5.0 * error, $"{found} ± {error}, exactly {exact}")

/// One bit of probability p and cost (b - 0.49)², by its log odds; 1 - p is as p with the other cost.
let private toy p estimator =
    prob {
        let! phi = param "phi" (log (p / (1.0 - p)))
        let! b = sample "b" (Bernoulli(logits = phi)) |> via estimator
        return (b - 0.49) ** 2.0
    }

/// By the number of draws that are the rarer bit, of probability m: j given ones are with probability max(1 - j (1 - m^(1/(n-1))), 0)ⁿ⁻¹, since
/// elements of a flat Dirichlet draw are all above s with probability (1 - j s)ⁿ⁻¹; the rest by inclusion and exclusion.
let private armsOutcomes (n: int) (m: float) =
    let power = float (n - 1)
    let apart = 1.0 - m ** (1.0 / power)

    let given j =
        max (1.0 - float j * apart) 0.0 ** power

    let difference = 0.51 ** 2.0 - 0.49 ** 2.0

    let binomial a b =
        Seq.fold (fun c i -> c * float (a - i) / float (i + 1)) 1.0 [ 0 .. b - 1 ]

    [|
        for j in 0..n ->
            {
                Probability =
                    binomial n j
                    * ([ j..n ]
                       |> List.sumBy (fun i -> (if (i - j) % 2 = 0 then 1.0 else -1.0) * binomial (n - j) (i - j) * given i))
                Estimate =
                    [|
                        difference * float j * (1.0 - float j / float n) / (power * (m - given 2))
                        * m
                        * (1.0 - m)
                    |]
            }
    |]

/// Number of draws, and the variance that the figure of Dimitriev and Zhou 2021 (arXiv 2105.14141) shows for p = 0.25.
let armsToy =
    TheoryData<int, float>(
        [
            struct (2, 1.41e-5)
            struct (4, 1.82e-6)
            struct (6, 1.04e-6)
            struct (8, 8.2e-7)
            struct (10, 6.7e-7)
        ]
    )

[<Theory; MemberData(nameof armsToy)>]
let ``Bits that lie apart have the variance of their copula`` (n: int) (known: float) =
    let outcomes = armsOutcomes n 0.25
    let exact = totalVariance outcomes
    let mean = outcomes |> Array.sumBy (fun o -> o.Probability * o.Estimate.[0])
    Assert.Equal(0.25 * 0.75 * 0.02, mean, 12)
    Assert.True(abs (exact - known) <= 0.01 * known, $"{exact} is not {known}")

    for p in [ 0.25; 0.75 ] do
        measured (toy p (Arms n)) 64 1024 $"toy of {n} at {p}" [ "phi" ]
        |> isVariance exact

/// 0 and 1 are never drawn otherwise, so that nothing is said of them, and no number is lost.
[<Fact>]
let ``Certain bits have no gradient, and the bit beside them has its own`` () =
    for estimator in [ DisArm; Arms 2; Arms 3; Arms 8 ] do
        let program =
            prob {
                let! p = paramOn Support.UnitInterval "p" [| 0.0; 0.3; 1.0 |]
                let! b = sample "b" (Bernoulli(probs = p)) |> via estimator
                return (b * tensor [| 1.0; 2.0; 4.0 |]).Sum()
            }

        let g =
            program
            |> Expectation.gradient
                { Estimation.defaults with
                    Particles = 256
                    Replicates = 64
                    Seed = seedOf $"certain bits by {estimator}"
                }

        let gradient, error = g.["p"].ToArray(), (g.StandardError "p").ToArray()
        Assert.Equal(0.0, gradient.[0])
        Assert.Equal(0.0, gradient.[2])

        check
            [ target "p" 2.0 2.0 [] ]
            [
                {
                    Mean = gradient.[1]
                    StandardError = error.[1]
                }
            ]

/// Probabilities of the values of some bits, their derivatives in each parameter, and the cost at each value.
type private Table =
    {
        Mass: float[]
        /// By value, then by parameter.
        Slope: float[][]
        Cost: float[]
    }

/// The k - 1 most probable values and one draw from the others, with the mean cost of the first as the baseline or none.
let private sumAndSampleOutcomes (k: int) hasBaseline (table: Table) =
    let order =
        [| 0 .. table.Mass.Length - 1 |] |> Array.sortBy (fun i -> -table.Mass.[i])

    let summed, others = Array.splitAt (k - 1) order

    let total (values: int[]) =
        values |> Array.sumBy (fun i -> table.Mass.[i])

    let baseline =
        if hasBaseline then
            (summed |> Array.sumBy (fun i -> table.Mass.[i] * table.Cost.[i]))
            / total summed
        else
            0.0

    let term scale i =
        table.Slope.[i] |> Array.map (fun d -> scale * d * (table.Cost.[i] - baseline))

    let known = summed |> Array.map (term 1.0) |> Array.reduce (Array.map2 (+))
    let rest = total others

    [|
        for r in others ->
            {
                Probability = table.Mass.[r] / rest
                Estimate = Array.map2 (+) known (term (rest / table.Mass.[r]) r)
            }
    |]

let private threeBits (record: Records.Record) =
    let p = 1.0 / (1.0 + exp -record.["eta"])

    let values =
        [| for v in 0..7 -> [| for i in [ 2; 1; 0 ] -> float (v >>> i &&& 1) |] |]

    let mass =
        values
        |> Array.map (Array.fold (fun m b -> m * (if b = 1.0 then p else 1.0 - p)) 1.0)

    {
        Mass = mass
        Slope = Array.map2 (fun m (v: float[]) -> [| m * (Array.sum v - 3.0 * p) |]) mass values
        Cost =
            values
            |> Array.map (fun v -> Array.map2 (fun b t -> (b - t) ** 2.0) v [| 0.6; 0.51; 0.48 |] |> Array.sum)
    }

/// Records are for no baseline: they hold the enumeration, and the enumeration holds the estimator. With 2 and 5 values no tie among the
/// values of C14b, of equal probability for equal numbers of ones, decides which of them are summed; in C14a the first ones are.
let sums =
    TheoryData<string, int>(
        [
            struct ("C14a", 2)
            struct ("C14a", 4)
            struct ("C14b", 2)
            struct ("C14b", 5)
        ]
    )

[<Theory; MemberData(nameof sums)>]
let ``A sum and a draw have the variance of the draw`` (id: string) (k: int) =
    let problem = Catalogue.find $"{id}, one vector"
    let table = threeBits problem.Record
    let plain = totalVariance (sumAndSampleOutcomes k false table)
    Assert.Equal(1.0, plain / problem.Record.Variances.[$"sumsample_{k}"], 6)

    measured (via (SumAndSample k) problem.Program) 64 2048 $"{id}: a sum and a draw of {k}" [ "eta" ]
    |> isVariance (totalVariance (sumAndSampleOutcomes k true table))

/// Numbers of draws beyond those of the candidates.
let private larger =
    [
        for id in [ "C14a, one vector"; "C14b, one vector" ] do
            for estimator in
                [
                    Arms 3
                    Arms 8
                    UnorderedSet 4
                    UnorderedSet 7
                    SumAndSample 4
                    SumAndSample 7
                ] do
                id, estimator
        for estimator in [ UnorderedSet 6; UnorderedSet 10; SumAndSample 9; Arms 5 ] do
            "C18_K5, one vector", estimator
    ]

let largerNames =
    TheoryData<string, string>([ for id, e in larger -> struct (id, e.Name) ])

[<Theory; MemberData(nameof largerNames)>]
let ``Any number of draws gives the exact gradient in the mean`` (id: string) (name: string) =
    let problem = Catalogue.find id
    let _, estimator = larger |> List.find (fun (i, e) -> i = id && e.Name = name)

    let cell =
        {
            Problem =
                { problem with
                    Program = via estimator problem.Program
                }
            Plan = Preparation.planOnly (via estimator problem.Program) (planning 1 None)
            Name = $"{id} by {name}"
        }

    let targets =
        target "value" problem.Record.Value (abs problem.Record.Value) []
        :: [
            for KeyValue(parameter, exact) in problem.Record.Gradient -> target parameter exact (abs exact) []
        ]

    Judge.measure targets cell.Name (UnbiasedTests.estimate cell 64)
    |> check targets

/// Problems and numbers of values with which no possible value is left out: all of them, more than there are, or all but impossible ones.
let private complete =
    [
        for k in [ 5; 12; 64 ] do
            "C03", k
        "C04", 3
        "C04, infinite where masked", 3
        "C04, NaN where masked", 3
        "C05", 2
        for id in [ "C14a"; "C14b" ] do
            $"{id}, one vector", 8
    ]

[<Fact>]
let ``Where no possible value is left out it is exact`` () =
    for name, k in complete do
        for estimator in [ UnorderedSet k; SumAndSample k ] do
            let problem = Catalogue.find name

            let g =
                via estimator problem.Program
                |> Expectation.gradient
                    { Estimation.defaults with
                        Particles = 8
                        Replicates = 4
                    }

            let close (exact: float) found =
                Assert.True(abs (found - exact) <= 1e-13, $"{name} by {estimator}: {found} is not {exact}")

            close problem.Record.Value g.Value.Mean

            for KeyValue(parameter, exact) in problem.Record.Gradient do
                if not (parameter.EndsWith ')') then
                    let leaf, i = Records.locate g.Parameters parameter
                    close exact (g.[leaf].ToArray()).[i]

/// e⁻³⁰⁰ is followed to all digits; e⁻⁷²⁰, of which the reciprocal is no number, counts as 0, and takes none with it.
[<Fact>]
let ``Values that are almost impossible lose no number`` () =
    let logits = [| 0.0; -300.0; -720.0; -740.0; -800.0 |]

    for k in [ 2; 3; 4 ] do
        for estimator in [ UnorderedSet k; SumAndSample k ] do
            let program =
                prob {
                    let! l = param "l" logits
                    let! v = sample "v" (Categorical(logits = l)) |> via estimator
                    return (tensor [| 1.0; 3.0; -2.0; 5.0; 7.0 |]).[v]
                }

            let g =
                program
                |> Expectation.gradient
                    { Estimation.defaults with
                        Particles = 16
                        Replicates = 4
                    }

            let gradient = g.["l"].ToArray()
            Assert.Equal(1.0, gradient.[1] / (2.0 * exp -300.0), 12)
            Assert.All(gradient, (fun x -> Assert.True(abs x <= 2e-130, $"{estimator}: {x}")))

let private count = 10

/// Ten bits as spins ±1, cost Σ Jᵢⱼ sᵢ sⱼ + Σ hᵢ sᵢ over i < j: not separable, affine in each.
let private coupling =
    Array2D.init count count (fun i j -> if i < j then 0.3 * cos (float (3 * i + 5 * j)) else 0.0)

let private field = Array.init count (fun i -> 0.2 * sin (float (2 * i)))

let private logits peak =
    Array.init count (fun i -> peak * cos (float i))

let private spins peak estimator =
    prob {
        let! l = param "l" (logits peak)
        let! b = sample "b" (Bernoulli(logits = l)) |> via estimator
        let s = 2.0 * b - 1.0
        return (s.Outer s * tensor coupling).Sum() + (s * tensor field).Sum()
    }

let private energy (bits: float[]) =
    let s = bits |> Array.map (fun b -> 2.0 * b - 1.0)

    Seq.sum
        [
            for i in 0 .. count - 1 do
                field.[i] * s.[i]

                for j in i + 1 .. count - 1 do
                    coupling.[i, j] * s.[i] * s.[j]
        ]

let private chances peak =
    logits peak |> Array.map (fun l -> 1.0 / (1.0 + exp -l))

let private spinTable peak =
    let p = chances peak

    let values =
        [|
            for v in 0 .. (1 <<< count) - 1 -> [| for i in 0 .. count - 1 -> float (v >>> i &&& 1) |]
        |]

    let chance i b = if b = 1.0 then p.[i] else 1.0 - p.[i]
    let mass = values |> Array.map (Array.mapi chance >> Array.reduce (*))

    {
        Mass = mass
        Slope = Array.map2 (fun m v -> Array.map2 (fun b q -> m * (b - q)) v p) mass values
        Cost = values |> Array.map energy
    }

let private exactGradient (table: Table) =
    Array.map2 (fun slope f -> slope |> Array.map ((*) f)) table.Slope table.Cost
    |> Array.reduce (Array.map2 (+))

let private elements = [ for i in 1..count -> $"l{i}" ]

/// A pair of mirrored bits differs in one of two ways, each with probability m = min(p, 1 - p).
let private mirroredOutcomes peak =
    let p = chances peak

    let kinds =
        [|
            for q in p ->
                let least = min q (1.0 - q)
                let same = if q < 0.5 then 0.0 else 1.0
                [| 1.0, 0.0, least; 0.0, 1.0, least; same, same, 1.0 - 2.0 * least |]
        |]

    let all = int (3.0 ** float count)

    [|
        for code in 0 .. all - 1 ->
            let kind = Array.init count (fun i -> kinds.[i].[code / int (3.0 ** float i) % 3])

            let first, second =
                kind |> Array.map (fun (a, _, _) -> a), kind |> Array.map (fun (_, b, _) -> b)

            let half = 0.5 * (energy first - energy second)

            {
                Probability = kind |> Array.fold (fun w (_, _, c) -> w * c) 1.0
                Estimate =
                    Array.init count (fun i ->
                        half * (first.[i] - second.[i]) / min p.[i] (1.0 - p.[i])
                        * p.[i]
                        * (1.0 - p.[i]))
            }
    |]

/// Pairs of different values a, b without order: P = p(a) p(b) / (1 - p(a)) + p(b) p(a) / (1 - p(b)), R(a) = p(b) / (1 - p(a)) / P, and the
/// baseline of a is p(a) f(a) + (1 - p(a)) f(b).
let private pairOutcomes (table: Table) =
    let p, f = table.Mass, table.Cost

    [|
        for a in 0 .. p.Length - 1 do
            for b in a + 1 .. p.Length - 1 do
                let together = p.[a] * p.[b] / (1.0 - p.[a]) + p.[a] * p.[b] / (1.0 - p.[b])

                let part a b =
                    let scale = p.[b] / (1.0 - p.[a]) / together * (1.0 - p.[a]) * (f.[a] - f.[b])
                    table.Slope.[a] |> Array.map ((*) scale)

                {
                    Probability = together
                    Estimate = Array.map2 (+) (part a b) (part b a)
                }
    |]

/// Nearly even bits, and bits of which the likeliest ten values have 95 % of the probability.
let private peaks = [ 0.5; 8.0 ]

let private exactOutcomes peak =
    [
        Arms 2, mirroredOutcomes peak
        UnorderedSet 2, pairOutcomes (spinTable peak)
        SumAndSample 4, sumAndSampleOutcomes 4 true (spinTable peak)
    ]

let spinVariances =
    TheoryData<float, string>(
        [
            for peak in peaks do
                for name in [ "Arms 2"; "UnorderedSet 2"; "SumAndSample 4" ] -> struct (peak, name)
        ]
    )

[<Theory; MemberData(nameof spinVariances)>]
let ``Ten bits that interact have the exact variance`` (peak: float) (name: string) =
    let estimator, outcomes =
        exactOutcomes peak |> List.find (fun (e, _) -> e.Name = name)

    let exact = exactGradient (spinTable peak)

    for i in 0 .. count - 1 do
        let mean = outcomes |> Array.sumBy (fun o -> o.Probability * o.Estimate.[i])
        Assert.Equal(exact.[i], mean, 9)

    measured (spins peak estimator) 8 512 $"spins at {peak} by {name}" elements
    |> isVariance (totalVariance outcomes)

/// Refusals that no record calls for.
let private refused: (string * Estimator * Prob<Tensor> * string) list =
    let choice size estimator =
        prob {
            let! l = param "l" (Array.init size float)
            let! v = sample "v" (Categorical(logits = l)) |> via estimator
            return v.Cast DType.Float64
        }

    let bits size (cost: Tensor -> Tensor) estimator =
        prob {
            let! p = paramOn Support.UnitInterval "p" 0.4

            let! b =
                sample "b" (Bernoulli(probs = p.BroadcastTo(Shape.Of [| size |])))
                |> via estimator

            return (cost b).Sum()
        }

    [
        "a set of too many values", UnorderedSet 11, choice 12 (UnorderedSet 11), "it draws 11 of its 12 values"
        for estimator in [ UnorderedSet 2; SumAndSample 2 ] do
            $"too many values, {estimator}", estimator, bits 13 id estimator, "it has 8192 values, more than 4096"
        for estimator in [ Arms 4; UnorderedSet 2; SumAndSample 2 ] do
            $"stopped, {estimator}", estimator, bits 2 _.StopGradient() estimator, "StopGradient"
    ]

let refusals = TheoryData<string>([ for name, _, _, _ in refused -> name ])

[<Theory; MemberData(nameof refusals)>]
let ``Where it is not valid it is refused`` (name: string) =
    let _, estimator, program, reason =
        refused |> List.find (fun (n, _, _, _) -> n = name)

    let error =
        Assert.ThrowsAny<DiffProbException>(fun () -> Preparation.planOnly program (planning 1 None) |> ignore)

    Assert.Contains($"{estimator} is not valid", error.Message)
    Assert.Contains(reason, error.Message)

[<Fact>]
let ``Second derivatives are refused, unless all values are taken`` () =
    let problem = Catalogue.find "C14a, one vector"

    for estimator in [ DisArm; Arms 4; UnorderedSet 7; SumAndSample 7 ] do
        let program = via estimator problem.Program

        let error =
            Assert.ThrowsAny<DiffProbException>(fun () -> Preparation.planOnly program (planning 2 None) |> ignore)

        Assert.Contains("first derivative", error.Message)

    for estimator in [ UnorderedSet 8; SumAndSample 8 ] do
        Preparation.planOnly (via estimator problem.Program) (planning 2 None) |> ignore

[<Fact>]
let ``One evaluation is too few`` () =
    for make in [ Arms; UnorderedSet; SumAndSample ] do
        for n in [ 1; 0; -3 ] do
            let error = Assert.ThrowsAny<DiffProbException>(fun () -> make n |> ignore)
            Assert.Contains($"must be at least 2, but it is {n}", error.Message)
