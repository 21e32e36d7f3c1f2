namespace Gallery.FSharp

open System.Collections.Generic
open System.Reflection
open DiffProb
open Gallery

/// Two decisions under uncertainty: how much to order, and from which signal on to buy.
module Decisions =

    // <program>
    /// What is ordered costs 3 and sells for 5, as far as there is demand.
    let profit =
        prob {
            let! order = param "order" 80.0
            let! demand = sample "demand" (Normal(100.0, 20.0))
            return 5.0 * Tensor.Min(order, demand) - 3.0 * order
        }

    /// The signal has a correlation of 0.7 with the value; who buys pays 0.5.
    let gain =
        prob {
            let! threshold = param "threshold" 0.0
            let! signal = sample "signal" (Normal(0.0, 2.0))

            let! value =
                sample "value" (Normal(0.7 * 3.0 / 2.0 * signal, 3.0 * sqrt (1.0 - 0.7 * 0.7)))

            return Tensor.Where(signal .> threshold, value - 0.5, tensor 0.0)
        }

    let best rate (stage: Stage) program =
        program
        |> Expectation.maximize
            { Optimization.defaults with
                Optimizer = Optimizer.Adam rate
                Schedule = Schedule.Cosine
                Steps = 400
                Particles = 20_000
                Seed = stage.Seed
                Engine = stage.Engine
                Cancellation = stage.Stop
            }
    // </program>

    let private expected (stage: Stage) name (at: float) program =
        program
        |> Expectation.value
            { Estimation.defaults with
                Parameters = readOnlyDict [ name, tensor at ]
                Particles = 1_000_000
                Seed = stage.Seed + 1UL
                Engine = stage.Engine
            }

    // P(demand > order) = cost / price, and E[value | signal = threshold] = price of buying.
    let private standard = Normal(0.0, 1.0)
    let private density (z: float) = exp ((standard.LogProb z).ToDouble())
    let private below (z: float) = (standard.Cdf z).ToDouble()

    let private bestOrder = 100.0 + 20.0 * (standard.Icdf 0.4).ToDouble()

    let private bestThreshold = 0.5 / (0.7 * 1.5)

    let private exactProfit order =
        let z = (order - 100.0) / 20.0
        5.0 * (order - (order - 100.0) * below z - 20.0 * density z) - 3.0 * order

    let private exactGain threshold =
        1.05 * 2.0 * density (threshold / 2.0) - 0.5 * (1.0 - below (threshold / 2.0))

    let private curve title x (low, high) exact best (ends: float list) =
        let fine = [ for i in 0..140 -> low + (high - low) * float i / 140.0 ]

        Chart(
            title,
            x,
            ChartAxis "expected value",
            Line("exact", fine, Seq.map exact fine),
            Points("first and last step", ends, Seq.map exact ends),
            Rule("best", best, true)
        )

    let private decide (stage: Stage) order threshold : IReadOnlyList<Answer> =
        let page = stage.Page
        page.Heading "The decisions"

        let answers =
            page.Answers(
                [|
                    Answer("order", order, bestOrder, 0.1)
                    Answer("profit", (expected stage "order" order profit).Mean, exactProfit bestOrder, 0.1)
                    Answer("threshold", threshold, bestThreshold, 0.01)
                    Answer("gain", (expected stage "threshold" threshold gain).Mean, exactGain bestThreshold, 0.005)
                |]
            )

        let orders, signals =
            ChartAxis("order", "pieces"), ChartAxis "threshold of the signal"

        page.Chart(curve "Profit of an order" orders (60.0, 130.0) exactProfit bestOrder [ 80.0; order ])
        page.Chart(curve "Gain of a threshold" signals (-3.0, 4.0) exactGain bestThreshold [ 0.0; threshold ])
        answers

    let private show (stage: Stage) : IReadOnlyList<Answer> =
        let page = stage.Page
        page.Title "Decisions: how much to order, and when to buy (F#)"
        page.Heading "The programs"
        page.Block(Source.Of("Decisions.fs", Assembly.GetExecutingAssembly()))
        page.Heading "The plans, and why"
        page.Block(string (Expectation.plan Estimation.defaults profit))
        page.Block(string (Expectation.plan Estimation.defaults gain))
        let orders, thresholds = best 0.5 stage profit, best 0.05 stage gain

        if orders.IsCanceled || thresholds.IsCanceled then
            page.Paragraph "Stopped before the last step."
            [||]
        else
            decide stage (orders.["order"].ToDouble()) (thresholds.["threshold"].ToDouble())

    let sample =
        { new ISample with
            member _.Name = "decisions"
            member _.Language = Language.FSharp
            member _.Summary = "how much to order, when to buy: kink and jump"
            member _.Run stage = show stage
        }
