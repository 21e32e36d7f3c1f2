namespace DiffProb

/// What a guide says of a site, or of the vector of all.
type internal GuideTerm =
    {
        Name: string
        /// Plates along whose rows it lies.
        Place: Place
        /// Log density of the draw, in nats, for each row.
        LogDensity: Tensor
        /// What has the same mean, in nats, with as little noise as is known.
        NegativeEntropy: Tensor
        /// KL divergence of its law from that of the model, where it is known in closed form and stands for both terms.
        Kl: Tensor option
    }

/// A guide and a model at its draw, on one tracer.
type internal GuidedRun =
    {
        /// All expressions are of the guide's sites, and of the parameters of both.
        Joint: LogJoint
        Guide: GuideTerm list
        /// The axis of repeated draws around the guide.
        Draws: Axis option
    }

module internal GuidedRun =

    let private isFeedback (ancestry: Ancestry) (site: Site) (law: Distribution) =
        let parents =
            law.Parameters |> Seq.collect (fun p -> DependenceAnalysis.sites p.Value)

        (ancestry.Above parents).[site.Index]

    // The prior may read no draw that reads the draw of this very site: then it would not be one law for all of them.
    let private klOf (ancestry: Ancestry) (guide: Site) (given: GivenSite) =
        let prior = given.Distribution

        let isSummed =
            prior.Parameters |> Seq.exists (fun p -> LogJoint.isEnumerated p.Value)

        if guide.Distribution :? Delta || isSummed || isFeedback ancestry guide prior then
            None
        else
            Option.ofObj (Divergence.KlOrNull(guide.Distribution, prior))

    let private termOf (kl: Tensor option) (site: Site) =
        let law = site.Distribution
        let isPoint = law :? Delta

        if not isPoint then
            LogJoint.checkDensity site.Name law

        let logDensity =
            if isPoint then
                Tensor.Scalar 0.0
            else
                law.LogDensity site.Value

        {
            Name = site.Name
            Place = site.Place
            LogDensity = logDensity
            NegativeEntropy =
                match law.Entropy with
                | _ when isPoint -> Tensor.Scalar 0.0
                | null -> logDensity
                | entropy -> -entropy
            Kl = kl
        }

    let private setting (tracer: Tracer) (model: StochasticGraph) position given : JointSetting =
        {
            Parameters =
                dict
                    [
                        for p in model.Parameters -> p.Name, tracer.Param(p.Name, p.Initial, p.Support)
                    ]
            Position = position
            Given = given
            HasVolume = true
        }

    let private ofProgram (tracer: Tracer) (model: StochasticGraph) (draws: Axis option) =
        GuideChecks.check draws model tracer

        if tracer.Parameters.Count = 0 && model.Parameters.Length = 0 then
            raise (Errors.guideFixed (tracer.Sites |> Seq.map _.Name))

        let given = readOnlyDict [ for site in tracer.Sites -> site.Name, site.Value ]

        let joint = LogJoint.ofGraph (setting tracer model LogJoint.leaf given) model

        let ancestry = Ancestry(StochasticGraph tracer, DependenceAnalysis.noCuts)
        let laws = dict [ for g in joint.Given -> g.Site.Name, g ]

        {
            Joint = joint
            Guide =
                [
                    for site in tracer.Sites -> termOf (klOf ancestry site laws.[site.Name]) site
                ]
            Draws = draws
        }

    let private automatic (tracer: Tracer) (model: StochasticGraph) (guide: Guide) draws (drawn: Approximation) =
        let none = readOnlyDict []

        for p in model.Parameters do
            if tracer.Parameters |> Seq.exists (fun own -> own.Name = p.Name) then
                raise (Errors.guideName p.Name (string guide))

        {
            Joint = LogJoint.ofGraph (setting tracer model (fun _ -> drawn.Position) none) model
            Guide =
                [
                    {
                        Name = "position"
                        Place = { Plates = []; Guard = None }
                        LogDensity = drawn.LogDensity
                        NegativeEntropy = -drawn.Entropy
                        Kl = None
                    }
                ]
            Draws = draws
        }

    /// Runs a guide and what a model traced to on a tracer. draws: a plate around the guide, a row for each of its draws. scale: where the scales of an
    /// automatic guide start.
    let on (tracer: Tracer) (model: StochasticGraph) (guide: Guide) (scale: float) (draws: Plate option) : GuidedRun =
        let repeated (body: unit -> 'T) =
            match draws with
            | Some plate -> tracer.Plate(plate, body)
            | None -> body ()

        let axis = draws |> Option.map _.Axis

        match guide.Kind with
        | GuideKind.Program run ->
            repeated (fun () -> run tracer)
            ofProgram tracer model axis
        | kind ->
            let dimension = LogJoint.dimensionOf (fun _ -> false) model

            if dimension = 0 then
                raise (Errors.guideNothing (string guide) (model.Sites |> Seq.map _.Name))

            let drawn = repeated (fun () -> Approximation.draw tracer kind scale dimension)

            automatic tracer model guide axis drawn
