namespace DiffProb

/// Differentiates along the path of an accepted proposal, with its acceptance as a weight (RSVI).
/// With h the proposal's path and a the acceptance: d E f = E[f'(h) dh] + Cov(f(h), d log a(h)); the covariance, in which the derivative
/// of the unknown rate drops out, is the score term against the mean of the other particles.
/// Source: Naesseth, Ruiz, Linderman, Blei 2017, arXiv 1610.05683, equation 6; the covariance is our form for an unknown rate.
/// Valid where the proposal's draws are differentiable, the cost is continuous in the value, and there are other particles.
module internal RejectionPath =

    let private proposal (site: Site) =
        match site.Distribution with
        | :? Rejection as rejection -> Some rejection.Proposal
        | _ -> None

    /// Whether a site is one that it may serve at all.
    let servesSite site = (proposal site).IsSome

    let private refuse (facts: Facts) =
        match proposal facts.Site with
        | None -> Some "it is no rejection sampler"
        | Some law when
            law.Support.IsDiscrete
            || law.Parameters |> Seq.exists (fun p -> p.Path = PathKind.None)
            ->
            Some "draws of its proposal are not a differentiable function of their parameters"
        | Some _ ->
            match facts.Dependence with
            | Dependence.Step ->
                Some "the cost jumps as a function of its value, and the derivative along a path misses the jumps"
            | _ when facts.IsStopped ->
                Some "its value reaches the cost through StopGradient, which the weight would differentiate all the same"
            | _ when facts.Order > 1 -> Some "the derivative of the unknown rate of acceptance drops out once only"
            | _ when facts.Particles < 2 -> Some "it needs at least 2 particles"
            | _ -> None

    let estimator =
        Estimator
            { new IEstimator with
                member _.Name = "RejectionPath"
                member _.IsBiased = false
                member _.PassesThrough = true
                member _.Refuse facts = refuse facts
                member _.Evaluations _ = 1

                member _.Propose(_, distribution, noise) =
                    Proposal.Draw(distribution.SampleFrom noise)

                member _.GradientFunction(distribution, value) =
                    match distribution with
                    | :? Rejection as rejection -> Some(rejection.LogAcceptance value)
                    | _ -> None

                member _.ControlVariate credit = Baseline.LeaveOneOut.Rules.Of credit
            }
