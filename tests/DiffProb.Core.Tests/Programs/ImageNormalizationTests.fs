/// A picture is brought back to its template: the pose under which it is seen is found by a differentiable transform under randomized smoothing.
module DiffProb.Tests.ImageNormalizationTests

open System
open System.Collections.Generic
open Xunit
open DiffProb
open DiffProb.Tests.Judge

let private half = 16

/// Three spots, in pixels from the centre.
let private template x y =
    let spot height column row width =
        height * exp (-((x - column) ** 2.0 + (y - row) ** 2.0) / width)

    spot 1.0 4.0 1.0 8.0 + spot 0.8 -3.0 4.0 4.5 + spot 0.6 -1.0 -5.0 12.5

let private picture (f: float -> float -> float) =
    let coordinates = [| for i in -half .. half -> float i |]
    array2D [ for y in coordinates -> [ for x in coordinates -> f x y ] ] |> tensor

/// Radians, a factor, pixels.
let private angle, private scale, private shiftX, private shiftY =
    25.0 * Math.PI / 180.0, 1.2, 2.5, -1.5

/// The template's point q is seen at scale R q + shift: each pixel is exact, nothing is interpolated.
let private seen =
    picture (fun x y ->
        let x, y = (x - shiftX) / scale, (y - shiftY) / scale
        template (cos angle * x + sin angle * y) (cos angle * y - sin angle * x))

/// The picture read where the pose (angle, log scale, shift in pixels) says that the pixels of the template are seen.
let private normalized (pose: Tensor) interpolation =
    let factor = exp pose.[1]
    let along, across = factor * cos pose.[0], factor * sin pose.[0]
    let shift = pose.[2..] / float half

    let theta =
        Shapes.Stack([| along; -across; shift.[0]; across; along; shift.[1] |]).Reshape(2, 3)

    let grid = Images.AffineGrid(theta, 2 * half + 1, 2 * half + 1, alignCorners = true)
    seen.GridSample(grid, interpolation, alignCorners = true)

/// The pose is drawn around the parameter: each part of it moves the rim of the spots by about so many pixels.
let private program interpolation (spread: float) =
    prob {
        let! mean = param "mean" [| 0.0; 0.0; 0.0; 0.0 |]

        let! pose =
            sample "pose" (Normal(mean, tensor [| spread / 8.0; spread / 8.0; spread; spread |]))

        return ((normalized pose interpolation - picture template) ** 2.0).Sum()
    }

let private at (mean: Tensor) =
    Dictionary(dict [ "mean", mean ]) :> IReadOnlyDictionary<_, _>

let private identity = tensor [| 0.0; 0.0; 0.0; 0.0 |]

let private fit rate steps (start: Tensor) program =
    let fit =
        program
        |> Expectation.minimize
            { Optimization.defaults with
                Optimizer = Adam rate
                Schedule = Schedule.Cosine
                Steps = steps
                Particles = 16
                Seed = 7UL
                Parameters = at start
            }

    fit.["mean"]

/// The spread falls, so that the last steps see a pose that hardly moves: what bilinear reading blurs is all that is left.
[<Fact>]
let ``rotation, scale and shift are recovered from the exact picture`` () =
    let pose =
        [ 2.0, 0.05; 0.5, 0.02; 0.1, 0.01; 0.02, 0.002 ]
        |> List.fold (fun start (spread, rate) -> program Interpolation.Bilinear spread |> fit rate 250 start) identity

    let found = pose.ToArray()
    Assert.Equal(angle * 180.0 / Math.PI, found.[0] * 180.0 / Math.PI, 0.1)
    Assert.Equal(scale, exp found.[1], 0.002)
    Assert.Equal(shiftX, found.[2], 0.02)
    Assert.Equal(shiftY, found.[3], 0.02)

[<Fact>]
let ``bilinear reading is pathwise, and the nearest pixel leaves it for the score`` () =
    let plan interpolation =
        Expectation.plan Estimation.defaults (program interpolation 1.0)

    Assert.Equal<(string * string * string) list>([ "pose", "result", "Pathwise" ], choices (plan Interpolation.Bilinear))
    Assert.Equal<(string * string * string) list>([ "pose", "result", "Score LeaveOneOut" ], choices (plan Interpolation.Nearest))

    string (plan Interpolation.Bilinear) |> says [ "Kinked" ]

    string (plan Interpolation.Nearest)
    |> says [ "Step"; "not Pathwise: the cost jumps" ]

[<Fact>]
let ``with the nearest pixel the score descends all the same`` () =
    let program = program Interpolation.Nearest 1.0
    let pose = program |> fit 0.05 250 identity

    let value mean =
        program
        |> Expectation.value
            { Estimation.defaults with
                Seed = 8UL
                Parameters = at mean
            }

    let before, after = value identity, value pose
    let error = sqrt (before.StandardError ** 2.0 + after.StandardError ** 2.0)
    Assert.True(after.Mean + 5.0 * error < 0.5 * before.Mean, $"from {before.Mean} to {after.Mean}, ± {error}")

/// Five standard errors for each of four numbers: a correct derivative fails for about 2 seeds in a million, and the seed is fixed.
[<Fact>]
let ``the derivative along the path is that of the score`` () =
    let derivative estimator particles =
        let g =
            prob {
                let! mean = param "mean" [| 0.2; 0.05; 1.5; -0.5 |]

                let! pose =
                    sample "pose" (Normal(mean, tensor [| 0.1; 0.1; 0.5; 0.5 |])) |> via estimator

                return ((normalized pose Interpolation.Bilinear - picture template) ** 2.0).Sum()
            }
            |> Expectation.gradient
                { Estimation.defaults with
                    Particles = particles
                    Seed = 3UL
                }

        (g.["mean"].ToArray(), (g.StandardError "mean").ToArray()) ||> Array.zip

    for (path, pathError), (score, scoreError) in Array.zip (derivative Pathwise 4000) (derivative (Score LeaveOneOut) 20_000) do
        let error = sqrt (pathError ** 2.0 + scoreError ** 2.0)
        Assert.True(error < 0.05 * abs path, $"too noisy to judge: {path} ± {error}")
        Assert.True(abs (path - score) <= 5.0 * error, $"{path} along the path, {score} by the score, ± {error}")

/// Rounding takes a point to the other side of a whole pixel, where the slope jumps, about once in a million.
[<Fact>]
let ``the gradient in single precision is that in double to four digits`` () =
    let gradient precision =
        (program Interpolation.Bilinear 0.5
         |> Expectation.gradient
             { Estimation.defaults with
                 Precision = precision
                 Parameters = at (tensor [| 0.2; 0.05; 1.5; -0.5 |])
             })
            .["mean"].ToArray()

    for single, double in Array.zip (gradient DType.Float32) (gradient DType.Float64) do
        Assert.Equal(1.0, single / double, 1e-4)

/// Nobody sees how the edges between pixels move with the parameter: it is refused, and not differentiated as if they stood still.
[<Fact>]
let ``a parameter that meets the draw before the nearest pixel is refused`` () =
    let program =
        prob {
            let! spread = param "spread" 0.5
            let! noise = sample "noise" (Normal(tensor [| 0.0; 0.0; 0.0; 0.0 |], 1.0))
            return ((normalized (spread * noise) Interpolation.Nearest - picture template) ** 2.0).Sum()
        }

    let message =
        Assert.ThrowsAny<DiffProbException>(fun () -> program |> Expectation.gradient Estimation.defaults |> ignore).Message

    message |> says [ "spread"; "noise" ]
