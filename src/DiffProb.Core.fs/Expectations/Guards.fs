namespace DiffProb

open System

/// Tests that run beside an estimate: parameters of sites that no proof keeps inside their support.
module internal Guards =

    let private outside (sums: SumProduct) (site: Site) (support: Support) (value: Tensor) =
        match support.Contains value with
        | null -> None
        | contains ->
            // A value that cannot happen may give anything.
            let isWrong =
                sums.PossibleAlong contains
                |> List.fold (fun wrong possible -> Tensor.op_BitwiseAnd (wrong, possible)) (Tensor.op_LogicalNot contains)

            let violations =
                match site.Place.Guard with
                | None -> isWrong.Cast(DType.Float64).Sum()
                | Some taken ->
                    // A branch that is not taken may hold anything.
                    let isAnyWrong =
                        Tensor.op_GreaterThan (isWrong.Cast(DType.Float64).Sum(), Tensor.Scalar 0.0)

                    sums.Somewhere(isAnyWrong :: sums.Conditions taken)

            Some(violations.SumOver violations.Axes)

    // A proof speaks of the values of the sites; a relaxed value lies between them.
    let private isProved (lowering: Lowering) (parameter: DistributionParameter) =
        let isRelaxed (site: Site) =
            (lowering.Site site).Estimator.Rules :? IRelaxing

        parameter.Support.IsProvedBy parameter.Value
        && not ((DependenceAnalysis.cone [ parameter.Value ]).Sites.Keys |> Seq.exists isRelaxed)

    /// The tests of a surrogate: one count of violations for each parameter in doubt.
    let forSurrogate (surrogate: Surrogate) : (LoweredSite * DistributionParameter * Tensor) list =
        [
            for sums in surrogate.Costs |> Seq.map _.Sums |> Seq.distinct do
                for lowered in sums.Lowering.Sites do
                    let traced = lowered.Site.Distribution.Parameters

                    for i in 0 .. traced.Count - 1 do
                        if
                            not (isProved sums.Lowering traced.[i])
                            && (Known.values traced.[i].Value).IsNone
                        then
                            let parameter = lowered.Distribution.Parameters.[i]

                            match outside sums lowered.Site parameter.Support parameter.Value with
                            | Some count -> lowered, parameter, count
                            | None -> ()
        ]

    /// Raises the error of the first parameter with violations; `evaluate` computes its numbers again for the message.
    let check (guards: (LoweredSite * DistributionParameter * Tensor) list) (counts: float list) (evaluate: Tensor -> Tensor) =
        match List.zip guards counts |> List.tryFind (fun (_, count) -> count <> 0.0) with
        | None -> ()
        | Some((lowered, parameter, _), _) ->
            let value = evaluate parameter.Value
            let plates = string lowered.Site.Place

            match Known.firstOutside parameter.Support value with
            | Some(number, element) -> raise (Errors.siteParameter lowered.Site.Name parameter number element plates)
            | None -> raise (Errors.siteParameter lowered.Site.Name parameter "not" "" plates)

    /// Raises the error of the first loop that is cut off in a run, from the probability of each; what rounding does to a sum of probabilities
    /// is as good as never.
    let checkLoops (graph: StochasticGraph) (loops: LoopEnd list) (negligible: float) (probabilities: float list) =
        match List.zip loops probabilities |> List.tryFind (fun (_, p) -> p > negligible) with
        | None -> ()
        | Some(loop, probability) ->
            let names =
                [
                    for place in DependenceAnalysis.sites loop.Condition -> graph.Sites.[place].Name
                ]

            raise (Errors.loopUnfinished names loop.Bound (string loop.Place) probability)
