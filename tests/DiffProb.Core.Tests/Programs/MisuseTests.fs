/// What a person does wrong, and what they are told.
module DiffProb.Tests.MisuseTests

open Xunit
open DiffProb
open DiffProb.Tests.Judge

let private gradientOf program () =
    program
    |> Expectation.gradient
        { Estimation.defaults with
            Particles = 100
        }

let private two (first: Prob<Tensor>) (second: Prob<Tensor>) =
    prob {
        let! _ = first
        return! second
    }

[<Fact>]
let ``two sites of one name: both places are named`` () =
    let program = two (sample "x" (Normal(0.0, 1.0))) (sample "x" (Gamma(1.0, 1.0)))

    messageOf (gradientOf program)
    |> says [ "\"x\""; "site 1 (Normal)"; "site 2 (Gamma)"; "scope" ]

[<Fact>]
let ``a site in a loop that repeats its name`` () =
    let program =
        prob {
            for _ in 1..3 do
                let! x = sample "x" (Normal(0.0, 1.0))
                do! cost "c" x
        }

    messageOf (gradientOf program) |> says [ "\"x\""; "plate"; "Prob.fold" ]

[<Fact>]
let ``shapes that do not fit: both parameters and their shapes are named`` () =
    messageOf (fun () -> Normal(Tensor.Vector(1.0, 2.0, 3.0), Tensor.Vector(1.0, 2.0)))
    |> says [ "Normal"; "loc [3]"; "scale [2]" ]

[<Fact>]
let ``a parameter outside its support that is known while tracing`` () =
    let scale = [| 1.0; 1.0; 1.0; 1.0; -0.3; 1.0; 1.0; 1.0 |]

    messageOf (
        gradientOf (
            prob {
                let! hit = sample "hit" (Normal(0.0, tensor scale))
                return hit.Sum()
            }
        )
    )
    |> says
        [
            "Site \"hit\": scale must be positive; it is -0.3 (element [4] of shape [8])"
            "paramOn"
        ]

[<Fact>]
let ``a parameter that leaves the support of a site when it is bound`` () =
    messageOf (
        gradientOf (
            prob {
                let! s = param "s" -0.5

                for y in plate "row" [| 1.0; 2.0 |] do
                    let! x = sample "x" (Normal(0.0, s * y))
                    do! cost "c" x
            }
        )
    )
    |> says [ "Site \"x\": scale must be positive; it is -0.5"; "plate \"row\""; "paramOn" ]

[<Fact>]
let ``an observation outside the support`` () =
    messageOf (fun () ->
        StochasticGraph.Trace(
            prob {
                for y in plate "row" [| 1.0; -2.0 |] do
                    do! observe "y" (Gamma(1.0, 1.0)) y
            }
        ))
    |> says [ "Site \"y\""; "positive"; "-2"; "row [1]" ]

[<Fact>]
let ``a covariance that is none: the pivot is named, and the way out`` () =
    let covariance = Tensor.Matrix(array2D [ [ 1.0; 2.0 ]; [ 2.0; 1.0 ] ])

    messageOf (fun () -> StochasticGraph.Trace(sample "w" (MultivariateNormal(tensor [| 0.0; 0.0 |], covariance = covariance))))
    |> says [ "Site \"w\": covariance must be"; "pivot 1"; "multiple of the identity" ]

[<Fact>]
let ``shares that do not add up: the sum is named`` () =
    messageOf (fun () -> StochasticGraph.Trace(observe "y" (Dirichlet(tensor [| 1.0; 2.0 |])) [| 0.5; 0.25 |]))
    |> says [ "Site \"y\""; "of sum 0.75" ]

    messageOf (fun () -> StochasticGraph.Trace(paramOn Support.Simplex "p" [| 0.5; 0.25 |]))
    |> says [ "Parameter \"p\""; "of sum 0.75" ]

[<Fact>]
let ``a parameter that starts on the edge of its support`` () =
    let program =
        prob {
            let! p = paramOn Support.UnitInterval "p" 0.0
            let! b = sample "b" (Bernoulli(probs = p))
            return b
        }

    messageOf (fun () -> Expectation.minimize Optimization.defaults program)
    |> says [ "Parameter \"p\""; "0 lies on the edge"; "a value inside" ]

[<Fact>]
let ``an observation of another shape`` () =
    messageOf (fun () -> StochasticGraph.Trace(observe "y" (Normal(0.0, 1.0)) [| 1.0; 2.0 |]))
    |> says [ "Site \"y\""; "[]"; "[2]"; "plate" ]

[<Fact>]
let ``the number of a traced value`` () =
    let e =
        Assert.Throws<SymbolicValueException>(fun () ->
            StochasticGraph.Trace(
                prob {
                    let! x = sample "x" (Normal(0.0, 1.0))
                    return if x.ToDouble() > 0.0 then x else -x
                }
            )
            |> ignore)

    e.Message |> says [ "site \"x\""; "Where"; "branch" ]

[<Fact>]
let ``the number of a parameter`` () =
    let e =
        Assert.Throws<SymbolicValueException>(fun () ->
            StochasticGraph.Trace(
                prob {
                    let! a = param "a" 1.0
                    return tensor (a.ToDouble())
                }
            )
            |> ignore)

    e.Message |> says [ "parameter \"a\"" ]

[<Fact>]
let ``data of a plate whose columns differ in length`` () =
    messageOf (fun () -> plate "school" ([| 1.0; 2.0; 3.0 |], [| 1.0; 2.0 |]))
    |> says [ "\"school\""; "[3]"; "[2]" ]

[<Fact>]
let ``a plate that is used again with another size`` () =
    messageOf (
        gradientOf (
            prob {
                for x in plate "row" [| 1.0; 2.0 |] do
                    do! cost "a" x

                for x in plate "row" [| 1.0; 2.0; 3.0 |] do
                    do! cost "b" x
            }
        )
    )
    |> says [ "\"row\""; "2 rows"; "3 rows" ]

[<Fact>]
let ``a plate inside itself, and a minibatch that is too large`` () =
    messageOf (
        gradientOf (
            prob {
                for _ in plate "row" [| 1.0 |] do
                    for y in plate "row" [| 1.0 |] do
                        do! cost "c" y
            }
        )
    )
    |> says [ "\"row\""; "inside itself" ]

    messageOf (fun () -> plate "row" [| 1.0; 2.0 |] |> minibatch 3)
    |> says [ "\"row\""; "1 to 2"; "3" ]

[<Fact>]
let ``a row used outside of its plate`` () =
    let mutable leaked = tensor 0.0

    messageOf (
        gradientOf (
            prob {
                for x in plate "row" [| 1.0; 2.0 |] do
                    leaked <- x
                    do! cost "c" x

                return leaked
            }
        )
    )
    |> says [ "\"result\""; "\"row\""; "outside" ]

[<Fact>]
let ``a cost that is not a scalar`` () =
    messageOf (
        gradientOf (
            prob {
                let! a = param "a" [| 1.0; 2.0 |]
                return a
            }
        )
    )
    |> says [ "\"result\""; "[2]"; "Sum()" ]

[<Fact>]
let ``a program without a cost`` () =
    messageOf (
        gradientOf (
            prob {
                let! _ = sample "x" (Normal(0.0, 1.0))
                ()
            }
        )
    )
    |> says [ "no cost"; "cost name value" ]

[<Fact>]
let ``data that is not a number`` () =
    // Also beside a column whose gaps are known.
    messageOf (fun () ->
        StochasticGraph.Trace(
            prob {
                for x, y in plate "row" ([| 1.0; nan; 3.0 |], [| nan; 2.0; 3.0 |]) do
                    do! cost "c" (x * x)
                    do! observePresent "y" (Normal(0.0, 1.0)) y
            }
        ))
    |> says [ "\"row\""; "NaN"; "[1]"; "observePresent" ]

    messageOf (fun () -> StochasticGraph.Trace(observe "y" (Normal(0.0, 1.0)) nan))
    |> says [ "\"y\""; "NaN" ]

    messageOf (fun () -> StochasticGraph.Trace(param "w" [| 0.0; nan |]))
    |> says [ "\"w\""; "NaN"; "[1]" ]

[<Fact>]
let ``a parameter name that does not exist`` () =
    let program =
        prob {
            let! aim = param "aim" 0.0
            return aim
        }

    let g = program |> Expectation.gradient Estimation.defaults
    messageOf (fun () -> g.["aym"]) |> says [ "\"aym\""; "\"aim\"" ]
    messageOf (fun () -> g.StandardError "aym") |> says [ "\"aym\""; "\"aim\"" ]

    messageOf (fun () ->
        program
        |> Expectation.value
            { Estimation.defaults with
                Parameters = Map [ "aym", tensor 1.0 ]
            })
    |> says [ "\"aym\""; "\"aim\"" ]

    messageOf (fun () ->
        program
        |> Expectation.value
            { Estimation.defaults with
                Parameters = Map [ "aim", tensor [| 1.0; 2.0 |] ]
            })
    |> says [ "\"aim\""; "[]"; "[2]" ]

[<Fact>]
let ``a site or cost name that does not exist in a plan`` () =
    let plan =
        prob { return! sample "x" (Normal(0.0, 1.0)) }
        |> Expectation.plan Estimation.defaults

    messageOf (fun () -> plan.With("y", Pathwise)) |> says [ "\"y\""; "\"x\"" ]

    messageOf (fun () -> plan.With("x", "other", Pathwise))
    |> says [ "\"other\""; "\"result\"" ]

[<Fact>]
let ``an estimator that is not valid at its site: the reason and what is valid`` () =
    let discrete =
        prob {
            let! r = paramOn Support.Positive "r" 2.0
            return! sample "k" (Poisson r) |> via Pathwise
        }

    messageOf (gradientOf discrete)
    |> says
        [
            "Site \"k\" (Poisson)"
            "Pathwise is not valid"
            "discrete"
            "Score LeaveOneOut"
        ]

    let step =
        prob {
            let! m = param "m" 0.0
            let! x = sample "x" (Normal(m, 1.0)) |> via Pathwise
            return x .> 0.0
        }

    messageOf (gradientOf step)
    |> says [ "Site \"x\" (Normal)"; "jumps"; "Score LeaveOneOut" ]

/// P(x > 0.3) = 0.2 + theta, for theta near 0.1: its derivative is 1.
[<Fact>]
let ``a step in a uniform site whose ends move is differentiated by measure`` () =
    let program =
        prob {
            let! theta = param "theta" 0.1
            let! x = sample "x" (Uniform(theta - 0.5, theta + 0.5))
            return floor (x + 0.7)
        }

    let g = gradientOf program ()
    Assert.Equal(MeasureValued, g.Plan.Entries.[0].Estimator)
    Assert.Equal(1.0, g.["theta"].ToDouble(), 12)

[<Fact>]
let ``a moving support with a step cost is refused, with every reason`` () =
    messageOf (
        gradientOf (
            prob {
                let! theta = param "theta" 0.1
                let! x = sample "x" (Triangular(theta - 0.5, theta + 0.5, theta))
                return floor x
            }
        )
    )
    |> says
        [
            "Site \"x\" (Triangular)"
            "Pathwise: the cost jumps"
            "Score LeaveOneOut: its support moves with low and high"
        ]

[<Fact>]
let ``a parameter that meets a random site inside a step is refused, since its derivative would be silently zero`` () =
    let beside (edge: Tensor -> Tensor -> Tensor) =
        prob {
            let! m = param "m" 0.5
            let! e = sample "e" (Normal(0.0, 1.0))
            return edge m e
        }

    for edge in
        [
            (fun m e -> m * m * e + m * e * e .> 0.0)
            (fun m e -> floor (m * e))
            (fun m e -> where (exp e .> m) e 0.0)
        ] do
        messageOf (gradientOf (beside edge))
        |> says [ "Cost \"result\""; "\"m\""; "\"e\""; "distribution" ]

    // Where the path is whole, or the site is discrete and the expectation piecewise constant, there is nothing to miss.
    Assert.Equal(1.0, (gradientOf (beside (fun m e -> m + abs e)) ()).["m"].ToDouble(), 1e-12)
    Assert.Equal(0.0, (gradientOf (beside (fun m e -> e .> m.StopGradient())) ()).["m"].ToDouble())

    messageOf (
        gradientOf (
            prob {
                let! m = param "m" 0.5
                let! e = sample "e" (Normal(0.0, 1.0))
                let! x = sample "x" (Normal(where (exp e .> m) 1.0 0.0, 1.0))
                return x
            }
        )
    )
    |> says [ "Site \"x\""; "\"m\""; "\"e\"" ]

[<Fact>]
let ``a parameter in a function without a derivative is refused, since zero would be a guess`` () =
    let square =
        TensorFunction.Of("square", Shape.Scalar, (fun (x: float[]) -> [| x.[0] * x.[0] |]))

    let program hide =
        prob {
            let! a = param "a" 2.0
            return square.Apply [| hide a |]
        }

    messageOf (gradientOf (program id))
    |> says [ "Cost \"result\""; "\"a\""; "derivative"; "TensorFunction.Of" ]

    Assert.Equal(0.0, (gradientOf (program _.StopGradient()) ()).["a"].ToDouble())
    Assert.Equal(4.0, (program id |> Expectation.value Estimation.defaults).Mean)

[<Fact>]
let ``a plan of another program is refused`` () =
    let named site =
        prob {
            let! m = param "m" 0.0
            let! x = sample site (Normal(m, 1.0))
            return x
        }

    let plan = named "x" |> Expectation.plan Estimation.defaults

    messageOf (fun () ->
        named "renamed"
        |> Expectation.gradient
            { Estimation.defaults with
                Plan = Some plan
            })
    |> says [ "plan"; "\"x\""; "\"renamed\""; "Expectation.plan" ]

[<Fact>]
let ``the value alone needs no estimator`` () =
    let window =
        prob {
            let! theta = param "theta" 0.1
            let! x = sample "x" (Uniform(theta - 0.5, theta + 0.5))
            return x .> 0.3
        }

    let v =
        window
        |> Expectation.value
            { Estimation.defaults with
                Particles = 100_000
            }

    isExactly 0.3 0.005 v.Mean v.StandardError

[<Fact>]
let ``numbers out of range`` () =
    let program = prob { return! param "a" 0.0 }

    messageOf (fun () ->
        program
        |> Expectation.value
            { Estimation.defaults with
                Particles = 0
            })
    |> says [ "Particles"; "1"; "0" ]

    messageOf (fun () ->
        program
        |> Expectation.value
            { Estimation.defaults with
                Replicates = -1
            })
    |> says [ "Replicates"; "-1" ]

    messageOf (fun () -> program |> Expectation.minimize { Optimization.defaults with Steps = 0 })
    |> says [ "Steps"; "0" ]

    messageOf (fun () -> Adam -0.1) |> says [ "learning rate"; "-0.1" ]
    messageOf (fun () -> MovingAverage 1.5) |> says [ "MovingAverage"; "1.5" ]

[<Fact>]
let ``a gradient that is not finite names the site and the cost`` () =
    messageOf (
        gradientOf (
            prob {
                let! m = param "m" 0.0
                let! z = sample "z" (Normal(m, 1.0))
                do! cost "fine" z
                do! cost "bad" (sqrt z)
            }
        )
    )
    |> says [ "\"bad\""; "\"z\"" ]

[<Fact>]
let ``a parameter outside its own support`` () =
    messageOf (fun () -> StochasticGraph.Trace(paramOn Support.Positive "s" [| 1.0; -1.0 |]))
    |> says [ "\"s\""; "positive"; "-1"; "[1]" ]

[<Fact>]
let ``one parameter name with two shapes`` () =
    messageOf (
        gradientOf (
            two
                (param "w" 1.0 |> fun p -> p)
                (prob {
                    let! w = param "w" [| 1.0; 2.0 |]
                    return w.Sum()
                })
        )
    )
    |> says [ "\"w\""; "[]"; "[2]" ]
