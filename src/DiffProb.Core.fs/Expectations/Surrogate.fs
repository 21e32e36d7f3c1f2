namespace DiffProb

open System.Collections.Generic

/// A cost lowered: its unbiased estimate for each particle, and what it was made of.
type internal LoweredCost =
    {
        Cost: Cost
        Plan: Planned list
        Lowering: Lowering
        Sums: SumProduct
        /// Plates and enumerated axes are summed; the particle axis remains where the cost is random.
        PerParticle: Tensor
    }

/// An expression whose mean over particles is the objective, and whose derivatives of any order are unbiased for its derivatives.
type internal Surrogate =
    {
        Graph: StochasticGraph
        Particle: Axis
        Costs: LoweredCost list
        Slots: Slot list
        /// Loops, with the probability of each that it is cut off.
        Loops: (LoopEnd * Tensor) list
        PerParticle: Tensor
        Objective: Tensor
    }

/// Lowers a planned graph. Per term of a cost: the sum over enumerated axes of weight x box(sum of log p of its scored sites) x term,
/// and for each scored site its control variate, (1 - box(log p)) x stop(baseline), over the axes that it has no influence on; then the mean over particles and the scaled sum over plates.
module internal Surrogate =

    /// A number that belongs to a site: 0 where the site is in a branch that is not taken.
    let private guarded (sums: SumProduct) (site: Site) (number: Tensor) =
        match site.Place.Guard with
        | None -> number
        | Some taken ->
            // Many conditions, each on sites of its own, would make one table of all. Without some of them the mean is the same.
            let own = sums.ScopeOf number

            match sums.Conditions taken with
            | [ only ] -> Tensor.Where(only, number, Tensor.Scalar 0.0)
            | several ->
                several
                |> List.filter (fun c -> Array.forall (fun s -> Array.contains s own) (sums.ScopeOf c))
                |> List.fold (fun l c -> Tensor.Where(c, l, Tensor.Scalar 0.0)) number

    /// Log weight of a scored site's draw under a law, for each row by itself.
    let private score (sums: SumProduct) (planned: Planned) (law: Distribution) (value: Tensor) =
        planned.Estimator.Rules.GradientFunction(law, value)
        |> Option.map (guarded sums planned.Site)

    let private lowerCost
        (ancestry: Ancestry)
        (particle: Axis)
        (keep: Slot -> unit)
        (sums: SumProduct)
        (cost: Cost)
        (plan: Planned list)
        =
        let along =
            [|
                for planned in plan do
                    if sums.Has planned.Site then
                        planned.Site.Index
            |]

        let scored =
            [
                for planned in plan do
                    let lowered = sums.Lowering.Site planned.Site

                    match score sums planned lowered.Distribution lowered.Proposal.Value with
                    | Some logProb -> planned, logProb
                    | None -> ()
            ]

        let terms = sums.Terms(cost.Value, along)

        // A box for each set of values: boxes of a product are a product of boxes. Rows of a shared plate never pay for each other; rows
        // that the cost mixes pay together.
        let boxes (term: LoweredTerm) =
            scored
            |> List.filter (fun (planned, _) -> term.Needs.[planned.Site.Index])
            |> List.map (fun (planned, logProb) -> logProb.SumOver planned.Facts.Mixed)
            |> List.groupBy sums.ScopeOf
            |> List.map (fun (_, logProbs) -> Part.Value((List.reduce (+) logProbs).MagicBox()))

        let paid (term: LoweredTerm) =
            sums.Sum(term.Summed, term.Summed, boxes term @ term.Parts)

        let total (numbers: Tensor list) =
            match numbers with
            | [] -> Tensor.Scalar 0.0
            | some -> List.reduce (+) some

        let expected =
            dict
                [
                    for term in terms -> term, lazy sums.Sum(term.Summed, term.Summed, term.Parts)
                ]

        // Values of a site below are weighted with probabilities that the present draw decides, so that a baseline may not keep
        // their axes: it is made of the cost summed over them. Of the other sites it keeps those along which the log probability
        // varies, and is the mean over the rest, given those.
        let control (sum: Tensor) (planned: Planned, logProb: Tensor) =
            let below = ancestry.Below planned.Site
            let kept = sums.ScopeOf logProb
            let own = ancestry.Above [ planned.Site.Index ]
            let outside = along |> Array.filter (fun place -> own.[place])

            let given (term: LoweredTerm) =
                let isKept place = Array.contains place kept
                let inside, others = term.Summed |> Array.partition below.Contains
                let rest = Array.filter (isKept >> not)

                if (rest others).Length = 0 then
                    sums.Sum(inside, inside, term.Parts)
                else
                    let all = sums.Sum(term.Summed, rest term.Summed, term.Parts)
                    let probability = sums.Sum(outside, rest outside, [])
                    let isPossible = Tensor.op_GreaterThan (probability, Tensor.Scalar 0.0)
                    Tensor.Where(isPossible, all / probability, Tensor.Scalar 0.0)

            let charged = terms |> List.filter (fun term -> term.Needs.[planned.Site.Index])

            let lowered = sums.Lowering.Site planned.Site
            let value = lowered.Proposal.Value

            let credit =
                {
                    Facts = planned.Facts
                    Distribution = lowered.Distribution
                    Value = value
                    Noise = lowered.Noise.Again
                    Guarded = guarded sums planned.Site
                    LogProb = logProb
                    LogProbUnder = fun law -> Option.get (score sums planned law (value.StopGradient()))
                    Cost = charged |> List.map given |> total
                    Expected = charged |> List.map (fun term -> expected.[term].Value) |> total
                    Particle = particle
                    ScoreAxes = logProb.Axes
                    Lower = sums.Lowering.Lower
                    Name = $"baseline of {planned.Site.Name} for {cost.Name}"
                    Keep = keep
                }

            match planned.Estimator.Rules.ControlVariate credit with
            | Some variate -> sum + sums.Sum(outside, outside, [ Part.Value variate ])
            | None -> sum

        let summed = List.fold control (terms |> List.map paid |> total) scored
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

    /// The surrogate of a planned graph; `own` says what stands for an expression that belongs to a site.
    let buildWith
        (own: Site -> Tensor -> Tensor)
        (graph: StochasticGraph)
        (ancestry: Ancestry)
        (particles: int)
        (plans: (Cost * Planned list) list)
        (loops: (LoopEnd * Cost * Planned list) list)
        : Surrogate =
        let particle = Axis("particle", particles, AxisRole.Particle)
        let lowerings = List<Lowering * SumProduct>()
        let slots = List<Slot>()

        let lowering choices =
            let agreeing =
                match lowerings |> Seq.tryFind (fun (known, _) -> known.Agrees choices) with
                | Some known -> known
                | None ->
                    let fresh = Lowering(graph, particle, own)
                    lowerings.Add((fresh, SumProduct(graph, ancestry, fresh)))
                    lowerings.[lowerings.Count - 1]

            (fst agreeing).Take choices
            agreeing

        let lower (cost: Cost) (plan: Planned list) =
            let lowering, sums =
                lowering [ for p in plan -> Choice.Of(p.Site, p.Estimator, p.Facts.Cuts) ]

            {
                Cost = cost
                Plan = plan
                Lowering = lowering
                Sums = sums
                PerParticle = lowerCost ancestry particle slots.Add sums cost plan
            }

        let costs = [ for cost, plan in plans -> lower cost plan ]

        let total = costs |> List.map _.PerParticle |> List.reduce (+)
        let objective = total.MeanOver(Axes.Of [ particle ])

        {
            Graph = graph
            Particle = particle
            Costs = costs
            Slots = List.ofSeq slots @ fitted (Seq.map fst lowerings) objective
            Loops =
                [
                    for loop, cost, plan in loops -> loop, (lower cost plan).PerParticle.MeanOver(Axes.Of [ particle ])
                ]
            PerParticle = total
            Objective = objective
        }
