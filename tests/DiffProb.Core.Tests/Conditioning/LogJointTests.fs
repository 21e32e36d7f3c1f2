/// The log joint of programs on the unconstrained space, against formulas written out by hand.
module DiffProb.Tests.LogJointTests

open System
open Xunit
open DiffProb
open DiffProb.Tests.Judge

let private none = Estimation.defaults.Parameters

/// Outputs at a position.
let private run (outputs: Tensor list) (joint: LogJoint) (position: float[]) =
    let evaluator =
        ManagedEngine.Default.Compile(Array.ofList outputs, [| joint.Position |]).CreateEvaluator()

    position.CopyTo(evaluator.Input<float> LatentSite.position)
    evaluator.Run()
    [| for i in 0 .. outputs.Length - 1 -> evaluator.Output<float>(i).ToArray() |]

let private densityAt (joint: LogJoint) position =
    (run [ joint.LogDensity ] joint position).[0].[0]

let private gradientAt (joint: LogJoint) position =
    (run [ Gradient.Of(joint.LogDensity, [| joint.Position |]).[0] ] joint position).[0]

let private quantityAt (joint: LogJoint) (name: string) position =
    let q = Recovery.quantities joint |> List.find (fun q -> q.Name = name)
    (run [ q.Value ] joint position).[0]

let private jointOf program = LogJoint.ofProgram program none

let private logNormal (x: float) loc scale =
    -0.5 * ((x - loc) / scale) ** 2.0 - log scale - 0.5 * log (2.0 * Math.PI)

let private logHalfCauchy (x: float) scale =
    log 2.0 - log Math.PI - log scale - log (1.0 + (x / scale) ** 2.0)

let private logSumExp (xs: float seq) =
    let m = Seq.max xs
    m + log (xs |> Seq.sumBy (fun x -> exp (x - m)))

let private effects = [| 28.0; 8.0; -3.0; 7.0; -1.0; 1.0; 18.0; 12.0 |]
let private errors = [| 15.0; 10.0; 16.0; 11.0; 9.0; 11.0; 10.0; 18.0 |]

let private centered =
    prob {
        let! mu = sample "mu" (Normal(0.0, 5.0))
        let! tau = sample "tau" (HalfCauchy 5.0)

        for y, sigma in plate "school" (effects, errors) do
            let! theta = sample "theta" (Normal(mu, tau))
            do! observe "y" (Normal(theta, sigma)) y
    }

let private point = [| 1.5; 0.7; 3.0; -2.0; 0.5; 4.0; 1.0; -1.0; 8.0; 2.5 |]

[<Fact>]
let ``rows of a plate, a positive site with its log-determinant, and data`` () =
    let joint = jointOf centered
    let mu, tau, theta = point.[0], exp point.[1], point.[2..]

    let exact =
        logNormal mu 0.0 5.0
        + logHalfCauchy tau 5.0
        + point.[1]
        + Seq.sum
            [
                for i in 0..7 -> logNormal theta.[i] mu tau + logNormal effects.[i] theta.[i] errors.[i]
            ]

    Assert.Equal(10, joint.Dimension)
    Assert.Equal(exact, densityAt joint point, 1e-12)
    Assert.Equal(tau, (quantityAt joint "tau" point).[0], 1e-15)
    Assert.Equal<float>(theta, quantityAt joint "theta" point)

let private checkGradient (joint: LogJoint) (position: float[]) =
    let gradient = gradientAt joint position

    for i in 0 .. position.Length - 1 do
        let at h =
            densityAt joint (position |> Array.mapi (fun k x -> if k = i then x + h else x))

        let h = 1e-5
        Assert.Equal((at h - at -h) / (2.0 * h), gradient.[i], 1e-6 * (1.0 + abs gradient.[i]))

[<Fact>]
let ``the gradient is that of the density`` () = checkGradient (jointOf centered) point

[<Fact>]
let ``parameters of the program stand at their values, initial or given`` () =
    let program =
        prob {
            let! scale = paramOn Support.Positive "scale" 2.0
            let! x = sample "x" (Normal(0.0, scale))
            return x
        }

    Assert.Equal(logNormal 0.3 0.0 2.0, densityAt (jointOf program) [| 0.3 |], 1e-14)

    let given =
        LogJoint.ofProgram program (dict [ "scale", tensor 5.0 ] |> Collections.Generic.Dictionary)

    Assert.Equal(logNormal 0.3 0.0 5.0, densityAt given [| 0.3 |], 1e-14)

[<Fact>]
let ``vectors with a map of their own: a simplex counts its log-determinant once`` () =
    let program =
        prob {
            let! p = sample "p" (Dirichlet(tensor [| 2.0; 3.0; 4.0 |]))
            do! observe "k" (Categorical(probs = p)) 1
        }

    let joint = jointOf program
    let x = [| 0.4; -0.3 |]
    // Stick breaking by hand: fractions of what is left.
    let sigmoid v = 1.0 / (1.0 + exp -v)
    let z1 = sigmoid (x.[0] - log 2.0)
    let z2 = sigmoid x.[1]
    let p = [| z1; (1.0 - z1) * z2; (1.0 - z1) * (1.0 - z2) |]

    let density =
        log (Seq.fold (*) 1.0 [ 2.0 .. 8.0 ] / (1.0 * 2.0 * 6.0))
        + log p.[0]
        + 2.0 * log p.[1]
        + 3.0 * log p.[2]

    let stretch = log (z1 * (1.0 - z1)) + log (z2 * (1.0 - z2)) + log (1.0 - z1)
    Assert.Equal(2, joint.Dimension)
    Assert.Equal(density + stretch + log p.[1], densityAt joint x, 1e-12)
    checkGradient joint x

[<Fact>]
let ``a support with an end that another site moves`` () =
    let program =
        prob {
            let! low = sample "low" (Normal(0.0, 1.0))
            let! high = sample "high" (Uniform(low, 5.0))
            do! observe "y" (Normal(high, 1.0)) 2.0
        }

    let joint = jointOf program
    let x = [| 0.5; 0.8 |]
    let s = 1.0 / (1.0 + exp -0.8)
    let high = 0.5 + 4.5 * s

    let exact =
        logNormal 0.5 0.0 1.0 - log 4.5
        + log 4.5
        + log (s * (1.0 - s))
        + logNormal 2.0 high 1.0

    Assert.Equal(exact, densityAt joint x, 1e-12)
    checkGradient joint x

let private mixture (ys: float[]) =
    prob {
        let! w = sample "w" (Beta(2.0, 3.0))
        let! mu = sample "mu" (Normal(tensor [| -1.0; 1.0 |], 2.0))

        for y in plate "row" ys do
            let! z = sample "z" (Bernoulli(probs = w))
            let loc = where (z.EqualTo(tensor 1)) mu.[1] mu.[0]
            let! _ = deterministic "loc" loc
            do! observe "y" (Normal(loc, 0.5)) y
    }

[<Fact>]
let ``a discrete site in each row is summed out, and recovered`` () =
    let ys = [| -1.2; 0.3; 1.4; 0.9; -0.1 |]
    let joint = jointOf (mixture ys)
    let x = [| 0.2; -0.7; 1.3 |]
    let w = 1.0 / (1.0 + exp -0.2)

    let parts y =
        [ log (1.0 - w) + logNormal y -0.7 0.5; log w + logNormal y 1.3 0.5 ]

    let prior =
        log (12.0)
        + log w
        + 2.0 * log (1.0 - w)
        + log (w * (1.0 - w))
        + logNormal -0.7 -1.0 2.0
        + logNormal 1.3 1.0 2.0

    Assert.Equal(prior + Seq.sum [ for y in ys -> logSumExp (parts y) ], densityAt joint x, 1e-12)
    checkGradient joint x
    let probabilities = quantityAt joint "probs(z)" x
    let means = quantityAt joint "loc" x

    for i in 0 .. ys.Length - 1 do
        let p = exp ((parts ys.[i]).[1] - logSumExp (parts ys.[i]))
        Assert.Equal(1.0 - p, probabilities.[2 * i], 1e-12)
        Assert.Equal(p, probabilities.[2 * i + 1], 1e-12)
        Assert.Equal(-0.7 * (1.0 - p) + 1.3 * p, means.[i], 1e-12)

[<Fact>]
let ``a discrete site above a plate of others: the rows are summed inside of it`` () =
    let ys = [| 0.2; 1.1; -0.4 |]

    let program =
        prob {
            let! m = sample "m" (Normal(0.0, 1.0))
            let! k = sample "k" (Categorical(probs = tensor [| 0.2; 0.5; 0.3 |]))
            let k' = k.Cast DType.Float64

            for y in plate "row" ys do
                let! z = sample "z" (Bernoulli(probs = (k' + 1.0) * 0.25))
                do! observe "y" (Normal(m + z.Cast DType.Float64, 1.0)) y
        }

    let m = 0.3

    let given k =
        log [| 0.2; 0.5; 0.3 |].[k]
        + Seq.sum
            [
                for y in ys ->
                    let p = float (k + 1) * 0.25
                    logSumExp [ log (1.0 - p) + logNormal y m 1.0; log p + logNormal y (m + 1.0) 1.0 ]
            ]

    let joint = jointOf program
    let evidence = logSumExp [ for k in 0..2 -> given k ]
    Assert.Equal(logNormal m 0.0 1.0 + evidence, densityAt joint [| m |], 1e-12)
    let probabilities = quantityAt joint "probs(k)" [| m |]

    for k in 0..2 do
        Assert.Equal(exp (given k - evidence), probabilities.[k], 1e-12)

let private transition =
    [| [| 0.7; 0.2; 0.1 |]; [| 0.3; 0.4; 0.3 |]; [| 0.05; 0.15; 0.8 |] |]

/// A hidden Markov model of three states around m.
let private hidden (ys: float[]) =
    prob {
        let! m = sample "m" (Normal(0.0, 1.0))
        let rows = Tensor.Matrix(array2D transition)

        let step (k: Tensor) (y: float) =
            prob {
                let! next = sample "k" (Categorical(probs = rows.Gather(k, 0)))
                do! observe "y" (Normal(m + next.Cast DType.Float64, 1.0)) y
                return next
            }

        let! _ = Prob.fold step (tensor 0) ys
        ()
    }

[<Fact>]
let ``a hidden Markov model: the forward algorithm, and forward-backward for its states`` () =
    let ys = [| for t in 0..39 -> sin (float t) + 1.0 |]
    let m = 0.25
    let emit k y = exp (logNormal y (m + float k) 1.0)
    let mutable forward = [| for k in 0..2 -> transition.[0].[k] * emit k ys.[0] |]
    let mutable log' = 0.0

    for y in ys.[1..] do
        let total = Array.sum forward
        log' <- log' + log total

        forward <-
            [|
                for k in 0..2 -> emit k y * Seq.sum [ for j in 0..2 -> forward.[j] / total * transition.[j].[k] ]
            |]

    let joint = jointOf (hidden ys)
    Assert.Equal(logNormal m 0.0 1.0 + log' + log (Array.sum forward), densityAt joint [| m |], 1e-10)
    checkGradient joint [| m |]
    let last = quantityAt joint "probs(k[39])" [| m |]

    for k in 0..2 do
        Assert.Equal(forward.[k] / Array.sum forward, last.[k], 1e-12)

[<Fact>]
let ``a branch on a discrete site: what is not taken does not count`` () =
    let program =
        prob {
            let! x = sample "x" (Normal(0.0, 1.0))
            let! k = sample "k" (Bernoulli(probs = 0.3))

            let arm name (loc: float) =
                prob {
                    do! observe name (Normal(x + loc, 1.0)) 1.0
                    return tensor 0.0
                }

            let! _ = branch k [ arm "a" 0.0; arm "b" 2.0 ]
            ()
        }

    let x = 0.4

    let exact =
        logNormal x 0.0 1.0
        + logSumExp [ log 0.7 + logNormal 1.0 x 1.0; log 0.3 + logNormal 1.0 (x + 2.0) 1.0 ]

    Assert.Equal(exact, densityAt (jointOf program) [| x |], 1e-12)

[<Fact>]
let ``data beyond an end that a site moves have no density`` () =
    let program =
        prob {
            let! top = sample "top" (Gamma(2.0, 1.0))

            for y in plate "row" [| 0.5; 1.5 |] do
                do! observe "y" (Uniform(0.0, top)) y
        }

    let joint = jointOf program
    Assert.Equal(Double.NegativeInfinity, densityAt joint [| log 1.2 |])
    Assert.Equal(log 2.0 - 2.0 - 2.0 * log 2.0 + log 2.0, densityAt joint [| log 2.0 |], 1e-12)

[<Fact>]
let ``a linear Gaussian chain integrates to the likelihood of the Kalman filter`` () =
    // The joint is Gaussian: its integral is exp(f(mode)) sqrt((2 pi)^n / det(-Hessian)), exactly.
    let ys = [| 0.3; -0.5; 1.2; 0.7 |]

    let program =
        prob {
            let step (x: Tensor) (y: float) =
                prob {
                    let! next = sample "x" (Normal(0.9 * x, 0.7))
                    do! observe "y" (Normal(next, 0.5)) y
                    return next
                }

            let! first = sample "first" (Normal(0.0, 1.0))
            let! _ = Prob.fold step first ys
            ()
        }

    let mutable mean, variance, filter = 0.0, 1.0, 0.0

    for y in ys do
        let m, v = 0.9 * mean, 0.81 * variance + 0.49
        let s = v + 0.25
        filter <- filter + logNormal y m (sqrt s)
        mean <- m + v / s * (y - m)
        variance <- v * 0.25 / s

    let joint = jointOf program
    let n = joint.Dimension
    let origin = Array.zeroCreate<float> n
    let g0 = gradientAt joint origin

    let unit i =
        Array.init n (fun k -> if k = i then 1.0 else 0.0)

    let hessian = Array2D.init n n (fun i j -> g0.[i] - (gradientAt joint (unit j)).[i])
    let h = Tensor.Matrix hessian
    let mode = (h.Solve((Tensor.Of g0).Reshape(n, 1))).ToArray()

    let integral =
        densityAt joint mode + 0.5 * float n * log (2.0 * Math.PI)
        - 0.5 * h.LogDet().ToDouble()

    Assert.Equal(filter, integral, 1e-10)

// Mistakes.

let private fails program = messageOf (fun () -> jointOf program)

[<Fact>]
let ``a program with no site that is left open`` () =
    fails (prob { do! observe "y" (Normal(0.0, 1.0)) 0.3 })
    |> says [ "nothing to infer"; "\"y\""; "sample" ]

[<Fact>]
let ``a discrete site of infinitely many values`` () =
    fails (
        prob {
            let! n = sample "n" (Poisson 3.0)
            do! observe "y" (Normal(n.Cast DType.Float64, 1.0)) 0.3
        }
    )
    |> says [ "\"n\" (Poisson)"; "neither be summed out"; "RandomWalk" ]

[<Fact>]
let ``a discrete site of too many values`` () =
    fails (
        prob {
            let! z = sample "z" (Bernoulli(probs = tensor (Array.create 40 0.5)))
            do! observe "y" (Normal(z.Cast(DType.Float64).Sum(), 1.0)) 0.3
        }
    )
    |> says [ "\"z\" (Bernoulli) of shape [40]"; "1099511627776"; "plate" ]

[<Fact>]
let ``a discrete site whose rows an observation mixes`` () =
    fails (
        prob {
            let! z =
                Prob.map (plate "row" [| 0.1; 0.2 |]) (fun p -> sample "z" (Bernoulli(probs = p)))

            do! observe "y" (Normal(z.Cast(DType.Float64).Sum(), 1.0)) 0.3
        }
    )
    |> says [ "\"y\" mixes the rows of plate \"row\""; "\"z\"" ]

[<Fact>]
let ``discrete sites of crossed plates that meet in each pair of rows`` () =
    let a = plate "a" [| 0.1; 0.2 |]
    let b = plate "b" [| 0.3; 0.4 |]

    let program =
        Prob<unit>.Create(fun t ->
            let zs = ResizeArray<Tensor>()
            t.Plate(a.Plate, (fun () -> zs.Add(t.Sample("za", Bernoulli(probs = a.Row)))))
            t.Plate(b.Plate, (fun () -> zs.Add(t.Sample("zb", Bernoulli(probs = b.Row)))))

            t.Plate(
                a.Plate,
                fun () -> t.Plate(b.Plate, fun () -> t.Factor("both", zs.[0].Cast DType.Float64 * zs.[1].Cast DType.Float64))
            ))

    fails program |> says [ "\"za\", \"zb\""; "different plates" ]

[<Fact>]
let ``discrete sites that all meet in one factor`` () =
    let program =
        prob {
            let! bits =
                Prob.scan (fun _ () -> sample "b" (Bernoulli(probs = 0.5))) (tensor 0) (Seq.replicate 24 ())

            do! factor "all" ((Shapes.Stack [| for b in bits -> b.Cast DType.Float64 |]).Sum().Square())
        }

    fails program |> says [ "\"b[0]\""; "tables of more than" ]

[<Fact>]
let ``a support that a discrete site changes`` () =
    fails (
        prob {
            let! k = sample "k" (Bernoulli(probs = 0.5))
            let! x = sample "x" (Uniform(0.0, k.Cast DType.Float64 + 1.0))
            do! observe "y" (Normal(x, 1.0)) 0.3
        }
    )
    |> says [ "\"x\" (Uniform)"; "depends on a discrete site" ]

[<Fact>]
let ``a law whose density is not known`` () =
    fails (
        prob {
            let! x = sample "x" (Rejection(Normal(0.0, 1.0), (fun x -> -x.Square())))
            do! observe "y" (Normal(x, 1.0)) 0.3
        }
    )
    |> says [ "\"x\": the density of Rejection is not known" ]

[<Fact>]
let ``a continuous site of which single points have probability`` () =
    fails (
        prob {
            let! x = sample "x" (Censored(Normal(0.0, 1.0), -1.0, 1.0))
            do! observe "y" (Normal(x, 1.0)) 0.3
        }
    )
    |> says [ "\"x\" (Censored): single points have probability"; "observe" ]

[<Fact>]
let ``a plate that shows a part of its rows`` () =
    fails (
        prob {
            let! m = sample "m" (Normal(0.0, 1.0))

            for y in plate "row" [| 0.1; 0.2; 0.3 |] |> minibatch 2 do
                do! observe "y" (Normal(m, 1.0)) y
        }
    )
    |> says [ "\"row\" uses 2 of its 3 rows"; "without minibatch" ]

[<Fact>]
let ``a loop that may not have ended`` () =
    fails (
        prob {
            let step (x: Tensor) =
                prob { return! sample "x" (Normal(x, 1.0)) }

            let! last = Prob.loop 3 (fun x -> x .< 1.0) step (tensor 0.0)
            do! observe "y" (Normal(last, 1.0)) 0.3
        }
    )
    |> says [ "loop"; "beyond 3 turns"; "\"x[2]\"" ]
