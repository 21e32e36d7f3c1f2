namespace DiffProb

/// An estimator that draws a site on each side of its thresholds.
type internal IStratified =
    inherit IEstimator

    /// As Propose, with the thresholds in the same rows; and for each of them, whether a value lies above it.
    abstract ProposeBetween:
        distribution: Distribution * noise: NoiseSource * axis: Axis * thresholds: Tensor list -> Proposal * Tensor list

/// Draws a continuous number between each two neighbours of the thresholds that it is compared with, by one uniform, and weights the cost
/// there with the probability of the interval: jumps lie between the intervals, and move with their probabilities.
/// With e the sorted thresholds: d E f = Σ d[(F(e₊) - F(e)) f(F⁻¹(F(e) + u (F(e₊) - F(e))))], exact where the cost sees comparisons alone; thresholds may
/// be trained, or random. Sources: conditional Monte Carlo smoothing, Fu and Hu 1997; Glasserman 2003, section 7.2.3; in all intervals at once, ours.
module internal ThresholdSmoothing =

    /// Most intervals of a site.
    let private mostIntervals = 16

    let private refuse (facts: Facts) =
        let trained = facts.TrainedWhere
        let unfollowed = trained (fun p -> p.Path = PathKind.None)

        let hasRandom =
            facts.Cuts
            |> List.exists (fun cut -> (DependenceAnalysis.cone [ cut.Value ]).Sites.Count > 0)

        match facts.Cuts with
        | [] when facts.Dependence < Dependence.Step -> Some "the cost does not jump in its value"
        | [] -> Some "what jumps is no comparison with a threshold that is known when it is drawn"
        | _ when facts.Between = Dependence.Step -> Some "the cost jumps elsewhere than at its thresholds, too"
        | _ when facts.Between > Dependence.None && unfollowed.Length > 0 ->
            let names = String.concat " and " unfollowed
            Some $"the cost moves between its thresholds, and its draws are not a differentiable function of {names}"
        | cuts when cuts.Length + 1 > mostIntervals -> Some $"it has more than {mostIntervals - 1} thresholds"
        | _ when facts.Mixed.Count > 0 ->
            Some
                $"rows of plate \"{facts.Mixed.[0].Name}\" are mixed before the cost, and the rows would be drawn on one side in step"
        | _ when facts.IsStopped ->
            Some "its value reaches the cost through StopGradient, which the probabilities would differentiate all the same"
        | _ when
            facts.Order > 1
            && (facts.Between > Dependence.None
                || hasRandom
                || (trained (fun p -> p.Path <> PathKind.Explicit)).Length > 0)
            ->
            Some
                "a second derivative is right where the cost sees nothing of it but comparisons with thresholds that are not random"
        | _ -> None

    /// Each with the next larger one, by exchanges of neighbours.
    let private sort (thresholds: Tensor list) =
        let insert (sorted: Tensor list) (t: Tensor) =
            let mutable carried = t

            [
                for s in sorted do
                    Tensor.Min(s, carried)
                    carried <- Tensor.Max(s, carried)
                carried
            ]

        List.fold insert [] thresholds

    let estimator =
        Estimator
            { new IStratified with
                member _.ProposeBetween(distribution, noise, axis, thresholds) =
                    let sorted = sort thresholds

                    let along (edges: Tensor list) =
                        Shapes.Stack(Array.ofList edges).ToAxis axis

                    let low = along (Tensor.Scalar -infinity :: sorted)
                    let high = along (sorted @ [ Tensor.Scalar infinity ])
                    let mass = Window(distribution, low, high).Mass
                    let isPossible = Tensor.op_GreaterThan (mass, Tensor.Scalar 0.0)

                    // What has no probability is drawn anywhere, so that its numbers are finite.
                    let between =
                        Truncated(
                            distribution,
                            Tensor.Where(isPossible, low, Tensor.Scalar -infinity),
                            Tensor.Where(isPossible, high, Tensor.Scalar infinity)
                        )

                    {
                        Value = between.SampleFrom noise
                        Along =
                            Some
                                {
                                    Axis = axis
                                    Weights = mass
                                    Possible = Some isPossible
                                }
                    },
                    [ for t in thresholds -> Tensor.op_GreaterThanOrEqual (low, t) ]

                member _.Name = "ThresholdSmoothing"
                member _.IsBiased = false
                member _.PassesThrough = true
                member _.Refuse facts = refuse facts
                member _.Evaluations facts = facts.Cuts.Length + 1

                member _.Propose(_, distribution, noise) =
                    Proposal.Draw(distribution.SampleFrom noise)

                member _.GradientFunction(_, _) = None
                member _.ControlVariate _ = None
            }
