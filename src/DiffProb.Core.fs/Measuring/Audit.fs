namespace DiffProb

open System
open System.Collections.Generic
open System.Globalization
open System.Text

/// The derivative in one parameter as one estimator gives it.
[<Sealed>]
type AuditedParameter
    internal
    (name: string, mean: Tensor, standardError: Tensor, variance: float, tailIndex: float, tailError: float, disagrees: bool) =
    /// Name of the parameter.
    member _.Name = name

    /// Mean over all draws, of the parameter's shape.
    member _.Mean = mean

    /// Its standard error, of the parameter's shape.
    member _.StandardError = standardError

    /// Variance of one draw, summed over the elements.
    member _.Variance = variance

    /// Length of the mean over the standard deviation of one draw; infinite where nothing is random, NaN where both are 0.
    member _.SignalToNoise =
        let length = mean.ToArray() |> Array.sumBy (fun m -> m * m) |> sqrt
        length / sqrt variance

    /// Shape of a Pareto law fitted to the largest draws: from 1/2 on the variance is infinite, from 1 on the mean. NaN where it cannot be told.
    member _.TailIndex = tailIndex

    /// Whether the tail is so heavy, by two standard errors of its index, that the variance is infinite and standard errors say nothing.
    member _.HasInfiniteVariance = tailIndex - 2.0 * tailError > 0.5

    /// Whether the mean differs from that of the planner's choice by more than chance explains, at the audit's level.
    member _.Disagrees = disagrees

/// What one estimator does at one site for one cost, all else as planned.
[<Sealed>]
type AuditEntry
    internal
    (
        site: string,
        distribution: string,
        cost: string,
        estimator: Estimator,
        isPlanned: bool,
        parameters: AuditedParameter[],
        seconds: float,
        logVarianceError: float,
        failure: string | null
    ) =
    /// Name of the site.
    member _.Site = site

    /// Family of its distribution.
    member _.Distribution = distribution

    /// Name of the cost.
    member _.Cost = cost

    /// The estimator.
    member _.Estimator = estimator

    /// Whether it is the plan's choice.
    member _.IsPlanned = isPlanned

    /// The parameters that it gives derivatives in; none if it failed.
    member _.Parameters: IReadOnlyList<AuditedParameter> = Array.AsReadOnly parameters

    /// Seconds for one draw.
    member _.Seconds = seconds

    /// Variance of one draw, summed over parameters.
    member _.Variance = parameters |> Array.sumBy _.Variance

    /// Variance x seconds: what the same accuracy costs.
    member e.Work = e.Variance * e.Seconds

    /// Ends of the interval of two standard errors around it.
    member e.WorkInterval =
        struct (e.Work * exp (-2.0 * logVarianceError), e.Work * exp (2.0 * logVarianceError))

    /// Why there are no numbers, with the site and the cost that a number that is not finite came from; null if there are.
    member _.Failure = failure

/// How much of the variance of a derivative comes through the parameters of one site.
[<Sealed>]
type VarianceShare internal (site: string, parameter: string, share: float) =
    /// Name of the site.
    member _.Site = site

    /// Name of the parameter.
    member _.Parameter = parameter

    /// Covariance of what comes through the site with the whole, over the variance of the whole; the shares of a parameter sum to 1.
    member _.Share = share

/// A bar of a chart.
[<Sealed>]
type Bar internal (label: string, value: float, low: float, high: float) =
    /// What it stands for.
    member _.Label = label

    /// Where it ends.
    member _.Value = value

    /// Lower end of its interval.
    member _.Low = low

    /// Upper end of its interval.
    member _.High = high

/// Bars side by side, to be drawn elsewhere.
[<Sealed; TypeFormatterSource>]
type BarChart internal (title: string, axis: string, isLogarithmic: bool, bars: Bar[]) =
    /// Its title.
    member _.Title = title

    /// What is measured, with its unit.
    member _.Axis = axis

    /// Whether the axis is logarithmic.
    member _.IsLogarithmic = isLogarithmic

    /// From left to right.
    member _.Bars: IReadOnlyList<Bar> = Array.AsReadOnly bars

/// Every valid estimator at every site, measured: whether to believe a gradient, and what it costs. It prints as a table.
[<Sealed; TypeFormatterSource>]
type Audit internal (plan: Plan, entries: AuditEntry[], shares: VarianceShare[], level: float) =

    let text (x: float) =
        x.ToString("G4", CultureInfo.InvariantCulture)

    let numbers (t: Tensor) =
        match t.ToArray() with
        | [| one |] -> text one
        | many when many.Length <= 3 -> "[" + String.Join(" ", many |> Array.map text) + "]"
        | many -> $"[{text many.[0]} {text many.[1]} ... {many.Length}]"

    let notes (e: AuditEntry) (p: AuditedParameter) =
        String.concat
            "; "
            [
                if e.IsPlanned then
                    "planned"
                if e.Estimator.IsBiased then
                    "biased"
                if p.Disagrees then
                    "DISAGREES"
                if p.HasInfiniteVariance then
                    $"infinite variance (tail index {text p.TailIndex})"
            ]

    /// The plan that was audited.
    member _.Plan = plan

    /// One for each site, cost and valid estimator.
    member _.Entries: IReadOnlyList<AuditEntry> = Array.AsReadOnly entries

    /// Where the variance of the planned gradient comes from.
    member _.Shares: IReadOnlyList<VarianceShare> = Array.AsReadOnly shares

    /// The chance that any estimator of a correct program is said to disagree.
    member _.ErrorRate = level

    /// Whether all unbiased estimators agree, no number was infinite or missing, and no variance is.
    member _.IsClean =
        entries
        |> Array.forall (fun e ->
            isNull e.Failure
            && e.Parameters
               |> Seq.forall (fun p -> (e.Estimator.IsBiased || not p.Disagrees) && not p.HasInfiniteVariance))

    /// Variance x seconds of each estimator at a site for a cost, on a logarithmic axis; exact ones have none and are left out.
    member _.Chart(site: string, cost: string) =
        let own = entries |> Array.filter (fun e -> e.Site = site && e.Cost = cost)

        if own.Length = 0 then
            raise (
                Errors.unknownName
                    "site and cost"
                    $"{site}, {cost}"
                    (entries |> Seq.map (fun e -> $"{e.Site}, {e.Cost}") |> Seq.distinct)
            )

        BarChart(
            $"{site} for {cost}",
            "variance x seconds for one draw",
            true,
            [|
                for e in own do
                    if e.Work > 0.0 then
                        let struct (low, high) = e.WorkInterval
                        Bar(e.Estimator.Name, e.Work, low, high)
            |]
        )

    override _.ToString() =
        let header =
            [|
                "site"
                "cost"
                "estimator"
                "parameter"
                "mean"
                "standard error"
                "variance"
                "us/draw"
                "signal/noise"
                ""
            |]

        let rows =
            [|
                header
                for e in entries do
                    match e.Failure with
                    | null ->
                        for p in e.Parameters do
                            [|
                                e.Site
                                e.Cost
                                e.Estimator.Name
                                p.Name
                                numbers p.Mean
                                numbers p.StandardError
                                text p.Variance
                                text (1e6 * e.Seconds)
                                text p.SignalToNoise
                                notes e p
                            |]
                    | failure ->
                        [|
                            e.Site
                            e.Cost
                            e.Estimator.Name
                            ""
                            ""
                            ""
                            ""
                            ""
                            ""
                            failure.Split('\n').[0]
                        |]
            |]

        let widths =
            Array.init (header.Length - 1) (fun i -> rows |> Seq.map (fun r -> r.[i].Length) |> Seq.max)

        let out = StringBuilder()

        for row in rows do
            let cells =
                row
                |> Array.mapi (fun i c -> if i < widths.Length then c.PadRight widths.[i] else c)

            out.AppendLine(String.Join("  ", cells).TrimEnd()) |> ignore

        for share in shares do
            let percent =
                (Math.Round(100.0 * share.Share, 1) + 0.0).ToString("F1", CultureInfo.InvariantCulture)

            out.AppendLine $"{percent} %% of the variance of d/d {share.Parameter} comes through {share.Site}"
            |> ignore

        if not (entries |> Array.exists (fun e -> e.Parameters |> Seq.exists _.Disagrees)) then
            out.AppendLine $"no estimator disagrees with the plan (error rate {text level})"
            |> ignore

        out.ToString()
