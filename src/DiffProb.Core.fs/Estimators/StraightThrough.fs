namespace DiffProb

/// A bit or one-hot vector on the way forward, and the relaxed draw that it is the nearest corner of on the way back (straight-through
/// Gumbel-softmax). Biased: the value is the program's own, the gradient that of no objective.
/// Source: Jang, Gu, Poole 2017, arXiv 1611.01144, section 2.2.
/// Valid where the cost is continuous in the value, and has a meaning between 0 and 1.
module internal StraightThrough =

    let at (temperature: Temperature) =
        Estimator
            { new IEstimator with
                member _.Name = $"StraightThrough {temperature}"
                member _.IsBiased = true
                member _.PassesThrough = true
                member _.Refuse facts = Relaxation.refuseOnce facts
                member _.Evaluations _ = 1

                member _.Propose(_, distribution, noise) =
                    let law = nonNull (distribution.Relaxation temperature.Value)
                    let relaxed = law.SampleFrom noise
                    Proposal.Draw(Relaxation.corner distribution relaxed + (relaxed - relaxed.StopGradient()))

                member _.GradientFunction(_, _) = None
                member _.ControlVariate _ = None
            }
