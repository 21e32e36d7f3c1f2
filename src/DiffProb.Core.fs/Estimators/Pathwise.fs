namespace DiffProb

/// Differentiates through the draw: z = g(noise, θ), explicit, or implicit by dz/dθ = -(∂F/∂θ) / p(z).
/// Sources: Glasserman 2003; Kingma and Welling 2014, arXiv 1312.6114; Figurnov et al. 2018, arXiv 1805.08498.
/// Valid where the draw is differentiable and the cost is continuous in it; differentiable, for a second derivative.
module internal Pathwise =

    let private refuse (facts: Facts) =
        let unfollowed = facts.TrainedWhere(fun p -> p.Path = PathKind.None)
        let isImplicit = facts.TrainedWhere(fun p -> p.Path = PathKind.Implicit).Length > 0

        if facts.Site.Distribution.Support.IsDiscrete then
            Some $"its support is discrete: {facts.Site.Distribution.Support.Description}"
        elif unfollowed.Length > 0 then
            let names = String.concat " and " unfollowed
            Some $"its draws are not a differentiable function of {names}"
        else
            match facts.Dependence with
            | Dependence.Step ->
                Some "the cost jumps as a function of its value, and the derivative along a path misses the jumps"
            | Dependence.Kinked when facts.Order > 1 ->
                Some "the cost has kinks in its value, and a second derivative along a path misses them"
            | _ when facts.Order > 1 && isImplicit -> Some "its implicit derivative can be taken once only"
            | _ -> None

    let estimator =
        Estimator
            { new IEstimator with
                member _.Name = "Pathwise"
                member _.IsBiased = false
                member _.PassesThrough = true
                member _.Refuse facts = refuse facts
                member _.Evaluations _ = 1

                member _.Propose(_, distribution, noise) =
                    Proposal.Draw(distribution.SampleFrom noise)

                member _.GradientFunction(_, _) = None
                member _.ControlVariate _ = None
            }
