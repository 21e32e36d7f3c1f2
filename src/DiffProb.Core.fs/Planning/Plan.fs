namespace DiffProb

open System
open System.Collections.Generic
open System.Text

/// An estimator that was not chosen, and why.
[<Sealed>]
type Refusal internal (estimator: string, reason: string) =
    /// Name of the estimator.
    member _.Estimator = estimator

    /// Why it was not chosen.
    member _.Reason = reason

    override _.ToString() = $"{estimator}: {reason}"

/// What is done at one site for one cost.
[<Sealed>]
type PlanEntry
    internal
    (
        site: string,
        distribution: string,
        cost: string,
        dependence: Dependence,
        estimator: Estimator,
        reason: string,
        rejected: Refusal[]
    ) =
    /// Name of the site.
    member _.Site = site

    /// Family of its distribution.
    member _.Distribution = distribution

    /// Name of the cost.
    member _.Cost = cost

    /// How the cost depends on the site's value, other choices given.
    member _.Dependence = dependence

    /// The estimator used.
    member _.Estimator = estimator

    /// Why it is used.
    member _.Reason = reason

    /// The others, and why not.
    member _.Rejected: IReadOnlyList<Refusal> = rejected

/// Which estimator serves each site for each cost, and why. A value: it prints as a table, can be changed with `With`, and passed
/// back in an Estimation or Optimization; what is asked for is checked, and refused if it would be biased and bias is not allowed.
[<Sealed>]
type Plan internal (entries: PlanEntry[], requests: IReadOnlyDictionary<struct (string * string), Estimator>) =

    let known kind (name: string) (names: seq<string>) =
        if not (Seq.contains name names) then
            raise (Errors.unknownName kind name (Seq.distinct names))

    let change (matches: PlanEntry -> bool) estimator =
        let requests = Dictionary<struct (string * string), Estimator>(requests)

        for entry in entries do
            if matches entry then
                requests.[struct (entry.Site, entry.Cost)] <- estimator

        Plan(entries, requests)

    /// One entry for each site that a cost depends on, cost by cost in the order of the program.
    member _.Entries: IReadOnlyList<PlanEntry> = entries

    /// Whether an estimator in it gives the gradient of another objective: only where AllowBias is set and it was asked for.
    member _.IsBiased = entries |> Array.exists _.Estimator.IsBiased

    /// Where and by what, as in "biased at site k (GumbelSoftmax 0.5)": none if unbiased.
    member internal _.Bias =
        [
            for e in entries do
                if e.Estimator.IsBiased then
                    $"biased at site {e.Site} ({e.Estimator.Name})"
        ]
        |> List.distinct

    /// Sites and costs that it speaks of.
    member internal _.Requests = requests.Keys

    member internal _.Requested(site: string, cost: string) =
        match requests.TryGetValue(struct (site, cost)) with
        | true, estimator -> Some estimator
        | _ -> None

    /// The same plan with another estimator at a site, for every cost. It takes effect when the plan is passed back.
    member _.With(site: string, estimator: Estimator) =
        known "site" site (entries |> Seq.map _.Site)
        change (fun e -> e.Site = site) estimator

    /// The same plan with another estimator at a site for one cost. It takes effect when the plan is passed back.
    member _.With(site: string, cost: string, estimator: Estimator) =
        known "site" site (entries |> Seq.map _.Site)
        known "cost" cost (entries |> Seq.map _.Cost)
        change (fun e -> e.Site = site && e.Cost = cost) estimator

    /// A table of site, distribution, cost, dependence, estimator and why, with what was rejected and why below each row.
    override _.ToString() =
        let header = [| "site"; "distribution"; "cost"; "dependence"; "estimator"; "why" |]

        let row (e: PlanEntry) =
            [|
                e.Site
                e.Distribution
                e.Cost
                string e.Dependence
                e.Estimator.Name
                e.Reason
            |]

        let rows = Array.append [| header |] (entries |> Array.map row)

        let widths =
            Array.init header.Length (fun i -> rows |> Seq.map (fun r -> r.[i].Length) |> Seq.max)

        let text = StringBuilder()

        let line (cells: string[]) =
            String.Join("  ", cells |> Array.mapi (fun i c -> c.PadRight widths.[i])).TrimEnd()

        text.AppendLine(line header) |> ignore

        for entry in entries do
            text.AppendLine(line (row entry)) |> ignore

            for rejection in entry.Rejected do
                text.AppendLine($"    not {rejection}") |> ignore

        if entries.Length = 0 then
            text.AppendLine "(no random site: the cost is a plain function of the parameters)"
            |> ignore

        text.ToString()
