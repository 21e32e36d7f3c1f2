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

/// Lowers a planned graph. Per cost: the sum over enumerated axes of weight x box(sum of log p of its scored sites) x cost,
/// and for each scored site that of (1 - box(log p)) x stop(baseline) over the axes that it has no influence on; then the mean over particles and the scaled sum over plates.
module internal Surrogate =

    /// Log weight of a scored site, aligned with the rows that its cost keeps.
    let private score (lowering: Lowering) (planned: Planned) =
        let lowered = lowering.Site planned.Site

        let counted (logWeight: Tensor) =
            match planned.Site.Place.Guard with
            | Some taken -> Tensor.Where(lowering.Lower taken, logWeight, Tensor.Scalar 0.0)
            | None -> logWeight

        // Rows of a shared plate never pay for each other; rows that the cost mixes pay together.
        planned.Estimator.Rules.GradientFunction(lowered.Distribution, lowered.Proposal.Value)
        |> Option.map (fun l -> (counted l).SumOver planned.Facts.Mixed)

    let private lowerCost
        (ancestry: Ancestry)
        (particle: Axis)
        (keep: Slot -> unit)
        (lowering: Lowering)
        (cost: Cost)
        (plan: Planned list)
        =
        let value = lowering.Lower cost.Value

        let scored =
            [
                for planned in plan do
                    match score lowering planned with
                    | Some logProb -> planned, logProb
                    | None -> ()
            ]

        let paid =
            match scored with
            | [] -> value
            | _ -> (scored |> List.map snd |> List.reduce (+)).MagicBox() * value

        let enumerated =
            [
                for planned in List.rev plan do
                    let lowered = lowering.Site planned.Site

                    match lowered.Proposal.Along with
                    | Some along -> planned.Site, along
                    | None -> ()
            ]

        let sum sites value =
            Elimination.sum (List.map snd sites) value

        // Values of a site below are weighted with probabilities that the present draw decides, so that a baseline may not keep
        // their axes: it is made of the cost summed over them.
        let control (total: Tensor) (planned: Planned, logProb: Tensor) =
            let below = ancestry.Below planned.Site

            let inside, outside =
                enumerated |> List.partition (fun (site, _) -> below.Contains site.Index)

            let credit =
                {
                    Cost = sum inside value
                    Expected = sum enumerated value
                    Particle = particle
                    Name = $"baseline of {planned.Site.Name} for {cost.Name}"
                    Keep = keep
                }

            match planned.Estimator.Rules.ControlVariate credit with
            | Some baseline -> total + sum outside ((1.0 - logProb.MagicBox()) * baseline.StopGradient())
            | None -> total

        let summed = List.fold control (sum enumerated paid) scored
        summed.SumOver(cost.Place.Axes) * cost.Place.Scale

    /// What the estimators of some lowerings fit to earlier runs; a site that is lowered twice fits one number.
    let private fitted (lowerings: seq<Lowering>) (objective: Tensor) =
        [
            for lowering in lowerings do
                for lowered in lowering.Sites do
                    match lowered.Estimator.Rules with
                    | :? IFitted as rules -> yield! rules.Keep(lowered.Site, lowered.Distribution, lowered.Noise, objective)
                    | _ -> ()
        ]
        |> List.distinctBy _.Leaf

    /// The surrogate of a planned graph.
    let build (graph: StochasticGraph) (ancestry: Ancestry) (particles: int) (plans: (Cost * Planned list) list) : Surrogate =
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
                        PerParticle = lowerCost ancestry particle slots.Add lowering cost plan
                    }
            ]

        let total = costs |> List.map _.PerParticle |> List.reduce (+)
        let objective = total.MeanOver(Axes.Of [ particle ])

        {
            Particle = particle
            Costs = costs
            Slots = List.ofSeq slots @ fitted lowerings objective
            PerParticle = total
            Objective = objective
        }
