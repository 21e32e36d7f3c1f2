namespace DiffProb

/// A bit or one-hot vector b on the way forward, and a second-order way back: 2 J((p + b) / 2) - J(p) / 2, with J(π) = diag(π) - π πᵀ the
/// derivative of a softmax in its logits. Biased, but not where the cost is quadratic in the value of one site.
/// Source: Liu, Dong, Liu, Yu, Gao 2023, arXiv 2304.08612, section 4.
/// Valid where the cost is differentiable around the value.
module internal ReinMax =

    // The derivative J(π) dl of a softmax, or of a sigmoid with log odds l.
    let private along (law: Distribution) (probs: Tensor) (moved: Tensor) =
        match law with
        | :? Bernoulli -> probs * (1.0 - probs) * moved
        | _ -> probs * (moved - (probs * moved).Sum(-1).Unsqueeze(-1))

    let estimator =
        Estimator
            { new IEstimator with
                member _.Name = "ReinMax"
                member _.IsBiased = true
                member _.PassesThrough = true
                member _.Refuse facts = Relaxation.refuseOnce facts
                member _.Evaluations _ = 1

                member _.Propose(_, distribution, noise) =
                    let draw = (distribution.With _.StopGradient()).SampleFrom noise
                    let probs = (nonNull distribution.Mean).StopGradient()
                    let moved = Relaxation.moved (Relaxation.logits distribution)
                    let second = along distribution (0.5 * (probs + draw)) moved
                    Proposal.Draw(draw + 2.0 * second - 0.5 * along distribution probs moved)

                member _.GradientFunction(_, _) = None
                member _.ControlVariate _ = None
            }
