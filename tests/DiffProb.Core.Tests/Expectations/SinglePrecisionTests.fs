/// Runs in Float32 through the options.
module DiffProb.Tests.SinglePrecisionTests

open System
open Xunit
open DiffProb

let private program =
    prob {
        let! m = param "m" 0.3
        let! x = sample "x" (Normal(m, 1.0))
        let! _ = deterministic "square" (x * x)
        return (x - 1.0) ** 2.0
    }

[<Fact>]
let ``Derivatives and recorded means come back in the precision asked for`` () =
    let run precision =
        program
        |> Expectation.gradient
            { Estimation.defaults with
                Precision = precision
            }

    let single, double = run DType.Float32, run DType.Float64
    Assert.Equal(DType.Float32, single.["m"].DType)
    Assert.Equal(DType.Float32, (single.StandardError "m").DType)
    Assert.Equal(DType.Float32, (single.Recorded "square").DType)
    Assert.Equal(DType.Float64, double.["m"].DType)
    Assert.NotEqual(double.Value.Mean, single.Value.Mean)
    // Numbers of size 10 at most, each rounded a few times, averaged over 1000.
    Assert.Equal(double.Value.Mean, single.Value.Mean, 10.0 * 10.0 * Math.ScaleB(1.0, -24))
    Assert.Equal(double.["m"].ToDouble(), single.["m"].ToDouble(), 10.0 * 10.0 * Math.ScaleB(1.0, -24))

[<Fact>]
let ``A fit keeps its parameters in Float64 and moves as one in Float64 does`` () =
    let run precision =
        program
        |> Expectation.minimize
            { Optimization.defaults with
                Precision = precision
                Steps = 50
            }

    let single, double = (run DType.Float32).["m"], (run DType.Float64).["m"]
    Assert.Equal(DType.Float64, single.DType)
    Assert.NotEqual(double.ToDouble(), single.ToDouble())
    Assert.Equal(double.ToDouble(), single.ToDouble(), 1e-5)

[<Fact>]
let ``Another type is refused`` () =
    let e =
        Assert.Throws<ValueException>(fun () ->
            program
            |> Expectation.value
                { Estimation.defaults with
                    Precision = DType.Int64
                }
            |> ignore)

    Assert.Contains("Precision must be Float64 or Float32, but it is Int64", e.Message)
