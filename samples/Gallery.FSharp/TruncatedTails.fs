namespace Gallery.FSharp

open System.Collections.Generic
open System.Reflection
open DiffProb
open Gallery
open Gallery.Tails

/// Gradients far out in the tails: what is said of them, what is right, and what really fails.
module TruncatedTails =

    // <program>
    /// A unit law above a bound alone.
    let above law (loc: Tensor) (low: Tensor) : Distribution =
        match law with
        | TailLaw.Normal -> TruncatedNormal(loc, 1.0, low, infinity)
        | TailLaw.Logistic -> TruncatedLogistic(loc, 1.0, low, infinity)
        | _ -> TruncatedCauchy(loc, 1.0, low, infinity)

    /// The place with probability u below it, where the centre lies far below the bound at 0: how it moves when u stays, and with u.
    let place law (far: float) (u: float) =
        prob {
            let! loc = param "loc" -far
            let! low = param "low" 0.0
            let! below = param "u" u
            return nonNull ((above law loc low).Icdf below)
        }

    /// The mean of a draw, above a bound that is a number or a parameter.
    let mean law (far: float) (bound: Prob<Tensor>) =
        prob {
            let! loc = param "loc" -far
            let! low = bound
            return! sample "x" (above law loc low)
        }
    // </program>

    let private gradient (stage: Stage) particles program =
        program
        |> Expectation.gradient
            { Estimation.defaults with
                Particles = particles
                Seed = stage.Seed
                Engine = stage.Engine
            }

    // No site, no noise: one particle is exact.
    let private at stage program =
        let g = gradient stage 1 program
        Slopes(g.Value.Mean, g.["u"].ToDouble(), g.["loc"].ToDouble(), g.["low"].ToDouble())

    let private show (stage: Stage) : IReadOnlyList<Answer> =
        let page = stage.Page
        page.Title "Truncated tails: a folklore and its correction (F#)"
        page.Heading "The programs"
        page.Block(Source.Of("TruncatedTails.fs", Assembly.GetExecutingAssembly()))
        page.Heading "The plan, and why"
        let moving = mean TailLaw.Normal 5.0 (param "low" 0.0)
        page.Block(string (Expectation.plan Estimation.defaults moving))

        page.Block(
            Refusal.Of(fun () ->
                moving
                |> via (Score LeaveOneOut)
                |> Expectation.gradient Estimation.defaults
                |> box)
        )

        let particles, still = TailsReport.Particles, Prob.ret (tensor 0.0)

        let found =
            TailsFound(
                (fun law far x -> exp ((above law (tensor -far) (tensor 0.0)).LogProb(x).ToDouble())),
                (fun law far halvings -> at stage (place law far (1.0 - 2.0 ** -(float halvings)))),
                (fun law far -> gradient stage particles (mean law far still)),
                (fun law far -> gradient stage particles (mean law far still |> via (Score LeaveOneOut)))
            )

        if stage.Stop.IsCancellationRequested then
            [||]
        else
            TailsReport(page, found).Show()

    let sample =
        { new ISample with
            member _.Name = "tails"
            member _.Language = Language.FSharp
            member _.Summary = "gradients far out: a folklore and its correction"
            member _.Run stage = show stage
        }
