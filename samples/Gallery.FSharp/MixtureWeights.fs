namespace Gallery.FSharp

open System
open System.Collections.Generic
open System.Reflection
open DiffProb
open Gallery

/// The weights of a mixture, learnt by the energy distance to another.
module MixtureWeights =

    // <program>
    let means = tensor [| -2.0; 0.5; 3.0 |]
    let scales = tensor [| 0.5; 1.0; 1.5 |]
    let target = [| 0.2; 0.5; 0.3 |]

    /// The mean of |N(m, s²)|, for draws of two components.
    let distance (i: Tensor) (j: Tensor) =
        let m = means.[i] - means.[j]
        let s = sqrt (scales.[i].Square() + scales.[j].Square())

        sqrt (2.0 / Math.PI) * s * exp (-0.5 * (m / s).Square())
        + m * (m / (sqrt 2.0 * s)).Erf()

    /// 2 E|X - Y| - E|X - X'| - E|Y - Y'|: zero where both have one law, and positive elsewhere (Székely and Rizzo 2013).
    let energyDistance =
        prob {
            let! logits = param "logits" [| 0.0; 0.0; 0.0 |]
            let! x1 = sample "component of x" (Categorical(logits = logits))
            let! x2 = sample "component of another x" (Categorical(logits = logits))
            let! y1 = sample "component of y" (Categorical(tensor target)) |> via Enumerate

            let! y2 =
                sample "component of another y" (Categorical(tensor target)) |> via Enumerate

            return 2.0 * distance x1 y1 - distance x1 x2 - distance y1 y2
        }

    let learn (stage: Stage) =
        energyDistance
        |> Expectation.minimize
            { Optimization.defaults with
                Optimizer = Optimizer.Adam 0.1
                Schedule = Schedule.Cosine
                Steps = 300
                Particles = 1
                Seed = stage.Seed
                Engine = stage.Engine
                Cancellation = stage.Stop
            }
    // </program>

    let private exactGradient = [| 0.19357065; -0.08032927; -0.11324138 |]

    let private compare (page: Page) (start: GradientEstimate) (fit: Fit) : IReadOnlyList<Answer> =
        let weights = fit.["logits"].Softmax().ToArray()
        let slopes = start.["logits"].ToArray()
        page.Heading "The answer"

        let answers =
            page.Answers(
                [|
                    Answer("distance at equal weights", start.Value.Mean, 0.05313437879, 1e-10)
                    for k in 0..2 do
                        Answer($"its slope in logit {k + 1}", slopes.[k], exactGradient.[k], 1e-8)
                    for k in 0..2 do
                        Answer($"weight {k + 1}", weights.[k], target.[k], 0.003)
                |]
            )

        let distances = fit.History |> Seq.map (max 1e-12)

        page.Chart(
            Chart(
                "Distance to the target",
                ChartAxis "step",
                ChartAxis("energy distance", IsLogarithmic = true),
                Line("", Seq.init fit.History.Count float, distances)
            )
        )

        answers

    let private show (stage: Stage) : IReadOnlyList<Answer> =
        let page = stage.Page
        page.Title "Mixture components: weights that are learnt by enumeration (F#)"
        page.Heading "The program"
        page.Block(Source.Of("MixtureWeights.fs", Assembly.GetExecutingAssembly()))
        page.Heading "The plan, and why"
        page.Block(string (Expectation.plan Estimation.defaults energyDistance))

        let start =
            energyDistance
            |> Expectation.gradient
                { Estimation.defaults with
                    Particles = 1
                    Seed = stage.Seed
                    Engine = stage.Engine
                }

        let fit = learn stage

        if fit.IsCanceled then
            page.Paragraph "Stopped before the last step."
            [||]
        else
            compare page start fit

    let sample =
        { new ISample with
            member _.Name = "mixture"
            member _.Language = Language.FSharp

            member _.Summary = "weights of a mixture, summed without noise"

            member _.Run stage = show stage
        }
