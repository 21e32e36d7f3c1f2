namespace DiffProb

open System.Collections.Generic

/// A site with its parameters lowered and its symbol replaced.
type internal LoweredSite =
    {
        Site: Site
        Estimator: Estimator
        Distribution: Distribution
        Noise: NoiseSource
        Proposal: Proposal
    }

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
        let estimator = assigned.[site.Index]
        let proposal = estimator.Rules.Propose(site, distribution, noise)

        lowered.[site.Index] <-
            {
                Site = site
                Estimator = estimator
                Distribution = distribution
                Noise = noise.Again
                Proposal =
                    { proposal with
                        Value = proposal.Value.Cast(site.Distribution.DType).BroadcastTo(site.Distribution.Shape)
                    }
            }

    /// Whether some choices agree with those made so far.
    member _.Agrees(choices: (Site * Estimator) list) =
        choices
        |> List.forall (fun (site, estimator) ->
            match assigned.TryGetValue site.Index with
            | true, known -> known = estimator
            | _ -> true)

    /// Takes choices on, and lowers their sites, which are in the order of the program: what a site depends on comes before it.
    member _.Take(choices: (Site * Estimator) list) =
        for site, estimator in choices do
            if not (lowered.ContainsKey site.Index) then
                assigned.[site.Index] <- estimator
                lowerSite site

    member _.Site(site: Site) = lowered.[site.Index]

    member _.Sites: seq<LoweredSite> =
        graph.Sites
        |> Seq.filter (fun s -> lowered.ContainsKey s.Index)
        |> Seq.map (fun s -> lowered.[s.Index])

    member _.Lower(tensor: Tensor) = rewriter.Rewrite tensor
