namespace DiffProb

/// Sums over all values of a site with finite support: exact, for any cost and any order of derivative.
module internal Enumerate =

    let private refuse (facts: Facts) =
        match facts.Site.Cardinality with
        | Some _ ->
            if facts.Mixed.Count > 0 then
                Some
                    $"rows of plate \"{facts.Mixed.[0].Name}\" are mixed before the cost, and the rows would be enumerated in step"
            elif facts.IsStopped then
                Some "its value reaches the cost through StopGradient, which enumeration would differentiate all the same"
            else
                None
        | None -> Some $"its support is not finite: {facts.Site.Distribution.Support.Description}"

    /// The axis of a site's values.
    let axisOf (site: Site) =
        site.Cardinality
        |> Option.map (fun count -> Axis($"values of {site.Name}", int count, AxisRole.Enumerated))

    let estimator =
        Estimator
            { new IEstimator with
                member _.Name = "Enumerate"
                member _.IsBiased = false
                member _.PassesThrough = false
                member _.Refuse facts = refuse facts
                member _.Evaluations _ = 1

                member _.Propose(site, distribution, _) =
                    let axis = (axisOf site).Value

                    match box distribution with
                    | :? IFinite as finite ->
                        let values = finite.EnumerateSupport().ToAxis axis
                        let weights = distribution.Mass values

                        {
                            Value = values
                            Along =
                                Some
                                    {
                                        Axis = axis
                                        Weights = weights
                                        Possible = Some(Tensor.op_GreaterThan (weights, Tensor.Scalar 0.0))
                                    }
                        }
                    | _ -> raise (Errors.enumerateInfinite site.Name)

                member _.GradientFunction(_, _) = None
                member _.ControlVariate _ = None
            }
