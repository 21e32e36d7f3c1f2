namespace DiffProb

/// A draw of one term in place of a part of the site's own.
type private ChangedDraw =
    {
        Value: Tensor
        Weight: Tensor
        IsPossible: Tensor
    }

/// Writes the derivative of a law as a signed sum of laws, d E f(z) = Σ dw E f(v), and evaluates the cost at coupled draws v beside the
/// draw z itself: valid for any cost, steps and moving supports included; some evaluations for each scalar parameter.
/// Sources: Pflug 1989; Heidergott and Vázquez-Abad 2000; Mohamed, Rosca, Figurnov, Mnih 2020, arXiv 1906.10652, section 6.
module internal MeasureValued =

    /// Whether something trained is in an expression, so that its derivative counts.
    let private isLive (t: Tensor) =
        Topology.Sort [ t ] |> Seq.exists (fun node -> node.Operation :? Parameter)

    let private terms (distribution: Distribution) (noise: NoiseSource) (isTrained: DistributionParameter -> bool) =
        [
            for i in 0 .. distribution.Parameters.Count - 1 do
                let parameter = distribution.Parameters.[i]

                // Terms of one parameter are coupled with those of another: where both move one way, their noise cancels.
                if parameter.HasWeakDerivative && isTrained parameter then
                    yield! distribution.WeakDerivative(i, noise.Again)
        ]

    let private refuse (facts: Facts) =
        let law = facts.Site.Distribution
        let unknown = facts.TrainedWhere(fun p -> not p.HasWeakDerivative)

        if unknown.Length > 0 then
            let names = String.concat " and " unknown
            Some $"the derivative of its law in {names} is not known as a sum of laws"
        elif facts.Order > 1 then
            Some "the sum of laws is a first derivative"
        elif facts.Mixed.Count > 0 then
            Some $"rows of plate \"{facts.Mixed.[0].Name}\" are mixed before the cost, and the rows would be changed in step"
        elif facts.IsStopped then
            Some "its value reaches the cost through StopGradient, which the sum of laws would differentiate all the same"
        else
            None

    let private evaluations (facts: Facts) =
        let law = facts.Site.Distribution
        let names = facts.Trained |> Array.map _.Name |> set

        let each =
            terms law (NoiseSource(facts.Site.Name, Axes.None)) (fun p -> names.Contains p.Name)

        1 + each.Length * law.Parts.Size

    // One part of the event from a term, the others from the draw.
    let private replace (law: Distribution) (draw: Tensor) (value: Tensor) part =
        if law.Parts.Size = 1 then
            value
        else
            let isPart = Array.init law.Parts.Size (fun i -> i = part)
            let ones = Seq.replicate (law.Shape.Rank - law.Parts.Rank) 1
            let mask = (Tensor.Of(isPart)).Reshape(Shape.Of [| yield! law.Parts; yield! ones |])
            Tensor.Where(mask, value, draw)

    let estimator =
        Estimator
            { new IEstimator with
                member _.Name = "MeasureValued"
                member _.IsBiased = false
                member _.PassesThrough = false
                member _.Refuse facts = refuse facts
                member _.Evaluations facts = evaluations facts

                member _.Propose(site, distribution, noise) =
                    let draw = (distribution.With _.StopGradient()).SampleFrom noise
                    let draw = draw.Cast(distribution.DType).BroadcastTo(distribution.Shape)

                    let changed =
                        [
                            for term in terms distribution noise (fun p -> isLive p.Value) do
                                let value =
                                    term.Value.StopGradient().Cast(distribution.DType).BroadcastTo(distribution.Shape)

                                let perPart (t: Tensor) =
                                    t.BroadcastTo(distribution.Parts).Reshape(Shape.Of [| distribution.Parts.Size |])

                                let isPossible =
                                    match term.IsPossible with
                                    | null -> Tensor.op_Implicit true
                                    | known -> known

                                for part in 0 .. distribution.Parts.Size - 1 do
                                    let weight = (perPart term.Weight).Select(0, part)

                                    {
                                        Value = replace distribution draw value part
                                        Weight = weight - weight.StopGradient()
                                        IsPossible = (perPart isPossible).Select(0, part)
                                    }
                        ]

                    let axis = Axis($"changes of {site.Name}", 1 + changed.Length, AxisRole.Coupled)

                    let along (first: Tensor) others =
                        Shapes.Stack([| yield first; yield! others |]).ToAxis axis

                    {
                        Value = along draw (changed |> List.map _.Value)
                        Along =
                            Some
                                {
                                    Axis = axis
                                    Weights = along (Tensor.Scalar 1.0) (changed |> List.map _.Weight)
                                    Possible = Some(along (Tensor.op_Implicit true) (changed |> List.map _.IsPossible))
                                }
                    }

                member _.GradientFunction(_, _) = None
                member _.ControlVariate _ = None
            }
