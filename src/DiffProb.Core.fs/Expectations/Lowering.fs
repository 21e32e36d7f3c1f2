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

/// What is done at a site.
type internal Choice =
    {
        Site: Site
        Estimator: Estimator
        /// The comparisons that it is cut at, by an estimator that cuts.
        Cuts: Threshold list
    }

    static member Of(site, estimator: Estimator, cuts) =
        {
            Site = site
            Estimator = estimator
            Cuts = if estimator.Rules :? IStratified then cuts else []
        }

/// Rebuilds traced expressions with every site replaced as its estimator says. Axes align by themselves.
/// `own` says what stands for an expression that belongs to a site.
/// One lowering serves every cost whose plan agrees with the choices made so far, so that their common parts are the same nodes.
[<Sealed>]
type internal Lowering(graph: StochasticGraph, particle: Axis, own: Site -> Tensor -> Tensor) =
    let assigned = Dictionary<int, Choice>()
    let lowered = Dictionary<int, LoweredSite>()
    let truths = Dictionary<Tensor, Tensor>()

    let rewriter =
        Rewriter(fun node _ ->
            match node.Operation, truths.TryGetValue node with
            | :? RandomValue as leaf, _ -> lowered.[(StochasticGraph.SiteOf leaf).Index].Proposal.Value
            | _, (true, truth) -> truth
            | _ -> null)

    // Between its thresholds, of which those that are the same expression are one.
    let split (choice: Choice) (rules: IStratified) distribution noise =
        let thresholds =
            choice.Cuts |> List.map (fun cut -> rewriter.Rewrite(own choice.Site cut.Value))

        let distinct = List.distinct thresholds

        let axis =
            Axis($"sides of {choice.Site.Name}", distinct.Length + 1, AxisRole.Enumerated)

        let proposal, isAbove = rules.ProposeBetween(distribution, noise, axis, distinct)

        for cut, threshold in List.zip choice.Cuts thresholds do
            let above = isAbove.[List.findIndex ((=) threshold) distinct]

            truths.[cut.Comparison] <- if cut.IsAbove then above else Tensor.op_LogicalNot above

        proposal

    let lowerSite (site: Site) =
        let distribution = site.Distribution.With(fun p -> rewriter.Rewrite(own site p))
        let along = Axes.Of([ particle ]).Union(site.Place.Axes)
        let noise = NoiseSource(site.Name, along)
        let choice = assigned.[site.Index]
        let estimator = choice.Estimator

        let proposal =
            match estimator.Rules with
            | :? IStratified as rules -> split choice rules distribution noise
            | rules -> rules.Propose(site, distribution, noise)

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

    /// Of expressions as they were traced.
    new(graph, particle) = Lowering(graph, particle, (fun _ traced -> traced))

    /// Whether some choices agree with those made so far.
    member _.Agrees(choices: Choice list) =
        choices
        |> List.forall (fun choice ->
            match assigned.TryGetValue choice.Site.Index with
            | true, known -> known = choice
            | _ -> true)

    /// Takes choices on, and lowers their sites, which are in the order of the program: what a site depends on comes before it.
    member _.Take(choices: Choice list) =
        for choice in choices do
            if not (lowered.ContainsKey choice.Site.Index) then
                assigned.[choice.Site.Index] <- choice
                lowerSite choice.Site

    member _.Site(site: Site) = lowered.[site.Index]

    member _.Sites: seq<LoweredSite> =
        graph.Sites
        |> Seq.filter (fun s -> lowered.ContainsKey s.Index)
        |> Seq.map (fun s -> lowered.[s.Index])

    member _.Lower(tensor: Tensor) = rewriter.Rewrite tensor
