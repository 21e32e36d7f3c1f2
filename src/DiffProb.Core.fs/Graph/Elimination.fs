namespace DiffProb

open System.Collections.Generic

/// Numbers over the values of some sites: the scope. Equality is identity.
[<Sealed>]
type internal Table<'T>(scope: int[], content: 'T) =
    member _.Scope = scope
    member _.Content = content

/// Tables that were multiplied and summed over a site.
[<Struct; CustomEquality; NoComparison>]
type private Joint<'T> =
    {
        Site: int
        Tables: Table<'T>[]
    }

    interface System.IEquatable<Joint<'T>> with
        member a.Equals b =
            a.Site = b.Site
            && System.MemoryExtensions.SequenceEqual(System.ReadOnlySpan a.Tables, System.ReadOnlySpan b.Tables)

    override a.Equals other =
        match other with
        | :? Joint<'T> as b -> (a :> System.IEquatable<Joint<'T>>).Equals b
        | _ -> false

    override a.GetHashCode() =
        a.Tables
        |> Array.fold (fun hash table -> 31 * hash + LanguagePrimitives.PhysicalHash table) a.Site

/// Sums of products of tables over the values of some sites, one site at a time, the one with the smallest joint table first, ties in
/// the order of the program (variable elimination; Zhang and Poole 1994). Equal sums of the same tables are made once, so that the
/// forward messages of a chain serve all its terms: a chain of T sites with K values and a term at each takes T K² multiplications.
/// sites: how many there are. sum: the product of some tables, summed over a site. most, limit: a joint table, and work in all, beyond
/// which the rest is not done.
[<Sealed>]
type internal Elimination<'T>(sites: int, sizeOf: int -> float, sum: int -> Table<'T> list -> 'T, most: float, limit: float) =
    let made = Dictionary<Joint<'T>, Table<'T>>()
    let holders = Array.init sites (fun _ -> List<Table<'T>>())
    let isPending = Array.zeroCreate<bool> sites
    let sizes = Array.zeroCreate<float> sites
    let stamps = Array.zeroCreate<int> sites
    let mutable stamp = 0
    let mutable work = 0.0
    let mutable largest = 0.0
    let isBeyond () = work > limit || largest > most

    /// The sites of some tables, each once.
    let visit (tables: List<Table<'T>>) (action: int -> unit) =
        stamp <- stamp + 1

        for table in tables do
            for site in table.Scope do
                if stamps.[site] <> stamp then
                    stamps.[site] <- stamp
                    action site

    let sizeOfJoint site =
        let mutable size = 1.0
        visit holders.[site] (fun other -> size <- size * sizeOf other)
        size

    let message site =
        let key =
            {
                Site = site
                Tables = holders.[site].ToArray()
            }

        match made.TryGetValue key with
        | true, known -> known
        | _ ->
            let joint = List<int>()
            visit holders.[site] joint.Add
            let size = joint |> Seq.fold (fun size s -> size * sizeOf s) 1.0
            work <- work + size
            largest <- max largest size
            joint.Remove site |> ignore

            // A table beyond the limit is not looked into.
            let content =
                if isBeyond () then
                    Unchecked.defaultof<'T>
                else
                    sum site (List.ofArray key.Tables)

            let table = Table(joint.ToArray() |> Array.sort, content)
            made.[key] <- table
            table

    /// Multiplications so far: the elements of the joint tables.
    member _.Work = work

    /// Whether a table or the work is beyond its limit.
    member _.IsBeyond = isBeyond ()

    /// What remains of a product of tables, each of them once, when some sites are summed out of it.
    member this.SumOut(over: int[], tables: Table<'T> list) : Table<'T> list =
        this.SumOut(over, tables, (fun _ _ _ -> ()))

    /// The same, telling of each sum in their order: the site, the tables that were multiplied, and what came of it.
    member _.SumOut(over: int[], tables: Table<'T> list, tell: int -> Table<'T>[] -> Table<'T> -> unit) : Table<'T> list =
        let entered = List<Table<'T>>()
        let gone = HashSet<Table<'T>>(HashIdentity.Reference)
        let queue = PriorityQueue<int, struct (float * int)>()

        let enter (table: Table<'T>) =
            entered.Add table

            for site in table.Scope do
                if isPending.[site] then
                    holders.[site].Add table

        let leave (table: Table<'T>) =
            gone.Add table |> ignore

            for site in table.Scope do
                if isPending.[site] then
                    holders.[site].Remove table |> ignore

        let queueUp site =
            let size = sizeOfJoint site

            if sizes.[site] <> size then
                sizes.[site] <- size
                queue.Enqueue(site, struct (size, site))

        let eliminate site =
            let summed = message site
            tell site (holders.[site].ToArray()) summed
            isPending.[site] <- false
            Seq.iter leave holders.[site]
            enter summed

            for other in summed.Scope do
                if isPending.[other] then
                    queueUp other

        for site in over do
            isPending.[site] <- true
            sizes.[site] <- nan
            holders.[site].Clear()

        List.iter enter tables
        Array.iter queueUp over
        let mutable site = 0
        let mutable size = struct (0.0, 0)

        while not (isBeyond ()) && queue.TryDequeue(&site, &size) do
            let struct (queued, _) = size

            if isPending.[site] && sizes.[site] = queued then
                eliminate site

        for site in over do
            isPending.[site] <- false

        [
            for table in entered do
                if not (gone.Contains table) then
                    table
        ]
