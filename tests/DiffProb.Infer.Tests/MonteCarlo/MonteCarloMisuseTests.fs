/// What goes wrong with particles, and what is said.
module DiffProb.Tests.MonteCarloMisuseTests

open System
open System.Threading
open Xunit
open DiffProb
open DiffProb.Tests.Judge
open DiffProb.Tests.StateSpace

let private few =
    { ParticleFiltering.defaults with
        Particles = 50
        Runs = 2
    }

let private weighed = ImportanceSampling.defaults

let private simple =
    prob {
        let! x = sample "x" (Normal(0.0, 1.0))
        do! observe "y" (Normal(x, 1.0)) 0.5
    }

[<Fact>]
let ``all particles die: the observation is named`` () =
    let program =
        prob {
            let step (x: Tensor) (y: float) =
                prob {
                    let! x = sample "x" (Uniform(x, x + 1.0))
                    do! observe "y" (Uniform(x - 0.5, x + 0.5)) y
                    return x
                }

            let! _ = Prob.fold step (tensor 0.0) [ 0.5; 1.0; 40.0; 2.0 ]
            ()
        }

    messageOf (fun () -> program |> Infer.smc few)
    |> says [ "Run "; "all 50 particles have weight zero"; "observation \"y[2]\""; "try" ]

    messageOf (fun () -> program |> Infer.importance weighed)
    |> says [ "all 10000 particles have weight zero"; "observation \"y[2]\"" ]

    let none =
        prob {
            let! top = sample "top" (Uniform(0.0, 1.0))
            do! observe "y" (Uniform(0.0, top)) 1.5
        }

    messageOf (fun () -> none |> Infer.tempered Tempering.defaults)
    |> says [ "all 1000 particles have weight zero"; "observation \"y\"" ]

[<Fact>]
let ``a weight that is no number: the term is named`` () =
    let program =
        prob {
            let! x = sample "x" (Normal(0.0, 1.0))
            do! observe "y" (Normal(x, 1.0)) 0.5
            do! factor "f" (log x)
        }

    messageOf (fun () -> program |> Infer.smc few)
    |> says [ "the log weight of a particle is NaN"; "factor \"f\""; "try" ]

[<Fact>]
let ``a parameter of a law outside of its support, for some particles: the site is named`` () =
    let program =
        prob {
            let! x = sample "x" (Normal(0.0, 1.0))
            let! z = sample "z" (Normal(0.0, x))
            do! observe "y" (Normal(z, 1.0)) 0.5
        }

    messageOf (fun () -> program |> Infer.importance weighed)
    |> says [ "Site \"z\""; "scale must be positive"; "for some particles" ]

[<Fact>]
let ``nothing is observed`` () =
    let program =
        prob {
            let! x = sample "x" (Normal(0.0, 1.0))
            return x
        }

    for run in
        [
            fun () -> program |> Infer.smc few |> ignore
            fun () -> program |> Infer.importance weighed |> ignore
            fun () -> program |> Infer.tempered Tempering.defaults |> ignore
        ] do
        messageOf run |> says [ "observes nothing"; "x"; "try observe" ]

[<Fact>]
let ``nothing is left open, and nothing continuous for tempering`` () =
    let none = prob { do! observe "y" (Normal(0.0, 1.0)) 0.5 }

    messageOf (fun () -> none |> Infer.smc few)
    |> says [ "no site that is left open" ]

    let discrete =
        prob {
            let! k = sample "k" (Bernoulli(probs = 0.5))
            do! observe "y" (Normal(k.Cast DType.Float64, 1.0)) 0.5
        }

    messageOf (fun () -> discrete |> Infer.tempered Tempering.defaults)
    |> says [ "no continuous site"; "probs(k)" ]

[<Fact>]
let ``a loop whose number of turns is random, and a minibatch`` () =
    let loop =
        prob {
            let! x =
                Prob.loop
                    5
                    (fun (x: Tensor) -> x .< 1.0)
                    (fun x ->
                        prob {
                            let! e = sample "e" (Normal(0.0, 1.0))
                            return x + e
                        })
                    (tensor 0.0)

            do! observe "y" (Normal(x, 1.0)) 0.5
        }

    messageOf (fun () -> loop |> Infer.smc few)
    |> says [ "loop: whether it goes on beyond 5 turns" ]

    let batch =
        prob {
            let! m = sample "m" (Normal(0.0, 1.0))

            for y in plate "row" [| 1.0; 2.0; 3.0 |] |> minibatch 2 do
                do! observe "y" (Normal(m, 1.0)) y
        }

    messageOf (fun () -> batch |> Infer.importance weighed)
    |> says [ "Plate \"row\" uses 2 of its 3 rows" ]

[<Fact>]
let ``a guide that lacks a site, adds one, observes, or has other shapes, plates or supports`` () =
    let program =
        prob {
            let! x = sample "x" (Normal(0.0, 1.0))
            let! s = sample "s" (Gamma(2.0, 1.0))

            for y in plate "row" [| 0.5; 0.7 |] do
                let! z = sample "z" (Normal(x, s))
                do! observe "y" (Normal(z, 1.0)) y
        }

    let guide x s (z: Distribution) (more: Prob<unit>) =
        prob {
            let! _ = sample "x" x
            let! _ = sample "s" s

            for _ in plate "row" [| 0.5; 0.7 |] do
                let! _ = sample "z" z
                ()

            do! more
        }

    let unit = Normal(0.0, 1.0)
    let nothing = prob { () }

    let fails g parts =
        messageOf (fun () -> program |> Infer.importanceFrom g weighed) |> says parts

    let ok = guide unit (Gamma(1.0, 1.0)) unit nothing
    Assert.True(Double.IsFinite((program |> Infer.importanceFrom ok weighed).LogEvidence))

    fails
        (prob {
            let! _ = sample "x" unit
            ()
        })
        [ "The guide lacks sites of the program"; "s"; "z" ]

    fails
        (guide
            unit
            (Gamma(1.0, 1.0))
            unit
            (prob {
                let! _ = sample "w" unit
                ()
            }))
        [ "The guide draws site \"w\", which the model does not have" ]

    fails (guide unit (Gamma(1.0, 1.0)) unit (observe "q" unit 0.3)) [ "The guide has observations, factors or costs"; "q" ]

    fails
        (guide (Normal(tensor [| 0.0; 0.0 |], 1.0)) (Gamma(1.0, 1.0)) unit nothing)
        [ "Site \"x\" has events of shape [] in the model, but of shape [2]" ]

    fails (guide unit (Beta(2.0, 2.0)) unit nothing) [ "Site \"s\""; "Beta"; "does not hold all values" ]
    fails (guide unit (Poisson 2.0) unit nothing) [ "Site \"s\""; "Poisson" ]

    let apart =
        prob {
            let! _ = sample "x" unit
            let! _ = sample "s" (Gamma(1.0, 1.0))
            let! _ = sample "z" unit
            ()
        }

    fails
        apart
        [
            "Site \"z\" is in plate \"row\" of 2 in the model, but in no plate in the guide"
        ]

    let ofData =
        prob {
            let! _ = sample "x" unit
            let! _ = sample "y" unit
            ()
        }

    fails ofData [ "The guide draws site \"y\", which the model observes" ]

[<Fact>]
let ``a parameter of the guide under the name of one of the program`` () =
    let program =
        prob {
            let! loc = param "loc" 0.0
            let! x = sample "x" (Normal(loc, 1.0))
            do! observe "y" (Normal(x, 1.0)) 0.5
        }

    let guide =
        prob {
            let! loc = param "loc" 1.0
            let! _ = sample "x" (Normal(loc, 1.0))
            ()
        }

    messageOf (fun () -> program |> Infer.importanceFrom guide weighed)
    |> says [ "Parameter \"loc\" of the model has the name of a parameter of the guide" ]

[<Fact>]
let ``a wider support of the guide is allowed: what the program cannot have weighs nothing`` () =
    let program =
        prob {
            let! s = sample "s" (Gamma(3.0, 2.0))
            do! observe "n" (Poisson s) 2
        }

    let guide =
        prob {
            let! s = sample "s" (Normal(1.5, 1.5))
            return s
        }

    // Gamma(3, 2) and one count of 2: Γ(5) 2³ / (Γ(3) 2! 3⁵).
    let exact = log (24.0 * 8.0 / (2.0 * 2.0 * 243.0))

    let result =
        program |> Infer.importanceFrom guide { weighed with Particles = 50_000 }

    Assert.InRange(abs (result.LogEvidence - exact), 0.0, 5.0 * result.StandardError)
    Assert.True(result.StandardError < 0.02)
    Assert.Contains(result.LogWeights, Double.IsNegativeInfinity)

[<Fact>]
let ``a parameter that nobody has, and all of them in a file`` () =
    let given names =
        dict [ for n in names -> n, tensor 1.0 ]
        |> System.Collections.Generic.Dictionary

    messageOf (fun () ->
        simple
        |> Infer.smc
            { few with
                Parameters = given [ "nobody" ]
            })
    |> says [ "no parameter named \"nobody\"" ]

    messageOf (fun () ->
        simple
        |> Infer.smc
            { few with
                Parameters = NamedTensors(given [ "nobody" ])
            })
    |> says [ "The program does not have: \"nobody\"" ]

[<Fact>]
let ``options out of their range`` () =
    let filter (o: ParticleFiltering) parts =
        messageOf (fun () -> simple |> Infer.smc o) |> says parts

    filter { few with Particles = 1 } [ "Particles must be at least 2, but it is 1" ]
    filter { few with Runs = 0 } [ "Runs must be at least 1" ]
    filter { few with Threshold = 0.0 } [ "Threshold must be above 0 and at most 1, but it is 0" ]
    filter { few with Threshold = 1.1 } [ "Threshold" ]
    filter { few with Threads = -1 } [ "Threads" ]
    filter { few with Resampling = enum 9 } [ "no resampling 9"; "ResamplingKind.Systematic" ]

    let weigh (o: ImportanceSampling) parts =
        messageOf (fun () -> simple |> Infer.importance o) |> says parts

    weigh { weighed with Particles = 1 } [ "Particles must be at least 2" ]
    weigh { weighed with Draws = 0 } [ "Draws must be at least 1" ]

    let temper (o: Tempering) parts =
        messageOf (fun () -> simple |> Infer.tempered o) |> says parts

    let warm = Tempering.defaults
    temper { warm with Particles = 0 } [ "Particles" ]
    temper { warm with Runs = 0 } [ "Runs" ]
    temper { warm with ConditionalSize = 1.0 } [ "ConditionalSize must be between 0 and 1" ]
    temper { warm with Threshold = -0.5 } [ "Threshold" ]
    temper { warm with Moves = 0 } [ "Moves" ]
    temper { warm with Move = enum 4 } [ "no move 4"; "MoveKind.Hamiltonian" ]
    temper { warm with Metric = enum 7 } [ "no metric 7" ]
    temper { warm with Resampling = enum 9 } [ "no resampling 9" ]

[<Fact>]
let ``what was not kept is not there, and says so`` () =
    let result = simple |> Infer.importance { weighed with KeepParticles = false }

    messageOf (fun () -> result.Proposed)
    |> says [ "not kept"; "KeepParticles = true" ]

    let filtered = simple |> Infer.smc { few with KeepPaths = false }

    messageOf (fun () -> filtered.Posterior)
    |> says [ "not kept"; "KeepPaths = true" ]

    messageOf (fun () -> filtered.FilteredMean "nobody")
    |> says [ "FilteredMean: there is no site or recorded value \"nobody\"" ]

[<Fact>]
let ``a likelihood that no step of temperature can reach`` () =
    let program =
        prob {
            let! x = sample "x" (Normal(0.0, 1.0))
            do! factor "f" (1e300 * x)
        }

    messageOf (fun () -> program |> Infer.tempered Tempering.defaults)
    |> says [ "No step from inverse temperature"; "ConditionalSize" ]

[<Fact>]
let ``cancellation ends all three`` () =
    use source = new CancellationTokenSource()
    source.Cancel()

    let stops (run: unit -> 'T) =
        Assert.ThrowsAny<OperationCanceledException>(fun () -> run () |> ignore)
        |> ignore

    stops (fun () -> simple |> Infer.smc { few with Cancellation = source.Token })

    stops (fun () ->
        simple
        |> Infer.importance
            { weighed with
                Cancellation = source.Token
            })

    stops (fun () ->
        simple
        |> Infer.tempered
            { Tempering.defaults with
                Cancellation = source.Token
            })
