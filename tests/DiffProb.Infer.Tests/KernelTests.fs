/// Kernels for what has no gradient, and mixtures of kernels, against exact posteriors. Means are judged by 5 standard errors: see `Judge.isExactly`.
module DiffProb.Tests.KernelTests

open Xunit
open DiffProb
open DiffProb.Tests.Judge

let private options =
    { Sampling.defaults with
        Draws = 2500
        Warmup = 500
        Seed = 3UL
    }

let private ys = [| 1.2; 0.4; 2.2; 1.9 |]

/// The mean of normal data with a normal prior, and a gamma rate with Poisson data: independent.
let private conjugate =
    prob {
        let! m = sample "m" (Normal(0.0, 2.0))
        let! rate = sample "rate" (Gamma(3.0, 2.0))

        for y in plate "row" ys do
            do! observe "y" (Normal(m, 1.5)) y

        for n in plate "count" [| 4; 2; 5 |] do
            do! observe "n" (Poisson rate) n
    }

let private isConjugate (largestError: float) (posterior: Posterior) =
    let precision = 1.0 / 4.0 + 4.0 / 2.25
    let mean = Array.sum ys / 2.25 / precision

    let squares (center: float) =
        Array.map (Array.map (fun x -> (x - center) ** 2.0))

    let m = chainsOf posterior "m" 0
    isExactly mean largestError m
    isExactly (1.0 / precision) largestError (squares mean m)
    let rate = chainsOf posterior "rate" 0
    isExactly (14.0 / 5.0) largestError rate
    isExactly (14.0 / 25.0) (2.0 * largestError) (squares (14.0 / 5.0) rate)

[<Fact>]
let ``slice sampling: a conjugate posterior`` () =
    conjugate
    |> Infer.mcmc (Kernel.slice [ "m"; "rate" ]) options
    |> isConjugate 0.02

[<Theory; InlineData(MetricKind.Diagonal); InlineData(MetricKind.Dense)>]
let ``a random walk: a conjugate posterior`` (metric: MetricKind) =
    conjugate
    |> Infer.mcmc
        (Kernel.randomWalk [ "m"; "rate" ])
        { options with
            Draws = 40000
            Metric = metric
        }
    |> isConjugate 0.01

[<Fact>]
let ``a cycle of gradients, slices and random walks: a conjugate posterior`` () =
    conjugate
    |> Infer.mcmc (Kernel.cycle [ Kernel.nuts [ "m" ]; Kernel.slice [ "rate" ] ]) options
    |> isConjugate 0.02

    conjugate
    |> Infer.mcmc (Kernel.cycle [ Kernel.hmc 2.0 [ "rate" ]; Kernel.randomWalk [ "m" ] ]) { options with Draws = 40000 }
    |> isConjugate 0.01

[<Fact>]
let ``one kernel with gradients of all sites makes the draws of the plain sampler`` () =
    let short = { options with Warmup = 60; Draws = 40 }
    let plain = Infer.nuts short conjugate
    let named = Infer.mcmc (Kernel.nuts [ "m"; "rate" ]) short conjugate
    Assert.Equal<float>(plain.["m"].ToArray(), named.["m"].ToArray())

[<Fact>]
let ``a random walk takes the covariance that it learnt for its steps`` () =
    // Two numbers of correlation 0.995: with a diagonal metric, the accepted steps would be short.
    let program =
        prob {
            let! a = sample "a" (Normal(0.0, 1.0))
            do! observe "b" (Normal(a, 0.1)) 0.3
            let! c = sample "c" (Normal(10.0 * a, 0.1))
            do! observe "d" (Normal(c, 10.0)) 2.0
        }

    let essOf metric =
        let posterior =
            Infer.mcmc
                (Kernel.randomWalk [ "a"; "c" ])
                { options with
                    Metric = metric
                    Draws = 4000
                    Warmup = 1000
                }
                program

        let accepted =
            (posterior.Statistic "accept_stat(a)").ToTensor().ToArray() |> Array.average

        Assert.InRange(accepted, 0.15, 0.45)
        let _, error = meanOf (chainsOf posterior "a" 0)
        1.0 / (error * error)

    let dense, diagonal = essOf MetricKind.Dense, essOf MetricKind.Diagonal
    Assert.True(dense > 3.0 * diagonal, $"{dense} is not much more than {diagonal}")

/// Probabilities over 0, 1, …, most in proportion to weights.
let private normalized (most: int) (logWeight: int -> float) =
    let logs = [| for k in 0..most -> logWeight k |]
    let top = Array.max logs
    let weights = logs |> Array.map (fun l -> exp (l - top))
    let total = Array.sum weights
    weights |> Array.map (fun w -> w / total)

let private logFactorial (n: int) =
    Seq.sumBy (fun (k: int) -> log (float k)) (seq { 1..n })

[<Fact>]
let ``counts without an end walk over their support`` () =
    // k ~ Poisson(4) and g ~ Geometric(0.2), seen through normal noise: exact by sums over 0 to 200.
    let program =
        prob {
            let! k = sample "k" (Poisson(Tensor.Scalar 4.0))
            let! g = sample "g" (Geometric(probs = 0.2))
            do! observe "y" (Normal(k.Cast DType.Float64, 1.5)) 6.0
            do! observe "x" (Normal(g.Cast DType.Float64 * 0.5, 1.0)) 2.5
        }

    let posterior =
        Infer.mcmc (Kernel.randomWalk [ "k"; "g" ]) { options with Draws = 6000 } program

    let moment (p: float[]) (f: float -> float) =
        p |> Array.mapi (fun i w -> w * f (float i)) |> Array.sum

    let k =
        normalized 200 (fun k -> float k * log 4.0 - logFactorial k - (6.0 - float k) ** 2.0 / (2.0 * 2.25))

    let g =
        normalized 200 (fun g -> float g * log 0.8 - (2.5 - 0.5 * float g) ** 2.0 / 2.0)

    for name, exact in [ "k", k; "g", g ] do
        let chains = chainsOf posterior name 0
        isExactly (moment exact id) 0.06 chains
        isExactly (moment exact (fun x -> x * x)) 0.8 (chains |> Array.map (Array.map (fun x -> x * x)))

[<Fact>]
let ``whole numbers of many sizes: the mean length of steps is learnt`` () =
    let program =
        prob {
            let! k = sample "k" (Poisson(Tensor.Scalar 10000.0))
            do! observe "y" (Normal(k.Cast DType.Float64, 1000.0)) 10000.0
        }

    let posterior = Infer.mcmc (Kernel.randomWalk [ "k" ]) options program
    isExactly 10000.0 8.0 (chainsOf posterior "k" 0)
    Assert.InRange((posterior.Statistic "scale(k)").ToTensor().ToArray() |> Array.average, 40.0, 1000.0)

/// Five data of a mixture of two normals whose means differ by a site; exact by all 32 assignments, with the site integrated out.
let private mixed = [| -0.4; 1.1; 2.6; 0.3; 3.0 |]

let private mixture =
    prob {
        let! shift = sample "shift" (Normal(2.0, 1.0))

        for y in plate "row" mixed do
            let! z = sample "z" (Bernoulli(probs = 0.3))
            do! observe "y" (Normal(shift * z.Cast DType.Float64, 1.0)) y
    }

let private mixtureExactly () =
    let n = mixed.Length

    let logWeight (bits: int) =
        // The data of the second component are normal with a mean that is N(2, 1).
        let ofRow i = (bits >>> i) &&& 1

        let inside =
            [| 0 .. n - 1 |]
            |> Array.filter (fun i -> ofRow i = 1)
            |> Array.map (fun i -> mixed.[i])

        let count = float inside.Length
        let precision = 1.0 + count
        let pull = 2.0 + Array.sum inside

        count * log 0.3 + (float n - count) * log 0.7
        - 0.5 * Array.sumBy (fun y -> y * y) mixed
        + 0.5 * (pull * pull / precision - 4.0)
        - 0.5 * log precision,
        pull / precision

    let states = [| for bits in 0 .. (1 <<< n) - 1 -> bits, logWeight bits |]
    let weights = states |> Array.map (fun (_, (w, _)) -> exp w)
    let total = Array.sum weights

    let probability i =
        Array.map2 (fun (bits, _) w -> if (bits >>> i) &&& 1 = 1 then w else 0.0) states weights
        |> Array.sum
        |> fun p -> p / total

    let shift =
        (Array.map2 (fun (_, (_, mean)) w -> mean * w) states weights |> Array.sum)
        / total

    [| for i in 0 .. n - 1 -> probability i |], shift

let private isMixture (posterior: Posterior) =
    let probabilities, shift = mixtureExactly ()
    isExactly shift 0.03 (chainsOf posterior "shift" 0)

    for i in 0 .. mixed.Length - 1 do
        isExactly probabilities.[i] 0.02 (chainsOf posterior "z" i)

[<Fact>]
let ``Gibbs sampling of a plate, beside gradients: a mixture by all of its assignments`` () =
    let posterior =
        Infer.mcmc (Kernel.cycle [ Kernel.nuts [ "shift" ]; Kernel.gibbs [ "z" ] ]) { options with Draws = 4000 } mixture

    isMixture posterior
    Assert.Equal<int>([ 4; 4000; 5 ], posterior.["z"].Shape)
    Assert.All(posterior.["z"].ToArray(), (fun z -> Assert.True((z = 0.0 || z = 1.0))))
    Assert.InRange((posterior.Statistic "moved(z)").ToTensor().ToArray() |> Array.average, 0.05, 0.95)

[<Fact>]
let ``random walks of bits, beside slices: the same mixture`` () =
    mixture
    |> Infer.mcmc (Kernel.cycle [ Kernel.slice [ "shift" ]; Kernel.randomWalk [ "z" ] ]) { options with Draws = 8000 }
    |> isMixture

[<Fact>]
let ``Gibbs sampling of rows that depend on each other goes one by one`` () =
    // Four bits in rows, whose sum is seen: no row has a law of its own. Exact by the 16 states.
    let logits = [| -0.5; 0.2; 0.9; 0.0 |]

    let program =
        prob {
            let! z = Prob.map (plate "row" logits) (fun l -> sample "z" (Bernoulli(logits = l)))

            do! observe "y" (Normal(z.Cast(DType.Float64).Sum(), 0.7)) 2.6
        }

    let posterior =
        Infer.mcmc (Kernel.gibbs [ "z" ]) { options with Draws = 4000 } program

    let states =
        [| for bits in 0..15 -> [| for i in 0..3 -> float ((bits >>> i) &&& 1) |] |]

    let weights =
        states
        |> Array.map (fun z -> exp (Array.sum (Array.map2 (*) z logits) - (2.6 - Array.sum z) ** 2.0 / (2.0 * 0.49)))

    let total = Array.sum weights

    for i in 0..3 do
        let exact =
            (Array.map2 (fun (z: float[]) w -> z.[i] * w) states weights |> Array.sum)
            / total

        isExactly exact 0.02 (chainsOf posterior "z" i)

[<Fact>]
let ``Gibbs sampling of several sites, of events of several numbers, and of categories`` () =
    // a, and b given a, seen through c: exact by all values.
    let rows = [| [| 0.7; 0.2; 0.1 |]; [| 0.1; 0.3; 0.6 |] |]

    let program =
        prob {
            let! a = sample "a" (Bernoulli(probs = 0.4))

            let! b =
                sample "b" (OneHotCategorical(probs = where (a .> 0.5) (tensor rows.[1]) (tensor rows.[0])))

            let level = (b.Cast DType.Float64 * tensor [| 0.0; 1.0; 3.0 |]).Sum()
            do! observe "c" (Normal(level, 1.0)) 1.8
        }

    let posterior =
        Infer.mcmc (Kernel.gibbs [ "a"; "b" ]) { options with Draws = 8000 } program

    let weights =
        [|
            for a in 0..1 do
                for b in 0..2 ->
                    (a, b),
                    (if a = 1 then 0.4 else 0.6)
                    * rows.[a].[b]
                    * exp (-((1.8 - [| 0.0; 1.0; 3.0 |].[b]) ** 2.0) / 2.0)
        |]

    let total = Array.sumBy snd weights

    let probability f =
        (weights |> Array.filter (fst >> f) |> Array.sumBy snd) / total

    isExactly (probability (fun (a, _) -> a = 1)) 0.02 (chainsOf posterior "a" 0)

    for k in 0..2 do
        isExactly (probability (fun (_, b) -> b = k)) 0.02 (chainsOf posterior "b" k)

[<Fact>]
let ``a density that jumps: slices and random walks see both sides`` () =
    // N(0, 1) with three times the weight above 0: three quarters lie there.
    let program =
        prob {
            let! x = sample "x" (Normal(0.0, 1.0))
            do! factor "side" (where (x .> 0.0) (Tensor.Scalar(log 3.0)) (Tensor.Scalar 0.0))
        }

    for kernel, draws in [ Kernel.slice [ "x" ], 4000; Kernel.randomWalk [ "x" ], 16000 ] do
        let posterior = Infer.mcmc kernel { options with Draws = draws } program

        isExactly
            0.75
            0.01
            (chainsOf posterior "x" 0
             |> Array.map (Array.map (fun x -> if x > 0.0 then 1.0 else 0.0)))
        // E |x| is that of the normal law, on either side.
        isExactly (sqrt (2.0 / System.Math.PI)) 0.015 (chainsOf posterior "x" 0 |> Array.map (Array.map abs))

[<Fact>]
let ``a discrete site that no kernel names is summed out beside one that is kept`` () =
    let program =
        prob {
            let! a = sample "a" (Bernoulli(probs = 0.4))

            let! b =
                sample "b" (Bernoulli(probs = where (a .> 0.5) (Tensor.Scalar 0.9) (Tensor.Scalar 0.2)))

            do! observe "y" (Normal(b.Cast DType.Float64, 0.8)) 0.9
        }

    let posterior = Infer.mcmc (Kernel.gibbs [ "a" ]) options program

    let like b =
        exp (-((0.9 - b) ** 2.0) / (2.0 * 0.64))

    let a1 = 0.4 * (0.9 * like 1.0 + 0.1 * like 0.0)
    let a0 = 0.6 * (0.2 * like 1.0 + 0.8 * like 0.0)
    isExactly (a1 / (a0 + a1)) 0.02 (chainsOf posterior "a" 0)
    let b1 = (0.4 * 0.9 + 0.6 * 0.2) * like 1.0 / (a0 + a1)
    isExactly b1 0.02 (chainsOf posterior "probs(b)" 1)
