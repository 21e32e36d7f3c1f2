/// Guides that do not fit, and what is said.
module DiffProb.Tests.GuideMisuseTests

open Xunit
open DiffProb
open DiffProb.Tests.Judge

let private options =
    { Variational.defaults with
        Steps = 5
        EvaluationDraws = 10
    }

let private simple =
    prob {
        let! x = sample "x" (Normal(0.0, 1.0))
        let! s = sample "s" (Gamma(2.0, 1.0))
        do! observe "y" (Normal(x, s)) 0.5
    }

let private fails guide model =
    messageOf (fun () -> Infer.variational options (Guide.Of guide) model)

let private x =
    prob {
        let! loc = param "loc" 0.0
        let! _ = sample "x" (Normal(loc, 1.0))
        ()
    }

let private s = prob { let! _ = sample "s" (LogNormal(0.0, 1.0)) in () }

[<Fact>]
let ``the guide lacks a site, or adds one`` () =
    simple
    |> fails x
    |> says
        [
            "The guide has no site named \"s\" (Gamma of shape []"
            "\"x\""
            "try sample \"s\" in the guide"
        ]

    simple
    |> fails (
        prob {
            do! x
            do! s
            let! _ = sample "z" (Normal(0.0, 1.0))
            ()
        }
    )
    |> says [ "draws site \"z\", which the model does not have"; "\"s\", \"x\"" ]

[<Fact>]
let ``an infinite discrete site can not be summed out`` () =
    prob {
        let! x = sample "x" (Normal(0.0, 1.0))
        let! n = sample "n" (Poisson 2.0)
        do! observe "y" (Normal(x + n, 1.0)) 0.5
    }
    |> fails x
    |> says [ "no site named \"n\" (Poisson"; "cannot be summed out" ]

[<Fact>]
let ``the guide draws what is observed`` () =
    simple
    |> fails (
        prob {
            do! x
            do! s
            let! _ = sample "y" (Normal(0.0, 1.0))
            ()
        }
    )
    |> says [ "draws site \"y\", which the model observes" ]

[<Fact>]
let ``supports that do not lie in those of the model`` () =
    simple
    |> fails (
        prob {
            do! x
            let! _ = sample "s" (Normal(1.0, 1.0))
            ()
        }
    )
    |> says
        [
            "Site \"s\" must be positive (Gamma in the model)"
            "Normal may be a real number"
            "LogNormal or Gamma"
        ]

    prob {
        let! p = sample "p" (Dirichlet(tensor [| 1.0; 2.0 |]))
        do! observe "y" (Normal(p.[0], 1.0)) 0.5
    }
    |> fails (
        prob {
            let! loc = param "loc" [| 0.5; 0.5 |]
            let! _ = sample "p" (Normal(loc, 1.0))
            ()
        }
    )
    |> says [ "Site \"p\" must be"; "Dirichlet" ]

    prob {
        let! k = sample "k" (Bernoulli(probs = 0.5))
        do! observe "y" (Normal(k.Cast DType.Float64, 1.0)) 0.5
    }
    |> fails (
        prob {
            let! loc = param "loc" 0.0
            let! _ = sample "k" (Normal(loc, 1.0))
            ()
        }
    )
    |> says [ "Site \"k\" must be 0 or 1" ]

[<Fact>]
let ``shapes and plates that differ`` () =
    prob { let! _ = sample "x" (Normal(Tensor.Zeros(Shape.Of 3), 1.0)) in () }
    |> fails x
    |> says [ "events of shape [3] in the model, but of shape [] in the guide" ]

    prob {
        for y in plate "row" [| 1.0; 2.0 |] do
            let! x = sample "x" (Normal(0.0, 1.0))
            do! observe "y" (Normal(x, 1.0)) y
    }
    |> fails x
    |> says
        [
            "Site \"x\" is in plate \"row\" of 2 in the model, but in no plate in the guide"
            "try the same plates"
        ]

[<Fact>]
let ``a guide only draws`` () =
    let guide (what: Prob<unit>) =
        prob {
            do! x
            do! s
            do! what
        }

    for what in [ observe "a" (Normal(0.0, 1.0)) 0.0; factor "a" 1.0; cost "a" 1.0 ] do
        simple
        |> fails (guide what)
        |> says [ "observations, factors or costs: \"a\""; "moving them into the model" ]

[<Fact>]
let ``a site of the guide in a branch`` () =
    let guide =
        prob {
            let! loc = param "loc" 0.0
            let! k = sample "k" (Bernoulli(probs = 0.5))

            let! _ = branch k [ sample "x" (Normal(loc, 1.0)); Prob.ret (tensor 0.0) ]

            ()
        }

    prob {
        let! k = sample "k" (Bernoulli(probs = 0.5))
        let! x = sample "x" (Normal(0.0, 1.0))
        do! observe "y" (Normal(x + k, 1.0)) 0.5
    }
    |> fails guide
    |> says [ "Site \"x\" of the guide is in a branch or loop"; "in front of the branch" ]

[<Fact>]
let ``nothing to learn, and nothing latent`` () =
    prob {
        let! x = sample "x" (Normal(0.0, 1.0))
        do! observe "y" (Normal(x, 1.0)) 0.5
    }
    |> fails (prob { let! _ = sample "x" (Normal(0.0, 1.0)) in () })
    |> says [ "Neither the guide nor the model has a parameter"; "\"x\"" ]

    prob { do! observe "y" (Normal(0.0, 1.0)) 0.5 }
    |> fails (prob { let! _ = param "loc" 0.0 in () })
    |> says [ "no site that is left open" ]

[<Fact>]
let ``an automatic guide of a model without a continuous site`` () =
    let model =
        prob {
            let! k = sample "k" (Bernoulli(probs = 0.5))
            do! observe "y" (Normal(k.Cast DType.Float64, 1.0)) 0.5
        }

    messageOf (fun () -> Infer.variational options Guide.Normal model)
    |> says [ "normal"; "no continuous site"; "\"k\""; "a guide written as a program" ]

    messageOf (fun () -> Infer.variational options Guide.Laplace model)
    |> says [ "no continuous site" ]

[<Fact>]
let ``a parameter of the model with a name of the guide's`` () =
    let model =
        prob {
            let! loc = param "guide/loc" 0.0
            let! x = sample "x" (Normal(loc, 1.0))
            do! observe "y" (Normal(x, 1.0)) 0.5
        }

    messageOf (fun () -> Infer.variational options Guide.Normal model)
    |> says
        [
            "Parameter \"guide/loc\" of the model has the name of a parameter of the guide"
        ]

[<Fact>]
let ``a bound that is not finite at the start names the term`` () =
    prob {
        let! x = sample "x" (Normal(0.0, 1.0))
        do! observe "y" (Normal(x, 1.0)) 0.5
    }
    |> fails (
        prob {
            let! loc = param "loc" 1e200
            let! _ = sample "x" (Normal(loc, 1.0))
            ()
        }
    )
    |> says [ "expectation"; "is -"; "log p(y)" ]

    let model =
        prob {
            let! x = sample "x" (Normal(0.0, 1.0))
            let! z = sample "z" (Normal(0.0, log (x - 10.0)))
            do! observe "y" (Normal(z, 1.0)) 0.5
        }

    messageOf (fun () -> Infer.variational options Guide.Normal model)
    |> says [ "nowhere to begin"; "100 points"; "site \"z\""; "guide/loc" ]

[<Fact>]
let ``minibatches that share a discrete site or a weight`` () =
    let model =
        prob {
            let! x = sample "x" (Normal(0.0, 1.0))
            let! k = sample "k" (Bernoulli(probs = 0.5))

            for y in plate "row" [| 1.0; 2.0; 0.5; 0.1 |] |> minibatch 2 do
                do! observe "y" (Normal(x + k.Cast DType.Float64, 1.0)) y
        }

    model
    |> fails x
    |> says
        [
            "Plate \"row\" uses a part of its rows"
            "discrete site \"k\""
            "without minibatch"
        ]

    let shared =
        prob {
            let! x = sample "x" (Normal(0.0, 1.0))

            for y in plate "row" [| 1.0; 2.0; 0.5; 0.1 |] |> minibatch 2 do
                do! observe "y" (Normal(x, 1.0)) y
        }

    messageOf (fun () -> Infer.variational { options with ImportanceDraws = 4 } (Guide.Of x) shared)
    |> says [ "Plate \"row\" uses a part of its rows"; "importance weights" ]

[<Fact>]
let ``several draws at a mode, and a mode that is none`` () =
    messageOf (fun () -> Infer.variational { options with ImportanceDraws = 2 } Guide.Delta simple)
    |> says
        [
            "The guide delta is found where the density is greatest"
            "ImportanceDraws has no meaning there"
        ]

    let fit = Infer.variational options Guide.Normal simple

    for asked, name in
        [
            { options with Plan = Some fit.Plan }, "Plan"
            { options with Measure = true }, "Measure"
            { options with
                Resume = Option.ofObj fit.Checkpoint
            },
            "Resume"
            { options with
                Checkpoints = Checkpoints.ToListener(ignore, 1)
            },
            "Checkpoints"
        ] do
        messageOf (fun () -> Infer.variational asked Guide.Laplace simple)
        |> says [ "The guide Laplace"; $"without {name}" ]

    let saddle =
        prob {
            let! x = sample "x" (Normal(0.0, 1.0))
            let! y = sample "y" (Normal(0.0, 1.0))
            do! factor "f" (2.0 * x * y)
        }

    messageOf (fun () -> Infer.variational options Guide.Laplace saddle)
    |> says [ "needs a maximum"; "greatest second derivative"; "1, not negative" ]

[<Fact>]
let ``options out of their range`` () =
    let refused (o: Variational) part =
        messageOf (fun () -> Infer.variational o Guide.Normal simple) |> says [ part ]

    refused { options with Steps = 0 } "Steps must be at least 1, but it is 0"
    refused { options with Particles = 0 } "Particles must be at least 1"
    refused { options with ImportanceDraws = 0 } "ImportanceDraws must be at least 1"
    refused { options with EvaluationDraws = 1 } "EvaluationDraws must be at least 2"
    refused { options with InitialScale = 0.0 } "InitialScale must be positive"
    refused { options with Tolerance = nan } "Tolerance must be at least 0"
    refused { options with EnumerationBudget = 0 } "EnumerationBudget must be at least 1"

    messageOf (fun () -> Guide.LowRank 0)
    |> says [ "Guide.LowRank: rank must be at least 1" ]

    messageOf (fun () -> Guide.Flow(0, 4)) |> says [ "Guide.Flow: layers" ]
    messageOf (fun () -> Guide.Flow(2, 0)) |> says [ "Guide.Flow: units" ]

[<Fact>]
let ``draws and parameters that are not there`` () =
    let fit = Infer.variational options Guide.Normal simple

    messageOf (fun () -> fit.["z"])
    |> says [ "no parameter named \"z\""; "guide/loc" ]

    messageOf (fun () -> fit.Posterior 0) |> says [ "draws must be at least 1" ]
    messageOf (fun () -> fit.Resampled 0) |> says [ "draws must be at least 1" ]

    messageOf (fun () -> fit.Resampled(10, 5))
    |> says [ "candidates must be at least the 10 draws, but it is 5" ]
