/// The search for modes, and the rule of convergence, on numbers that are known.
module DiffProb.Tests.VariationalSearchTests

open System
open System.Threading
open Xunit
open DiffProb

let private density (value: float[] -> float) (gradient: float[] -> float[]) dimension =
    { new ILogDensity with
        member _.Dimension = dimension

        member _.Evaluate(position, into) =
            let x = position.ToArray()
            (gradient x).CopyTo into
            value x
    }

/// Minus the function of Rosenbrock (1960) in pairs: its only maximum is at 1.
let private rosenbrock pairs =
    let value (x: float[]) =
        -Seq.sum
            [
                for i in 0 .. pairs - 1 -> 100.0 * (x.[2 * i + 1] - x.[2 * i] ** 2.0) ** 2.0 + (1.0 - x.[2 * i]) ** 2.0
            ]

    let gradient (x: float[]) =
        [|
            for i in 0 .. pairs - 1 do
                let rest = x.[2 * i + 1] - x.[2 * i] ** 2.0
                400.0 * x.[2 * i] * rest + 2.0 * (1.0 - x.[2 * i])
                -200.0 * rest
        |]

    density value gradient (2 * pairs)

[<Fact>]
let ``a bent valley is followed to its end, and every step goes up`` () =
    let start = [| for i in 0..9 -> if i % 2 = 0 then -1.2 else 1.0 |]
    let found = Lbfgs(rosenbrock 5, 500).Climb(start, CancellationToken.None)
    Assert.True found.IsConverged

    for x in found.Position do
        Assert.Equal(1.0, x, 1e-6)

    Assert.True(found.History.Length < 100, $"{found.History.Length}")

    for before, after in Seq.pairwise found.History do
        Assert.True(after >= before)

[<Fact>]
let ``scales that differ a million times, and a density that ends`` () =
    let scales = [| 1.0; 1e-3; 1e3 |]

    let quadratic =
        density
            (fun x -> -0.5 * Seq.sum [ for i in 0..2 -> ((x.[i] - 1.0) / scales.[i]) ** 2.0 ])
            (fun x -> [| for i in 0..2 -> (1.0 - x.[i]) / scales.[i] ** 2.0 |])
            3

    let found =
        Lbfgs(quadratic, 2000).Climb([| 3.0; -2.0; 0.0 |], CancellationToken.None)

    Assert.InRange(found.History.[found.History.Length - 1], -1e-10, 0.0)

    // log x - x, of positive numbers alone: steps beyond the end are taken back.
    let ends =
        density (fun x -> if x.[0] > 0.0 then log x.[0] - x.[0] else nan) (fun x -> [| 1.0 / x.[0] - 1.0 |]) 1

    let found = Lbfgs(ends, 100).Climb([| 0.01 |], CancellationToken.None)
    Assert.True found.IsConverged
    Assert.Equal(1.0, found.Position.[0], 1e-7)

[<Fact>]
let ``what has no maximum does not converge`` () =
    let rises = density (fun x -> x.[0]) (fun _ -> [| 1.0 |]) 1
    Assert.False((Lbfgs(rises, 20).Climb([| 0.0 |], CancellationToken.None)).IsConverged)

[<Fact>]
let ``convergence compares the last tenth with the one after the middle, against the noise`` () =
    let noise = (Normal(0.0, 1.0)).Sample(1000, 3UL).ToArray()
    let flat = BoundConvergence.Of(noise, 0.0)
    Assert.Equal(100, flat.Window)
    Assert.InRange(flat.StandardError, 0.1, 0.2)
    Assert.True flat.IsReached

    let rising =
        BoundConvergence.Of(noise |> Array.mapi (fun i x -> x + 0.01 * float i), 0.1)
    // From the middle of the window at 500 to that at 900.
    Assert.Equal(4.0 + flat.Rise, rising.Rise, 1e-9)
    Assert.False rising.IsReached
    let constant = BoundConvergence.Of(Array.create 50 -3.0, 0.0)
    Assert.Equal(0.0, constant.Rise)
    Assert.Equal(0.0, constant.StandardError)
    Assert.True constant.IsReached
    Assert.False (BoundConvergence.Of([| 1.0; 1.0 |], 10.0)).IsReached
    // A tolerance may be all that is asked for.
    Assert.True (BoundConvergence.Of(Array.init 100 float, 50.0)).IsReached
    Assert.False (BoundConvergence.Of(Array.init 100 float, 30.0)).IsReached
