namespace Gallery.FSharp

open System
open System.Collections.Generic
open System.Reflection
open DiffProb
open Gallery

/// Pictures brought upright: a pose found by descent, and an encoder that learns to find it at a glance.
module Normalization =

    // <program>
    /// A picture, read where its pixels go when it is turned by an angle (radians), made larger by a factor, and moved (in pixels).
    let moved interpolation (angle: Tensor) (factor: Tensor) (shift: Tensor) (picture: Tensor) =
        let side = picture.Shape.[0]
        let along, across = factor * cos angle, factor * sin angle
        let step = shift * (2.0 / float (side - 1))

        let map =
            Shapes.Stack([| along; -across; step.[0]; across; along; step.[1] |]).Reshape(2, 3)

        picture.GridSample(Images.AffineGrid(map, side, side, alignCorners = true), interpolation, alignCorners = true)

    /// The pose is drawn around its mean, so that the descent sees the spots blurred: each part moves their rims by about `spread` pixels.
    let mismatch (spread: float) interpolation =
        prob {
            let! mean = param "mean" (Tensor.Zeros(Shape.Of 4))

            let! pose =
                sample "pose" (Normal(mean, spread * tensor [| 0.125; 0.125; 1.0; 1.0 |]))

            let upright = Spots.Seen |> moved interpolation pose.[0] (exp pose.[1]) pose.[2..]
            return (upright - Spots.Template).Square().Sum()
        }

    let descend (stage: Stage) rate steps particles parameters program =
        program
        |> Expectation.minimize
            { Optimization.defaults with
                Optimizer = Optimizer.Adam rate
                Schedule = Schedule.Cosine
                Steps = steps
                Particles = particles
                Parameters = parameters
                Seed = stage.Seed
                Engine = stage.Engine
                Cancellation = stage.Stop
            }

    /// From the identity, with ever less blur.
    let findPose stage =
        let sharpen mean (spread, rate) =
            (mismatch spread Interpolation.Bilinear
             |> descend stage rate 250 16 (readOnlyDict [ "mean", mean ])).["mean"]

        List.fold sharpen (Tensor.Zeros(Shape.Of 4)) [ 2.0, 0.05; 0.5, 0.02; 0.1, 0.01; 0.02, 0.002 ]

    let pixels, units = Digits.Side * Digits.Side, 32

    let moveDigit angle shift picture =
        moved Interpolation.Bilinear angle (tensor 1.0) shift picture

    /// A digit as it comes: turned by up to 45 degrees and moved by up to two pixels, anew each time.
    let distorted picture =
        prob {
            let! angle = sample "angle" (Uniform(-Math.PI / 4.0, Math.PI / 4.0))
            let! shift = sample "shift" (Uniform(tensor [| -2.0; -2.0 |], tensor [| 2.0; 2.0 |]))
            return moveDigit angle shift picture
        }

    /// A plain reader: each pixel speaks for or against each digit.
    let reader (weights: Tensor) (bias: Tensor) (picture: Tensor) =
        picture.Reshape(pixels).MatMul weights + bias

    let surprise (logits: Tensor) (label: Tensor) = -logits.LogSoftmax().Gather label

    let isRead (logits: Tensor) label =
        (logits.ArgMax() .= label).Cast DType.Float64

    let reading (digits: Digits) batch (shown: Tensor -> Prob<Tensor>) =
        prob {
            let! weights = param "weights" (Tensor.Zeros(Shape.Of(pixels, 10)))
            let! bias = param "bias" (Tensor.Zeros(Shape.Of 10))

            for picture, label in plate "digit" (digits.Images, digits.Labels) |> minibatch batch do
                let! seen = shown picture
                let logits = reader weights bias seen
                let! _ = deterministic "read" (isRead logits label)
                do! cost "surprise" (surprise logits label)
        }

    /// One layer of tanh from the pixels to a pose: an angle, and a shift in pixels.
    let encoder =
        prob {
            let start = (Normal(0.0, 0.1)).Sample(pixels * units, 1UL).Reshape(pixels, units)
            let! hidden = param "hidden" start
            let! bias = param "bias" (Tensor.Zeros(Shape.Of units))
            let! output = param "output" (Tensor.Zeros(Shape.Of(units, 3)))
            let! middle = param "middle" (Tensor.Zeros(Shape.Of 3))

            return fun (picture: Tensor) -> (picture.Reshape(pixels).MatMul hidden + bias).Tanh().MatMul output + middle
        }

    /// The encoder sees a distorted digit and says how to move it; the reader, which knows upright digits alone, is to read it then. Nobody
    /// tells the pose.
    let straightening (digits: Digits) batch (reader: Tensor -> Tensor) =
        prob {
            let! encode = encoder

            for picture, label in plate "digit" (digits.Images, digits.Labels) |> minibatch batch do
                let! seen = distorted picture
                let! _ = deterministic "before" seen
                let mean: Tensor = encode seen
                let! after = deterministic "after" (moveDigit mean.[0] mean.[1..] seen)
                let! _ = deterministic "read" (isRead (reader after) label)
                let! pose = sample "pose" (Normal(mean, tensor [| 0.05; 0.1; 0.1 |]))
                do! cost "surprise" (surprise (reader (moveDigit pose.[0] pose.[1..] seen)) label)
        }
    // </program>

    let private batch, shown = 64, 12

    let private learn stage steps rate program =
        program |> descend stage rate steps 1 Optimization.defaults.Parameters

    let private draw (stage: Stage) (fit: Fit) particles program =
        program
        |> Expectation.gradient
            { Estimation.defaults with
                Parameters = fit.Values
                Particles = particles
                Seed = stage.Seed + 1UL
                Engine = stage.Engine
            }

    let private read stage fit program =
        ((draw stage fit 8 program).Recorded "read").Mean().ToDouble()

    let private judge (stage: Stage) (plain: Fit) (stubborn: Fit) (encoder: Fit) : IReadOnlyList<Answer> =
        let page, held, all = stage.Page, Digits.HeldOut, Digits.HeldOut.Count

        let straightening = straightening held all (reader plain.["weights"] plain.["bias"])

        let upright = reading held all Prob.ret |> read stage plain
        let before = reading held all distorted |> read stage plain
        let trained = reading held all distorted |> read stage stubborn
        let after = straightening |> read stage encoder
        let percent share = Page.Text(share, "P1")

        page.Table(
            [ $"{all} digits that were not learnt from"; "of them read" ],
            [
                [ "upright"; percent upright ]
                [ "distorted"; percent before ]
                [ "distorted, by a reader that learnt from distorted ones"; percent trained ]
                [ "distorted, and straightened"; percent after ]
            ]
            |> Seq.map Seq.ofList
        )

        let answers =
            page.Answers(
                [|
                    Answer("points won back, of those lost", 100.0 * (after - before), 100.0 * (upright - before), 10.0)
                |]
            )

        let drawn = straightening |> draw stage encoder 1

        let row name =
            [| for i in 0 .. shown - 1 -> (drawn.Recorded name).[i] |] :> IReadOnlyList<_>

        page.Picture("Digits as they come, and straightened", Mosaic.Of([| row "before"; row "after" |]), 4)

        page.Chart(
            Chart(
                "Learning to straighten",
                ChartAxis "step",
                ChartAxis("surprise of the reader", "nats", IsLogarithmic = true),
                Line(
                    "",
                    Seq.init encoder.History.Count (fun i -> float (i + 1)),
                    encoder.History |> Seq.map (fun h -> h / float Digits.ToLearn.Count)
                )
            )
        )

        answers

    let private straightenDigits (stage: Stage) : IReadOnlyList<Answer> =
        let page = stage.Page
        page.Heading "Handwritten digits: an encoder that learns"
        let plain = reading Digits.ToLearn batch Prob.ret |> learn stage 600 0.01
        let stubborn = reading Digits.ToLearn batch distorted |> learn stage 600 0.01

        let learning =
            straightening Digits.ToLearn batch (reader plain.["weights"] plain.["bias"])

        page.Block(string (Expectation.plan Estimation.defaults learning))
        let encoder = learning |> learn stage 1000 0.02

        if encoder.IsCanceled then
            page.Paragraph "Stopped before the last step."
            [||]
        else
            judge stage plain stubborn encoder

    let private comparePose (page: Page) (pose: Tensor) =
        page.Heading "One picture: the pose that is found"
        let found = pose.ToArray()

        let answers =
            page.Answers(
                [|
                    Answer("rotation, degrees", found.[0] * 180.0 / Math.PI, Spots.Angle * 180.0 / Math.PI, 0.1)
                    Answer("scale", exp found.[1], Spots.Scale, 0.002)
                    Answer("shift to the right, pixels", found.[2], Spots.Right, 0.02)
                    Answer("shift down, pixels", found.[3], Spots.Down, 0.02)
                |]
            )

        let upright =
            Spots.Seen |> moved Interpolation.Bilinear pose.[0] (exp pose.[1]) pose.[2..]

        page.Picture(
            "As it is seen, brought upright, and the template",
            Mosaic.Of([| [| Spots.Seen; upright; Spots.Template |] |], 2),
            7
        )

        answers

    let private show (stage: Stage) : IReadOnlyList<Answer> =
        let page = stage.Page
        page.Title "Image normalization: a pose found, and an encoder that learns to find it (F#)"
        page.Heading "The programs"
        page.Block(Source.Of("Normalization.fs", Assembly.GetExecutingAssembly()))
        page.Heading "The plans, and why"

        for interpolation in [ Interpolation.Bilinear; Interpolation.Nearest ] do
            page.Block(string (Expectation.plan Estimation.defaults (mismatch 1.0 interpolation)))

        let answers = findPose stage |> comparePose page

        if stage.Stop.IsCancellationRequested then
            [||]
        else
            [| yield! answers; yield! straightenDigits stage |]

    let sample =
        { new ISample with
            member _.Name = "normalization"
            member _.Language = Language.FSharp

            member _.Summary = "brings pictures upright; an encoder learns to"

            member _.Run stage = show stage
        }
