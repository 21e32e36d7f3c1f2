/// Programs whose sites are given values from outside.
module DiffProb.Tests.SubstitutionTests

open System
open Xunit
open DiffProb
open DiffProb.Tests.Judge

let private densityAt (program: Prob<'T>) (position: float[]) =
    let joint = LogJoint.ofProgram program Estimation.defaults.Parameters

    let evaluator =
        ManagedEngine.Default.Compile([| joint.LogDensity |], [| joint.Position |]).CreateEvaluator()

    position.CopyTo(evaluator.Input<float> LatentSite.position)
    evaluator.Run()
    evaluator.Output<float>(0).[0]

let private logNormal (x: float) loc scale =
    -0.5 * ((x - loc) / scale) ** 2.0 - log scale - 0.5 * log (2.0 * Math.PI)

let private chain =
    prob {
        let! a = sample "a" (Normal(0.0, 1.0))
        let! b = sample "b" (Normal(a, 2.0))
        return! sample "c" (Normal(b, 0.5))
    }

[<Fact>]
let ``condition: the density of the value counts`` () =
    let program = chain |> Prob.condition [ "c", tensor 1.5 ]
    let exact = logNormal 0.3 0.0 1.0 + logNormal 0.8 0.3 2.0 + logNormal 1.5 0.8 0.5
    Assert.Equal(exact, densityAt program [| 0.3; 0.8 |], 1e-13)

[<Fact>]
let ``intervene: the value stands, and its density does not count`` () =
    let program = chain |> Prob.intervene [ "b", tensor 0.8 ]
    Assert.Equal(logNormal 0.3 0.0 1.0 + logNormal 1.5 0.8 0.5, densityAt program [| 0.3; 1.5 |], 1e-13)

[<Fact>]
let ``seen and done differ: what is above learns from the one and not from the other`` () =
    // E a given b = 2 is 2 / 5; do(b = 2) leaves it 0. The gradient of the density in a at 0 tells.
    let slope program =
        (densityAt program [| 1e-6; 2.0 |] - densityAt program [| -1e-6; 2.0 |]) / 2e-6

    Assert.Equal(0.5, slope (chain |> Prob.condition [ "b", tensor 2.0 ]), 1e-6)
    Assert.Equal(0.0, slope (chain |> Prob.intervene [ "b", tensor 2.0 ]), 1e-6)

[<Fact>]
let ``replay: sites of a draw stand, the others are drawn, and what the program lacks is passed over`` () =
    let program =
        chain |> Prob.replay [ "a", tensor 0.3; "probs(k)", tensor [| 0.5; 0.5 |] ]

    Assert.Equal(logNormal 0.8 0.3 2.0 + logNormal 1.5 0.8 0.5, densityAt program [| 0.8; 1.5 |], 1e-13)

[<Fact>]
let ``an expectation with a site that stands at a value`` () =
    let value =
        chain
        |> Prob.intervene [ "b", tensor 2.0 ]
        |> Expectation.value
            { Estimation.defaults with
                Particles = 10000
            }

    isExactly 2.0 0.02 value.Mean value.StandardError

[<Fact>]
let ``rows of a plate, steps of a fold and names in a scope`` () =
    let rows =
        prob {
            let! m = sample "m" (Normal(0.0, 1.0))

            for s in plate "row" [| 1.0; 2.0 |] do
                let! x = sample "x" (Normal(m, s))
                ()
        }

    let seen = rows |> Prob.condition [ "x", tensor [| 0.4; -0.2 |] ]
    let exact = logNormal 0.1 0.0 1.0 + logNormal 0.4 0.1 1.0 + logNormal -0.2 0.1 2.0
    Assert.Equal(exact, densityAt seen [| 0.1 |], 1e-13)

    let steps =
        Prob.fold (fun x () -> sample "x" (Normal(x, 1.0))) (tensor 0.0) [ (); (); () ]

    let seen = scope "walk" steps |> Prob.condition [ "walk/x[1]", tensor 0.7 ]
    let exact = logNormal 0.2 0.0 1.0 + logNormal 0.7 0.2 1.0 + logNormal 0.9 0.7 1.0
    Assert.Equal(exact, densityAt seen [| 0.2; 0.9 |], 1e-13)

    let inside = scope "walk" (steps |> Prob.condition [ "x[1]", tensor 0.7 ])
    Assert.Equal(exact, densityAt inside [| 0.2; 0.9 |], 1e-13)

let private fails program =
    messageOf (fun () -> LogJoint.ofProgram program Estimation.defaults.Parameters)

[<Fact>]
let ``a site that is not there, and one that is given two values`` () =
    fails (chain |> Prob.condition [ "d", tensor 1.0 ])
    |> says [ "condition: the program has no site named \"d\""; "\"a\", \"b\", \"c\"" ]

    fails (chain |> Prob.intervene [ "d", tensor 1.0 ])
    |> says [ "intervene: the program has no site" ]

    messageOf (fun () -> chain |> Prob.condition [ "c", tensor 1.0; "c", tensor 2.0 ])
    |> says [ "condition: site \"c\" is given two values" ]

[<Fact>]
let ``a value of another shape, or outside of the support`` () =
    fails (chain |> Prob.condition [ "c", tensor [| 1.0; 2.0 |] ])
    |> says [ "condition: site \"c\" has values of shape []"; "[2]" ]

    fails (
        prob { return! sample "s" (Gamma(1.0, 1.0)) }
        |> Prob.condition [ "s", tensor -1.0 ]
    )
    |> says [ "\"s\""; "positive"; "-1" ]
