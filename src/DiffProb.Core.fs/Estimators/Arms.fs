namespace DiffProb

/// n draws of a bit, or of a vector of bits, that lie apart (a Dirichlet copula), each against the mean of them all.
/// With b₁ … bₙ the draws, b̄ their mean, m = min(p, 1 - p) and J = max(2 m^(1/(n-1)) - 1, 0)ⁿ⁻¹, the probability that two of them are both the
/// rarer bit: d E f = E Σᵢ f(bᵢ) (bᵢ - b̄) / ((n - 1) (m - J)) dp. The bits of an event have copulas of their own, so that n evaluations serve
/// all of them. For n = 2 it is DisArm; bits drawn independently would give the score function with the leave-one-out baseline.
/// Source: Dimitriev and Zhou 2021, arXiv 2105.14141. The form in p, which also holds at its ends, is ours.
module internal Arms =

    let private refuse (facts: Facts) =
        match facts.Site.Distribution with
        | :? Bernoulli ->
            if facts.Order > 1 then
                Some "draws against their mean give a first derivative"
            elif facts.Mixed.Count > 0 then
                Some
                    $"rows of plate \"{facts.Mixed.[0].Name}\" are mixed before the cost; one site with a vector of bits can be drawn together"
            elif facts.IsStopped then
                Some "its value reaches the cost through StopGradient, which the draws would differentiate all the same"
            else
                None
        | _ -> Some "it is no bit"

    /// Whether each draw is the rarer bit: with d from a flat Dirichlet law, 1 - dᵢ < m^(1/(n-1)).
    let private areRare (n: int) (root: Tensor) (shape: Shape) (noise: NoiseSource) =
        let parts = noise.StandardExponential(Shape.Of [| yield n; yield! shape |])
        let total = parts.Sum 0
        Tensor.op_LessThan ((total - parts) / total, root)

    let estimator (n: int) =
        if n < 2 then
            raise (Errors.atLeast "Arms: the number of draws" 2 n)

        Estimator
            { new IEstimator with
                member _.Name = $"Arms {n}"
                member _.IsBiased = false
                member _.PassesThrough = false
                member _.Refuse facts = refuse facts
                member _.Evaluations _ = n

                member _.Propose(site, distribution, noise) =
                    let others = float (n - 1)
                    let live = (nonNull distribution.Mean).BroadcastTo(distribution.Shape)
                    let p = live.StopGradient()
                    let least = Tensor.Min(p, 1.0 - p)
                    let root = least ** (1.0 / others)
                    let rare = (areRare n root distribution.Shape noise).Cast DType.Float64

                    let draws =
                        Tensor.Where(Tensor.op_GreaterThan (p, Tensor.Scalar 0.5), 1.0 - rare, rare)

                    let apart = least - Tensor.Max(2.0 * root - 1.0, Tensor.Scalar 0.0) ** others

                    let apart =
                        Tensor.Where(Tensor.op_GreaterThan (least, Tensor.Scalar 0.0), apart, Tensor.Scalar 1.0)

                    let moved = (draws - draws.Mean 0) * ((live - p) / (others * apart))
                    let axis = Axis($"draws of {site.Name}", n, AxisRole.Coupled)

                    {
                        Value = draws.ToAxis axis
                        Along =
                            Some
                                {
                                    Axis = axis
                                    Weights = 1.0 / float n + (moved.ToAxis axis).Sum()
                                    Possible = None
                                }
                    }

                member _.GradientFunction(_, _) = None
                member _.ControlVariate _ = None
            }
