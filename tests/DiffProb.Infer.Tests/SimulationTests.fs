/// Draws from programs alone, and what programs say at the draws of a posterior.
module DiffProb.Tests.SimulationTests

open System
open Xunit
open DiffProb
open DiffProb.Tests.Judge

let private options =
    { Sampling.defaults with
        Warmup = 500
        Draws = 2000
        Seed = 3UL
    }

let private simulation = { Simulation.defaults with Seed = 5UL }

let private numbers (t: Tensor) = t.ToArray()

/// The mean of independent numbers within 5 standard errors, which fails about 6 seeds in 10 million; the seed is fixed.
let private hasMean (exact: float) (largestError: float) (draws: float[]) =
    let mean = Array.average draws

    let error =
        sqrt (Array.averageBy (fun x -> (x - mean) ** 2.0) draws / float draws.Length)

    Assert.True(error <= largestError, $"too noisy to judge: ± {error}")
    Assert.True(abs (mean - exact) <= 5.0 * error, $"mean {mean} ± {error} is not {exact}")

let private square (draws: float[]) = draws |> Array.map (fun x -> x * x)

let private ys = [| 1.2; 0.4; 2.2; 1.9 |]

let private program (data: float[]) =
    prob {
        let! m = sample "m" (Normal(0.5, 2.0))
        let! _ = deterministic "twice" (2.0 * m)

        for y in plate "row" data do
            do! observe "y" (Normal(m, 1.5)) y
    }

[<Fact>]
let ``the prior of sites, recorded values and data`` () =
    let prior = Infer.prior 40_000 simulation (program ys)
    Assert.Equal<string>([ "m"; "twice" ], prior.Names)
    Assert.Equal(1, prior.ChainCount)
    let m, y = numbers prior.["m"], prior.PredictiveOf()
    Assert.Equal<int>([ 4 ], y.Shape)
    hasMean 0.5 0.02 m
    hasMean 4.25 0.06 (square m)
    Assert.Equal<float>(m |> Array.map (fun m -> 2.0 * m), numbers prior.["twice"])

    let first, last =
        y.Element 0 |> Seq.cast<float> |> Array.ofSeq, y.Element 3 |> Seq.cast<float> |> Array.ofSeq

    hasMean 0.5 0.02 first
    hasMean (0.25 + 4.0 + 2.25) 0.08 (square first)
    // Rows share the mean and nothing else.
    hasMean (0.25 + 4.0) 0.07 (Array.map2 (*) first last)
    Assert.Equal<float>(ys, prior.Observed.["y"].ToArray())
    Assert.Equal<float>(m, numbers (Infer.prior 40_000 simulation (program ys)).["m"])

[<Fact>]
let ``the prior of discrete sites, infinite ones too, in plates and branches`` () =
    let prior =
        Infer.prior
            40_000
            simulation
            (prob {
                let! n = sample "n" (Poisson 3.0)

                for _ in plate "row" [| 1.0; 2.0 |] do
                    let! k = sample "k" (Categorical(probs = tensor [| 0.2; 0.5; 0.3 |]))
                    do! observe "c" (Poisson(1.0 + n.Cast DType.Float64 + k.Cast DType.Float64)) 2
            })

    hasMean 3.0 0.02 (numbers prior.["n"])
    hasMean 1.1 0.01 (numbers prior.["k"])
    hasMean 5.1 0.03 (prior.PredictiveOf "c" |> _.Element(1) |> Seq.cast<float> |> Array.ofSeq)

[<Fact>]
let ``data drawn anew from a conjugate posterior`` () =
    let posterior = Infer.nuts options (program ys)
    let predicted = Infer.predict simulation posterior (program ys)
    Assert.Equal<float>(numbers posterior.["m"], numbers predicted.["m"])
    Assert.Equal<float>(numbers posterior.["twice"], numbers predicted.["twice"])
    let precision = 1.0 / 4.0 + 4.0 / 2.25
    let mean = (0.5 / 4.0 + Array.sum ys / 2.25) / precision
    let y = predicted.PredictiveOf "y"
    Assert.Equal((4, 2000), (y.ChainCount, y.Count))

    for row in [ 0; 3 ] do
        let chains = Array.init 4 (fun c -> (y.Element row).[c, *])
        isExactly mean 0.05 chains
        isExactly (2.25 + 1.0 / precision + mean * mean) 0.15 (chains |> Array.map (Array.map (fun x -> x * x)))

    Assert.Equal<float>(
        numbers (y.ToTensor()),
        numbers ((Infer.predict simulation posterior (program ys)).PredictiveOf("y").ToTensor())
    )

[<Fact>]
let ``other data: as many rows as the other program has`` () =
    let posterior = Infer.nuts options (program ys)
    let predicted = Infer.predict simulation posterior (program (Array.zeroCreate 9))
    Assert.Equal<int>([ 9 ], (predicted.PredictiveOf "y").Shape)

let private schools (count: int) =
    prob {
        let! mu = sample "mu" (Normal(0.0, 2.0))

        for y in plate "school" (Array.init count (fun i -> float i - 1.0)) do
            let! theta = sample "theta" (Normal(mu, 1.0))
            do! observe "y" (Normal(theta, 0.5)) y
    }

[<Fact>]
let ``sites of new groups are drawn from their law given the others`` () =
    let posterior = Infer.nuts options (schools 3)

    let anew =
        Infer.predict { simulation with Anew = [ "theta" ] } posterior (schools 5)

    Assert.Equal<int>([ 4; 2000; 5 ], anew.["theta"].Shape)
    let mu = (posterior.Of "mu").Element()
    let theta = (anew.Of "theta").Element 4
    // theta - mu is standard normal, whatever mu is.
    let rest =
        Array.map2 (-) (Seq.cast<float> theta |> Array.ofSeq) (Seq.cast<float> mu |> Array.ofSeq)

    hasMean 0.0 0.02 rest
    hasMean 1.0 0.03 (square rest)

    messageOf (fun () -> Infer.predict simulation posterior (schools 5))
    |> says [ "\"theta\", in plate \"school\" of 5"; "shape [5]"; "shape [3]"; "try Anew" ]

    // A site that the posterior lacks is drawn, too.
    let more =
        prob {
            let! mu = sample "mu" (Normal(0.0, 2.0))
            let! _ = sample "next" (Normal(mu, 1.0))
            ()
        }

    let next = Infer.predict simulation posterior more
    let rest = Array.map2 (-) (numbers next.["next"]) (numbers next.["mu"])
    hasMean 0.0 0.02 rest

[<Fact>]
let ``discrete sites that were summed out go together, and with the data`` () =
    // Two components far apart: a datum drawn anew lies where its own component is.
    let ys = [| -10.1; 9.7; 10.4 |]

    let program =
        prob {
            let! m = sample "m" (Normal(10.0, 1.0))

            for y in plate "row" ys do
                let! z = sample "z" (Bernoulli(probs = 0.5))
                do! observe "y" (Normal((2.0 * z.Cast DType.Float64 - 1.0) * m, 0.7)) y
        }

    let posterior = Infer.nuts options program
    let predicted = Infer.predict simulation posterior program
    let y = (predicted.PredictiveOf "y").ToTensor().ToArray() |> Array.chunkBySize 3
    Assert.All(y, (fun row -> Assert.True(row.[0] < 0.0 && row.[1] > 0.0 && row.[2] > 0.0)))
    Assert.Equal<int>([ 4; 2000; 3 ], predicted.["z"].Shape)
    // From their law they lie anywhere.
    let anew = Infer.predict { simulation with Anew = [ "z" ] } posterior program
    hasMean 0.5 0.01 (numbers anew.["z"])
    // Probabilities alone do not tell what goes together.
    let loaded = Posterior(posterior.Quantities)

    messageOf (fun () -> Infer.predict simulation loaded program)
    |> says [ "site \"z\" was summed out"; "WithDiscreteDraws" ]

[<Fact>]
let ``parameters have the values given`` () =
    let program =
        prob {
            let! p = param "p" 1.0
            let! _ = sample "x" (Normal(p, 1.0))
            ()
        }

    let prior =
        Infer.prior
            1000
            { simulation with
                Parameters = dict [ "p", tensor 100.0 ] |> Collections.Generic.Dictionary
            }
            program

    Assert.InRange(Array.average (numbers prior.["x"]), 99.0, 101.0)

[<Fact>]
let ``what cannot be drawn forward`` () =
    let posterior = Infer.nuts { options with Warmup = 50; Draws = 20 } (program ys)

    messageOf (fun () -> Infer.prior 0 simulation (program ys))
    |> says [ "Draws must be at least 1" ]

    messageOf (fun () -> Infer.predict { simulation with Anew = [ "q" ] } posterior (program ys))
    |> says [ "Anew: the program has no site named \"q\""; "\"m\"" ]

    messageOf (fun () -> Infer.predict simulation posterior (schools 3))
    |> says
        [
            "no site that the posterior has draws of"
            "\"mu\", \"theta\""
            "Infer.prior"
        ]

    messageOf (fun () ->
        Infer.prior
            10
            simulation
            (prob {
                let! x = sample "x" (Normal(0.0, 1.0))
                do! factor "f" (-x * x)
            }))
    |> says [ "Factor \"f\" weighs runs by the site \"x\"" ]

    messageOf (fun () -> Infer.predict simulation (Posterior [ Draws("m", Shape.Scalar, [| [||] |]) ]) (program ys))
    |> says [ "Infer.predict: the posterior has no draws" ]

    messageOf (fun () -> posterior.PredictiveOf())
    |> says [ "no data that were drawn anew"; "Infer.predict" ]
