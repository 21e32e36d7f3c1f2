namespace DiffProb

open System

/// Some values of a site with finite support, all different, in place of one draw.
type internal DistinctValues =
    {
        /// [k, ...shape of the site].
        Values: Tensor
        /// Probabilities [k], as functions of the parameters.
        Live: Tensor
        /// The same numbers, as constants.
        Mass: Tensor
        /// Probability of all the other values.
        Rest: Tensor
    }

    /// The proposal in which the cost at each value counts with a weight [k].
    member v.Weighted (site: Site) (weights: Tensor) =
        let axis = Axis($"some values of {site.Name}", v.Mass.Shape.[0], AxisRole.Coupled)

        {
            Value = v.Values.ToAxis axis
            Along =
                Some
                    {
                        Axis = axis
                        Weights = weights.ToAxis axis
                        Possible = Some((Tensor.op_GreaterThan (v.Mass, Tensor.Scalar 0.0)).ToAxis axis)
                    }
        }

/// Choice of different values of a site with finite support, one after the other.
module internal DistinctValues =

    /// Most values of a site: each has a probability and a random number, whether or not the cost is evaluated there.
    let private mostValues = 4096L

    /// Probabilities that are smaller count as 0: their reciprocals could overflow.
    let private least = 1e-300

    /// Whether k values are all that a site has, so that it is enumerated.
    let areAll (k: int) (site: Site) =
        match site.Cardinality with
        | Some count -> count <= int64 k
        | None -> false

    let refuse (k: int) (facts: Facts) =
        match facts.Site.Cardinality with
        | Some count when count > int64 k && count <= mostValues ->
            if facts.Order > 1 then
                Some "the weights of the values drawn have the right first derivative only"
            elif facts.Mixed.Count > 0 then
                Some
                    $"rows of plate \"{facts.Mixed.[0].Name}\" are mixed before the cost, and the rows would take their values in step"
            elif facts.IsStopped then
                Some "its value reaches the cost through StopGradient, which the weights would differentiate all the same"
            else
                None
        | Some count when count > mostValues -> Some $"it has {count} values, more than {mostValues}"
        | _ -> Enumerate.estimator.Rules.Refuse facts

    /// The value of the largest score each time, those taken before left out; scores are at least 0, and made from the probabilities.
    let choose (site: Site) (distribution: Distribution) (scores: Tensor -> Tensor list) =
        match box distribution with
        | :? IFinite as finite ->
            let axis = (Enumerate.axisOf site).Value
            let values = finite.EnumerateSupport()
            let live = (distribution.Mass(values.ToAxis axis)).FromAxis axis
            let mass = live.StopGradient()

            let mass =
                Tensor.Where(Tensor.op_GreaterThan (mass, Tensor.Scalar least), mass, Tensor.Scalar 0.0)

            let places = Tensor.Of(ReadOnlySpan<int> [| 0 .. axis.Size - 1 |])

            let take (indices, taken) (score: Tensor) =
                let index = (Tensor.Where(taken, Tensor.Scalar -1.0, score)).ArgMax()
                index :: indices, Tensor.op_BitwiseOr (taken, places.EqualTo index)

            let indices, taken = scores mass |> List.fold take ([], Tensor.op_Implicit false)

            let indices = Shapes.Stack(Array.ofList (List.rev indices))

            {
                Values = values.Gather indices
                Live = live.Gather indices
                Mass = mass.Gather indices
                Rest = (Tensor.Where(taken, Tensor.Scalar 0.0, mass)).Sum()
            }
        | _ -> raise (Errors.enumerateInfinite site.Name)

    /// Scores of which the largest belongs to each value with its probability, and the largest ones to draws without replacement: exponential
    /// clocks, or in the logarithm the Gumbel-max trick (Efraimidis and Spirakis 2006; Kool et al. 2019, arXiv 1903.06059).
    let race (noise: NoiseSource) (mass: Tensor) =
        mass / noise.StandardExponential mass.Shape
