/// What is known in closed form, by recursions that share nothing with the library.
module DiffProb.Tests.Exact

open System
open Xunit

let logNormal (x: float) (loc: float) (scale: float) =
    -0.5 * ((x - loc) / scale) ** 2.0 - log scale - 0.5 * log (2.0 * Math.PI)

let logSumExp (xs: float seq) =
    let m = Seq.max xs
    m + log (xs |> Seq.sumBy (fun x -> exp (x - m)))

/// x[0] ~ N(0, 1), x[t] ~ N(a x[t-1], q) with q a standard deviation, and y[t] ~ N(x[t], r).
type Kalman =
    {
        LogEvidence: float
        FilteredMean: float[]
        FilteredVariance: float[]
        SmoothedMean: float[]
        SmoothedVariance: float[]
    }

/// Kalman (1960) filter and Rauch, Tung and Striebel (1965) smoother in one dimension.
let kalman (a: float) (q: float) (r: float) (ys: float[]) =
    let n = ys.Length
    let predicted = Array.zeroCreate<float * float> n
    let filtered = Array.zeroCreate<float * float> n
    let mutable evidence = 0.0

    for t in 0 .. n - 1 do
        let m, v =
            if t = 0 then
                0.0, 1.0
            else
                let m, v = filtered.[t - 1]
                a * m, a * a * v + q * q

        predicted.[t] <- m, v
        let s = v + r * r
        evidence <- evidence + logNormal ys.[t] m (sqrt s)
        filtered.[t] <- m + v / s * (ys.[t] - m), v * r * r / s

    let smoothed = Array.copy filtered

    for t in n - 2 .. -1 .. 0 do
        let m, v = filtered.[t]
        let pm, pv = predicted.[t + 1]
        let sm, sv = smoothed.[t + 1]
        let gain = v * a / pv
        smoothed.[t] <- m + gain * (sm - pm), v + gain * gain * (sv - pv)

    {
        LogEvidence = evidence
        FilteredMean = Array.map fst filtered
        FilteredVariance = Array.map snd filtered
        SmoothedMean = Array.map fst smoothed
        SmoothedVariance = Array.map snd smoothed
    }

/// Log evidence and smoothed probabilities of a hidden Markov chain, by the forward-backward algorithm (Rabiner 1989) in plain numbers.
let forwardBackward (initial: float[]) (transition: float[][]) (emission: float[][]) =
    let n, states = emission.Length, initial.Length
    let forward = Array.init n (fun _ -> Array.zeroCreate<float> states)
    let scales = Array.zeroCreate<float> n

    for t in 0 .. n - 1 do
        for k in 0 .. states - 1 do
            let before =
                if t = 0 then
                    initial.[k]
                else
                    Seq.sum [ for j in 0 .. states - 1 -> forward.[t - 1].[j] * transition.[j].[k] ]

            forward.[t].[k] <- before * emission.[t].[k]

        scales.[t] <- Array.sum forward.[t]
        forward.[t] <- forward.[t] |> Array.map (fun f -> f / scales.[t])

    let backward = Array.init n (fun _ -> Array.create states 1.0)

    for t in n - 2 .. -1 .. 0 do
        for j in 0 .. states - 1 do
            backward.[t].[j] <-
                Seq.sum
                    [
                        for k in 0 .. states - 1 -> transition.[j].[k] * emission.[t + 1].[k] * backward.[t + 1].[k]
                    ]
                / scales.[t + 1]

    let smoothed =
        Array.map2 (Array.map2 (fun f b -> f * b)) forward backward
        |> Array.map (fun p -> p |> Array.map (fun x -> x / Array.sum p))

    Seq.sumBy log scales, smoothed

/// The mean of independent estimates lies within 5 of its standard errors of the exact number, and the error is small enough to judge: fails about 6 seeds
/// in 10 million for normal means; seeds are fixed.
let isMean (exact: float) (largestError: float) (estimates: float seq) =
    let estimates = Array.ofSeq estimates
    let mean = Array.average estimates

    let variance =
        (estimates |> Array.sumBy (fun e -> (e - mean) ** 2.0))
        / float (estimates.Length - 1)

    let error = sqrt (variance / float estimates.Length)
    Assert.True(error <= largestError, $"too noisy to judge: ± {error}")
    Assert.True(abs (mean - exact) <= 5.0 * error + 1e-12, $"mean {mean} ± {error} is not {exact}")
