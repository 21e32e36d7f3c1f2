namespace Gallery.FSharp

open System.Collections.Generic
open System.Reflection
open DiffProb
open Gallery
open Gallery.Rejecting

/// Rejection sampling whose accept step is softened, so that it has a path, beside the hard one, whose gradient is unbiased.
module SoftAndHardRejection =

    // <program>
    /// N(theta, 1) from proposals of N(0, 2²): the logarithm of the ratio of their densities, and as much less as keeps it below 0.
    let logAcceptance (theta: Tensor) (z: Tensor) =
        z.Square() / 8.0
        - 0.5 * (z - theta).Square()
        - theta.StopGradient().Square() / 6.0
        - 0.05

    /// The first proposal that is accepted.
    let hard (cost: Tensor -> Tensor) =
        prob {
            let! theta = param "theta" 0.5
            let! z = sample "z" (Rejection(Normal(0.0, 2.0), logAcceptance theta))
            return cost z
        }

    /// A blend of proposals, where a sigmoid of (log acceptance - log u) / temperature stands for the accept step.
    let soft (temperature: float) (cost: Tensor -> Tensor) =
        prob {
            let! theta = param "theta" 0.5

            let! z =
                sample "z" (SoftRejection(Normal(0.0, 2.0), logAcceptance theta, temperature))

            return cost z
        }
    // </program>

    let private costOf isSquare : Tensor -> Tensor = if isSquare then _.Square() else id

    let private gradient (stage: Stage) program =
        program
        |> Expectation.gradient
            { Estimation.defaults with
                Particles = RejectionReport.Particles
                Seed = stage.Seed
                Engine = stage.Engine
            }

    let private show (stage: Stage) : IReadOnlyList<Answer> =
        let page = stage.Page
        page.Title "Rejection sampling, soft and hard (F#)"
        page.Heading "The programs"
        page.Block(Source.Of("SoftAndHardRejection.fs", Assembly.GetExecutingAssembly()))
        page.Heading "The plans, and why"
        page.Block(string (Expectation.plan Estimation.defaults (hard id)))
        page.Block(string (Expectation.plan Estimation.defaults (soft 0.1 id)))

        page.Block(Refusal.Of(fun () -> hard id |> via Pathwise |> Expectation.gradient Estimation.defaults |> box))

        if stage.Stop.IsCancellationRequested then
            [||]
        else
            RejectionReport(
                page,
                (fun isSquare -> gradient stage (hard (costOf isSquare))),
                (fun isSquare temperature -> gradient stage (soft temperature (costOf isSquare)))
            )
                .Show()

    let sample =
        { new ISample with
            member _.Name = "rejection"
            member _.Language = Language.FSharp
            member _.Summary = "soft rejection's bias, and the hard without any"
            member _.Run stage = show stage
        }
