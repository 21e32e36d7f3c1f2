/// Data of which some numbers are missing: left out, and drawn.
module DiffProb.Tests.MissingTests

open Xunit
open DiffProb
open DiffProb.Tests.Judge

let private options =
    { Sampling.defaults with
        Draws = 2000
        Warmup = 500
        Seed = 5UL
    }

let private gaps = [| 1.2; nan; 0.4; 2.2; nan; 1.9 |]

// N(0, 2) and four numbers with an error of 1.5.
let private precision = 1.0 / 4.0 + 4.0 / 2.25
let private centre = (1.2 + 0.4 + 2.2 + 1.9) / 2.25 / precision

let private inPlate (ys: float[]) =
    prob {
        let! m = sample "m" (Normal(0.0, 2.0))

        for y in plate "row" ys do
            do! observePresent "y" (Normal(m, 1.5)) y
    }

let private second (chains: float[][]) =
    chains |> Array.map (Array.map (fun x -> x * x))

let private isPosterior (posterior: Posterior) =
    let chains = chainsOf posterior "m" 0
    isExactly centre 0.03 chains
    isExactly (1.0 / precision + centre * centre) 0.06 (second chains)

// A new number given the four.
let private isPredictive (chains: float[][]) =
    isExactly centre 0.06 chains
    isExactly (1.0 / precision + 2.25 + centre * centre) 0.25 (second chains)

[<Fact>]
let ``rows that are missing do not count`` () =
    let posterior = Infer.nuts options (inPlate gaps)
    isPosterior posterior
    Assert.Equal<float[]>(gaps, posterior.Observed.["y"].ToArray())

[<Fact>]
let ``numbers of an event that are missing do not count`` () =
    let posterior =
        prob {
            let! m = sample "m" (Normal(0.0, 2.0))
            do! observePresent "y" (Normal(m, tensor [| 1.5; 9.0; 1.5; 1.5; 0.1; 1.5 |])) gaps
        }
        |> Infer.nuts options

    isPosterior posterior
    Assert.Equal<int>([ 4 ], posterior.Observed.["y"].Shape)

[<Fact>]
let ``what is missing of rows is drawn given the others`` () =
    let posterior =
        prob {
            let! m = sample "m" (Normal(0.0, 2.0))

            for y in plate "row" gaps do
                let! whole = impute "y" (Normal(m, 1.5)) y
                let! _ = deterministic "whole" whole
                return ()
        }
        |> Infer.nuts options

    isPosterior posterior
    isPredictive (chainsOf posterior "whole" 1)
    isPredictive (chainsOf posterior "whole" 4)
    Assert.All(chainsOf posterior "whole" 3, (fun chain -> Assert.All(chain, (fun y -> Assert.Equal(2.2, y)))))

[<Fact>]
let ``what is missing of an event is drawn given the others`` () =
    let posterior =
        prob {
            let! m = sample "m" (Normal(0.0, 2.0))
            let! whole = impute "y" (Normal(m, tensor [| 1.5; 0.5; 1.5; 1.5; 3.0; 1.5 |])) gaps
            let! _ = deterministic "whole" whole
            return ()
        }
        |> Infer.nuts options

    isPosterior posterior
    Assert.Equal<int>([ 4; 2000; 2 ], posterior.["y_unobserved"].Shape)
    isExactly centre 0.04 (chainsOf posterior "whole" 1)
    isExactly (1.0 / precision + 0.25 + centre * centre) 0.1 (second (chainsOf posterior "whole" 1))
    isExactly (1.0 / precision + 9.0 + centre * centre) 0.6 (second (chainsOf posterior "whole" 4))

[<Fact>]
let ``a covariate that is missing is known from the outcome`` () =
    // N(0, 1), and 2 x seen as 3 with an error of 0.5.
    let posterior =
        prob {
            for x, y in plate "row" ([| 0.3; nan |], [| 0.5; 3.0 |]) do
                let! x = impute "x" (Normal(0.0, 1.0)) x
                do! observe "y" (Normal(2.0 * x, 0.5)) y
        }
        |> Infer.nuts options

    isExactly (24.0 / 17.0) 0.01 (chainsOf posterior "x_unobserved" 1)
    isExactly 0.0 0.05 (chainsOf posterior "x_unobserved" 0)

[<Fact>]
let ``bits that are missing are summed out`` () =
    let posterior =
        prob {
            let! p = sample "p" (Beta(2.0, 5.0))

            for k in plate "row" [| 1.0; nan; 0.0 |] do
                let! _ = impute "k" (Bernoulli p) k
                return ()
        }
        |> Infer.nuts options

    // Beta(3, 6)
    isExactly (3.0 / 9.0) 0.01 (chainsOf posterior "p" 0)
    isExactly (3.0 / 9.0) 0.01 (chainsOf posterior "probs(k_unobserved)" 3)

[<Fact>]
let ``rows that are missing have supports of their own`` () =
    let posterior =
        prob {
            let! p = sample "p" (Beta(2.0, 2.0))

            for n, k in plate "row" ([| 9; 3; 4 |], [| 7.0; nan; 1.0 |]) do
                do! observePresent "k" (Binomial(n, probs = p)) k
        }
        |> Infer.nuts options

    // Beta(10, 7)
    isExactly (10.0 / 17.0) 0.01 (chainsOf posterior "p" 0)

[<Fact>]
let ``nothing missing is an observation, and all missing none`` () =
    let whole = Infer.nuts options (inPlate [| 1.2; 0.4; 2.2; 1.9 |])
    isPosterior whole

    let none =
        prob {
            let! m = sample "m" (Normal(0.0, 2.0))
            do! observePresent "y" (Normal(m, 1.5)) nan
            let! y = impute "z" (Normal(m, 1.0)) (tensor [| nan; nan |] |> fun t -> t.[0])
            let! _ = deterministic "z" y
            return ()
        }
        |> Infer.nuts options

    isExactly 0.0 0.15 (chainsOf none "m" 0)
    isExactly 5.0 0.6 (second (chainsOf none "z" 0))

[<Fact>]
let ``rows that are missing take no part in a comparison`` () =
    let loo = (Infer.nuts options (inPlate gaps)).Loo()
    let reference = (Infer.nuts options (inPlate [| 1.2; 0.4; 2.2; 1.9 |])).Loo()
    Assert.InRange(loo.Elpd - reference.Elpd, -0.05, 0.05)

[<Fact>]
let ``gaps in data that are observed as a whole: both words are named`` () =
    messageOf (fun () ->
        prob {
            let! m = sample "m" (Normal(0.0, 2.0))

            for y in plate "row" gaps do
                do! observe "y" (Normal(m, 1.5)) y
        }
        |> Infer.nuts options)
    |> says [ "\"y\""; "NaN"; "row [1]"; "observePresent"; "impute"; "ObservePresent" ]

[<Fact>]
let ``a part of a vector whose numbers depend on each other`` () =
    messageOf (fun () ->
        prob {
            let! m = sample "m" (Normal(0.0, 2.0))

            let law =
                MultivariateNormal(tensor [| 0.0; 0.0 |] + m, covariance = tensor (array2D [ [ 1.0; 0.5 ]; [ 0.5; 1.0 ] ]))

            do! observePresent "y" law (tensor [| 1.0; nan |])
        }
        |> Infer.nuts options)
    |> says [ "\"y\""; "depend on each other"; "MultivariateNormal"; "try" ]

[<Fact>]
let ``gaps within rows`` () =
    messageOf (fun () ->
        prob {
            let! m = sample "m" (Normal(0.0, 2.0))

            for y in plate "row" (array2D [ [ 1.0; nan ]; [ 0.5; 1.0 ] ]) do
                do! observePresent "y" (Normal(tensor [| 0.0; 0.0 |] + m, 1.0)) y
        }
        |> Infer.nuts options)
    |> says [ "\"y\""; "within rows"; "[2]"; "a plate for the numbers" ]

[<Fact>]
let ``gaps that are not known when the program is traced`` () =
    messageOf (fun () ->
        prob {
            let! m = sample "m" (Normal(0.0, 2.0))
            let! y = impute "y" (Normal(m, 1.5)) (m + 1.0)
            do! observe "z" (Normal(y, 1.0)) 0.0
        }
        |> Infer.nuts options)
    |> says [ "\"y\""; "must be known"; "constants" ]
