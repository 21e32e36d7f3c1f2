namespace DiffProb

/// What a posterior tells for each draw, as an expression of the position: shape rows of the plates, then that of an event.
type internal RecoveredValue = { Name: string; Value: Tensor }

/// What a position says about the program: values of its sites and recorded values, and what was summed out.
module internal Recovery =

    /// Numbers added to the log joint that stand at 0: the derivative in them of the logarithm of a sum over discrete values is the probability of the
    /// values, given the position, for each row.
    type private Tilt =
        {
            Place: Place
            Along: Axis list
            Leaf: Tensor
        }

        /// The numbers along the axes.
        member t.Numbers =
            t.Along
            |> List.fold (fun (n: Tensor) axis -> n.ToAxis axis) (LatentSite.alongRows t.Place t.Leaf)

    let private enumerated (t: Tensor) =
        [
            for axis in t.Axes do
                if axis.Role = AxisRole.Enumerated then
                    axis
        ]

    let private tilt (name: string) (place: Place) (along: Axis list) =
        let sizes = [| for axis in along -> axis.Size |]

        {
            Place = place
            Along = along
            Leaf = Tensor.Parameter($"tilt of {name}", Shape.Of(Array.append (LatentSite.rows place) sizes))
        }

    /// Probabilities of the values under some tilts, all 0, each of shape rows, then values.
    let private probabilities (joint: LogJoint) (tilts: Tilt list) : Tensor list =
        let terms =
            [
                for t in joint.Terms -> t.LogDensity, t.Place
                for t in tilts -> t.Numbers, t.Place
            ]

        let total = Marginalization(joint.Graph, joint.Discrete).LogSum terms
        let leaves = [| for t in tilts -> t.Leaf |]
        let stand = set [ for t in tilts -> (t.Leaf.Operation :?> Parameter).Label ]

        let zero =
            Rewriter(fun node _ ->
                match node.Operation with
                | :? Parameter as p when stand.Contains p.Label -> Tensor.Zeros node.Shape
                | _ -> null)

        [ for p in Gradient.Of(total, leaves) -> zero.Rewrite p ]

    let private asNumbers (t: Tensor) = t.Cast DType.Float64

    /// Sites in the order of the program, then recorded values, then the probabilities of discrete values, as in "probs(z)". A recorded value that depends
    /// on discrete sites is its mean over them, given the rest.
    let quantities (joint: LogJoint) : RecoveredValue list =
        let recorded =
            [
                for d in joint.Graph.Deterministics do
                    let value = asNumbers (joint.Lower d.Value)
                    d, value, enumerated value
            ]

        let tilts =
            [
                for s in joint.Discrete do
                    tilt s.Site.Name s.Site.Place [ s.Axis ]
                for d, _, along in recorded do
                    if not along.IsEmpty then
                        tilt d.Name d.Place along
            ]

        let found =
            match tilts with
            | [] -> dict []
            | _ ->
                dict (
                    List.zip
                        [ for t in tilts -> (t.Leaf.Operation :?> Parameter).Label ]
                        (List.zip tilts (probabilities joint tilts))
                )

        let probabilityOf (name: string) = found.[$"tilt of {name}"]

        let mean (d: Deterministic) (value: Tensor) =
            let t, probability = probabilityOf d.Name

            let weights =
                t.Along
                |> List.fold (fun (n: Tensor) axis -> n.ToAxis axis) (LatentSite.alongRows d.Place probability)

            (weights * value).SumOver(Axes.Of t.Along)

        let sites =
            [
                for s in joint.Given -> s.Site, s.Value
                for s in joint.Latents -> s.Site, s.Value
            ]
            |> List.sortBy (fun (site, _) -> site.Index)

        [
            for site, value in sites do
                {
                    Name = site.Name
                    Value = asNumbers (LatentSite.withRows site.Place value)
                }
            for d, value, along in recorded do
                {
                    Name = d.Name
                    Value = LatentSite.withRows d.Place (if along.IsEmpty then value else mean d value)
                }
            for s in joint.Discrete do
                {
                    Name = $"probs({s.Site.Name})"
                    Value = snd (probabilityOf s.Site.Name)
                }
        ]
