namespace DiffProb

/// A plain draw: nothing trainable is above the site, so there is nothing to differentiate.
module internal NotNeeded =

    let estimator =
        Estimator
            { new IEstimator with
                member _.Name = "not needed"
                member _.IsBiased = false
                member _.PassesThrough = false
                member _.Refuse _ = None
                member _.Evaluations _ = 1

                member _.Propose(_, distribution, noise) =
                    Proposal.Draw(distribution.SampleFrom noise)

                member _.GradientFunction(_, _) = None
                member _.ControlVariate _ = None
            }
