/// How draws are judged, with errors of their means from batches.
module DiffProb.Tests.Judge

open System
open Xunit
open DiffProb

/// The message of the error that a run ends in.
let messageOf (run: unit -> 'T) : string =
    let e = Assert.ThrowsAny<DiffProbException>(fun () -> run () |> ignore)
    e.Message

/// All parts occur in the message.
let says (parts: string list) (message: string) =
    for part in parts do
        Assert.Contains(part, message)

/// Chains of one number: [chains][draws].
let chainsOf (posterior: Posterior) (name: string) (element: int) : float[][] =
    let draws = (posterior.Of name).Element element

    [| for c in 0 .. posterior.ChainCount - 1 -> draws.[c, *] |]

/// Mean of numbers, and its standard error from the means of 20 batches of each chain.
let meanOf (chains: float[][]) =
    let batches = 20

    let means =
        [|
            for chain in chains do
                let length = chain.Length / batches

                for b in 0 .. batches - 1 -> Array.average chain.[b * length .. (b + 1) * length - 1]
        |]

    let mean = Array.average means

    let variance =
        (means |> Array.sumBy (fun m -> (m - mean) ** 2.0)) / float (means.Length - 1)

    mean, sqrt (variance / float means.Length)

/// Standard deviation of numbers, and its standard error, from the squared deviations.
let sdOf (chains: float[][]) =
    let mean, _ = meanOf chains

    let square, error =
        meanOf (chains |> Array.map (Array.map (fun x -> (x - mean) ** 2.0)))

    let sd = sqrt square
    sd, error / (2.0 * sd)

/// The mean lies within 5 standard errors of the exact one, and the error is small enough to judge: fails about 6 seeds in 10 million; seeds are fixed.
let isExactly (exact: float) (largestError: float) (chains: float[][]) =
    let mean, error = meanOf chains
    Assert.True(error <= largestError, $"too noisy to judge: ± {error}")
    Assert.True(abs (mean - exact) <= 5.0 * error + 1e-12, $"mean {mean} ± {error} is not {exact}")
