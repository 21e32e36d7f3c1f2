namespace DiffProb

/// Lower bounds on the log evidence as costs of a tracer, in nats: their expectations are to be maximized.
module internal Bound =

    // Costs lie in the plates of what they are made of.
    let rec private within (tracer: Tracer) (plates: Plate list) (body: unit -> unit) =
        match plates with
        | [] -> body ()
        | plate :: rest -> tracer.Plate(plate, (fun () -> within tracer rest body))

    let private platesOf (run: GuidedRun) (axes: Axes) =
        let graph = run.Joint.Graph

        Seq.concat
            [
                graph.Sites |> Seq.map _.Place
                graph.Observations |> Seq.map _.Place
                graph.Factors |> Seq.map _.Place
                run.Guide |> Seq.map _.Place
            ]
        |> Seq.collect _.Plates
        |> Seq.distinctBy _.Axis
        |> Seq.filter (fun plate -> axes.Contains plate.Axis)
        |> List.ofSeq

    let private cost (tracer: Tracer) run name (axes: Axes) (value: Tensor) =
        within tracer (platesOf run axes) (fun () -> tracer.Cost(name, value))

    let private marginalization (run: GuidedRun) =
        Marginalization(run.Joint.Graph, run.Joint.Discrete)

    /// What is added up to the log joint: one by one, but for terms that are summed over discrete sites together.
    let private addends (run: GuidedRun) (terms: JointTerm list) : (string * Tensor * Axes) list =
        let summed, single =
            terms |> List.partition (fun t -> LogJoint.isEnumerated t.LogDensity)

        [
            for t in single do
                $"log p({t.Name})", t.LogDensity, t.Place.Axes
            if not summed.IsEmpty then
                let sites = run.Joint.Discrete |> List.map _.Site.Name |> String.concat ", "

                for i, (value, axes) in
                    (marginalization run).Addends [ for t in summed -> t.LogDensity, t.Place ]
                    |> List.indexed do
                    let number = if i = 0 then "" else $" {i + 1}"
                    $"log sum over {sites}{number}", value, axes
        ]

    /// The evidence lower bound, term by term: E log p - log q, with KL divergences and entropies in closed form where they are known.
    let evidence (tracer: Tracer) (run: GuidedRun) =
        let divergent =
            set
                [
                    for g in run.Guide do
                        if g.Kl.IsSome then
                            g.Name
                ]

        let terms =
            run.Joint.Terms
            |> List.filter (fun t -> t.Kind <> TermKind.Latent || not (divergent.Contains t.Name))

        for name, value, axes in addends run terms do
            cost tracer run name axes value

        for g in run.Guide do
            match g.Kl with
            | Some kl -> cost tracer run $"-KL({g.Name})" g.Place.Axes -kl
            | None -> cost tracer run $"-log q({g.Name})" g.Place.Axes -g.NegativeEntropy

    /// Plates in which all sites of the guide lie, and no term beside them that reads a draw: each of their rows has weights of its own.
    let private shared (run: GuidedRun) (draws: Axis) (addends: (string * Tensor * Axes) list) =
        let own =
            run.Guide
            |> List.map (fun g -> g.Place.Axes.Except(Axes.Of [ draws ]))
            |> List.reduce (fun a b -> a.Intersect b)

        let isApart (_, value: Tensor, axes: Axes) =
            own.IsSubsetOf axes || not (value.Axes.Contains draws)

        if List.forall isApart addends then own else Axes.None

    /// Sites of the guide whose rows share no weights: draws alone are mixed.
    let apart (run: GuidedRun) : string[] =
        let draws = run.Draws.Value
        let kept = shared run draws (addends run run.Joint.Terms)

        [|
            for g in run.Guide do
                if (g.Place.Axes.Except(Axes.Of [ draws ])).IsSubsetOf kept then
                    g.Name
        |]

    /// A sum over the rows of plates that share their weights.
    let private over (run: GuidedRun) (kept: Axes) (value: Tensor, axes: Axes) =
        let summed = axes.Except kept

        match platesOf run summed |> List.tryFind (fun plate -> plate.Scale <> 1.0) with
        | Some plate -> raise (Errors.minibatchWeighed plate.Name)
        | None -> value.SumOver summed

    /// Replaces leaves of an expression by themselves without derivatives.
    let private stopping (isStopped: Operation -> bool) (t: Tensor) =
        Rewriter(fun node _ ->
            if isStopped node.Operation then
                node.StopGradient()
            else
                null)
            .Rewrite
            t

    // The derivative of 0, in value, that an expression has, weighted.
    let private slope (weight: Tensor) (t: Tensor) = weight * (t - t.StopGradient())

    /// Parameters of the guide by the doubly reparameterized gradient, Σ w² ∂(log p - log q)/∂z ∂z/∂φ, those of the model by their own, Σ w ∂log p/∂θ
    /// (Tucker et al. 2019, arXiv 1810.04152, equation 8); the value is the bound.
    let private doubly (draws: Axis) (logModel: Tensor) (logGuide: Tensor) (bound: Tensor) =
        let weights = (((logModel - logGuide).FromAxis draws).Softmax 0).StopGradient()

        let path = stopping (fun operation -> operation :? Parameter) (logModel - logGuide)

        let model = stopping (fun operation -> operation :? RandomValue) logModel
        let weights = weights.ToAxis draws

        bound.StopGradient()
        + (slope (weights * weights) path + slope weights model).SumOver(Axes.Of [ draws ])

    /// The importance weighted bound: E log mean w over the rows of a plate of draws, w = p / q (Burda et al. 2016, arXiv 1509.00519, equation 8), for each
    /// row of the plates that all sites of the guide lie in. isDouble: with the doubly reparameterized gradient, for guides whose draws are differentiated
    /// along their paths.
    let importance (tracer: Tracer) (run: GuidedRun) (isDouble: bool) =
        let draws = run.Draws.Value
        let drawn = Axes.Of [ draws ]
        let addends = addends run run.Joint.Terms
        let kept = shared run draws addends

        let weighed, apart =
            addends |> List.partition (fun (_, _, axes) -> kept.IsSubsetOf axes)

        for name, value, axes in apart do
            cost tracer run name axes value

        let total (numbers: Tensor list) =
            (numbers |> List.fold (+) (Tensor.Scalar 0.0))

        let logModel =
            total [ for _, value, axes in weighed -> over run kept (value, axes) ]

        let logGuide =
            total
                [
                    for g in run.Guide -> over run kept (g.LogDensity, g.Place.Axes.Except drawn)
                ]

        let bound =
            ((logModel - logGuide).FromAxis draws).LogSumExp 0 - log (float draws.Size)

        cost
            tracer
            run
            "log mean p/q"
            kept
            (if isDouble then
                 doubly draws logModel logGuide bound
             else
                 bound)
