namespace DiffProb

/// The k - 1 most probable values of a site with finite support, summed, and one draw from the others: k evaluations in all, as Kool et al. 2020
/// count them; Liu et al. write k for the values summed. With C those values, p(C) their probability and r the draw:
/// d E f = E [Σ dp(s) (f(s) - b) + (1 - p(C)) / p(r) dp(r) (f(r) - b)], summed over s in C. The baseline b = Σ p(s) f(s) / p(C) does not depend
/// on the draw and takes no evaluation: with it, a constant added to the cost changes nothing; where the cost is centred already, it can double
/// the variance. Exact where no possible value is left out; where k is all that the site has, it is enumerated.
/// Source: Liu, Regier, Tripuraneni, Jordan, McAuliffe 2019, arXiv 1810.04777, for any baseline; this one is our choice.
module internal SumAndSample =

    /// Weights of the cost at each value, of sum 1; the last value is the draw.
    let private weights (chosen: DistinctValues) k =
        let isDraw = Tensor.Of(Array.init k (fun i -> i = k - 1))
        let isPossible = Tensor.op_GreaterThan (chosen.Mass, Tensor.Scalar 0.0)
        let draw = chosen.Mass.[k - 1]
        let rest = draw + chosen.Rest

        let ratio =
            Tensor.Where(
                Tensor.op_BitwiseAnd (isDraw, isPossible),
                rest / Tensor.Where(isPossible, chosen.Mass, Tensor.Scalar 1.0),
                Tensor.Scalar 1.0
            )

        let summed = Tensor.Where(isDraw, Tensor.Scalar 0.0, chosen.Mass)
        let moved = (chosen.Live - chosen.Live.StopGradient()) * ratio
        chosen.Mass * ratio + moved - summed / summed.Sum() * moved.Sum()

    let estimator (k: int) =
        if k < 2 then
            raise (Errors.atLeast "SumAndSample: the number of values" 2 k)

        Estimator
            { new IEstimator with
                member _.Name = $"SumAndSample {k}"
                member _.IsBiased = false
                member _.PassesThrough = false
                member _.Refuse facts = DistinctValues.refuse k facts
                member _.Evaluations _ = k

                member _.Propose(site, distribution, noise) =
                    if DistinctValues.areAll k site then
                        Enumerate.estimator.Rules.Propose(site, distribution, noise)
                    else
                        let scores mass =
                            List.replicate (k - 1) mass @ [ DistinctValues.race noise mass ]

                        let chosen = DistinctValues.choose site distribution scores
                        chosen.Weighted site (weights chosen k)

                member _.GradientFunction(_, _) = None
                member _.ControlVariate _ = None
            }
