/// What goes wrong, and what is said.
module DiffProb.Tests.MisuseTests

open Xunit
open DiffProb
open DiffProb.Tests.Judge

let private options =
    { Sampling.defaults with
        Warmup = 50
        Draws = 20
        Chains = 2
    }

let private simple =
    prob {
        let! x = sample "x" (Normal(0.0, 1.0))
        do! observe "y" (Normal(x, 1.0)) 0.5
    }

let private fails program =
    messageOf (fun () -> Infer.nuts options program)

[<Fact>]
let ``a density that is not finite where chains begin: the site is named`` () =
    fails (
        prob {
            let! x = sample "x" (Normal(0.0, 1.0))
            let! z = sample "z" (Normal(0.0, log (x - 10.0)))
            do! observe "y" (Normal(z, 1.0)) 0.5
        }
    )
    |> says [ "Chain 1"; "100 points"; "site \"z\""; "try" ]

[<Fact>]
let ``data that cannot be: the observation is named`` () =
    fails (
        prob {
            let! top = sample "top" (Uniform(0.0, 1.0))
            do! observe "y" (Uniform(0.0, top)) 1.5
        }
    )
    |> says [ "observation \"y\""; "log density is -" ]

[<Fact>]
let ``a factor that is no number, in a plate`` () =
    fails (
        prob {
            let! x = sample "x" (Normal(0.0, 1.0))

            for y in plate "row" [| 1.0; -1.0 |] do
                do! factor "f" (log y * x)
        }
    )
    |> says [ "factor \"f\", in plate \"row\" of 2"; "NaN" ]

[<Fact>]
let ``a gradient that is no number`` () =
    fails (
        prob {
            let! x = sample "x" (Normal(0.0, 1.0))
            do! factor "f" (sqrt (0.0 * x))
        }
    )
    |> says [ "its gradient is not" ]

[<Fact>]
let ``no density at all: steps of any length are accepted`` () =
    fails (
        prob {
            let law = Normal(0.0, 1.0)
            let! x = sample "x" law
            do! factor "flat" (-(law.LogProb x))
        }
    )
    |> says [ "does not fall off"; "proper priors" ]

[<Fact>]
let ``a density that jumps everywhere: no step is accepted`` () =
    fails (
        prob {
            let! x = sample "x" (Normal(0.0, 1.0))
            do! factor "f" (-1e6 * (sin (1e30 * x.StopGradient())) ** 2.0)
        }
    )
    |> says [ "No leapfrog step is short enough"; "jumps" ]

[<Fact>]
let ``an operation without a value where chains begin`` () =
    fails (
        prob {
            let! x = sample "x" (Normal(0.0, 1.0))
            let matrix = Tensor.Matrix(array2D [ [ 1.0; 2.0 ]; [ 2.0; 1.0 ] ])
            do! observe "y" (MultivariateNormal(Tensor.Zeros(Shape.Of 2), covariance = x ** 2.0 * matrix)) (tensor [| 0.5; 0.1 |])
        }
    )
    |> says [ "Chain 1"; "positive definite" ]

[<Fact>]
let ``nothing continuous is left open`` () =
    fails (
        prob {
            let! k = sample "k" (Bernoulli(probs = 0.5))
            do! observe "y" (Normal(k.Cast DType.Float64, 1.0)) 0.5
        }
    )
    |> says [ "no continuous site"; "probs(k)"; "Expectation.value" ]

[<Fact>]
let ``options out of their range`` () =
    let refused (o: Sampling) parts =
        messageOf (fun () -> Infer.nuts o simple) |> says parts

    refused { options with Chains = 0 } [ "Chains must be at least 1, but it is 0" ]
    refused { options with Draws = 0 } [ "Draws must be at least 1" ]
    refused { options with Warmup = -1 } [ "Warmup must be at least 0" ]
    refused { options with TargetAcceptance = 1.0 } [ "TargetAcceptance must be between 0 and 1" ]
    refused { options with MaxTreeDepth = 0 } [ "MaxTreeDepth" ]
    refused { options with InitialRadius = nan } [ "InitialRadius" ]
    refused { options with Metric = enum 7 } [ "no metric 7"; "MetricKind.Dense" ]

    messageOf (fun () -> Infer.hmc -1.0 options simple)
    |> says [ "TrajectoryLength must be positive" ]

[<Fact>]
let ``names that are not there`` () =
    let sampled = Infer.nuts options simple

    messageOf (fun () -> sampled.["z"])
    |> says [ "no quantity \"z\""; "There are: x" ]

    messageOf (fun () -> sampled.Statistic "z")
    |> says [ "no statistic \"z\""; "accept_stat" ]

[<Fact>]
let ``a run of another program to begin with`` () =
    let sampled = Infer.nuts options simple

    let other =
        prob { let! _ = sample "x" (Normal(Tensor.Zeros(Shape.Of 3), 1.0)) in () }

    messageOf (fun () -> Infer.nuts { options with Start = Some sampled } other)
    |> says [ "1 unconstrained numbers"; "this one has 3" ]

[<Fact>]
let ``a posterior that does not know where its chains ended`` () =
    let posterior = Posterior [ Draws("x", Shape.Scalar, [| [| 0.1; 0.2 |] |]) ]

    messageOf (fun () -> Infer.nuts { options with Start = Some posterior } simple)
    |> says [ "where its chains ended"; "read from a file" ]
