/// Each word of the language, by what it does to the exact expectation.
module DiffProb.Tests.WordsTests

open Xunit
open DiffProb
open DiffProb.Tests.Judge

let private estimate particles program =
    program
    |> Expectation.gradient
        { Estimation.defaults with
            Particles = particles
        }

let private sigmoid x = 1.0 / (1.0 + exp -x)

[<Fact>]
let ``costs add up, and the returned tensor is the last one`` () =
    let g =
        estimate
            1
            (prob {
                let! a = param "a" 2.0
                do! cost "first" (a * a)
                do! cost "second" (3.0 * a)
                return a
            })

    Assert.Equal(12.0, g.Value.Mean)
    Assert.Equal(8.0, g.["a"].ToDouble())
    Assert.Equal(0.0, (g.StandardError "a").ToDouble())

[<Fact>]
let ``words accept floats, integers, arrays and tensors alike`` () =
    let program =
        prob {
            let! scalar = param "scalar" 1
            let! vector = param "vector" [| 1.0; 2.0 |]
            let! matrix = param "matrix" (array2D [ [ 1.0; 2.0 ]; [ 3.0; 4.0 ] ])
            let! other = param "other" (Tensor.Vector(5.0))
            do! cost "none" 0
            return scalar + vector.Sum() + matrix.Sum() + other.Sum()
        }

    let g = estimate 1 program
    Assert.Equal(19.0, g.Value.Mean)
    Assert.Equal<Shape>(Shape.Of(2, 2), g.["matrix"].Shape)

[<Fact>]
let ``tensors are indexed and sliced`` () =
    let x = tensor [| 1.0; 2.0; 3.0; 4.0 |]
    Assert.Equal(2.0, x.[1].ToDouble())
    Assert.Equal<float[]>([| 2.0; 3.0 |], x.[1..2].ToArray())
    Assert.Equal<float[]>([| 3.0; 4.0 |], x.[2..].ToArray())
    Assert.Equal<float[]>([| 1.0; 2.0 |], x.[..1].ToArray())

[<Fact>]
let ``a distribution without a name is named by its order`` () =
    let graph =
        StochasticGraph.Trace(
            prob {
                let! x = Normal(0.0, 1.0)
                let! y = Normal(x, 1.0)
                return y
            }
        )

    Assert.Equal<string list>([ "site1"; "site2" ], [ for s in graph.Sites -> s.Name ])

[<Fact>]
let ``scope prefixes and fold numbers the names`` () =
    let step (x: Tensor) (drift: float) =
        prob {
            let! noise = sample "noise" (Normal(drift, 1.0))
            return x + noise
        }

    let graph =
        StochasticGraph.Trace(scope "walk" (Prob.fold step (tensor 0.0) [ 0.1; 0.2 ]))

    Assert.Equal<string list>([ "walk/noise[0]"; "walk/noise[1]" ], [ for s in graph.Sites -> s.Name ])

[<Fact>]
let ``scan keeps the path`` () =
    let program =
        prob {
            let! a = param "a" 3.0

            let! path =
                Prob.scan (fun (x: Tensor) () -> Prob.ret (x * a)) (tensor 1.0) [ (); (); () ]

            return List.last path
        }

    let g = estimate 1 program
    Assert.Equal(27.0, g.Value.Mean)
    Assert.Equal(27.0, g.["a"].ToDouble(), 1e-12)

[<Fact>]
let ``a plate sums over its rows, and rows of a scored site do not pay for each other`` () =
    let ys = [| for i in 0..49 -> float i / 50.0 |]
    let p = sigmoid 0.4
    let exact = ys |> Array.sumBy (fun y -> p * (1.0 - p) * (1.0 - 2.0 * y))

    let program =
        prob {
            let! phi = param "phi" 0.4

            for y in plate "row" ys do
                let! b = sample "b" (Bernoulli(logits = phi)) |> via (Score NoBaseline)
                do! cost "row" ((b - y) ** 2.0)
        }

    let g = estimate 4000 program
    derivativeIs exact 0.05 "phi" g

    // Paid by the total cost of 50 rows instead of its own, a row's score would be some 30 times noisier.
    let perDraw = (g.StandardError "phi").ToDouble() * sqrt 4000.0
    Assert.True(perDraw < 5.0, $"standard deviation per draw {perDraw}")

[<Fact>]
let ``a minibatch is unbiased for all rows`` () =
    let ys = [| for i in 0..9 -> float i |]
    let exactValue = ys |> Array.sumBy (fun y -> 0.25 + (0.5 - y) ** 2.0)
    let exactSlope = ys |> Array.sumBy (fun y -> 2.0 * (0.5 - y))

    let program =
        prob {
            let! m = param "m" 0.5

            for y in plate "row" ys |> minibatch 3 do
                let! x = sample "x" (Normal(m, 0.5))
                do! cost "row" ((x - y) ** 2.0)
        }

    let g =
        program
        |> Expectation.gradient
            { Estimation.defaults with
                Particles = 10
                Replicates = 2000
            }

    isExactly exactValue 3.0 g.Value.Mean g.Value.StandardError
    derivativeIs exactSlope 0.7 "m" g

    // All particles share the rows, so that one run cannot tell its error.
    Assert.True(System.Double.IsNaN((estimate 10 program).Value.StandardError))

[<Fact>]
let ``nested plates, and several columns`` () =
    let program =
        prob {
            let! a = param "a" 2.0

            for (x, w) in plate "outer" ([| 1.0; 2.0 |], [| 10.0; 20.0 |]) do
                for y in plate "inner" [| 1.0; 2.0; 3.0 |] do
                    do! cost "c" (a * x * w * y)
        }

    let g = estimate 1 program
    Assert.Equal(2.0 * 50.0 * 6.0, g.Value.Mean, 1e-9)
    Assert.Equal(300.0, g.["a"].ToDouble(), 1e-9)

[<Fact>]
let ``a cost that is constant along its plate counts once for each row`` () =
    let g =
        estimate
            1
            (prob {
                let! a = param "a" 2.0

                for _ in plate "row" [| 1.0; 2.0; 3.0 |] do
                    do! cost "c" a
            })

    Assert.Equal(6.0, g.Value.Mean)
    Assert.Equal(3.0, g.["a"].ToDouble())

[<Fact>]
let ``map gives the rows of a plate as one tensor, and pays for mixed rows together`` () =
    // (sum of 3 bits)^2 mixes the rows: E = 3 p q + 9 p^2, in the logit: (3 (1 - 2p) + 18 p) p q.
    let p = sigmoid 0.2

    let program estimator =
        prob {
            let! phi = param "phi" 0.2

            let! bits =
                Prob.map (plate "bit" [| 0.0; 0.0; 0.0 |]) (fun _ -> sample "b" (Bernoulli(logits = phi)) |> via estimator)

            return bits.Sum() ** 2.0
        }

    let g = estimate 40000 (program (Score LeaveOneOut))
    isExactly (3.0 * p * (1.0 - p) + 9.0 * p * p) 0.1 g.Value.Mean g.Value.StandardError
    derivativeIs ((3.0 * (1.0 - 2.0 * p) + 18.0 * p) * p * (1.0 - p)) 0.05 "phi" g

    messageOf (fun () -> estimate 10 (program Enumerate))
    |> says [ "\"b\""; "mixed"; "Score LeaveOneOut" ]

[<Fact>]
let ``branch counts the sites and costs of the branch taken only`` () =
    let program =
        prob {
            let! phi = param "phi" 0.3
            let! m = param "m" 0.5
            let! k = sample "k" (Bernoulli(logits = phi))

            let! v =
                branch
                    k
                    [
                        prob { return tensor 2.0 }
                        prob {
                            let! x = sample "x" (Normal(m, 1.0))
                            do! cost "penalty" 10.0
                            return x .> 0.0
                        }
                    ]

            return v.Cast DType.Float64
        }

    let p, cdf, pdf = sigmoid 0.3, 0.6914624612740131, 0.3520653267642995
    let g = estimate 100000 program
    isExactly ((1.0 - p) * 2.0 + p * (cdf + 10.0)) 0.02 g.Value.Mean g.Value.StandardError
    derivativeIs (p * (1.0 - p) * (cdf + 10.0 - 2.0)) 0.02 "phi" g
    derivativeIs (p * pdf) 0.02 "m" g

[<Fact>]
let ``deterministic values are recorded and returned`` () =
    let graph =
        StochasticGraph.Trace(
            prob {
                let! a = param "a" 1.0
                let! twice = deterministic "twice" (2.0 * a)
                return twice
            }
        )

    Assert.Equal("twice", graph.Deterministics.[0].Name)
    Assert.Same(graph.Costs.[0].Value, graph.Deterministics.[0].Value)

[<Fact>]
let ``recorded values are reported as means, with the rows of plates first`` () =
    let g =
        estimate
            20_000
            (prob {
                let! a = param "a" 1.0

                for y in plate "row" [| 1.0; 2.0; 3.0 |] do
                    let! x = sample "x" (Normal(a * y, 0.1))
                    let! _ = deterministic "pair" (Shapes.Stack [| x; y |])
                    do! cost "c" (x * x)

                let! _ = deterministic "half" (0.5 * a)
                ()
            })

    Assert.Equal(0.5, (g.Recorded "half").ToDouble())
    let pairs = g.Recorded "pair"
    Assert.Equal<Shape>(Shape.Of(3, 2), pairs.Shape)
    Assert.All(Array.zip [| 1.0; 1.0; 2.0; 2.0; 3.0; 3.0 |] (pairs.ToArray()), (fun (e, v) -> Assert.Equal(e, v, 0.005)))
    messageOf (fun () -> g.Recorded "third") |> says [ "\"third\""; "\"half\"" ]

[<Fact>]
let ``a parameter declared twice alike is one parameter`` () =
    let part =
        prob {
            let! w = param "w" 2.0
            return w
        }

    let g =
        estimate
            1
            (prob {
                let! a = part
                let! b = part
                return a * b
            })

    Assert.Equal(4.0, g.["w"].ToDouble())

[<Fact>]
let ``ordinary control flow is free`` () =
    let program =
        prob {
            let! a = param "a" 2.0
            let mutable i = 0

            while i < 3 do
                do! cost $"while {i}" a
                i <- i + 1

            for k in 1..2 do
                do! cost $"for {k}" (float k * a)

            if i = 3 then
                do! cost "if" a

            return 0.0 * a
        }

    Assert.Equal(7.0, (estimate 1 program).["a"].ToDouble())

/// A module of expressions: the product of its weights with all inputs.
let private products =
    { new ITensorModule with
        member _.Name = "layer"

        member _.Parameters =
            NamedTensors [ System.Collections.Generic.KeyValuePair("w", Tensor.Scalar 2.0) ]

        member _.Apply(parameters, inputs) =
            Seq.fold (fun (product: Tensor) (x: Tensor) -> product * x) parameters.["w"] inputs
    }

[<Fact>]
let ``the parameters of a module are those of the program, named after it and in the scope, and once where it comes twice`` () =
    let program =
        prob {
            let! a = param "a" 3.0
            let! once = through products 5
            let! again = throughAll products [ a; tensor 7.0 ]
            return once + again
        }

    let g = estimate 1 (scope "model" program)
    Assert.Equal([ "model/a"; "model/layer.w" ], g.Parameters |> Seq.sort)
    Assert.Equal(52.0, g.Value.Mean)
    Assert.Equal(26.0, g.["model/layer.w"].ToDouble())
    Assert.Equal(14.0, g.["model/a"].ToDouble())
