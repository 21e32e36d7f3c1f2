namespace DiffProb

/// A site of finite support that no data fixes: all its values side by side, along an axis of their own, to be summed over.
type internal DiscreteSite =
    {
        Site: Site
        /// The distribution, with what it depends on in place.
        Distribution: Distribution
        Axis: Axis
        /// Its values along the axis.
        Values: Tensor
    }

    /// Log mass of each value, in nats.
    member s.LogMass = (s.Distribution.LogDensity s.Values).Cast DType.Float64

module internal DiscreteSite =

    /// The axes of values that a tensor lies along.
    let axesOf (t: Tensor) =
        [
            for axis in t.Axes do
                if axis.Role = AxisRole.Enumerated then
                    axis
        ]

    /// The logarithm of the sum of exponentials over some axes, along all of which the tensor lies.
    let logSumOver (axes: Axis list) (t: Tensor) =
        axes |> List.fold (fun (t: Tensor) axis -> (t.FromAxis axis).LogSumExp 0) t

    /// More values than that are not enumerated.
    let mostValues = 1L <<< 20

    /// The site whose distribution has what it depends on in place.
    let ofSite (site: Site) (distribution: Distribution) =
        match box distribution, site.Cardinality with
        | (:? IFinite as finite), Some count when count <= mostValues ->
            let axis = (Enumerate.axisOf site).Value

            {
                Site = site
                Distribution = distribution
                Axis = axis
                Values = (finite.EnumerateSupport().ToAxis axis).Cast site.Distribution.DType
            }
        | _, Some count -> raise (Errors.discreteTooMany site.Name site.Distribution count)
        | _ -> raise (Errors.discreteInfinite site.Name site.Distribution)
