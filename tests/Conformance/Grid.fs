/// Families of laws against shapes of cost: what is valid gives the exact value and gradient, and what is not is refused. Exact numbers are
/// integrals and sums of kernels written here; each law is normalized by its own total.
module DiffProb.Conformance.GridTests

open System
open Xunit
open DiffProb
open DiffProb.Conformance.Problem
open DiffProb.Conformance.Quadrature
open DiffProb.Conformance.Judge

/// A law up to a factor, from the parameters' numbers.
[<NoComparison; NoEquality>]
type private Kernel =
    /// Density between two ends.
    | Density of (float[] -> struct (float * float * (float -> float)))
    /// Values and their weights.
    | Masses of (float[] -> struct (float * float)[])

/// Weights of 0, 1, ..., the first 1, from the ratio of each to the one before.
let private counts (ratio: float[] -> float -> float) =
    Masses(fun theta ->
        let ratio = ratio theta

        Array.unfold
            (fun (k, weight) ->
                if weight < 1e-25 || k > 2000.0 then
                    None
                else
                    Some(struct (k, weight), (k + 1.0, weight * ratio k)))
            (0.0, 1.0))

/// Σ or ∫ of f, which has kinks and jumps at the breaks, over the total.
let private mean kernel (breaks: float list) (f: float -> float) theta =
    match kernel with
    | Density at ->
        let struct (low, high, density) = at theta
        let over f = integralOver breaks f low high
        over (fun x -> f x * density x) / over density
    | Masses at ->
        let all = at theta

        (all |> Array.sumBy (fun struct (x, weight) -> weight * f x))
        / (all |> Array.sumBy (fun struct (_, weight) -> weight))

[<NoComparison; NoEquality>]
type private Family =
    {
        Name: string
        Parameters: (string * Support * float[]) list
        /// The law of x, or of each x whose costs are summed.
        Kernels: Kernel list
        Program: Tensor list -> (Tensor -> Tensor) -> Prob<Tensor>
        /// Where costs jump: never a value of a discrete law.
        Threshold: float
        /// Width of the steps of a staircase.
        Step: float
    }

let private real name x = name, Support.Real, [| x |]
let private positive name x = name, Support.Positive, [| x |]
let private chance name x = name, Support.OpenUnitInterval, [| x |]

let private family name parameters threshold step kernel (law: Tensor list -> Distribution) =
    {
        Name = name
        Parameters = parameters
        Kernels = [ kernel ]
        Program =
            fun theta cost ->
                prob {
                    let! x = sample "x" (law theta)
                    return cost x
                }
        Threshold = threshold
        Step = step
    }

let private density low high (kernel: float[] -> float -> float) =
    Density(fun theta -> struct (low, high, kernel theta))

let private onReals kernel = density -infinity infinity kernel
let private onPositive kernel = density 0.0 infinity kernel

let private scaled (kernel: float -> float) =
    onReals (fun t x -> kernel ((x - t.[0]) / t.[1]))

let private normal = scaled (fun z -> exp (-0.5 * z * z))
let private place = [ real "loc" 0.7; positive "scale" 1.2 ]

/// Offsets of the rows of a plate.
let private offsets = [| -0.6; 0.1; 0.8 |]

let private categories = [| -0.8; 0.3; 1.6; 2.4 |]

let private continuous =
    [
        family "Normal" place 1.1 1.0 normal (fun t -> Normal(t.[0], t.[1]))
        family
            "LogNormal"
            [ real "loc" 0.3; positive "scale" 0.6 ]
            1.4
            1.0
            (onPositive (fun t x ->
                let z = (log x - t.[0]) / t.[1]
                if x = 0.0 then 0.0 else exp (-0.5 * z * z) / x))
            (fun t -> LogNormal(t.[0], t.[1]))
        family
            "Laplace"
            place
            1.1
            1.0
            // Its density has a kink of its own, at loc.
            (Density(fun t -> struct (-infinity, infinity, (fun x -> exp (-abs(x - t.[0]) / t.[1])))))
            (fun t -> Laplace(t.[0], t.[1]))
        family
            "Logistic"
            place
            1.1
            1.0
            (scaled (fun z ->
                let e = exp -(abs z)
                e / (1.0 + e) ** 2.0))
            (fun t -> Logistic(t.[0], t.[1]))
        family "Gumbel" place 1.1 1.0 (scaled (fun z -> exp (-z - exp -z))) (fun t -> Gumbel(t.[0], t.[1]))
        family
            "StudentT"
            [ positive "df" 4.5; real "loc" 0.7; positive "scale" 1.2 ]
            1.6
            1.0
            (onReals (fun t x -> (1.0 + ((x - t.[1]) / t.[2]) ** 2.0 / t.[0]) ** (-0.5 * (t.[0] + 1.0))))
            (fun t -> StudentT(t.[0], t.[1], t.[2]))
        family "Exponential" [ positive "rate" 0.8 ] 1.7 1.0 (onPositive (fun t x -> exp (-t.[0] * x))) (fun t ->
            Exponential(t.[0]))
        family
            "Gamma"
            [ positive "concentration" 2.3; positive "rate" 1.4 ]
            1.3
            1.0
            (onPositive (fun t x -> x ** (t.[0] - 1.0) * exp (-t.[1] * x)))
            (fun t -> Gamma(t.[0], t.[1]))
        family
            "Beta"
            [ positive "concentration1" 2.3; positive "concentration0" 1.7 ]
            0.45
            0.25
            (density 0.0 1.0 (fun t x -> x ** (t.[0] - 1.0) * (1.0 - x) ** (t.[1] - 1.0)))
            (fun t -> Beta(t.[0], t.[1]))
        family
            "Weibull"
            [ positive "scale" 1.5; positive "concentration" 1.8 ]
            1.1
            1.0
            (onPositive (fun t x -> x ** (t.[1] - 1.0) * exp (-((x / t.[0]) ** t.[1]))))
            (fun t -> Weibull(t.[0], t.[1]))
        family
            "Uniform"
            [ real "low" -0.7; real "high" 2.4 ]
            1.1
            1.0
            (Density(fun t -> struct (t.[0], t.[1], (fun _ -> 1.0))))
            (fun t -> Uniform(t.[0], t.[1]))
        family "TruncatedNormal" place 1.7 1.0 (density -0.4 2.9 (fun t x -> normalDensity t.[0] t.[1] x)) (fun t ->
            TruncatedNormal(t.[0], t.[1], tensor -0.4, tensor 2.9))
        family
            "TruncatedNormal, bounds too"
            (place @ [ real "low" -0.4; real "high" 2.9 ])
            1.7
            1.0
            (Density(fun t -> struct (t.[2], t.[3], (fun x -> normalDensity t.[0] t.[1] x))))
            (fun t -> TruncatedNormal(t.[0], t.[1], t.[2], t.[3]))
        { family "Normal, hierarchical" (place @ [ positive "spread" 0.8 ]) 1.1 1.0 normal (fun t -> Normal(t.[0], t.[1])) with
            Kernels =
                [
                    onReals (fun t x -> normalDensity t.[0] (sqrt (t.[1] * t.[1] + t.[2] * t.[2])) x)
                ]
            Program =
                fun t cost ->
                    prob {
                        let! mean = sample "mean" (Normal(t.[0], t.[1]))
                        let! x = sample "x" (Normal(mean, t.[2]))
                        return cost x
                    }
        }
        { family "Normal, a plate" place 1.1 1.0 normal (fun t -> Normal(t.[0], t.[1])) with
            Kernels =
                [
                    for row in offsets -> onReals (fun t x -> normalDensity (t.[0] + row) t.[1] x)
                ]
            Program =
                fun t c ->
                    prob {
                        for row in plate "row" offsets do
                            let! x = sample "x" (Normal(t.[0] + row, t.[1]))
                            do! cost "cost" (c x)

                        return tensor 0.0
                    }
        }
    ]

let private discrete =
    [
        family
            "Bernoulli"
            [ chance "probs" 0.35 ]
            0.4
            1.0
            (Masses(fun t -> [| struct (0.0, 1.0 - t.[0]); struct (1.0, t.[0]) |]))
            (fun t -> Bernoulli(probs = t.[0]))
        { family
              "Categorical"
              [ "l", Support.Real, [| 0.4; -0.2; 0.1; -0.7 |] ]
              0.9
              1.0
              (Masses(fun l -> Array.map2 (fun x weight -> struct (x, exp weight)) categories l))
              (fun t -> Categorical(logits = t.[0])) with
            Program =
                fun t cost ->
                    prob {
                        let! k = sample "x" (Categorical(logits = t.[0]))
                        return cost (tensor categories).[k]
                    }
        }
        family "Poisson" [ positive "rate" 1.8 ] 1.5 2.0 (counts (fun t k -> t.[0] / (k + 1.0))) (fun t -> Poisson(t.[0]))
        family
            "Binomial"
            [ chance "probs" 0.35 ]
            1.5
            2.0
            (counts (fun t k -> (5.0 - k) / (k + 1.0) * t.[0] / (1.0 - t.[0])))
            (fun t -> Binomial(tensor 5.0, probs = t.[0]))
        family "Geometric" [ chance "probs" 0.4 ] 1.5 2.0 (counts (fun t _ -> 1.0 - t.[0])) (fun t -> Geometric(probs = t.[0]))
        family
            "NegativeBinomial"
            [ positive "totalCount" 2.5; chance "probs" 0.4 ]
            1.5
            2.0
            (counts (fun t k -> (k + t.[0]) / (k + 1.0) * t.[1]))
            (fun t -> NegativeBinomial(t.[0], probs = t.[1]))
    ]

let private families = continuous @ discrete

/// A cost of x and of the first parameter's first number, which is `start` at first, twice: as a program and in plain numbers.
[<NoComparison; NoEquality>]
type private Shape =
    {
        Name: string
        Cost: Tensor -> Tensor -> Tensor
        Plain: float -> float -> float
        Breaks: float -> float list
    }

let private shapes (family: Family) =
    let c, w = family.Threshold, family.Step
    let _, _, initial = family.Parameters.Head
    let start = initial.[0]
    let above (x: float) = if x > c then 1.0 else 0.0

    let shape name cost plain breaks =
        {
            Name = name
            Cost = cost
            Plain = plain
            Breaks = breaks
        }

    [
        shape "affine" (fun x _ -> 2.0 * x + 1.0) (fun x _ -> 2.0 * x + 1.0) (fun _ -> [])
        shape "smooth" (fun x _ -> log (1.0 + x * x)) (fun x _ -> log (1.0 + x * x)) (fun _ -> [])
        shape "kinked" (fun x _ -> abs (x - c)) (fun x _ -> abs (x - c)) (fun _ -> [ c ])
        shape "a threshold" (fun x _ -> indicator (x .> c)) (fun x _ -> above x) (fun _ -> [ c ])
        shape "a staircase" (fun x _ -> floor (x / w)) (fun x _ -> floor (x / w)) (fun _ -> [ for i in -40 .. 40 -> w * float i ])
        shape "a jump in what moves" (fun x _ -> where (x .> c) x 0.0) (fun x _ -> x * above x) (fun _ -> [ c ])
        shape "mixed" (fun x _ -> sin x + 2.0 * indicator (x .> c)) (fun x _ -> sin x + 2.0 * above x) (fun _ -> [ c ])
        shape "a parameter in it" (fun x a -> a * a * cos x + indicator (x .> c)) (fun x a -> a * a * cos x + above x) (fun _ ->
            [ c ])
        shape
            "a threshold that moves"
            (fun x a -> indicator (x .> c / start * a))
            (fun x a -> if x > c / start * a then 1.0 else 0.0)
            (fun a -> [ c / start * a ])
    ]

/// The kink of Laplace's own density is at its first parameter, wherever the cost breaks; others take no harm from one more.
let private exact (family: Family) (shape: Shape) (theta: float[]) =
    family.Kernels
    |> List.sumBy (fun kernel -> mean kernel (theta.[0] :: shape.Breaks theta.[0]) (fun x -> shape.Plain x theta.[0]) theta)

let private initial (family: Family) =
    family.Parameters |> List.map (fun (_, _, x) -> x) |> Array.concat

let private problem (family: Family) (shape: Shape) =
    let names =
        [
            for name, _, x in family.Parameters do
                if x.Length = 1 then
                    name
                else
                    for i in 1 .. x.Length do
                        $"{name}{i}"
        ]

    let theta = initial family

    // A threshold that moves with a scale leaves the probability as it is: the derivative is 0, but for rounding.
    let derivatives =
        gradient (exact family shape) theta
        |> Array.map (fun d -> if abs d < 1e-10 then 0.0 else d)

    let program =
        prob {
            let! parameters =
                Prob<Tensor list>(fun t ->
                    [
                        for name, support, x in family.Parameters ->
                            (paramOn support name (if x.Length = 1 then tensor x.[0] else tensor x)).Run t
                    ])

            let first =
                if parameters.Head.Shape.Rank = 0 then
                    parameters.Head
                else
                    parameters.Head.[0]

            return! family.Program parameters (fun x -> shape.Cost x first)
        }

    made $"{family.Name}, {shape.Name}" (exact family shape theta) (Seq.zip names derivatives |> List.ofSeq) program

/// A derivative that nearly cancels is held to the scale of the largest. Errors of 8 % are small enough at the quick level, 2 % at the full one.
let private targets (problem: Problem) =
    let record = problem.Record
    let largest = record.Gradient.Values |> Seq.map abs |> Seq.max

    let scale x =
        if abs x < 0.05 * largest then 0.3 * largest else abs x

    target "value" record.Value (max (abs record.Value) (0.3 * largest)) []
    :: [ for KeyValue(name, d) in record.Gradient -> target name d (2.0 * scale d) [] ]

/// Where no estimator of the library is valid, and a part of the planner's reason.
let private refusals =
    Map.ofList
        [
            ("TruncatedNormal, bounds too", "a staircase"),
            "Site \"x\" (TruncatedNormal): no estimator gives an unbiased gradient"
        ]

let names = TheoryData<string>([ for f in families -> f.Name ])

let private particles = if isFull then 1024 else 160

/// Two sites have many plans, and truncated draws are slow: at the quick level they meet one shape, and the others with bounds that move.
let private shapesOf (family: Family) =
    let isDear = List.contains family.Name [ "Normal, hierarchical"; "TruncatedNormal" ]

    shapes family |> List.filter (fun s -> isFull || not isDear || s.Name = "mixed")

[<Theory; MemberData(nameof names)>]
let ``Every valid estimator gives the exact value and gradient, for every shape of cost`` (name: string) =
    let family = families |> List.find (fun f -> f.Name = name)

    for shape in shapesOf family do
        let problem = problem family shape

        match Candidates.planned 1 problem, refusals.TryFind(name, shape.Name) with
        | Error message, Some reason -> Assert.Contains(reason, message)
        | Error message, None -> Assert.Fail $"{problem.Name} is refused: {message}"
        | Ok _, Some _ -> Assert.Fail $"{problem.Name} is not refused"
        | Ok _, None ->
            let targets = targets problem

            for cell in Candidates.cells 1 problem do
                let named =
                    targets
                    |> List.map (fun t ->
                        { t with
                            Name = $"{cell.Name}: {t.Name}"
                        })

                measure named cell.Name (UnbiasedTests.estimate cell particles) |> check named
