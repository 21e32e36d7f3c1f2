namespace DiffProb

open System.Collections.Generic

/// Discrete sites that were summed out, drawn all together given the position and the data: each given those that were summed out after it, the last one
/// first (forward filtering, backward sampling in a chain; Carter and Kohn 1994, doi 10.1093/biomet/81.3.541).
module internal DiscreteDraws =

    /// Which value is drawn, by the Gumbel-max trick: its place along the axis.
    let private choose (site: DiscreteSite) (logits: Tensor) =
        let axis = Axes.Of [ site.Axis ]

        let noise =
            NoiseSource($"draw of {site.Site.Name}", site.Site.Place.Axes.Union axis)

        let scores =
            logits.ExpandAlong axis - (noise.StandardExponential Shape.Scalar).Log()

        (scores.FromAxis site.Axis).ArgMax 0

    /// 0 at the place that was drawn, -∞ at all others.
    let private only (site: DiscreteSite) (drawn: Tensor) =
        let places = Tensor.Of(System.ReadOnlySpan [| 0L .. int64 site.Axis.Size - 1L |])
        Tensor.Where((places.ToAxis site.Axis).EqualTo drawn, Tensor.Scalar 0.0, Tensor.Scalar System.Double.NegativeInfinity)

    let private valueAt (site: DiscreteSite) (drawn: Tensor) =
        (site.Values.FromAxis site.Axis).Gather(drawn, 0)

    /// A draw of each discrete site, along the axes of its plates, in the order of the program.
    let ofJoint (joint: LogJoint) : (DiscreteSite * Tensor) list =
        let sites = dict [ for s in joint.Discrete -> s.Site.Index, s ]
        let drawn = Dictionary<int, Tensor>()

        let marginal =
            Marginalization(joint.Graph, joint.Discrete).Marginal [ for t in joint.Terms -> t.LogDensity, t.Place ]

        for step in List.rev marginal.Steps do
            match step with
            | MarginalStep.Collected _ -> ()
            | MarginalStep.Summed(site, tables, result) ->
                let given = [ for other in result.Scope -> only sites.[other] drawn.[other] ]

                drawn.[site] <-
                    [ for t in tables -> t.Content ] @ given
                    |> List.reduce (+)
                    |> DiscreteSite.logSumOver [ for other in result.Scope -> sites.[other].Axis ]
                    |> choose sites.[site]

        [ for s in joint.Discrete -> s, valueAt s drawn.[s.Site.Index] ]
