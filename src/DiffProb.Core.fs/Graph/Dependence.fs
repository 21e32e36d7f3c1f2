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

/// A comparison that jumps where the value of one continuous site crosses a threshold, made of what is drawn before it.
type internal Threshold =
    {
        Comparison: Tensor
        Site: Site
        Value: Tensor
        /// Whether it holds above the threshold, or below.
        IsAbove: bool
    }

/// Comparisons whose site is drawn on each side of its threshold, so that they do not jump for it any more.
type internal Cuts = IReadOnlyDictionary<Tensor, Threshold>

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

/// What the nodes below some expressions are: sites reached through no other site, parameters, edges that see both, and cuts.
type internal Cone =
    {
        Sites: Dictionary<Site, Reach>
        Parameters: HashSet<string>
        Edges: Edge list
        Cut: List<Threshold>
    }

/// The relation between expressions and sites, in one pass from the users to the inputs.
module internal DependenceAnalysis =

    let noCuts: Cuts = Dictionary()

    /// Sets of sites larger than this are not told apart in products, which are then Smooth: never wrong, only less sharp.
    let private mostSitesInProducts = 2048

    /// Nodes at which two factors share a site: there the product is not affine in it.
    let private sharedProducts (inputs: Tensor -> Tensor seq) (order: List<Tensor>) =
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
                    for input in inputs node do
                        let other = sets.[input]

                        for w in 0 .. words - 1 do
                            set.[w] <- set.[w] ||| other.[w]

                sets.[node] <- set

            fun node ->
                node.Operation.IsProduct
                && Array.exists2 (fun (a: uint64) (b: uint64) -> a &&& b <> 0UL) sets.[node.Inputs.[0]] sets.[node.Inputs.[1]]

    /// A parameter and a continuous site below a node, one of each for the message. What StopGradient hides is no parameter.
    let private sources (cuts: Cuts) (order: List<Tensor>) =
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
                | _ when cuts.ContainsKey node -> struct (None, None)
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

    let private edges (cuts: Cuts) (order: List<Tensor>) =
        let join = sources cuts order

        let isHidden (node: Tensor) level =
            level = Dependence.Step && node.Operation.IsOpaque

        [
            for node in order do
                for level in [ Dependence.Step; Dependence.Kinked ] do
                    let seen =
                        [
                            for k in 0 .. node.Inputs.Length - 1 do
                                if node.Operation.DependsOn k = level && not (cuts.ContainsKey node) then
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

    /// The cone of expressions: every path counts, the worst wins. Averaged over the site that it is cut for, a comparison is continuous in its threshold.
    let coneWith (cuts: Cuts) (roots: Tensor seq) : Cone =
        let threshold (node: Tensor) =
            match cuts.TryGetValue node with
            | true, cut -> Some cut
            | _ -> None

        let inputs (node: Tensor) : Tensor seq =
            match threshold node with
            | Some cut -> [ cut.Value ]
            | None -> node.Inputs.ToArray()

        let instead (node: Tensor) : Tensor | null =
            match threshold node with
            | Some cut -> cut.Value
            | None -> null

        let order = Topology.Sort(roots, instead)
        let shares = sharedProducts inputs order
        let reaches = Dictionary<Tensor, Reach>()

        for root in roots do
            reaches.[root] <- Reach.Identity

        let result =
            {
                Sites = Dictionary()
                Parameters = HashSet()
                Edges = edges cuts order
                Cut = List()
            }

        let join (into: Dictionary<'K, Reach>) key reach =
            into.[key] <-
                match into.TryGetValue key with
                | true, known -> Reach.Join known reach
                | _ -> reach

        for i in order.Count - 1 .. -1 .. 0 do
            let node = order.[i]
            let reach = reaches.[node]

            match node.Operation, threshold node with
            | _, Some cut ->
                result.Cut.Add cut
                join result.Sites cut.Site { reach with Level = Dependence.None }
                join reaches cut.Value { reach with Level = Dependence.Kinked }
            | operation, None ->
                match operation with
                | :? RandomValue as leaf -> join result.Sites (StochasticGraph.SiteOf leaf) reach
                | :? Parameter as leaf -> result.Parameters.Add leaf.Label |> ignore
                | _ -> ()

                for k in 0 .. node.Inputs.Length - 1 do
                    join reaches node.Inputs.[k] (step shares node reach k)

        result

    /// The cone of expressions as they are.
    let cone roots = coneWith noCuts roots

/// Cones of the sites of one graph, and what is trainable above them. For use on one thread.
[<Sealed>]
type internal Ancestry(graph: StochasticGraph, cuts: Cuts) =
    let cone = DependenceAnalysis.coneWith cuts

    let cones =
        graph.Sites
        |> Array.map (fun site -> cone (site.Distribution.Parameters |> Seq.map _.Value))

    // What a site is drawn from: its parameters, and the thresholds that it is cut at.
    let parents =
        let direct =
            cones
            |> Array.map (fun cone -> HashSet [ for site in cone.Sites.Keys -> site.Index ])

        for cut in cuts.Values do
            direct.[cut.Site.Index].UnionWith [ for site in (cone [ cut.Value ]).Sites.Keys -> site.Index ]

        direct |> Array.map Array.ofSeq

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

    /// The comparisons that are cut.
    member _.Cuts = cuts

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

    /// What an expression is made of.
    member _.Cone(value: Tensor) = cone [ value ]

    /// Whether a parameter of the program is above the site, directly or through other sites.
    member _.IsTrainable(site: Site) = trainable.[site.Index]

    /// Whether a parameter of the program is above an expression.
    member _.IsTrainable(value: Tensor) = isTrainable (cone [ value ])

    /// The site's parameters that have a trainable parameter of the program above them.
    member _.Trained(site: Site) =
        match trained.TryGetValue site.Index with
        | true, known -> known
        | _ ->
            let found =
                site.Distribution.Parameters
                |> Seq.filter (fun p -> isTrainable (cone [ p.Value ]))
                |> Array.ofSeq

            trained.[site.Index] <- found
            found
