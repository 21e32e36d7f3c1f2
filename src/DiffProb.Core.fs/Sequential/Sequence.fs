namespace DiffProb

open System.Collections.Generic

/// A random choice of every particle: a site of the program, and the law that its value is drawn from.
type internal SequenceDraw =
    {
        Site: Site
        /// The site's own law, or that of a guide, as an expression of the sites before it.
        Law: Distribution
    }

/// A log weight of every particle, in nats, summed over the rows of its plates.
type internal SequenceTerm =
    {
        Name: string
        Kind: TermKind
        LogDensity: Tensor
        /// Whether a guide may propose what lies outside of the site's support.
        CanVanish: bool
    }

/// A program as particles run it: what is drawn, in order, and by what each draw is weighed. Expressions are as they were traced.
type internal Sequence =
    {
        Draws: SequenceDraw[]
        Terms: SequenceTerm[]
        /// What is told of each particle, beside its sites.
        Recorded: Deterministic[]
        /// Values of parameters, by name.
        Parameters: IReadOnlyDictionary<string, Tensor>
    }

module internal Sequence =

    let private term (name: string) (kind: TermKind) (place: Place) (logDensity: Tensor) : SequenceTerm =
        {
            Name = name
            Kind = kind
            LogDensity = logDensity.SumOver place.Axes
            CanVanish = false
        }

    /// The data and factors of a program.
    let private weights (graph: StochasticGraph) =
        [|
            for o in graph.Observations do
                LogJoint.checkDensity o.Name o.Distribution

                LogJoint.ofData o.Distribution o.Value
                |> LogJoint.guarded id o.Place
                |> term o.Name TermKind.Observed o.Place
            for f in graph.Factors do
                f.LogWeight.Cast DType.Float64
                |> LogJoint.guarded id f.Place
                |> term f.Name TermKind.Factor f.Place
        |]

    /// What each value is worth where the law that it is drawn from is not its own: the density of the one less that of the other.
    let private corrections (draws: SequenceDraw[]) =
        [|
            for d in draws do
                let site = d.Site
                LogJoint.checkDensity site.Name site.Distribution
                LogJoint.checkDensity site.Name d.Law

                let isInside = site.Distribution.Support.Holds d.Law.Support

                let own =
                    if isInside then
                        site.Distribution.LogDensity site.Value
                    else
                        site.Distribution.LogDensityIfInside site.Value

                { term site.Name TermKind.Latent site.Place (own - d.Law.LogDensity site.Value) with
                    CanVanish = not isInside
                }
        |]

    let private check (graph: StochasticGraph) =
        LogJoint.checkLoops graph
        LogJoint.checkPlates graph

        if graph.Sites.Length = 0 then
            raise (Errors.nothingLatent (graph.Observations |> Seq.map _.Name))

    /// The sites of a program alone, drawn from their own laws, with what is told of each particle.
    let ofPrior (graph: StochasticGraph) (recorded: Deterministic[]) parameters =
        {
            Draws = [| for s in graph.Sites -> { Site = s; Law = s.Distribution } |]
            Terms = [||]
            Recorded = recorded
            Parameters = parameters
        }

    /// A program whose sites are drawn from their own laws, or from those of a guide.
    let ofProgram (program: Prob<'T>) (guide: StochasticGraph option) (given: IReadOnlyDictionary<string, Tensor>) =
        let graph = LogJoint.trace false program
        check graph

        if graph.Observations.Length + graph.Factors.Length = 0 then
            raise (Errors.nothingObserved (graph.Sites |> Seq.map _.Name))

        let prior =
            ofPrior graph graph.Deterministics (Proposals.parameters (graph :: Option.toList guide) given)

        match guide with
        | None -> { prior with Terms = weights graph }
        | Some guide ->
            check guide

            let draws =
                [| for site, law in Proposals.laws graph guide -> { Site = site; Law = law } |]

            { prior with
                Draws = draws
                Terms = Array.append (corrections draws) (weights graph)
            }
