namespace DiffProb

open System
open System.Collections.Generic

/// Finds the comparisons of a program that jump where a continuous site crosses a threshold.
module internal Thresholds =

    /// Operands of a comparison of two scalars, that may be drawn apart: whether the first is greater.
    let private operands (node: Tensor) =
        match node.Operation with
        | :? Greater
        | :? GreaterOrEqual when node.Shape.Rank = 0 ->
            Some(node.Inputs.[0].Cast DType.Float64, node.Inputs.[1].Cast DType.Float64)
        | _ -> None

    let private isPositive (slope: Tensor) =
        match Known.values slope with
        | Some values -> Array.forall (fun v -> v > 0.0 && Double.IsFinite v) values
        | None -> Support.Positive.IsProvedBy slope

    /// A threshold for the last site of a difference a - b: where it is affine in the site, of known sign, and the site's law can be cut.
    let private ofDifference (comparison: Tensor) (difference: Tensor) =
        let sites = (DependenceAnalysis.cone [ difference ]).Sites

        if sites.Count = 0 then
            None
        else
            let (KeyValue(site, reach)) =
                sites |> Seq.maxBy (fun (KeyValue(site, _)) -> site.Index)

            let isOneNumber = site.Distribution.Shape.Rank = 0
            let isOfItsRows = (difference.Axes.Except site.Value.Axes).Count = 0

            if
                reach.Level > Dependence.Affine
                || reach.IsStopped
                || not isOneNumber
                || not isOfItsRows
                || site.Distribution.Support.IsDiscrete
                || not (Window.Fits(site.Distribution, true))
            then
                None
            else
                let x = site.Value
                let slope = (Gradient.Of(difference.SumOver difference.Axes, [| x |])).[0]

                let rest =
                    Rewriter(fun node _ ->
                        if obj.ReferenceEquals(node, x) then
                            Tensor.Scalar 0.0
                        else
                            null)

                let at isAbove =
                    Some
                        {
                            Comparison = comparison
                            Site = site
                            Value = -(rest.Rewrite difference) / slope
                            IsAbove = isAbove
                        }

                if isPositive slope then at true
                elif isPositive -slope then at false
                else None

    /// All of a program.
    let find (graph: StochasticGraph) : Cuts =
        let roots =
            seq {
                for cost in graph.Costs do
                    cost.Value

                for site in graph.Sites do
                    for p in site.Distribution.Parameters do
                        p.Value
            }

        let found = Dictionary<Tensor, Threshold>()

        for node in Topology.Sort roots do
            match operands node with
            | None -> ()
            | Some(a, b) ->
                match ofDifference node (a - b) with
                | Some threshold -> found.[node] <- threshold
                | None -> ()

        found
