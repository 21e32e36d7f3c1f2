/// What goes wrong with kernels, and what is said.
module DiffProb.Tests.KernelMisuseTests

open Xunit
open DiffProb
open DiffProb.Tests.Judge

let private options =
    { Sampling.defaults with
        Warmup = 50
        Draws = 20
        Chains = 2
    }

let private program =
    prob {
        let! x = sample "x" (Normal(0.0, 1.0))
        let! y = sample "y" (Normal(x, 1.0))
        let! k = sample "k" (Poisson(exp y))
        let! z = sample "z" (Bernoulli(probs = 0.5))
        do! observe "seen" (Normal(where (x .> 0.5) y (y + 1.0) + k.Cast DType.Float64 + z.Cast DType.Float64, 1.0)) 0.5
    }

let private fails (kernel: MarkovKernel) =
    messageOf (fun () -> Infer.mcmc kernel options program)

[<Fact>]
let ``a kernel names a site that is not there, or data`` () =
    fails (Kernel.cycle [ Kernel.slice [ "x"; "w" ]; Kernel.slice [ "y" ]; Kernel.randomWalk [ "k" ] ])
    |> says [ "\"w\""; "It has: x, y, k, z"; "recorded values" ]

    fails (
        Kernel.cycle
            [
                Kernel.slice [ "x"; "y" ]
                Kernel.randomWalk [ "k" ]
                Kernel.slice [ "seen" ]
            ]
    )
    |> says [ "\"seen\"" ]

[<Fact>]
let ``kernels name a site twice`` () =
    fails (Kernel.cycle [ Kernel.slice [ "x"; "y" ]; Kernel.randomWalk [ "k"; "x" ] ])
    |> says [ "\"x\" twice"; "one kernel" ]

[<Fact>]
let ``kernels leave continuous sites out`` () =
    fails (Kernel.randomWalk [ "k" ])
    |> says [ "leave out \"x\", \"y\""; "never move" ]

[<Fact>]
let ``an infinite discrete site that no kernel names`` () =
    fails (Kernel.slice [ "x"; "y" ]) |> says [ "\"k\" (Poisson)"; "RandomWalk" ]

[<Fact>]
let ``gradients and slices of a discrete site`` () =
    fails (Kernel.cycle [ Kernel.slice [ "x"; "y" ]; Kernel.nuts [ "k" ] ])
    |> says [ "Nuts: the site \"k\" is discrete"; "RandomWalk or Gibbs" ]

    fails (Kernel.cycle [ Kernel.slice [ "x"; "y"; "z" ]; Kernel.randomWalk [ "k" ] ])
    |> says [ "Slice: the site \"z\" is discrete" ]

[<Fact>]
let ``gradients of a site in which the density jumps`` () =
    fails (Kernel.cycle [ Kernel.hmc 1.0 [ "y"; "x" ]; Kernel.randomWalk [ "k" ] ])
    |> says
        [
            "Hmc: the log density jumps"
            "\"x\""
            "Slice or RandomWalk"
            "max, min and abs"
        ]

    // In y it does not.
    Infer.mcmc (Kernel.cycle [ Kernel.nuts [ "y" ]; Kernel.slice [ "x" ]; Kernel.randomWalk [ "k" ] ]) options program
    |> ignore

[<Fact>]
let ``Gibbs sampling of a continuous site, and of one with infinitely many values`` () =
    fails (Kernel.cycle [ Kernel.slice [ "y" ]; Kernel.gibbs [ "x" ]; Kernel.randomWalk [ "k" ] ])
    |> says [ "Gibbs: the site \"x\" is continuous" ]

    fails (Kernel.cycle [ Kernel.slice [ "x"; "y" ]; Kernel.gibbs [ "k" ] ])
    |> says [ "Gibbs: the site \"k\" has too many values"; "at least 0"; "RandomWalk" ]

[<Fact>]
let ``a random walk of numbers that cannot move one by one`` () =
    messageOf (fun () ->
        prob {
            let! n = sample "n" (Multinomial(4, probs = tensor [| 0.2; 0.3; 0.5 |]))
            do! observe "y" (Normal(n.Cast(DType.Float64).Sum(), 1.0)) 3.0
        }
        |> Infer.mcmc (Kernel.randomWalk [ "n" ]) options)
    |> says [ "RandomWalk: the site \"n\""; "cannot move one by one"; "Gibbs" ]

[<Fact>]
let ``kernels without sites, and a cycle without kernels`` () =
    messageOf (fun () -> Kernel.nuts []) |> says [ "Nuts: names no site" ]
    messageOf (fun () -> Kernel.gibbs []) |> says [ "Gibbs: names no site" ]

    messageOf (fun () -> Kernel.hmc 0.0 [ "x" ])
    |> says [ "Hmc: length must be positive, but it is 0" ]

    messageOf (fun () -> Kernel.cycle []) |> says [ "Cycle: has no kernel" ]

[<Fact>]
let ``a run by other kernels to begin with`` () =
    let simple =
        prob {
            let! x = sample "x" (Normal(0.0, 1.0))
            do! observe "y" (Normal(x, 1.0)) 0.5
        }

    let first = Infer.mcmc (Kernel.slice [ "x" ]) options simple

    messageOf (fun () -> Infer.nuts { options with Start = Some first } simple)
    |> says [ "made by Slice of x"; "one Hamiltonian kernel of all sites"; "same kernels" ]

[<Fact>]
let ``a mode of chains that there is not`` () =
    messageOf (fun () -> Infer.mcmc (Kernel.slice [ "x"; "y" ]) { options with ChainMode = enum 5 } program)
    |> says [ "no mode of chains 5"; "ChainMode.Vectorized" ]

[<Fact>]
let ``a covariance that is not positive definite`` () =
    messageOf (fun () -> Metric.Unit(MetricKind.Dense, 2).Set(System.ReadOnlySpan [| 1.0; 2.0; 2.0; 1.0 |]))
    |> says [ "not positive definite in number 1 of the position"; "diagonal metric" ]

[<Fact>]
let ``kernels in words`` () =
    Assert.Equal(
        "Nuts of mu, tau, then Slice of x, then Hmc of length 2 of y",
        string (
            Kernel.cycle
                [
                    Kernel.cycle [ Kernel.nuts [ "mu"; "tau" ]; Kernel.slice [ "x" ] ]
                    Kernel.hmc 2.0 [ "y" ]
                ]
        )
    )
