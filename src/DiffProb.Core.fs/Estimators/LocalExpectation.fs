namespace DiffProb

/// Moves bits and one-hot vectors along their probabilities: value the draw, derivative that of its mean ("straight-through").
/// Source: Bengio, Léonard, Courville 2013, arXiv 1308.3432; as the local expectation gradient of Titsias and Lázaro-Gredilla 2015,
/// arXiv 1511.06251, it is exact where the cost is affine in the value with everything else fixed: one backward pass, no bias, to any order.
/// The representation counts: (b - t)² and b (1 - 2t) + t² are the same on {0, 1}, and the first is refused.
module internal LocalExpectation =

    let private moves (site: Site) =
        match site.Distribution with
        | :? Bernoulli
        | :? OneHotCategorical -> true
        | _ -> false

    let private refuse (facts: Facts) =
        if not (moves facts.Site) then
            Some "it is no bit and no one-hot vector"
        elif facts.Dependence > Dependence.Affine then
            Some "the cost is not affine in its value with everything else fixed"
        else
            None

    let estimator =
        Estimator
            { new IEstimator with
                member _.Name = "LocalExpectation"
                member _.IsBiased = false
                member _.PassesThrough = true
                member _.Refuse facts = refuse facts
                member _.Evaluations _ = 1

                member _.Propose(_, distribution, noise) =
                    let mean = nonNull distribution.Mean
                    Proposal.Draw(distribution.SampleFrom noise + (mean - mean.StopGradient()))

                member _.GradientFunction(_, _) = None
                member _.ControlVariate _ = None
            }
