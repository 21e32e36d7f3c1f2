namespace DiffProb

/// Tests that run beside an estimate: parameters of sites that no proof keeps inside their support.
module internal Guards =

    let private outside (lowering: Lowering) (site: Site) (support: Support) (value: Tensor) =
        match support.Contains value with
        | null -> None
        | contains ->
            // A branch that is not taken may hold anything.
            let isWrong =
                match site.Place.Guard with
                | Some taken -> Tensor.op_BitwiseAnd (Tensor.op_LogicalNot contains, lowering.Lower taken)
                | None -> Tensor.op_LogicalNot contains

            let violations = isWrong.Cast(DType.Float64).Sum()
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
            for lowering in surrogate.Costs |> Seq.map _.Lowering |> Seq.distinct do
                for lowered in lowering.Sites do
                    let traced = lowered.Site.Distribution.Parameters

                    for i in 0 .. traced.Count - 1 do
                        if not (isProved lowering traced.[i]) && (Known.values traced.[i].Value).IsNone then
                            let parameter = lowered.Distribution.Parameters.[i]

                            match outside lowering lowered.Site parameter.Support parameter.Value with
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
