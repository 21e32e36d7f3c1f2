/// How an expression depends on a site, and what of it shows through others.
module DiffProb.Tests.DependenceTests

open Xunit
open DiffProb

/// Dependence of the last cost on each site of a program, with the planner's choices between.
let private dependence program =
    let plan = Expectation.plan Estimation.defaults program
    dict [ for e in plan.Entries -> e.Site, e.Dependence ]

/// Dependence of a function of one normal site.
let private on (f: Tensor -> Tensor) =
    let program =
        prob {
            let! m = param "m" 0.0
            let! x = sample "x" (Normal(m, 1.0))
            do! cost "c" (f x)
        }

    let mutable level = Dependence.None

    if (dependence program).TryGetValue("x", &level) then
        level
    else
        Dependence.None

[<Fact>]
let ``each operation says how it depends on its input, and the worst step of a path counts`` () =
    Assert.Equal(Dependence.None, on (fun _ -> tensor 1.0))
    Assert.Equal(Dependence.Affine, on (fun x -> 2.0 * x + 1.0))
    Assert.Equal(Dependence.Smooth, on (fun x -> x * x))
    Assert.Equal(Dependence.Smooth, on (fun x -> exp (2.0 * x) / 3.0))
    Assert.Equal(Dependence.Kinked, on (fun x -> abs x))
    Assert.Equal(Dependence.Kinked, on (fun x -> exp (Tensor.Max(x, tensor 0.0))))
    Assert.Equal(Dependence.Step, on (fun x -> exp (x .> 0.0)))
    Assert.Equal(Dependence.Step, on (fun x -> floor x + x))
    Assert.Equal(Dependence.Step, on (fun x -> where (x .> 0.0) x 0.0))
    Assert.Equal(Dependence.Step, on (fun x -> 3.0 * (abs x .> 0.0)))

[<Fact>]
let ``a product is affine in what only one factor holds`` () =
    let program =
        prob {
            let! m = param "m" 0.0
            let! x = sample "x" (Normal(m, 1.0))
            let! y = sample "y" (Normal(m, 1.0))
            return x * y + x
        }

    Assert.Equal(Dependence.Affine, (dependence program).["x"])
    Assert.Equal(Dependence.Affine, (dependence program).["y"])

[<Fact>]
let ``averaging over a scored site smooths the use of its parents`` () =
    let program =
        prob {
            let! m = param "m" 0.0
            let! x = sample "x" (Normal(m, 1.0))
            let! y = sample "y" (Normal(x, 1.0)) |> via (Score LeaveOneOut)
            return y .> 0.0
        }

    Assert.Equal(Dependence.Step, (dependence program).["y"])
    Assert.Equal(Dependence.Smooth, (dependence program).["x"])

[<Fact>]
let ``a pathwise site lets the use of its parents show through`` () =
    let program =
        prob {
            let! m = param "m" 0.0
            let! x = sample "x" (Normal(m, 1.0))
            let! y = sample "y" (Normal(x, 1.0))
            return abs y
        }

    Assert.Equal(Dependence.Kinked, (dependence program).["x"])

[<Fact>]
let ``a comparison in the parameter of another site is a step`` () =
    let program =
        prob {
            let! m = param "m" 0.0
            let! x = sample "x" (Normal(m, 1.0))
            let! y = sample "y" (Normal(where (x .> 0.0) 2.0 -1.0, 1.0))
            return y * y
        }

    Assert.Equal(Dependence.Step, (dependence program).["x"])
    Assert.Equal(Dependence.Smooth, (dependence program).["y"])

[<Fact>]
let ``a chain of ten thousand sites is planned and lowered without recursion`` () =
    let step (x: Tensor) () =
        prob {
            let! e = sample "e" (Normal(0.9 * x, 1.0))
            return e
        }

    let program =
        prob {
            let! m = param "m" 1.0
            let! last = Prob.fold step m (Seq.replicate 10_000 ())
            return last
        }

    let g =
        program
        |> Expectation.gradient
            { Estimation.defaults with
                Particles = 2
            }

    Assert.Equal(0.9 ** 10_000.0, g.["m"].ToDouble(), 1e-12)
    Assert.Equal(10_000, g.Plan.Entries.Count)
