namespace DiffProb

open System
open System.Collections.Generic
open System.Text
open System.Text.Json

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
    member _.Rejected: IReadOnlyList<Refusal> = Array.AsReadOnly rejected

/// Which estimator serves each site for each cost, and why. A value: it prints as a table, can be changed with `With`, and passed
/// back in an Estimation or Optimization; what is asked for is checked, and refused if it would be biased and bias is not allowed.
[<Sealed; TypeFormatterSource>]
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
    member _.Entries: IReadOnlyList<PlanEntry> = Array.AsReadOnly entries

    /// Whether an estimator in it gives the gradient of another objective: only where AllowBias is set, and it was asked for or measured to be better.
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

    /// The plan as JSON: a list of what is done at each site for each cost, why, and what was rejected.
    member _.ToJson() : string =
        use stream = new IO.MemoryStream()

        do
            use json = new Utf8JsonWriter(stream, JsonWriterOptions(Indented = true))
            json.WriteStartArray()

            for e in entries do
                json.WriteStartObject()
                json.WriteString("site", e.Site)
                json.WriteString("distribution", e.Distribution)
                json.WriteString("cost", e.Cost)
                json.WriteString("dependence", string e.Dependence)

                let asked =
                    match requests.TryGetValue(struct (e.Site, e.Cost)) with
                    | true, estimator -> estimator
                    | _ -> e.Estimator

                json.WriteString("estimator", asked.Name)
                json.WriteString("reason", e.Reason)
                json.WriteStartArray "rejected"

                for rejection in e.Rejected do
                    json.WriteStartObject()
                    json.WriteString("estimator", rejection.Estimator)
                    json.WriteString("reason", rejection.Reason)
                    json.WriteEndObject()

                json.WriteEndArray()
                json.WriteEndObject()

            json.WriteEndArray()

        Encoding.UTF8.GetString(stream.ToArray())

    /// A plan from JSON, to be passed back: of each entry, site, cost and estimator are needed, and the rest is not.
    static member FromJson(json: string) : Plan =
        let text (entry: JsonElement) (name: string) =
            match entry.TryGetProperty name with
            | true, value when value.ValueKind = JsonValueKind.String -> value.GetString() |> Option.ofObj
            | _ -> None

        let needed entry name =
            match text entry name with
            | Some value -> value
            | None -> raise (Errors.planJson $"an entry has no {name}")

        let estimator (name: string) =
            match Estimators.find name with
            | Some estimator -> estimator
            | None -> raise (Errors.planJson $"there is no estimator \"{name}\"")

        let refusal rejection =
            Refusal(needed rejection "estimator", needed rejection "reason")

        let entry (e: JsonElement) =
            let dependence =
                match Enum.TryParse<Dependence>(text e "dependence" |> Option.defaultValue "") with
                | true, known -> known
                | _ -> Dependence.None

            let rejected =
                match e.TryGetProperty "rejected" with
                | true, list when list.ValueKind = JsonValueKind.Array -> [| for r in list.EnumerateArray() -> refusal r |]
                | _ -> [||]

            PlanEntry(
                needed e "site",
                text e "distribution" |> Option.defaultValue "",
                needed e "cost",
                dependence,
                estimator (needed e "estimator"),
                text e "reason" |> Option.defaultValue "",
                rejected
            )

        let entries =
            try
                use document = JsonDocument.Parse json

                if document.RootElement.ValueKind <> JsonValueKind.Array then
                    raise (Errors.planJson "it is no list of entries")

                [| for e in document.RootElement.EnumerateArray() -> entry e |]
            with :? JsonException as e ->
                raise (Errors.planJson e.Message)

        Plan.Asking entries

    /// A plan that asks for what it says.
    static member private Asking(entries: PlanEntry[]) =
        let requests = Dictionary<struct (string * string), Estimator>()

        for e in entries do
            if e.Estimator <> NotNeeded.estimator then
                requests.[struct (e.Site, e.Cost)] <- e.Estimator

        Plan(entries, requests)

    /// A plan for a program from site, cost, estimator and reason of each entry. An entry whose estimator no name tells, such as a baseline of
    /// features, was asked for in the program, which asks again; of sites and costs that the program does not have nothing is asked.
    static member internal Of(graph: StochasticGraph, choices: string[][]) =
        let sites = HashSet(graph.Sites |> Seq.map _.Name)
        let costs = HashSet(graph.Costs |> Seq.map _.Name)

        let isKnown (choice: string[]) =
            sites.Contains choice.[0] && costs.Contains choice.[1]

        Plan.Asking
            [|
                for choice in choices |> Seq.filter isKnown do
                    match Estimators.find choice.[2] with
                    | Some estimator -> PlanEntry(choice.[0], "", choice.[1], Dependence.None, estimator, choice.[3], [||])
                    | None -> ()
            |]

    /// The same plan with other reasons for some sites and costs.
    member internal _.Explained(reasons: IReadOnlyDictionary<struct (string * string), string>) =
        let explain (e: PlanEntry) =
            match reasons.TryGetValue(struct (e.Site, e.Cost)) with
            | true, reason ->
                let estimator = requests.[struct (e.Site, e.Cost)]
                PlanEntry(e.Site, e.Distribution, e.Cost, e.Dependence, estimator, reason, Array.ofSeq e.Rejected)
            | _ -> e

        Plan(entries |> Array.map explain, requests)

    /// The same plan with the reasons of another, where that chose the same.
    member internal _.ExplainedBy(other: Plan) =
        let known = Dictionary<struct (string * string), PlanEntry>()

        for e in other.Entries do
            known.[struct (e.Site, e.Cost)] <- e

        let explain (e: PlanEntry) =
            match known.TryGetValue(struct (e.Site, e.Cost)) with
            | true, o when o.Estimator = e.Estimator ->
                PlanEntry(e.Site, e.Distribution, e.Cost, e.Dependence, e.Estimator, o.Reason, Array.ofSeq e.Rejected)
            | _ -> e

        Plan(entries |> Array.map explain, requests)

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
