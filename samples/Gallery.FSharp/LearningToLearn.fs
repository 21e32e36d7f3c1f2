namespace Gallery.FSharp

open System.Collections.Generic
open System.Reflection
open DiffProb
open Gallery

/// Step sizes of a noisy descent, learnt by differentiating the whole descent.
module LearningToLearn =

    // <program>
    /// The loss is x², with curvature 2; its slope is seen with noise of variance 1.
    let lossAfter (rates: float[]) =
        prob {
            let! rate = param "rates" rates
            let! start = sample "start" (Normal(0.0, 2.0))

            let rec descend t (x: Tensor) =
                prob {
                    if t = rates.Length then
                        return x.Square()
                    else
                        let! slope = sample $"slope {t + 1}" (Normal(2.0 * x, 1.0))
                        return! descend (t + 1) (x - rate.[t] * slope)
                }

            return! descend 0 start
        }

    let learn (stage: Stage) program =
        program
        |> Expectation.minimize
            { Optimization.defaults with
                Optimizer = Optimizer.Adam 0.02
                Schedule = Schedule.Cosine
                Steps = 1000
                Particles = 20_000
                Seed = stage.Seed
                Engine = stage.Engine
                Cancellation = stage.Stop
            }
    // </program>

    // With E x² = m before a step of size h it is m (1 - 2h)² + h² after it, which is least at h = 2m / (4m + 1).
    let private best =
        let after m =
            let h = 2.0 * m / (4.0 * m + 1.0)
            Some(h, m * (1.0 - 2.0 * h) ** 2.0 + h * h)

        Seq.unfold after 4.0 |> Seq.take 6 |> Array.ofSeq

    let private compare (page: Page) (one: GradientEstimate) (fit: Fit) : IReadOnlyList<Answer> =
        let found = fit.["rates"].ToArray()

        let slope, error =
            one.["rates"].ToArray().[0], one.StandardError("rates").ToArray().[0]

        page.Heading "The answer"

        let answers =
            page.Answers(
                [|
                    Answer("slope of one step", slope, -16.0 * 0.8 + 0.2, 5.0 * error)
                    for t in 0..5 do
                        Answer($"rate {t + 1}", found.[t], best.[t], 0.003)
                |]
            )

        let steps = [| 1.0 .. 6.0 |]

        page.Chart(
            Chart(
                "Step sizes of six steps",
                ChartAxis "step",
                ChartAxis "step size",
                Line("exact", steps, best, true),
                Points("learnt", steps, found)
            )
        )

        answers

    let private show (stage: Stage) : IReadOnlyList<Answer> =
        let page = stage.Page
        page.Title "Learning how to learn: the step sizes of a noisy descent (F#)"
        page.Heading "The program"
        page.Block(Source.Of("LearningToLearn.fs", Assembly.GetExecutingAssembly()))
        let program = lossAfter (Array.create 6 0.1)
        page.Heading "The plan, and why"
        page.Block(string (Expectation.plan Estimation.defaults program))

        let one =
            lossAfter [| 0.1 |]
            |> Expectation.gradient
                { Estimation.defaults with
                    Particles = 1_000_000
                    Seed = stage.Seed
                    Engine = stage.Engine
                }

        let fit = learn stage program

        if fit.IsCanceled then
            page.Paragraph "Stopped before the last step."
            [||]
        else
            compare page one fit

    let sample =
        { new ISample with
            member _.Name = "learning"
            member _.Language = Language.FSharp
            member _.Summary = "step sizes, learnt through a whole descent"
            member _.Run stage = show stage
        }
