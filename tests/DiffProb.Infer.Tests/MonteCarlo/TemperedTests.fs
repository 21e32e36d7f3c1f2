/// Tempered particles against evidence in closed form, and where chains fail.
module DiffProb.Tests.TemperedTests

open System
open Xunit
open DiffProb
open DiffProb.Tests.Exact
open DiffProb.Tests.Judge

let private options =
    { Tempering.defaults with
        Particles = 300
        Runs = 12
        Seed = 3UL
    }

let private ratios (exact: float) (result: TemperingResult) =
    [| for z in result.LogEvidences -> exp (z - exact) |]

let private means (result: TemperingResult) (name: string) (f: float -> float) =
    result.Posterior.[name].ToArray()
    |> Array.chunkBySize result.Particles
    |> Array.map (Array.averageBy f)

[<Theory>]
[<InlineData(MoveKind.Hamiltonian, MetricKind.Diagonal, 4)>]
[<InlineData(MoveKind.Hamiltonian, MetricKind.Dense, 4)>]
[<InlineData(MoveKind.RandomWalk, MetricKind.Dense, 25)>]
[<InlineData(MoveKind.RandomWalk, MetricKind.Diagonal, 25)>]
let ``regression with known noise: evidence and posterior of a multivariate normal``
    (move: MoveKind)
    (metric: MetricKind)
    (moves: int)
    =
    let xs = [| for i in 0..19 -> float i / 10.0 |]
    let ys = [| for x in xs -> 1.0 + 0.5 * x + 0.2 * sin (9.0 * x) |]

    let program =
        prob {
            let! b = sample "b" (Normal(0.0, 10.0))
            let! w = sample "w" (Normal(0.0, 10.0))

            for x, y in plate "row" (xs, ys) do
                do! observe "y" (Normal(b + w * x, 0.3)) y
        }

    // Bayes' rule one datum after the other, in two dimensions.
    let mutable m, v, exact =
        [| 0.0; 0.0 |], [| [| 100.0; 0.0 |]; [| 0.0; 100.0 |] |], 0.0

    for x, y in Array.zip xs ys do
        let h = [| 1.0; x |]
        let vh = [| for i in 0..1 -> v.[i].[0] * h.[0] + v.[i].[1] * h.[1] |]
        let s = h.[0] * vh.[0] + h.[1] * vh.[1] + 0.09
        let e = y - h.[0] * m.[0] - h.[1] * m.[1]
        exact <- exact + logNormal e 0.0 (sqrt s)
        m <- [| for i in 0..1 -> m.[i] + vh.[i] / s * e |]
        v <- [| for i in 0..1 -> [| for j in 0..1 -> v.[i].[j] - vh.[i] * vh.[j] / s |] |]

    let result =
        program
        |> Infer.tempered
            { options with
                Move = move
                Metric = metric
                Moves = moves
            }

    isMean 1.0 0.1 (ratios exact result)
    isMean m.[0] 0.01 (means result "b" id)
    isMean m.[1] 0.01 (means result "w" id)
    isMean v.[1].[1] 0.002 (means result "w" (fun w -> (w - m.[1]) ** 2.0))
    Assert.All([ 0 .. result.Runs - 1 ], fun r -> Assert.Equal(1.0, Seq.last (result.Ladder r)))
    Assert.True(result.Ladder(0).Count > 4)

[<Fact>]
let ``constrained sites: gamma and Poisson, beta and binomial`` () =
    let lgamma (x: float) =
        MathNet.Numerics.SpecialFunctions.GammaLn x

    let lfactorial n = lgamma (float n + 1.0)

    let program =
        prob {
            let! rate = sample "rate" (Gamma(3.0, 2.0))
            let! p = sample "p" (Beta(2.0, 5.0))

            for n in plate "row" [| 4; 2; 5 |] do
                do! observe "n" (Poisson rate) n

            do! observe "k" (Binomial(10, probs = p)) 7
        }

    let exact =
        3.0 * log 2.0 - lgamma 3.0 + lgamma 14.0
        - 14.0 * log 5.0
        - Seq.sum [ for n in [ 4; 2; 5 ] -> lfactorial n ]
        + lfactorial 10
        - lfactorial 7
        - lfactorial 3
        + lgamma 9.0
        + lgamma 8.0
        - lgamma 17.0
        - (lgamma 2.0 + lgamma 5.0 - lgamma 7.0)

    let result = program |> Infer.tempered options
    isMean 1.0 0.05 (ratios exact result)
    isMean (14.0 / 5.0) 0.03 (means result "rate" id)
    isMean (9.0 / 17.0) 0.01 (means result "p" id)

[<Fact>]
let ``discrete sites are summed out: a mixture of two evidences`` () =
    let program =
        prob {
            let! mu = sample "mu" (Normal(0.0, 1.0))
            let! k = sample "k" (Bernoulli(probs = 0.4))
            let! _ = sample "nu" (Normal(k.Cast DType.Float64, 1.0))
            do! observe "y" (Normal(mu + 2.0 * k.Cast DType.Float64, 1.0)) 1.7
        }

    let arm p loc = log p + logNormal 1.7 loc (sqrt 2.0)
    let exact = logSumExp [ arm 0.6 0.0; arm 0.4 2.0 ]
    let result = program |> Infer.tempered options
    isMean 1.0 0.05 (ratios exact result)

    let one =
        result.Posterior.["probs(k)"].ToArray()
        |> Array.chunkBySize 2
        |> Array.map Array.last

    isMean (exp (arm 0.4 2.0 - exact)) 0.02 (one |> Array.chunkBySize result.Particles |> Array.map Array.average)

/// Two modes at -6 and 6 with weights 0.3 and 0.7: a prior N(0, 5), and a likelihood whose two bumps are alike but for their weights.
let private bimodal =
    prob {
        let! x = sample "x" (Normal(0.0, 5.0))
        let bump (w: float) (loc: float) = log w - 0.5 * ((x - loc) / 0.5) ** 2.0
        let a, b = bump 0.3 -6.0, bump 0.7 6.0
        do! factor "bumps" (Tensor.Max(a, b) + (1.0 + (-(abs (a - b))).Exp()).Log())
    }

[<Fact>]
let ``two modes: a chain stays in one, tempered particles have both with their masses`` () =
    let chains =
        Infer.nuts
            { Sampling.defaults with
                Draws = 500
                Warmup = 300
                Seed = 2UL
            }
            bimodal
        |> fun sampled -> chainsOf sampled "x" 0

    for chain in chains do
        let share = chain |> Array.averageBy (fun x -> if x > 0.0 then 1.0 else 0.0)
        Assert.True(share < 0.02 || share > 0.98)

    let result = bimodal |> Infer.tempered { options with Particles = 1000 }

    isMean 0.7 0.01 (means result "x" (fun x -> if x > 0.0 then 1.0 else 0.0))
    // Each bump under the prior is a normal integral.
    let mass w loc =
        log w + log (0.5 * sqrt (2.0 * Math.PI)) + logNormal loc 0.0 (sqrt 25.25)

    isMean 1.0 0.05 (ratios (logSumExp [ mass 0.3 -6.0; mass 0.7 6.0 ]) result)
    // Within the mode, the product of two normal densities.
    let precision = 1.0 / 25.0 + 4.0
    let inMode = means result "x" (fun x -> if x > 0.0 then x else 0.0)
    isMean (0.7 * 24.0 / precision) 0.1 inMode

[<Fact>]
let ``a likelihood that many particles of the prior do not have, and operations without a value`` () =
    let cut =
        prob {
            let! top = sample "top" (Gamma(1.0, 1.0))
            do! observe "y" (Uniform(0.0, top)) 2.0
        }

    // ∫ from 2 of e^-t / t dt = E1(2).
    let exact = log 0.04890051070806112
    let result = cut |> Infer.tempered options
    isMean 1.0 0.1 (ratios exact result)
    Assert.True(result.Dead > 1500)
    Assert.Contains(result.Notes, fun n -> n.Contains "have no likelihood")
    Assert.All(result.Posterior.["top"].ToArray(), fun t -> Assert.True(t >= 2.0))

    let covariance =
        prob {
            let! x = sample "x" (Normal(0.0, 1.0))

            let matrix =
                Tensor.Matrix(array2D [ [ 1.0; 0.0 ]; [ 0.0; 1.0 ] ])
                + x * Tensor.Matrix(array2D [ [ 0.0; 1.0 ]; [ 1.0; 0.0 ] ])

            do! observe "y" (MultivariateNormal(Tensor.Zeros(Shape.Of 2), covariance = matrix)) (tensor [| 0.5; 0.1 |])
        }

    let result = covariance |> Infer.tempered options
    Assert.All(result.Posterior.["x"].ToArray(), fun x -> Assert.InRange(abs x, 0.0, 1.0))
    // The midpoint rule over (-1, 1).
    let n = 200_000

    let total =
        Seq.sum
            [
                for i in 0 .. n - 1 ->
                    let x = -1.0 + (2.0 * float i + 1.0) / float n
                    let d = 1.0 - x * x
                    let square = (0.25 + 0.01 - 2.0 * x * 0.05) / d

                    exp (logNormal x 0.0 1.0 - 0.5 * square) / (2.0 * Math.PI * sqrt d) * 2.0
                    / float n
            ]

    isMean 1.0 0.1 (ratios (log total) result)

[<Fact>]
let ``the same seed gives the same bits for any number of threads`` () =
    let run threads =
        bimodal
        |> Infer.tempered
            { options with
                Runs = 3
                Particles = 100
                Threads = threads
            }

    let one, two = run 1, run 2
    Assert.Equal<float>(one.LogEvidences, two.LogEvidences)
    Assert.Equal<float>(one.Posterior.["x"].ToArray(), two.Posterior.["x"].ToArray())
    Assert.Equal(3, one.LogEvidences |> Seq.distinct |> Seq.length)
    Assert.Contains("temperatures", string one)
