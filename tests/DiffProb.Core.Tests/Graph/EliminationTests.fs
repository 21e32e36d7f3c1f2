/// Sums over enumerated sites.
module DiffProb.Tests.EliminationTests

open Xunit
open DiffProb
open DiffProb.Tests.Judge

/// A hidden Markov chain over K states: the expected number of steps in state 0, and its exact value by forward recursion.
let private chain steps =
    prob {
        let! stay = param "stay" 0.3

        let row (k: Tensor) =
            where (k.EqualTo(tensor 0)) (tensor [| 1.0; 0.0 |]) (tensor [| 0.0; 1.0 |])
            * stay

        let step (k: Tensor) () =
            prob {
                let! next = sample "k" (Categorical(logits = row k))
                do! cost "in 0" ((next.EqualTo(tensor 0)).Cast DType.Float64)
                return next
            }

        let! _ = Prob.fold step (tensor 0) (Seq.replicate steps ())
        ()
    }

let private exact steps (stay: float) =
    let p = exp stay / (exp stay + 1.0)
    let mutable inZero = 1.0
    let mutable total = 0.0

    for _ in 1..steps do
        inZero <- inZero * p + (1.0 - inZero) * (1.0 - p)
        total <- total + inZero

    total

[<Fact>]
let ``a chain is summed exactly, value and derivative`` () =
    let g =
        chain 8
        |> Expectation.gradient
            { Estimation.defaults with
                Particles = 1
            }

    let h = 1e-5
    Assert.Equal(exact 8 0.3, g.Value.Mean, 1e-12)
    Assert.Equal((exact 8 (0.3 + h) - exact 8 (0.3 - h)) / (2.0 * h), g.["stay"].ToDouble(), 1e-8)
    Assert.Equal(0.0, (g.StandardError "stay").ToDouble())
    Assert.All(g.Plan.Entries, (fun e -> Assert.Equal("Enumerate", e.Estimator.Name)))

[<Fact>]
let ``the work of a chain grows with its length, not with the product of its states`` () =
    let g =
        chain 40
        |> Expectation.gradient
            { Estimation.defaults with
                Particles = 1
            }

    Assert.Equal(exact 40 0.3, g.Value.Mean, 1e-10)
    Assert.All(g.Plan.Entries, (fun e -> Assert.Equal("Enumerate", e.Estimator.Name)))

[<Fact>]
let ``an impossible branch never counts, whatever it costs`` () =
    let program =
        prob {
            let! a = param "a" 0.5

            let! k =
                sample "k" (Categorical(logits = tensor [| 1.0; 0.0; 1.0 |] * a + tensor [| 0.0; -infinity; 0.0 |]))

            let table = Tensor.Vector(2.0, infinity, 3.0)
            return table.Gather(k, 0)
        }

    let g =
        program
        |> Expectation.gradient
            { Estimation.defaults with
                Particles = 1
            }

    Assert.Equal(2.5, g.Value.Mean, 1e-12)
    Assert.Equal(0.0, g.["a"].ToDouble(), 1e-12)

[<Fact>]
let ``at probability 0 the derivative in the probability is that of the other value`` () =
    let program =
        prob {
            let! p = param "p" 0.0
            let! b = sample "b" (Bernoulli(probs = p))
            return 3.0 * b + 1.0
        }

    let g =
        program
        |> Expectation.gradient
            { Estimation.defaults with
                Particles = 1
            }

    Assert.Equal(1.0, g.Value.Mean)
    Assert.Equal(3.0, g.["p"].ToDouble())

[<Fact>]
let ``above the budget the largest sites are scored instead`` () =
    let program =
        prob {
            let! l = param "l" [| for i in 0..19 -> 0.1 * float i |]
            let! k = sample "k" (Categorical(logits = l))
            let! b = sample "b" (Bernoulli(logits = l.Select(0, 3)))
            return (k.Cast DType.Float64) * b
        }

    let plan =
        program
        |> Expectation.plan
            { Estimation.defaults with
                EnumerationBudget = 10
            }

    Assert.Equal<(string * string * string) list>(
        [ "k", "result", "Score LeaveOneOut"; "b", "result", "Enumerate" ],
        choices plan
    )

    Assert.Contains("budget", string plan)
