namespace Gallery.FSharp

open System.Collections.Generic
open System.Reflection
open DiffProb
open Gallery

/// A protein of twelve letters, designed by following the gradient of an expected energy.
module SequenceDesign =

    // <program>
    let length, letters = 12, 20

    let field i a =
        sin (1.7 * float (i + 1) * float (a + 1))

    let pair i a b =
        0.4
        * cos (
            0.9 * float (a + 1) * float (b + 2)
            + 0.37 * float (i + 1)
            + 0.11 * float (a + 1)
        )

    /// Each letter by itself, from logits of its own; neighbours meet in the energy.
    let energy =
        let rec follow i (logits: Tensor) (before: Tensor) =
            prob {
                if i < length then
                    let! letter = sample $"letter {i + 1}" (OneHotCategorical(logits = logits.[i]))
                    do! cost $"field {i + 1}" (letter.Dot(tensor (Array.init letters (field i))))
                    let pairs = tensor (Array2D.init letters letters (pair (i - 1)))
                    do! cost $"pair {i}" (before.Dot(pairs.MatMul letter))
                    do! follow (i + 1) logits letter
            }

        prob {
            let! logits = param "logits" (Array2D.zeroCreate<float> length letters)
            let! first = sample "letter 1" (OneHotCategorical(logits = logits.[0]))
            do! cost "field 1" (first.Dot(tensor (Array.init letters (field 0))))
            do! follow 1 logits first
        }

    let relaxed temperature =
        energy |> via (GumbelSoftmax(temperature: Temperature))
    // </program>

    let private ascend (stage: Stage) optimizer steps particles program =
        program
        |> Expectation.maximize
            { Optimization.defaults with
                Optimizer = optimizer
                Steps = steps
                Particles = particles
                AllowBias = true
                Seed = stage.Seed
                Engine = stage.Engine
                Cancellation = stage.Stop
            }

    // The energy of the most likely letter at each place.
    let private energyOf (fit: Fit) =
        let logits = fit.["logits"].ToArray()

        let likeliest i =
            Seq.maxBy (fun a -> logits.[i * letters + a]) (seq { 0 .. letters - 1 })

        let s = Array.init length likeliest

        Seq.sum (Seq.mapi field s)
        + Seq.sum (Seq.mapi (fun i (a, b) -> pair i a b) (Seq.pairwise s))

    // The best energy of the letters so far, for each last letter.
    let private greatest =
        let extend (best: float[]) i =
            Array.init letters (fun b ->
                field i b
                + Seq.max (seq { for a in 0 .. letters - 1 -> best.[a] + pair (i - 1) a b }))

        Seq.fold extend (Array.init letters (field 0)) (seq { 1 .. length - 1 })
        |> Array.max

    let private compare (page: Page) (adam: Fit) (sgd: Fit) (gumbel: Fit) : IReadOnlyList<Answer> =
        page.Heading "The designs"

        let answers =
            page.Answers(
                [|
                    Answer("greatest energy", greatest, 14.287582, 1e-6)
                    Answer("Adam: expected energy", adam.History.[adam.History.Count - 1], 14.145142, 0.001)
                    Answer("Adam: likeliest sequence", energyOf adam, 14.145142, 1e-6)
                    Answer("plain steps", energyOf sgd, 14.287582, 1e-6)
                    Answer("Gumbel-softmax", energyOf gumbel, 14.145142, 1e-6)
                |]
            )

        let course name (fit: Fit) =
            Line(name, Seq.init 500 float, Seq.take 500 fit.History)

        page.Chart(
            Chart(
                "Expected energy on the way",
                ChartAxis "step",
                ChartAxis "expected energy",
                course "Adam" adam,
                course "plain steps" sgd,
                course "Gumbel-softmax, its own objective" gumbel,
                Rule("greatest", greatest)
            )
        )

        answers

    let private show (stage: Stage) : IReadOnlyList<Answer> =
        let page = stage.Page
        page.Title "Sequence design: twelve letters of twenty (F#)"
        page.Heading "The program"
        page.Block(Source.Of("SequenceDesign.fs", Assembly.GetExecutingAssembly()))
        page.Heading "The plan, and why"
        let lines = (string (Expectation.plan Estimation.defaults energy)).Split '\n'
        page.Block(String.concat "\n" (Seq.truncate 5 lines))
        let adam = ascend stage (Optimizer.Adam 0.5) 500 1 energy
        let sgd = ascend stage (Optimizer.Sgd 2.0) 2000 1 energy

        let gumbel =
            ascend stage (Optimizer.Adam 0.1) 500 100 (relaxed (Temperature.Anneal(2.0, 0.1)))

        if gumbel.IsCanceled then
            page.Paragraph "Stopped before the last step."
            [||]
        else
            compare page adam sgd gumbel

    let sample =
        { new ISample with
            member _.Name = "sequence"
            member _.Language = Language.FSharp
            member _.Summary = "a protein of twelve letters; a relaxation's bias"
            member _.Run stage = show stage
        }
