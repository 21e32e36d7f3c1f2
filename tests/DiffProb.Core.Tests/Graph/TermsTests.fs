/// Costs of many sites, taken apart: the same number as the sum over all values.
module DiffProb.Tests.TermsTests

open Xunit
open DiffProb

let private bits = 8

/// Bit i has log odds a (1 + bit before).
let private program (f: Tensor -> Tensor[] -> Tensor) =
    prob {
        let! a = param "a" 0.4

        let! path =
            Prob.scan
                (fun (before: Tensor) (_: int) -> sample "b" (Bernoulli(logits = a * (1.0 + before))))
                (tensor 0.0)
                (seq { 1..bits })

        return f a [| for b in path -> b.Cast DType.Float64 |]
    }

let private bruteForce (f: Tensor -> Tensor[] -> Tensor) (a: float) =
    Seq.sum (
        seq {
            for code in 0 .. (1 <<< bits) - 1 do
                let b = Array.init bits (fun i -> float (code >>> i &&& 1))

                let probability i =
                    let odds = a * (1.0 + (if i = 0 then 0.0 else b.[i - 1]))
                    1.0 / (1.0 + exp (if b.[i] = 1.0 then -odds else odds))

                let weight = Seq.fold (fun w i -> w * probability i) 1.0 (seq { 0 .. bits - 1 })
                weight * (f (tensor a) (Array.map tensor b)).ToDouble()
        }
    )

let private index i (b: Tensor) : Tensor =
    (b .= 1) |> fun hit -> where hit (float i) 1.0

let private both (a: Tensor) (b: Tensor) = Tensor.op_BitwiseAnd (a, b)
let private sum (terms: seq<Tensor>) = Seq.reduce (+) terms
let private product (terms: seq<Tensor>) = Seq.reduce (*) terms
let private numbered (f: int -> Tensor -> Tensor) (b: Tensor[]) = Array.mapi f b

let private costs: (string * (Tensor -> Tensor[] -> Tensor)) list =
    [
        "differences and multiples", (fun a b -> 3.0 - a * (sum b - 2.0 * b.[0]) / 4.0 - (-(b.[7] - b.[3])))
        "a stack, summed", (fun _ b -> (Shapes.Stack(numbered index b)).Sum())
        "a stack, its mean", (fun _ b -> (Shapes.Stack(numbered index b)).Mean())
        "a vector for each, summed", (fun _ b -> (sum (numbered (fun i x -> x * tensor [| 1.0; float i; 2.0 |]) b) - b.[0]).Sum())
        "whole numbers", (fun _ b -> (sum [| for x in b -> x.Cast DType.Int64 |] * 2).Cast DType.Float64)
        "truth values", (fun _ b -> (b |> Seq.map (fun x -> x .= 1) |> Seq.reduce both).Cast DType.Float64)
        "a product", (fun a b -> product (numbered (fun i x -> 1.0 + a * x / float (i + 1)) b))
        "a quotient of products", (fun _ b -> b.[0] / product [| for x in b -> 1.0 + x |])
        "products of sums", (fun a b -> (a + sum b.[..3]) * (sum b.[4..] - b.[0]))
        "a power of a sum", (fun _ b -> (sum b) ** 3.0)
        "an exponential of a sum", (fun a b -> exp (a * sum (numbered index b) / 8.0 - 1.0))
        "an exponential, normalized", (fun _ b -> exp (sum [| for x in b -> 800.0 * x - 799.0 * x |] - 8.0))
        "discounted from behind", (fun a b -> Array.foldBack (fun x total -> x + a * total) b (tensor 1.0))
        "a choice", (fun a b -> where (b.[0] .= 1) (sum b * a) (product b.[1..] - 2.0))
        "nested choices",
        (fun _ b -> Array.foldBack (fun (x: Tensor) rest -> where (x .= 1) (1.0 + x) (rest + 1.0)) b (tensor 0.0))
        "a condition on all", (fun a b -> where (b |> Seq.map (fun x -> x .> 0) |> Seq.reduce both) (a * sum b) 0.0)
        "a function of the sum", (fun a b -> cos (a * sum b))
        "shared parts",
        (fun a b ->
            let s = sum b
            let t = s * a + s
            t + (t - s) * b.[0])
        "a number", (fun a b -> a * a + 0.0 * sum b)
    ]

let names = TheoryData<string>(List.map fst costs)

[<Theory; MemberData(nameof names)>]
let ``a cost taken apart is the sum over all values`` (name: string) =
    let f = List.find (fst >> (=) name) costs |> snd

    let g =
        program f
        |> Expectation.gradient
            { Estimation.defaults with
                Particles = 1
                EnumerationBudget = 1_000_000
            }

    Assert.All(g.Plan.Entries, (fun e -> Assert.Equal("Enumerate", e.Estimator.Name)))
    let exact = bruteForce f 0.4
    let h = 1e-4
    // Central differences of two widths, combined: the error is of order h⁴.
    let slope h =
        (bruteForce f (0.4 + h) - bruteForce f (0.4 - h)) / (2.0 * h)

    let derivative = (4.0 * slope h - slope (2.0 * h)) / 3.0
    Assert.True(abs (g.Value.Mean - exact) <= 1e-12 * max 1.0 (abs exact), $"{g.Value.Mean} is not {exact}")
    let found = g.["a"].ToDouble()
    Assert.True(abs (found - derivative) <= 1e-8 * max 1.0 (abs derivative), $"{found} is not {derivative}")

[<Fact>]
let ``what a branch excludes needs no number and no derivative`` () =
    // sqrt has an infinite slope at 0, and log none: both where the condition does not hold.
    let f (a: Tensor) (b: Tensor[]) =
        let safe (x: Tensor) = where (x .= 1) (sqrt (a * x)) 0.0
        where (Array.reduce both [| for x in b -> x .= 1 |]) (sum (Array.map safe b) + log (a * b.[0])) (a * b.[0])

    let g =
        program f
        |> Expectation.gradient
            { Estimation.defaults with
                Particles = 1
                EnumerationBudget = 100_000
            }

    let plain (a: Tensor) (b: Tensor[]) =
        let all = b |> Array.forall (fun x -> x.ToDouble() = 1.0)
        if all then float bits * sqrt a + log a else a * b.[0]

    let h = 1e-4

    let slope h =
        (bruteForce plain (0.4 + h) - bruteForce plain (0.4 - h)) / (2.0 * h)

    Assert.Equal(bruteForce plain 0.4, g.Value.Mean, 1e-12)
    Assert.Equal((4.0 * slope h - slope (2.0 * h)) / 3.0, g.["a"].ToDouble(), 1e-8)

[<Fact>]
let ``values that cannot happen count for nothing in a sum of many sites`` () =
    let program =
        prob {
            let! a = param "a" 0.5

            let step (total: Tensor) (_: int) =
                prob {
                    let! k =
                        sample "k" (Categorical(logits = tensor [| 1.0; 0.0; 1.0 |] * a + tensor [| 0.0; -infinity; 0.0 |]))

                    return total + (Tensor.Vector(2.0, infinity, 3.0)).[k]
                }

            return! Prob.fold step (tensor 0.0) (seq { 1..10 })
        }

    let g =
        program
        |> Expectation.gradient
            { Estimation.defaults with
                Particles = 1
            }

    Assert.Equal(25.0, g.Value.Mean, 1e-12)
    Assert.Equal(0.0, g.["a"].ToDouble(), 1e-12)

[<Fact>]
let ``above the budget only as many sites are scored as must be`` () =
    let program steps =
        prob {
            let! a = param "a" 0.4

            let! path =
                Prob.scan (fun (_: Tensor) (_: int) -> sample "b" (Bernoulli(logits = a))) (tensor 0.0) (seq { 1..steps })

            return cos (List.reduce (+) path)
        }

    let counts steps =
        let plan = program steps |> Expectation.plan Estimation.defaults

        [
            for e in plan.Entries do
                if e.Estimator.Name = "Enumerate" then
                    e.Site
        ]

    // 2 + 4 + ... + 2ⁿ is at most 1024 for n = 9.
    Assert.Equal(9, (counts 9).Length)
    Assert.Equal<string list>([ for i in 3..11 -> $"b[{i}]" ], counts 12)
    Assert.Equal(9, (counts 300).Length)
