/// Hessians and third derivatives as a user asks for them.
module DiffProb.Tests.DerivativesTests

open Xunit
open DiffProb
open DiffProb.Tests.Judge

/// E (x - s b)² + e^x, with x normal by its path and a bit by the score function or a sum.
let private program (bit: Estimator) =
    prob {
        let! mu = param "mu" [| 0.3; -0.2 |]
        let! l = param "l" 0.4
        let! x = sample "x" (Normal(mu, 0.5))
        let! b = sample "b" (Bernoulli(logits = l)) |> via bit
        return ((x - tensor [| 1.0; 2.0 |] * b) ** 2.0).Sum() + exp x.[0]
    }

let private p = 1.0 / (1.0 + exp -0.4)

// Derivatives of the probability in its logit.
let private p1 = p * (1.0 - p)
let private p2 = p1 * (1.0 - 2.0 * p)
let private p3 = p1 * (1.0 - 6.0 * p1)
let private grown = exp (0.3 + 0.125)

// E = |mu|² + 1/2 - 2 (mu1 + 2 mu2) p + 5 p + e^(mu1 + 1/8).
let private slope = 5.0 - 2.0 * (0.3 - 0.4)

let private estimate order replicates bit =
    program bit
    |> Expectation.derivatives
        order
        { Estimation.defaults with
            Particles = 4000
            Replicates = replicates
            Seed = 7UL
        }

let private holds (largestError: float) (d: DerivativesEstimate) (names: string list) (exact: float list) =
    let wanted = Array.ofList names
    let means, errors = d.[wanted].ToArray(), (d.StandardError wanted).ToArray()
    Assert.Equal(exact.Length, means.Length)
    List.iteri (fun i exact -> isExactly exact largestError means.[i] errors.[i]) exact

[<Theory; InlineData 1; InlineData 50>]
let ``a Hessian has a block for each pair of parameters`` (replicates: int) =
    for bit in [ Score NoBaseline; Score LeaveOneOut; Enumerate ] do
        let h = estimate 2 replicates bit
        holds 0.3 h [ "mu"; "mu" ] [ 2.0 + grown; 0.0; 0.0; 2.0 ]
        holds 0.3 h [ "mu"; "l" ] [ -2.0 * p1; -4.0 * p1 ]
        holds 0.3 h [ "l"; "mu" ] [ -2.0 * p1; -4.0 * p1 ]
        holds 0.5 h [ "l"; "l" ] [ slope * p2 ]
        Assert.Equal("[2, 2]", string h.["mu", "mu"].Shape)
        Assert.Equal("[2]", string h.["l", "mu"].Shape)

[<Fact>]
let ``a third derivative has an index for each of three`` () =
    for bit in [ Score LeaveOneOut; Enumerate ] do
        let d = estimate 3 20 bit
        holds 0.3 d [ "mu"; "mu"; "mu" ] [ grown; 0.0; 0.0; 0.0; 0.0; 0.0; 0.0; 0.0 ]
        holds 0.5 d [ "l"; "mu"; "l" ] [ -2.0 * p2; -4.0 * p2 ]
        holds 1.0 d [ "l"; "l"; "l" ] [ slope * p3 ]

[<Fact>]
let ``order 1 is the gradient`` () =
    let d = estimate 1 1 (Score LeaveOneOut)

    let g =
        program (Score LeaveOneOut)
        |> Expectation.gradient
            { Estimation.defaults with
                Particles = 4000
                Seed = 7UL
            }

    for name in [ "mu"; "l" ] do
        Assert.Equal<float[]>(g.[name].ToArray(), d.[name].ToArray())
        Assert.Equal<float[]>((g.StandardError name).ToArray(), (d.StandardError name).ToArray())

/// The spread over particles and that over replicates tell the same: with 50 of these, the latter has a standard error of a tenth.
[<Fact>]
let ``the standard error of one run is that over runs`` () =
    let one, many = estimate 2 1 (Score LeaveOneOut), estimate 2 50 (Score LeaveOneOut)

    for pair in [ [| "l"; "l" |]; [| "mu"; "l" |] ] do
        for a, b in Array.zip ((one.StandardError pair).ToArray()) ((many.StandardError pair).ToArray()) do
            Assert.InRange(a / (b * sqrt 50.0), 0.6, 1.6)

[<Fact>]
let ``what is not valid at the order is refused or replaced`` () =
    messageOf (fun () -> estimate 2 1 DisArm)
    |> says [ "b"; "DisArm"; "first derivative" ]

    messageOf (fun () -> estimate 0 1 Enumerate) |> says [ "order"; "1" ]

    let h = estimate 2 1 Enumerate
    messageOf (fun () -> h.["mu"]) |> says [ "order 2"; "1 are given" ]
    messageOf (fun () -> h.["mu", "m"]) |> says [ "m"; "mu" ]

    let wide =
        prob {
            let! m = param "m" (Array.zeroCreate<float> 5000)
            let! x = sample "x" (Normal(m, 1.0))
            return x.Square().Sum()
        }

    messageOf (fun () -> Expectation.hessian Estimation.defaults wide)
    |> says [ "5000"; "try" ]

[<Fact>]
let ``it prints a line for each block`` () =
    let text = string (estimate 2 1 Enumerate)
    Assert.Contains("d2/d mu d l: [", text)
    Assert.StartsWith("value: ", text)
