/// Posteriors that are known in closed form.
module DiffProb.Tests.ConjugateTests

open Xunit
open DiffProb
open DiffProb.Tests.Judge

let private options =
    { Sampling.defaults with
        Draws = 2000
        Warmup = 500
        Seed = 3UL
    }

[<Fact>]
let ``normal mean: precision-weighted average`` () =
    let ys = [| 1.2; 0.4; 2.2; 1.9 |]

    let program =
        prob {
            let! m = sample "m" (Normal(0.0, 2.0))

            for y in plate "row" ys do
                do! observe "y" (Normal(m, 1.5)) y
        }

    let precision = 1.0 / 4.0 + 4.0 / 2.25
    let chains = chainsOf (Infer.nuts options program) "m" 0
    isExactly (Array.sum ys / 2.25 / precision) 0.03 chains
    let second = chains |> Array.map (Array.map (fun x -> x * x))
    isExactly (1.0 / precision + (Array.sum ys / 2.25 / precision) ** 2.0) 0.06 second

[<Fact>]
let ``gamma rate and beta probability`` () =
    let program =
        prob {
            let! rate = sample "rate" (Gamma(3.0, 2.0))
            let! p = sample "p" (Beta(2.0, 5.0))

            for n in plate "row" [| 4; 2; 5 |] do
                do! observe "n" (Poisson rate) n

            do! observe "k" (Binomial(10, probs = p)) 7
        }

    let sampled = Infer.nuts options program
    isExactly (14.0 / 5.0) 0.03 (chainsOf sampled "rate" 0)
    isExactly (9.0 / 17.0) 0.01 (chainsOf sampled "p" 0)

[<Fact>]
let ``a simplex: Dirichlet and counts`` () =
    let program =
        prob {
            let! p = sample "p" (Dirichlet(tensor [| 1.0; 2.0; 3.0 |]))
            do! observe "n" (Multinomial(12, probs = p)) (tensor [| 6; 4; 2 |])
        }

    let sampled = Infer.nuts options program

    for k, exact in List.indexed [ 7.0; 6.0; 5.0 ] do
        isExactly (exact / 18.0) 0.01 (chainsOf sampled "p" k)

[<Fact>]
let ``a dense metric: two numbers that depend strongly on each other`` () =
    let covariance = array2D [ [ 1.0; 4.95 ]; [ 4.95; 25.0 ] ]

    let program =
        prob {
            let! _ =
                sample "x" (MultivariateNormal(tensor [| 1.0; -2.0 |], covariance = Tensor.Matrix covariance))

            ()
        }

    let dense =
        Infer.nuts
            { options with
                Metric = MetricKind.Dense
            }
            program

    let x, y = chainsOf dense "x" 0, chainsOf dense "x" 1
    isExactly 1.0 0.03 x
    isExactly -2.0 0.15 y
    let product = Array.map2 (Array.map2 (fun a b -> (a - 1.0) * (b + 2.0))) x y
    isExactly 4.95 0.3 product
    // It sees the shape: its trajectories are as short as those of a round posterior.
    Assert.True(Array.average ((dense.Statistic "n_leapfrog").ToTensor().ToArray()) < 8.0)

[<Fact>]
let ``Hamiltonian Monte Carlo with trajectories of one length`` () =
    let program =
        prob {
            let! _ = sample "x" (Normal(tensor [| 1.0; -1.0 |], tensor [| 1.0; 3.0 |]))
            let! _ = sample "s" (Gamma(4.0, 2.0))
            ()
        }

    let sampled = Infer.hmc 1.5 options program
    isExactly 1.0 0.03 (chainsOf sampled "x" 0)
    isExactly -1.0 0.08 (chainsOf sampled "x" 1)
    isExactly 2.0 0.04 (chainsOf sampled "s" 0)
    isExactly 5.0 0.25 (chainsOf sampled "s" 0 |> Array.map (Array.map (fun x -> x * x)))

[<Fact>]
let ``probabilities of a discrete site: the mean over draws is the posterior`` () =
    // k is 0 or 1, and y ~ N(mu + 2 k, 1) with mu ~ N(0, 1): the evidence of k is N(y; 2 k, sqrt 2).
    let program =
        prob {
            let! mu = sample "mu" (Normal(0.0, 1.0))
            let! k = sample "k" (Bernoulli(probs = 0.4))
            let! _ = deterministic "k squared" ((k.Cast DType.Float64) ** 2.0)
            do! observe "y" (Normal(mu + 2.0 * k.Cast DType.Float64, 1.0)) 1.7
        }

    let weight p loc = p * exp (-0.25 * (1.7 - loc) ** 2.0)
    let exact = weight 0.4 2.0 / (weight 0.6 0.0 + weight 0.4 2.0)
    let sampled = Infer.nuts options program
    isExactly exact 0.01 (chainsOf sampled "probs(k)" 1)
    isExactly exact 0.01 (chainsOf sampled "k squared" 0)
    Assert.Equal<string>([ "mu"; "k squared"; "probs(k)" ], sampled.Names)
