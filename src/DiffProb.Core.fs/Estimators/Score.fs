namespace DiffProb

/// Score function: the cost times the derivative of the log probability (Glynn 1990; Williams 1992, REINFORCE).
/// Valid for any cost where the support does not move with a trained parameter. It enters through the magic box (Foerster et al.
/// 2018, arXiv 1802.05098), so that derivatives of any order are right.
module internal Score =

    let private refuse (baseline: IBaseline) (facts: Facts) =
        let moving = facts.TrainedWhere _.MovesSupport

        let law = facts.Site.Distribution

        if not law.HasDensity then
            Some "its density is not known"
        elif
            not law.IsNormalized
            && (baseline.Name <> Baseline.LeaveOneOut.Name || facts.Order > 1)
        then
            Some
                "its density is known up to a factor, and only the baseline of the other particles stands in for its derivative, once"
        elif moving.Length > 0 then
            let names = String.concat " and " moving
            Some $"its support moves with {names}, and the score function misses what happens at the moving edge"
        elif facts.IsStopped then
            Some "its value reaches the cost through StopGradient, which the score function would differentiate all the same"
        elif facts.Particles < baseline.LeastParticles then
            Some $"{baseline.Name} needs at least {baseline.LeastParticles} particles"
        else
            baseline.Refuse facts

    let withBaseline (baseline: Baseline) =
        let rules = baseline.Rules

        Estimator
            { new IEstimator with
                member _.Name = $"Score {rules.Name}".TrimEnd()
                member _.IsBiased = false
                member _.PassesThrough = false
                member _.Refuse facts = refuse rules facts
                member _.Evaluations facts = rules.Evaluations facts

                // Drawn from constants: an attached sample in a score term is the classical silent bias.
                member _.Propose(_, distribution, noise) =
                    Proposal.Draw((distribution.With _.StopGradient()).SampleFrom noise)

                member _.GradientFunction(distribution, value) = Some(distribution.LogDensity value)
                member _.ControlVariate credit = rules.Of credit
            }
