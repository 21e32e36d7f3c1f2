namespace Gallery.FSharp

open System
open System.Collections.Generic
open System.Reflection
open DiffProb
open Gallery
open type TorchSharp.torch.nn

/// Pictures of clothes through a code of bits, or of Gaussian numbers.
module Autoencoder =

    // <program>
    [<NoEquality; NoComparison>]
    type Code =
        {
            Encoder: TorchModule
            Decoder: TorchModule
            Law: Tensor -> Distribution
            Prior: Distribution
        }

    let network name (start: int) (hidden: int) (finish: int) =
        let layers =
            Sequential(Linear(int64 start, int64 hidden), ReLU(), Linear(int64 hidden, int64 finish))

        TorchModule.Of(name, layers, Shape.Of start)

    let ofBits pixels hidden bits =
        {
            Encoder = network "encoder" pixels hidden bits
            Decoder = network "decoder" bits hidden pixels
            Law = fun logits -> Bernoulli(logits = logits)
            Prior = Bernoulli(logits = Tensor.Zeros(Shape.Of bits))
        }

    let ofNumbers pixels hidden numbers =
        {
            Encoder = network "encoder" pixels hidden (2 * numbers)
            Decoder = network "decoder" numbers hidden pixels
            Law = fun said -> Normal(said.Slice(-1, 0, numbers), exp (said.Slice(-1, numbers, 2 * numbers)))
            Prior = Normal(Tensor.Zeros(Shape.Of numbers), 1.0)
        }

    /// The negative evidence lower bound of a picture, in nats: what its code says beside the prior, and what its pixels cost given the code.
    let loss code (pictures: Tensor) batch (how: Prob<Tensor> -> Prob<Tensor>) =
        prob {
            for x in plate "picture" pictures |> minibatch batch do
                let! said = through code.Encoder x
                let law = code.Law said
                let! z = sample "code" law |> how
                let! logits = through code.Decoder z
                let pixels = Bernoulli(logits = logits)
                do! cost "divergence" (kl law code.Prior / float pictures.Shape.[0])
                do! cost "pixels" (-(pixels.LogProb x) / float pictures.Shape.[0])
        }
    // </program>

    let private shown = 12

    let private asked name particles =
        AutoencoderWay(name, AutoencoderChoice.AskedFor, particles)

    let private forBits =
        [
            AutoencoderWay.Planned, id
            asked "two draws" 2, via (Score LeaveOneOut)
            AutoencoderWay.PlannedWithoutBias, id
            asked "four draws that lie apart" 1, via (Arms 4)
            asked "one draw" 1, via (Score(MovingAverage 0.9))
            asked "a relaxed control variate" 1, via (Rebar 0.5 (RebarScale.Fitted 0.9))
            asked "a fitted control variate" 1, via (Relax 0.5 0 0.9)
            asked "the slope of bits" 1, via ReinMax
            asked "the relaxed slope" 1, via (StraightThrough 1.0)
            asked "relaxed bits" 1, via (GumbelSoftmax 0.5)
        ]

    let private forNumbers =
        [ AutoencoderWay.Planned, id; asked "two draws" 2, via (Score LeaveOneOut) ]

    let private learn make ways what train (test: Tensor) (level: AutoencoderLevel) (stage: Stage) =
        let codes = Array.init level.Repetitions (fun _ -> make ())

        let plan =
            loss codes.[0] train level.Batch id
            |> Expectation.plan
                { Estimation.defaults with
                    Particles = 1
                    AllowBias = true
                    Measure = level.IsMeasured
                    Seed = stage.Seed
                    Engine = stage.Engine
                }

        stage.Page.Block(string plan)

        let fit (way: AutoencoderWay, how) repetition =
            stage.Page.Follow(
                $"{what}: {way.Name}",
                fun follow ->
                    use limit = new Limit(level.TrainingBudget, follow, stage.Stop)

                    let fit =
                        loss codes.[repetition] train level.Batch how
                        |> Expectation.minimize
                            { Optimization.defaults with
                                Optimizer = Optimizer.Adam 0.002
                                Steps = level.TrainingBudget.Steps
                                Particles = way.Particles
                                AllowBias = true
                                Plan =
                                    if way.Choice = AutoencoderChoice.Planner then
                                        Some plan
                                    else
                                        None
                                Seed = stage.Seed + uint64 repetition
                                Engine = stage.Engine
                                Progress = limit
                                Cancellation = limit.Token
                            }

                    let seconds = limit.Seconds

                    let held =
                        loss codes.[repetition] test level.Batch id
                        |> Expectation.value
                            { Estimation.defaults with
                                Particles = 1
                                Replicates = 50
                                Seed = stage.Seed + 1UL
                                Engine = stage.Engine
                                Parameters = fit.Values
                            }

                    AutoencoderFit(fit, seconds, held)
            )

        [|
            for way in List.truncate (if stage.IsQuick then 2 else List.length ways) ways do
                if not stage.Stop.IsCancellationRequested then
                    AutoencoderFits(fst way, [| for repetition in 0 .. level.Repetitions - 1 -> fit way repetition |])
        |]

    // Pictures as they come back: the chances of their pixels, given a code drawn for each.
    let private seen code fit pictures seed =
        let law = code.Law(AutoencoderStage.Through(code.Encoder, fit, pictures))

        AutoencoderStage.Through(code.Decoder, fit, law.Sample(1, seed).[0]).Sigmoid()

    let private drawn code fit seed =
        AutoencoderStage.Through(code.Decoder, fit, code.Prior.Sample(shown, seed)).Sigmoid()

    // The same program with four bits, whose sixteen values can be summed.
    let private exact (stage: Stage) =
        let small = ofBits 6 5 4

        let picture = Tensor.Matrix(array2D [ [ 1.0; 0.0; 0.0; 1.0; 1.0; 0.0 ] ])

        let slopes how particles replicates =
            loss small picture 1 how
            |> Expectation.gradient
                { Estimation.defaults with
                    Particles = particles
                    Replicates = replicates
                    Seed = stage.Seed
                    Engine = stage.Engine
                }

        let right = (slopes (via Enumerate) 1 1).["encoder.2.bias"].ToArray()
        let estimate = slopes (via DisArm) 100 40
        let found = estimate.["encoder.2.bias"].ToArray()
        let errors = (estimate.StandardError "encoder.2.bias").ToArray()

        [
            for i in 0..3 -> Answer($"four bits: slope {i + 1}", found.[i], right.[i], min 0.01 (5.0 * errors.[i]))
        ]

    let private draw (stage: Stage) (test: Tensor) bits (withBits: AutoencoderFits[]) numbers (withNumbers: AutoencoderFits[]) =
        let before = test.Slice(0, 0, shown)
        let seed = stage.Seed + 2UL
        let b, n = withBits.[0].First, withNumbers.[0].First

        stage.Page.Picture(
            $"{shown} pictures that are held out; through bits; through numbers",
            AutoencoderStage.Tile [| before; seen bits b before seed; seen numbers n before seed |],
            3
        )

        stage.Page.Picture(
            "Pictures from nothing: codes drawn from the prior, bits above, numbers below",
            AutoencoderStage.Tile [| drawn bits b seed; drawn numbers n seed |],
            3
        )

    let private show (stage: Stage) : IReadOnlyList<Answer> =
        let page = stage.Page
        let level = AutoencoderLevel.For stage
        let train, test = FashionImages.Train level.Train, FashionImages.Test level.Test
        page.Title "An autoencoder: pictures through bits, and through numbers (F#)"
        page.Heading "The program"
        page.Block(Source.Of("Autoencoder.fs", Assembly.GetExecutingAssembly()))

        let newBits () =
            ofBits FashionImages.Pixels level.Hidden level.Bits

        let newNumbers () =
            ofNumbers FashionImages.Pixels level.Hidden level.Numbers

        page.Heading "The plans, and why"
        let withBits = learn newBits forBits "bits" train test level stage
        let withNumbers = learn newNumbers forNumbers "numbers" train test level stage

        if stage.Stop.IsCancellationRequested then
            page.Paragraph "Stopped before the last fit."
            [||]
        else
            AutoencoderStage.Report(page, level, withBits, withNumbers)
            draw stage test (newBits ()) withBits (newNumbers ()) withNumbers

            page.Answers(
                [|
                    yield! exact stage
                    yield! AutoencoderStage.Judge("bits", withBits, level.LeastWithBits)
                    yield! AutoencoderStage.Judge("numbers", withNumbers, level.LeastWithNumbers)
                |]
            )

    let sample =
        { new ISample with
            member _.Name = "autoencoder"
            member _.Language = Language.FSharp
            member _.Summary = "pictures through 200 bits, and through numbers"

            member _.Run stage =
                AutoencoderStage.Repeatable(stage.Seed, (fun () -> show stage))
        }
