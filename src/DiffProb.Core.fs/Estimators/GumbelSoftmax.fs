namespace DiffProb

/// Puts a relaxed draw in place of a bit or a one-hot vector, softmax((l + G) / t) with Gumbel noise G, sigmoid((l + L) / t) with logistic
/// noise L, and differentiates along it. Biased: value and gradient are those of the relaxed cost, for any temperature t above 0; as
/// t falls the bias goes to 0 and the variance grows as 1 / t. At t up to 1/2, a score function with a baseline may be better in both.
/// Sources: Jang, Gu, Poole 2017, arXiv 1611.01144; Maddison, Mnih, Teh 2017, arXiv 1611.00712.
/// Valid where the cost is continuous in the value, and has a meaning between 0 and 1.
module internal GumbelSoftmax =

    let at (temperature: Temperature) =
        Estimator
            { new IEstimator with
                member _.Name = $"GumbelSoftmax {temperature}"
                member _.IsBiased = true
                member _.PassesThrough = true
                member _.Refuse facts = Relaxation.refuse facts
                member _.Evaluations _ = 1

                member _.Propose(_, distribution, noise) =
                    let relaxed = nonNull (distribution.Relaxation temperature.Value)
                    Proposal.Draw(relaxed.SampleFrom noise)

                member _.GradientFunction(_, _) = None
                member _.ControlVariate _ = None
              interface IRelaxing
            }
