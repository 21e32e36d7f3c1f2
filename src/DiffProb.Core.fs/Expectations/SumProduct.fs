namespace DiffProb

open System.Collections.Generic

/// One product of a cost, lowered.
[<ReferenceEquality>]
type internal LoweredTerm =
    {
        Parts: Part list
        /// Whether each site is above it, by place.
        Needs: bool[]
        /// The sites above it whose values lie along axes of their own, by place.
        Summed: int[]
    }

/// Sums over the values that the sites of a lowering have along axes of their own, weighted. Weights of sites that are not above a
/// term have sum 1, and mean derivative 0 of any order that their estimator allows, and are left out.
[<Sealed>]
type internal SumProduct(graph: StochasticGraph, ancestry: Ancestry, lowering: Lowering) =
    let places = Dictionary<Axis, int>()
    let weights = Dictionary<int, Table<Part>>()
    let tables = Dictionary<Part, Table<Part>>()

    let weighted place =
        (lowering.Site graph.Sites.[place]).Proposal.Along

    let isSummed (axis: Axis) =
        axis.Role = AxisRole.Enumerated || axis.Role = AxisRole.Coupled

    let scopeOf (t: Tensor) =
        [|
            for axis in t.Axes do
                if isSummed axis then
                    places.[axis]
        |]
        |> Array.sort

    let axisOf place = (weighted place).Value.Axis
    let sizeOf place = float (axisOf place).Size

    let elimination =
        Elimination<Part>(
            graph.Sites.Length,
            sizeOf,
            (fun place tables -> Parts.sum (axisOf place) [ for t in tables -> t.Content ]),
            infinity,
            infinity
        )

    let tableOf (part: Part) =
        match tables.TryGetValue part with
        | true, known -> known
        | _ ->
            let table = Table(scopeOf (Parts.tensor part), part)
            tables.[part] <- table
            table

    let terms = Terms((fun site -> scopeOf (lowering.Site site).Proposal.Value), sizeOf)

    let lower part =
        match part with
        | Part.Value t -> Part.Value(lowering.Lower t)
        | Part.Guard t -> Part.Guard(lowering.Lower t)
        | weight -> weight

    member _.Lowering = lowering

    /// Whether a site's values lie along an axis of their own. Sites are asked for in the order of the program.
    member _.Has(site: Site) =
        match (lowering.Site site).Proposal.Along with
        | None -> false
        | Some along ->
            if not (weights.ContainsKey site.Index) then
                places.[along.Axis] <- site.Index
                weights.[site.Index] <- Table(scopeOf along.Weights, Part.Weight(along.Weights, along.Possible))

            true

    /// Sites along whose axes an expression varies.
    member _.ScopeOf(t: Tensor) = scopeOf t

    /// Along which of its axes an expression has values that cannot happen: conditions, true where they can.
    member _.PossibleAlong(t: Tensor) : Tensor list =
        [
            for place in scopeOf t do
                match weighted place with
                | Some { Possible = Some possible } -> possible
                | _ -> ()
        ]

    /// The product of some parts and of the weights of some sites, summed over the values of some.
    member _.Sum(weightsOf: int[], over: int[], parts: Part list) : Tensor =
        let tables =
            [
                for place in weightsOf -> weights.[place]
                for part in parts -> tableOf part
            ]

        Parts.product [ for t in elimination.SumOut(over, tables) -> t.Content ]

    /// The terms of a cost, whose sites above are given by place where their values have axes of their own.
    member _.Terms(cost: Tensor, along: int[]) : LoweredTerm list =
        let reached = Dictionary<Tensor, int[]>()

        let sites part =
            let t = Parts.tensor part

            match reached.TryGetValue t with
            | true, known -> known
            | _ ->
                let found = DependenceAnalysis.sites t
                reached.[t] <- found
                found

        [
            for parts in terms.Of cost do
                let needs = ancestry.Above(parts |> Seq.collect sites)

                {
                    Parts = List.map lower parts
                    Needs = needs
                    Summed = along |> Array.filter (fun place -> needs.[place])
                }
        ]

    /// The conditions, lowered, under which what is inside of some branches counts.
    member _.Conditions(taken: Tensor) : Tensor list =
        [ for part in terms.Conditions taken -> lowering.Lower(Parts.tensor part) ]

    /// 1 where conditions hold together for some of the values that sites have along axes of their own, else 0.
    member t.Somewhere(conditions: Tensor list) : Tensor =
        let over = conditions |> List.fold (fun s c -> Scope.union s (scopeOf c)) [||]
        t.Sum([||], over, [ for c in conditions -> Part.Guard c ])
