namespace DiffProb

open System.Collections.Generic

/// A cost lowered: its unbiased estimate for each particle, and what it was made of.
type internal LoweredCost =
    {
        Cost: Cost
        Plan: Planned list
        Lowering: Lowering
        /// Plates and enumerated axes are summed; the particle axis remains where the cost is random.
        PerParticle: Tensor
    }

/// An expression whose mean over particles is the objective, and whose derivatives of any order are unbiased for its derivatives.
type internal Surrogate =
    {
        Particle: Axis
        Costs: LoweredCost list
        Slots: Slot list
        PerParticle: Tensor
        Objective: Tensor
    }

/// Lowers a planned graph. Per cost: the sum over enumerated axes of weight x [box(sum of log p of its scored sites) x cost +
/// sum over them of (1 - box(log p)) x stop(baseline)], then the mean over particles and the scaled sum over plates.
module internal Surrogate =

    /// Log probability of a scored site, aligned with the rows that its cost keeps.
    let private score (lowering: Lowering) (planned: Planned) (gradientFunction: Tensor -> Tensor option) =
        let lowered = lowering.Site planned.Site
        let logProb = lowered.Distribution.LogDensity lowered.Proposal.Value

        let counted =
            match planned.Site.Place.Guard with
            | Some taken -> Tensor.Where(lowering.Lower taken, logProb, Tensor.Scalar 0.0)
            | None -> logProb

        // Rows of a shared plate never pay for each other; rows that the cost mixes pay together.
        gradientFunction counted |> Option.map (fun l -> l.SumOver planned.Facts.Mixed)

    let private lowerCost (particle: Axis) (keep: Slot -> unit) (cost: Cost) (plan: Planned list) (lowering: Lowering) =
        let value = lowering.Lower cost.Value

        let scored =
            [
                for planned in plan do
                    match score lowering planned planned.Estimator.Rules.GradientFunction with
                    | Some logProb -> planned, logProb
                    | None -> ()
            ]

        let paid =
            match scored with
            | [] -> value
            | _ -> (scored |> List.map snd |> List.reduce (+)).MagicBox() * value

        let control (total: Tensor) (planned: Planned, logProb: Tensor) =
            let credit =
                {
                    Cost = value
                    Particle = particle
                    Name = $"baseline of {planned.Site.Name} for {cost.Name}"
                    Keep = keep
                }

            match planned.Estimator.Rules.ControlVariate credit with
            | Some baseline -> total + (1.0 - logProb.MagicBox()) * baseline.StopGradient()
            | None -> total

        let controlled = List.fold control paid scored

        let weights, axes =
            [
                for planned in List.rev plan do
                    let lowered = lowering.Site planned.Site

                    match lowered.Proposal.Axis with
                    | Some axis -> lowered.Distribution.Mass lowered.Proposal.Value, axis
                    | None -> ()
            ]
            |> List.unzip

        let summed = Elimination.sum axes weights controlled
        summed.SumOver(cost.Place.Axes) * cost.Place.Scale

    /// The surrogate of a planned graph.
    let build (graph: StochasticGraph) (particles: int) (plans: (Cost * Planned list) list) : Surrogate =
        let particle = Axis("particle", particles, AxisRole.Particle)
        let lowerings = List<Lowering>()
        let slots = List<Slot>()

        let lowering choices =
            let agreeing =
                match lowerings |> Seq.tryFind _.Agrees(choices) with
                | Some known -> known
                | None ->
                    let fresh = Lowering(graph, particle)
                    lowerings.Add fresh
                    fresh

            agreeing.Take choices
            agreeing

        let costs =
            [
                for cost, plan in plans do
                    let lowering = lowering [ for p in plan -> p.Site, p.Estimator ]

                    {
                        Cost = cost
                        Plan = plan
                        Lowering = lowering
                        PerParticle = lowerCost particle slots.Add cost plan lowering
                    }
            ]

        let total = costs |> List.map _.PerParticle |> List.reduce (+)

        {
            Particle = particle
            Costs = costs
            Slots = List.ofSeq slots
            PerParticle = total
            Objective = total.MeanOver(Axes.Of [ particle ])
        }
