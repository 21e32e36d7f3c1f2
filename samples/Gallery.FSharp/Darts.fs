namespace Gallery.FSharp

open System
open System.Collections.Generic
open System.Reflection
open DiffProb
open Gallery
open Gallery.Board

/// Where to aim at a dartboard: the derivative of an expected score that jumps wherever it changes.
module Darts =

    // <program>
    /// Points of the place (x, y) where a dart landed, [2]: a step function, flat almost everywhere.
    let score (hit: Tensor) =
        let x, y = hit.[0], hit.[1]
        let radius = sqrt (x.Square() + y.Square())
        let sector = floor (TensorMath.Atan2(x, y) / Dartboard.SectorAngle + 0.5)
        let index = where (sector .< 0.0) (sector + 20.0) sector
        let numbers = tensor (Seq.map float Dartboard.Numbers |> Array.ofSeq)
        let number = numbers.[index.Cast DType.Int64]

        let inside elsewhere (ring: Ring) =
            let isHere = (radius .>= ring.Inner) &&& (radius .< ring.Outer)
            where isHere (float ring.Points + float ring.Multiple * number) elsewhere

        Seq.fold inside (tensor 0.0) Dartboard.Rings

    /// One dart, aimed at (x, y) mm, with standard deviation sigma mm; both are trainable.
    let throw (aim: float[]) (sigma: float) =
        prob {
            let! aim = param "aim" aim
            let! sigma = paramOn Support.Positive "sigma" sigma
            let! hit = sample "hit" (Normal(aim, sigma))
            return score hit
        }

    /// One dart by each thrower: a row of aims [rows, 2] and its sigma. Rows of the plate never pay for each other.
    let throwAll (aims: float[,]) (sigmas: float[]) =
        prob {
            let! aims = param "aims" aims

            for aim, sigma in plate "thrower" (aims, tensor sigmas) do
                let! hit = sample "hit" (Normal(aim, sigma))
                do! cost "score" (score hit)
        }
    // </program>

    let private gradient (stage: Stage) (budget: Budget) program =
        program
        |> Expectation.gradient
            { Estimation.defaults with
                Particles = budget.Darts
                Seed = stage.Seed
                Engine = stage.Engine
            }

    let climb (budget: Budget) (stage: Stage) (starts: IReadOnlyList<Thrower>) progress =
        let aims =
            Array2D.init starts.Count 2 (fun i j -> if j = 0 then starts.[i].X else starts.[i].Y)

        throwAll aims [| for thrower in starts -> thrower.Sigma |]
        |> Expectation.maximize
            { Optimization.defaults with
                Optimizer = Optimizer.Adam budget.Rate
                Schedule = Schedule.Cosine
                Steps = budget.Steps
                Particles = budget.Particles
                Seed = stage.Seed
                Engine = stage.Engine
                Progress = progress
                Cancellation = stage.Stop
            }

    let private show budget (stage: Stage) : IReadOnlyList<Answer> =
        let report = DartsReport(stage, budget)

        let at (thrower: Thrower) =
            throw [| thrower.X; thrower.Y |] thrower.Sigma

        let first = at DartsReport.Throwers.[0]

        report.ShowProgram(
            "Darts: where to aim, when the hand shakes (F#)",
            Source.Of("Darts.fs", Assembly.GetExecutingAssembly())
        )

        report.ShowPlan(
            Expectation.plan Estimation.defaults first,
            "sample ... |> via Pathwise",
            fun () -> first |> via Pathwise |> Expectation.gradient Estimation.defaults
        )

        let answers =
            report.ShowGradients(fun thrower -> gradient stage budget (at thrower))

        if stage.Stop.IsCancellationRequested then
            [||]
        else
            report.ShowAims(fun starts progress -> climb budget stage starts progress)
            answers

    /// The sample within a budget.
    let within (budget: Budget) =
        { new ISample with
            member _.Name = "darts"
            member _.Language = Language.FSharp
            member _.Summary = "where to aim at a dartboard: a score that jumps"
            member _.Run stage = show budget stage
        }

    let sample = within (Budget())
