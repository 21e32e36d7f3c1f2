namespace DiffProb

open System.Collections.Generic

/// A site with its parameters lowered and its symbol replaced.
type internal LoweredSite =
    { Site: Site
      Distribution: Distribution
      Proposal: Proposal }

/// Rebuilds traced expressions with every site replaced as its estimator says. Axes align by themselves.
/// One lowering serves every cost whose plan agrees with the choices made so far, so that their common parts are the same nodes.
[<Sealed>]
type internal Lowering(graph: StochasticGraph, particle: Axis) =
    let assigned = Dictionary<int, Estimator>()
    let lowered = Dictionary<int, LoweredSite>()

    let rewriter =
        Rewriter(fun node _ ->
            match node.Operation with
            | :? RandomValue as leaf -> lowered.[(StochasticGraph.SiteOf leaf).Index].Proposal.Value
            | _ -> null)

    let lowerSite (site: Site) =
        let distribution = site.Distribution.With(fun p -> rewriter.Rewrite p)
        let along = Axes.Of([ particle ]).Union(site.Place.Axes)
        let noise = NoiseSource(site.Name, along)
        let proposal = assigned.[site.Index].Rules.Propose(site, distribution, noise)

        lowered.[site.Index] <-
            { Site = site
              Distribution = distribution
              Proposal = { proposal with Value = proposal.Value.Cast(site.Distribution.DType).BroadcastTo(site.Distribution.Shape) } }

    /// Whether the choices of a plan agree with those made so far.
    member _.Agrees(plan: Planned list) =
        plan
        |> List.forall (fun p ->
            match assigned.TryGetValue p.Site.Index with
            | true, estimator -> estimator = p.Estimator
            | _ -> true)

    /// Takes a plan on, and lowers its sites in the order of the program: what a site depends on is lowered before it.
    member _.Take(plan: Planned list) =
        for p in plan do
            if not (lowered.ContainsKey p.Site.Index) then
                assigned.[p.Site.Index] <- p.Estimator
                lowerSite p.Site

    member _.Site(site: Site) = lowered.[site.Index]
    member _.Sites: seq<LoweredSite> = graph.Sites |> Seq.filter (fun s -> lowered.ContainsKey s.Index) |> Seq.map (fun s -> lowered.[s.Index])
    member _.Lower(tensor: Tensor) = rewriter.Rewrite tensor
