namespace DiffProb

open System.Collections.Generic

/// How an expression depends on the value of one site.
[<Struct>]
type internal Reach =
    {
        Level: Dependence
        /// Axes that some operation on the way folded away or made visible: rows of such a plate are mixed.
        Crossed: Axes
        /// Whether a way leads through StopGradient.
        IsStopped: bool
    }

    static member Identity =
        {
            Level = Dependence.Affine
            Crossed = Axes.None
            IsStopped = false
        }

    static member Join a b =
        {
            Level = max a.Level b.Level
            Crossed = a.Crossed.Union b.Crossed
            IsStopped = a.IsStopped || b.IsStopped
        }

/// A step or kink that sees a parameter together with a continuous site: averaging over the site moves the edge, so that the
/// expectation has a derivative in the parameter there, which the derivative along a path misses and no site's density carries.
type internal Edge =
    {
        Level: Dependence
        Operation: string
        Parameter: string
        /// None for a function that the graph cannot look into, which may hide anything.
        Site: Site option
    }

/// What the nodes below some expressions are: sites reached through no other site, parameters, and edges that see both.
type internal Cone =
    {
        Sites: Dictionary<Site, Reach>
        Parameters: HashSet<string>
        Edges: Edge list
    }

/// The relation between expressions and sites, in one pass from the users to the inputs.
module internal DependenceAnalysis =

    /// Sets of sites larger than this are not told apart in products, which are then Smooth: never wrong, only less sharp.
    let private mostSitesInProducts = 2048

    /// Nodes at which two factors share a site: there the product is not affine in it.
    let private sharedProducts (order: List<Tensor>) =
        let leaves =
            order |> Seq.filter (fun n -> n.Operation :? RandomValue) |> Seq.toArray

        if leaves.Length > mostSitesInProducts then
            fun (node: Tensor) -> node.Operation.IsProduct
        else
            let places = leaves |> Array.mapi (fun i leaf -> leaf, i) |> dict
            let words = (leaves.Length + 63) / 64
            let sets = Dictionary<Tensor, uint64[]>()

            for node in order do
                let set = Array.zeroCreate<uint64> words

                match places.TryGetValue node with
                | true, i -> set.[i / 64] <- 1UL <<< (i % 64)
                | _ ->
                    for input in node.Inputs do
                        let other = sets.[input]

                        for w in 0 .. words - 1 do
                            set.[w] <- set.[w] ||| other.[w]

                sets.[node] <- set

            fun node ->
                node.Operation.IsProduct
                && Array.exists2 (fun (a: uint64) (b: uint64) -> a &&& b <> 0UL) sets.[node.Inputs.[0]] sets.[node.Inputs.[1]]

    /// A parameter and a continuous site below a node, one of each for the message. What StopGradient hides is no parameter.
    let private sources (order: List<Tensor>) =
        let known = Dictionary<Tensor, struct (string option * Site option)>()

        let join (inputs: seq<Tensor>) =
            let mutable parameter = None
            let mutable site = None

            for input in inputs do
                let struct (p, s) = known.[input]
                parameter <- Option.orElse p parameter
                site <- Option.orElse s site

            struct (parameter, site)

        for node in order do
            known.[node] <-
                match node.Operation with
                | :? Parameter as leaf -> struct (Some leaf.Label, None)
                | :? RandomValue as leaf ->
                    let site = StochasticGraph.SiteOf leaf

                    struct (None,
                            (if site.Distribution.Support.IsDiscrete then
                                 None
                             else
                                 Some site))
                | :? StopGradient ->
                    let struct (_, site) = known.[node.Inputs.[0]]
                    struct (None, site)
                | _ -> join (node.Inputs.ToArray())

        join

    let private edges (order: List<Tensor>) =
        let join = sources order

        let isHidden (node: Tensor) level =
            level = Dependence.Step && (node.Operation :? OpaqueFunction)

        [
            for node in order do
                for level in [ Dependence.Step; Dependence.Kinked ] do
                    let seen =
                        [
                            for k in 0 .. node.Inputs.Length - 1 do
                                if node.Operation.DependsOn k = level then
                                    node.Inputs.[k]
                        ]

                    match join seen with
                    | struct (Some parameter, site) when site.IsSome || isHidden node level ->
                        {
                            Level = level
                            Operation = node.Operation.Name
                            Parameter = parameter
                            Site = site
                        }
                    | _ -> ()
        ]

    let private step (shares: Tensor -> bool) (node: Tensor) (reach: Reach) k =
        let input = node.Inputs.[k]
        let own = node.Operation.DependsOn k

        let level =
            if own = Dependence.Affine && shares node then
                Dependence.Smooth
            else
                own

        {
            Level = max reach.Level level
            Crossed = reach.Crossed.Union(input.Axes.Except node.Axes)
            IsStopped = reach.IsStopped || node.Operation :? StopGradient
        }

    /// Places of the sites that an expression reaches through no other site.
    let sites (root: Tensor) : int[] =
        [|
            for node in Topology.Sort [ root ] do
                match node.Operation with
                | :? RandomValue as leaf -> (StochasticGraph.SiteOf leaf).Index
                | _ -> ()
        |]

    /// The cone of expressions: every path counts, the worst wins.
    let cone (roots: Tensor seq) : Cone =
        let order = Topology.Sort roots
        let shares = sharedProducts order
        let reaches = Dictionary<Tensor, Reach>()

        for root in roots do
            reaches.[root] <- Reach.Identity

        let result =
            {
                Sites = Dictionary()
                Parameters = HashSet()
                Edges = edges order
            }

        for i in order.Count - 1 .. -1 .. 0 do
            let node = order.[i]
            let reach = reaches.[node]

            match node.Operation with
            | :? RandomValue as leaf -> result.Sites.[StochasticGraph.SiteOf leaf] <- reach
            | :? Parameter as leaf -> result.Parameters.Add leaf.Label |> ignore
            | _ -> ()

            for k in 0 .. node.Inputs.Length - 1 do
                let below = step shares node reach k
                let input = node.Inputs.[k]

                reaches.[input] <-
                    match reaches.TryGetValue input with
                    | true, known -> Reach.Join known below
                    | _ -> below

        result

/// Cones of the sites of one graph, and what is trainable above them. For use on one thread.
[<Sealed>]
type internal Ancestry(graph: StochasticGraph) =
    let cones =
        graph.Sites
        |> Array.map (fun site -> DependenceAnalysis.cone (site.Distribution.Parameters |> Seq.map _.Value))

    let parents =
        cones |> Array.map (fun cone -> [| for site in cone.Sites.Keys -> site.Index |])

    // A site in a branch counts as the condition of the branch says.
    let conditions =
        lazy
            (graph.Sites
             |> Array.map (fun site ->
                 match site.Place.Guard with
                 | Some taken -> DependenceAnalysis.sites taken
                 | None -> [||]))

    let trainable = Array.zeroCreate<bool> cones.Length
    let below = Dictionary<int, HashSet<int>>()
    let trained = Dictionary<int, DistributionParameter[]>()

    let isTrainable (cone: Cone) =
        cone.Parameters.Count > 0
        || cone.Sites.Keys |> Seq.exists (fun parent -> trainable.[parent.Index])

    do
        for site in graph.Sites do
            trainable.[site.Index] <- isTrainable cones.[site.Index]

    /// Places in the order of the program of the sites that a site has an influence on.
    member _.Below(site: Site) : IReadOnlySet<int> =
        match below.TryGetValue site.Index with
        | true, known -> known
        | _ ->
            let found = HashSet<int>()

            for later in site.Index + 1 .. cones.Length - 1 do
                if parents.[later] |> Array.exists (fun p -> p = site.Index || found.Contains p) then
                    found.Add later |> ignore

            below.[site.Index] <- found
            found

    /// Whether each site is among some sites, or has an influence on one of them or on whether it counts.
    member _.Above(sites: seq<int>) : bool[] =
        let above = Array.zeroCreate<bool> cones.Length
        let work = Stack<int>()

        let visit site =
            if not above.[site] then
                above.[site] <- true
                work.Push site

        Seq.iter visit sites

        while work.Count > 0 do
            let site = work.Pop()
            Array.iter visit parents.[site]
            Array.iter visit conditions.Value.[site]

        above

    /// Places of the sites that the parameters of a site reach through no other site.
    member _.Parents(site: Site) = parents.[site.Index]

    /// What the parameters of a site are made of.
    member _.Cone(site: Site) = cones.[site.Index]

    /// Whether a parameter of the program is above the site, directly or through other sites.
    member _.IsTrainable(site: Site) = trainable.[site.Index]

    /// The site's parameters that have a trainable parameter of the program above them.
    member _.Trained(site: Site) =
        match trained.TryGetValue site.Index with
        | true, known -> known
        | _ ->
            let found =
                site.Distribution.Parameters
                |> Seq.filter (fun p -> isTrainable (DependenceAnalysis.cone [ p.Value ]))
                |> Array.ofSeq

            trained.[site.Index] <- found
            found
