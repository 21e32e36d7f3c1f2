namespace DiffProb

open System.Collections.Generic

/// A factor of a product, and the sites over whose values it varies. Equality is identity.
[<Sealed>]
type internal Table<'T>(scope: int[], content: 'T) =
    member _.Scope = scope
    member _.Content = content

/// Sums of products of tables over the values of some sites, one site at a time, the one with the smallest joint table first, ties in
/// the order of the program (variable elimination; Zhang and Poole 1994). Equal sums of the same tables are made once, so that the
/// forward messages of a chain serve all its terms: a chain of T sites with K values and a term at each takes T K² multiplications.
/// sum: the product of some tables, summed over a site. limit: work beyond which the rest is not done.
[<Sealed>]
type internal Elimination<'T>(sizeOf: int -> float, sum: int -> Table<'T> list -> 'T, limit: float) =
    let made =
        Dictionary<struct (int * Table<'T> list), Table<'T>>(HashIdentity.Structural)

    let mutable work = 0.0

    let jointOf (tables: seq<Table<'T>>) =
        let joint = HashSet<int>()

        for table in tables do
            joint.UnionWith table.Scope

        joint

    let message site (tables: Table<'T> list) =
        match made.TryGetValue(struct (site, tables)) with
        | true, known -> known
        | _ ->
            let joint = jointOf tables |> Array.ofSeq |> Array.sort
            work <- work + Scope.size sizeOf joint

            let rest = joint |> Array.filter (fun s -> s <> site)
            // A table beyond the limit is not looked into.
            let table = Table(rest, (if work > limit then Unchecked.defaultof<'T> else sum site tables))
            made.[struct (site, tables)] <- table
            table

    /// Multiplications so far: the elements of the joint tables.
    member _.Work = work

    /// What remains of a product when some sites are summed out of it.
    member _.SumOut(sites: seq<int>, factors: Table<'T> list) : Table<'T> list =
        let tables = List<Table<'T> voption>()
        let holders = Dictionary<int, SortedSet<int>>()

        for site in sites do
            holders.[site] <- SortedSet()

        let enter (table: Table<'T>) =
            for site in table.Scope do
                match holders.TryGetValue site with
                | true, places -> places.Add tables.Count |> ignore
                | _ -> ()

            tables.Add(ValueSome table)

        let held site =
            [
                for place in holders.[site] do
                    match tables.[place] with
                    | ValueSome table -> table
                    | ValueNone -> ()
            ]

        let queue = PriorityQueue<int, struct (float * int)>()
        let sizes = Dictionary<int, float>()

        let queueUp site =
            let size = jointOf (held site) |> Seq.fold (fun n s -> n * sizeOf s) 1.0

            match sizes.TryGetValue site with
            | true, known when known = size -> ()
            | _ ->
                sizes.[site] <- size
                queue.Enqueue(site, struct (size, site))

        let eliminate site =
            let places = holders.[site]
            let summed = message site (held site)
            holders.Remove site |> ignore

            for place in places do
                tables.[place] <- ValueNone

            for other in summed.Scope do
                match holders.TryGetValue other with
                | true, its -> its.ExceptWith places
                | _ -> ()

            enter summed

            for other in summed.Scope do
                if holders.ContainsKey other then
                    queueUp other

        List.iter enter factors
        Seq.iter queueUp (Seq.sort holders.Keys |> Array.ofSeq)
        let mutable site = 0
        let mutable size = struct (0.0, 0)

        while work <= limit && queue.TryDequeue(&site, &size) do
            let struct (queued, _) = size

            if holders.ContainsKey site && sizes.[site] = queued then
                eliminate site

        [
            for table in tables do
                match table with
                | ValueSome table -> table
                | ValueNone -> ()
        ]
