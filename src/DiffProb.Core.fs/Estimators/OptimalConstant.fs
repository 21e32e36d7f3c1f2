namespace DiffProb

/// One constant for each scalar parameter of the law, of least variance: b_j = E[f s_j²] / E[s_j²], with s_j = ∂ log p / ∂θ_j. What is added
/// to the cost is -Σ_j stop(b_j s_j) (θ_j - stop θ_j). Each particle has the b_j of the other ones, so that it is unbiased; from two others on they
/// are means. Least is the variance of the derivative in θ_j, per draw, as the number of particles grows; first derivatives only.
/// A mean is no such constant, and may raise the variance: that of the derivative of E cos x in the scale of N(1, 1) from 0.836 to 1.266.
/// Source: Greensmith, Bartlett, Baxter 2004, JMLR 5, for policies; one for each parameter: Peters and Schaal 2008, Neural Networks 21.
module internal OptimalConstant =

    let refuse (facts: Facts) =
        if facts.Order > 1 then
            Some "its constants are those of a first derivative"
        else
            None

    /// The sum over the other particles, from both ends, so that none is taken off again: where one particle is much larger than
    /// the others, a difference would be made of its rounding.
    let others (particle: Axis) (x: Tensor) =
        let rows = x.FromAxis particle
        let none = Tensor.Zeros(rows.Shape.Skip 1).Unsqueeze 0

        let before =
            Shapes.Concatenate([| none; rows.CumSum(0).Slice(0, 0, particle.Size - 1) |], 0)

        let after =
            Shapes.Concatenate([| rows.CumSum(0, reverse = true).Slice(0, 1, particle.Size); none |], 0)

        (before + after).ToAxis particle

    /// over: the sum over particles that a constant is made of.
    let termBy (over: Tensor -> Tensor) (credit: Credit) =
        let trained = credit.Facts.Trained |> Array.map _.Name |> set

        let live =
            [
                for p in credit.Distribution.Parameters do
                    if trained.Contains p.Name && DTypes.IsFloat p.Value.DType then
                        p.Value
            ]
            |> List.distinct

        let fixedAt (parameter: Tensor) =
            AxisOperations.ExpandAlong(parameter.StopGradient(), credit.LogProb.Axes)

        let logProb = credit.LogProbUnder(credit.Distribution.With fixedAt)

        let scores = Gradient.Of(logProb, [| for parameter in live -> fixedAt parameter |])

        let cost = credit.Cost.MeanOver credit.Facts.Mixed

        let part (parameter: Tensor) (score: Tensor) =
            let size = score.Square()
            let all = over size
            let isKnown = Tensor.op_GreaterThan (all, Tensor.Scalar 0.0)
            let best = Tensor.Where(isKnown, over (cost * size) / all, Tensor.Scalar 0.0)

            ((best * score).StopGradient() * Relaxation.moved parameter).Sum()

        let parts = Seq.map2 part live scores |> List.ofSeq

        match parts with
        | [] -> None
        | some -> Some(-(List.reduce (+) some).SumOver credit.Facts.Mixed)

    let term (credit: Credit) = termBy (others credit.Particle) credit
