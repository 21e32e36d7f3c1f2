namespace Gallery.FSharp

open System.Collections.Generic
open System.Reflection
open DiffProb
open Gallery
open Gallery.Proteins

/// A protein of twelve letters, designed by following the gradient of an expected energy.
module SequenceDesign =

    // <program>
    let letters = 20

    /// The energy of the problem: a term for each letter of twelve, and one for each pair of neighbours.
    let potts =
        let field i a =
            sin (1.7 * float (i + 1) * float (a + 1))

        let pair i a b =
            0.4
            * cos (
                0.9 * float (a + 1) * float (b + 2)
                + 0.37 * float (i + 1)
                + 0.11 * float (a + 1)
            )

        Chain(12, letters, field, pair)

    /// How well a letter suits a place of a family of proteins: its BLOSUM62 score against each member's letter, on average.
    let cyclins = Family Alignment.Cyclins

    let score =
        let suits i a =
            cyclins.Column i |> Seq.averageBy (fun b -> SubstitutionMatrix.Blosum62.[a, b])

        Chain(cyclins.Length, letters, suits)

    /// The same, with how much oftener two letters are neighbours in the family than by chance, in half bits, too.
    let suited =
        Chain(cyclins.Length, letters, (fun i a -> score.FieldAt(i).[a]), (fun i a b -> cyclins.Affinity(i, a, b)))

    /// Each letter by itself, from logits of its own; neighbours meet in the energy.
    let energy (chain: Chain) =
        let rec follow i (logits: Tensor) (before: Tensor) =
            prob {
                if i < chain.Length then
                    let! letter = sample $"letter {i + 1}" (OneHotCategorical(logits = logits.[i]))
                    do! cost $"field {i + 1}" (letter.Dot(tensor (chain.FieldAt i)))

                    if chain.Pairs > 0 then
                        do! cost $"pair {i}" (before.Dot((tensor (chain.PairAt(i - 1))).MatMul letter))

                    do! follow (i + 1) logits letter
            }

        prob {
            let! logits = param "logits" (Array2D.zeroCreate<float> chain.Length letters)
            let! first = sample "letter 1" (OneHotCategorical(logits = logits.[0]))
            do! cost "field 1" (first.Dot(tensor (chain.FieldAt 0)))
            do! follow 1 logits first
        }

    let relaxed temperature =
        energy potts |> via (GumbelSoftmax(temperature: Temperature))

    /// Each letter from logits that the letter before it has chosen. The entropy of the law, in half bits, keeps it from settling too soon.
    let following (chain: Chain) =
        let worth i (letter: Tensor) (law: OneHotCategorical) =
            letter.Dot(tensor (chain.FieldAt i)) + 2.0 / log 2.0 * nonNull law.Entropy

        let rec follow i (next: Tensor) (before: Tensor) =
            prob {
                if i < chain.Length then
                    let law = OneHotCategorical(logits = before.MatMul next.[i - 1])
                    let! letter = sample $"letter {i + 1}" law
                    do! cost $"field {i + 1}" (worth i letter law)
                    do! cost $"pair {i}" (before.Dot((tensor (chain.PairAt(i - 1))).MatMul letter))
                    do! follow (i + 1) next letter
            }

        prob {
            let! first = param "first" (Array.zeroCreate<float> letters)
            let! next = param "next" (Tensor.Zeros(Shape.Of(chain.Length - 1, letters, letters)))
            let law = OneHotCategorical(logits = first)
            let! letter = sample "letter 1" law
            do! cost "field 1" (worth 0 letter law)
            do! follow 1 next letter
        }
    // </program>

    let private ascend (stage: Stage) optimizer schedule steps particles program =
        program
        |> Expectation.maximize
            { Optimization.defaults with
                Optimizer = optimizer
                Schedule = schedule
                Steps = steps
                Particles = particles
                EnumerationBudget = 20_000 // a chain of 27 letters is summed with 27 times 400 terms
                AllowBias = true
                Seed = stage.Seed
                Engine = stage.Engine
                Cancellation = stage.Stop
            }

    // The energy of the most likely letter at each place.
    let private energyOf (fit: Fit) =
        let logits = fit.["logits"].ToArray()
        potts.Of(Chain(potts.Length, letters, (fun i a -> logits.[i * letters + a])).Best())

    let private planOf lines program =
        (string (Expectation.plan Estimation.defaults program)).Split '\n'
        |> Seq.truncate lines
        |> String.concat "\n"

    let private gradient (stage: Stage) particles program =
        program
        |> Expectation.gradient
            { Estimation.defaults with
                Particles = particles
                AllowBias = true
                Seed = stage.Seed
                Engine = stage.Engine
            }

    let private compare (stage: Stage) (adam: Fit) (sgd: Fit) (gumbel: Fit) : IReadOnlyList<Answer> =
        let page = stage.Page
        page.Heading "The designs"

        let answers =
            page.Answers(
                [|
                    Answer("greatest energy", potts.Of(potts.Best()), 14.287582, 1e-6)
                    Answer("Adam: expected energy", adam.History.[adam.History.Count - 1], 14.145142, 0.001)
                    Answer("Adam: likeliest sequence", energyOf adam, 14.145142, 1e-6)
                    Answer("plain steps", energyOf sgd, 14.287582, 1e-6)
                    Answer("Gumbel-softmax", energyOf gumbel, 14.145142, 1e-6)
                |]
            )

        let report = RelaxationReport page
        let course name fit = struct (name, fit)

        report.ShowCourse(
            potts.Of(potts.Best()),
            [|
                course "Adam" adam
                course "plain steps" sgd
                course "Gumbel-softmax, its own objective" gumbel
            |]
        )

        report.ShowBias(
            gradient stage 1 (energy potts),
            fun temperature -> gradient stage RelaxationReport.Particles (relaxed (Temperature.Constant temperature))
        )

        answers

    let private designCyclin (stage: Stage) : IReadOnlyList<Answer> =
        let report = FamilyReport(stage.Page, cyclins, score, suited)
        report.Introduce()
        stage.Page.Block(planOf 5 (energy score))

        let alone = ascend stage (Optimizer.Adam 0.5) Schedule.Constant 300 1 (energy score)

        let apart = ascend stage (Optimizer.Sgd 2.0) Schedule.Constant 500 1 (energy suited)

        let inOrder =
            ascend stage (Optimizer.Adam 0.5) Schedule.Cosine 300 1 (following suited)

        if inOrder.IsCanceled then
            [||]
        else
            report.Compare(alone, apart, inOrder)

    let private show (stage: Stage) : IReadOnlyList<Answer> =
        let page = stage.Page
        page.Title "Sequence design: twelve letters of twenty, and a cyclin (F#)"
        page.Heading "The program"
        page.Block(Source.Of("SequenceDesign.fs", Assembly.GetExecutingAssembly()))
        page.Heading "The plan, and why"
        page.Block(planOf 5 (energy potts))

        let adam = ascend stage (Optimizer.Adam 0.5) Schedule.Constant 500 1 (energy potts)

        let sgd = ascend stage (Optimizer.Sgd 2.0) Schedule.Constant 2000 1 (energy potts)

        let gumbel =
            ascend stage (Optimizer.Adam 0.1) Schedule.Constant 500 100 (relaxed (Temperature.Anneal(2.0, 0.1)))

        if gumbel.IsCanceled then
            page.Paragraph "Stopped before the last step."
            [||]
        else
            let answers = compare stage adam sgd gumbel
            [| yield! answers; yield! designCyclin stage |]

    let sample =
        { new ISample with
            member _.Name = "sequence"
            member _.Language = Language.FSharp
            member _.Summary = "letters of a protein, by energy and by real data"
            member _.Run stage = show stage
        }
