namespace DiffProb

/// Two draws of a bit, or of a vector of bits, from one uniform and its mirror image, and the difference of their costs.
/// With b and b' the two draws and p the probability of 1: d E f = E (f(b) - f(b')) (-1)^b' [b ≠ b'] / (2 min(p, 1 - p)) dp; all bits of an event
/// are mirrored together, so that two evaluations serve all of them. Never worse than two draws against each other, for one bit.
/// Sources: Dong, Mnih, Tucker 2020, arXiv 2006.10680; Yin et al. 2020 (U2G). The form in p, which also holds at its ends, is ours.
module internal DisArm =

    let private refuse (facts: Facts) =
        match facts.Site.Distribution with
        | :? Bernoulli ->
            if facts.Order > 1 then
                Some "the difference of two draws is a first derivative"
            elif facts.Mixed.Count > 0 then
                Some
                    $"rows of plate \"{facts.Mixed.[0].Name}\" are mixed before the cost; one site with a vector of bits can be mirrored"
            elif facts.IsStopped then
                Some "its value reaches the cost through StopGradient, which the difference would differentiate all the same"
            else
                None
        | _ -> Some "it is no bit"

    let estimator =
        Estimator
            { new IEstimator with
                member _.Name = "DisArm"
                member _.IsBiased = false
                member _.PassesThrough = false
                member _.Refuse facts = refuse facts
                member _.Evaluations _ = 2

                member _.Propose(site, distribution, noise) =
                    let live = (nonNull distribution.Mean).BroadcastTo(distribution.Shape)
                    let p = live.StopGradient()
                    let u = noise.Uniform distribution.Shape
                    let one = Tensor.Scalar 1.0
                    let draw = Tensor.op_LessThan(u, p).Cast DType.Float64
                    let mirrored = Tensor.op_LessThan(one - u, p).Cast DType.Float64
                    let differ = Tensor.op_GreaterThan ((draw - mirrored).Abs(), Tensor.Scalar 0.5)
                    let least = Tensor.Where(differ, Tensor.Min(p, one - p), one)
                    let sign = Tensor.Where(differ, draw - mirrored, Tensor.Scalar 0.0)
                    let moved = (sign * (live - p) / (2.0 * least)).Sum()
                    let axis = Axis($"mirror of {site.Name}", 2, AxisRole.Coupled)

                    {
                        Value = Shapes.Stack([| draw; mirrored |]).ToAxis axis
                        Along =
                            Some
                                {
                                    Axis = axis
                                    Weights = Shapes.Stack([| 0.5 + moved; 0.5 - moved |]).ToAxis axis
                                    Possible = None
                                }
                    }

                member _.GradientFunction(_, _) = None
                member _.ControlVariate _ = None
            }
