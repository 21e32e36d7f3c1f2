namespace DiffProb

/// The log density of each datum of an observation given the continuous sites, in nats, as an expression of the position: shape rows of the plates, then
/// the independent parts of an event.
type internal DatumDensity = { Name: string; Value: Tensor }

/// Where data share discrete sites that are summed out, they are not independent given the rest, and the density of a datum is that given the other data:
/// the quotient of the densities with and without it (Bürkner, Gabry and Vehtari 2021, doi 10.1007/s00180-020-01045-4, section 2). Elsewhere this is its
/// density as it is.
module internal DatumDensity =

    /// The sum over all parts but one, for each of them. -∞ of the others stays, that of the own part is left out.
    let private otherParts (parts: Tensor) =
        let nothing = Tensor.Scalar System.Double.NegativeInfinity
        let isNothing = parts.EqualTo nothing
        let count = isNothing.Cast DType.Float64
        let finite = Tensor.Where(isNothing, Tensor.Scalar 0.0, parts)
        Tensor.Where(Tensor.op_GreaterThan (count.Sum() - count, Tensor.Scalar 0.5), nothing, finite.Sum() - finite)

    /// All observations, in the order of the program.
    let ofJoint (joint: LogJoint) : DatumDensity list =
        let axes = dict [ for s in joint.Discrete -> s.Site.Index, s.Axis ]

        let marginal =
            Marginalization(joint.Graph, joint.Discrete).Marginal [ for t in joint.Terms -> t.LogDensity, t.Place ]

        let rest = lazy Cavity.ofMarginal (fun site -> axes.[site]) marginal

        let datum (term: JointTerm) (table: Table<Tensor>) =
            match [ for site in table.Scope -> axes.[site] ] with
            | [] -> term.Parts
            | along ->
                let rest = (rest.Value table).ExpandAlong(Axes.Of along)

                let others =
                    if term.Parts.Shape.Rank = 0 then
                        rest
                    else
                        rest + otherParts term.Parts

                DiscreteSite.logSumOver along (rest + term.LogDensity)
                - DiscreteSite.logSumOver along others

        [
            for term, table in List.zip joint.Terms marginal.Tables do
                if term.Kind = TermKind.Observed then
                    let value = (datum term table).BroadcastTo term.Parts.Shape

                    {
                        Name = term.Name
                        Value = LatentSite.withRows term.Place value
                    }
        ]
