namespace DiffProb

/// Differentiates through the draw: z = g(noise, θ), explicit, or implicit by dz/dθ = -(∂F/∂θ) / p(z).
/// Sources: Glasserman 2003; Kingma and Welling 2014, arXiv 1312.6114; Figurnov et al. 2018, arXiv 1805.08498.
/// Valid where the draw is differentiable and the cost is continuous in it; differentiable, for a second derivative.
module internal Pathwise =

    let private refuse (facts: Facts) =
        match facts.Site.Reparameterized with
        | Some draw ->
            match facts.Dependence with
            | Dependence.Step ->
                Some "the cost jumps as a function of its value, and the derivative along a path misses the jumps"
            | Dependence.Kinked when facts.Order > 1 ->
                Some "the cost has kinks in its value, and a second derivative along a path misses them"
            | _ when facts.Order > 1 && draw.IsImplicit -> Some "its implicit derivative can be taken once only"
            | _ -> None
        | None when facts.Site.Distribution.Support.IsDiscrete ->
            Some $"its support is discrete: {facts.Site.Distribution.Support.Description}"
        | None -> Some "its draws are not a differentiable function of its parameters"

    let estimator =
        Estimator
            { new IEstimator with
                member _.Name = "Pathwise"
                member _.IsBiased = false
                member _.PassesThrough = true
                member _.Refuse facts = refuse facts

                member _.Propose(_, distribution, noise) =
                    {
                        Value = distribution.SampleFrom noise
                        Axis = None
                    }

                member _.GradientFunction _ = None
                member _.ControlVariate _ = None
            }
