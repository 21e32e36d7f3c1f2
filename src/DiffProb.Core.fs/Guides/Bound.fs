namespace DiffProb

/// Importance weights of draws, in nats: for each row of the plates that all sites of the guide lie in, and that no term mixes.
type internal Weights =
    {
        Kept: Axes
        LogModel: Tensor
        LogGuide: Tensor
        /// Terms that have no such rows, and read no draw.
        Apart: (string * Tensor * Axes) list
    }

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

    /// A sum over the rows of plates that share their weights.
    let private over (run: GuidedRun) (kept: Axes) (value: Tensor, axes: Axes) =
        let summed = axes.Except kept

        match platesOf run summed |> List.tryFind (fun plate -> plate.Scale <> 1.0) with
        | Some plate -> raise (Errors.minibatchWeighed plate.Name)
        | None -> value.SumOver summed

    let private isDrawn (t: Tensor) =
        Topology.Sort [ t ] |> Seq.exists (fun node -> node.Operation :? RandomValue)

    /// log p - log q, and what it is made of, for each row of plates that share no weights.
    let weights (run: GuidedRun) : Weights =
        let drawn = run.Draws |> Option.toList |> Axes.Of
        let addends = addends run run.Joint.Terms

        let own =
            run.Guide
            |> List.map (fun g -> g.Place.Axes.Except drawn)
            |> List.reduce (fun a b -> a.Intersect b)

        let isApart (_, value: Tensor, axes: Axes) =
            own.IsSubsetOf axes || not (isDrawn value)

        let kept = if List.forall isApart addends then own else Axes.None

        let weighed, apart =
            addends |> List.partition (fun (_, _, axes) -> kept.IsSubsetOf axes)

        let total (numbers: Tensor list) =
            numbers |> List.fold (+) (Tensor.Scalar 0.0)

        {
            Kept = kept
            LogModel = total [ for _, value, axes in weighed -> over run kept (value, axes) ]
            LogGuide =
                total
                    [
                        for g in run.Guide -> over run kept (g.LogDensity, g.Place.Axes.Except drawn)
                    ]
            Apart = apart
        }

    /// Sites of the guide whose rows share no weights: draws alone are mixed.
    let apart (run: GuidedRun) : string[] =
        let kept = (weights run).Kept.Union(Axes.Of [ run.Draws.Value ])

        [|
            for g in run.Guide do
                if g.Place.Axes.IsSubsetOf kept then
                    g.Name
        |]

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
        let weights = weights run

        for name, value, axes in weights.Apart do
            cost tracer run name axes value

        let bound =
            ((weights.LogModel - weights.LogGuide).FromAxis draws).LogSumExp 0
            - log (float draws.Size)

        let bound =
            if isDouble then
                doubly draws weights.LogModel weights.LogGuide bound
            else
                bound

        cost tracer run "log mean p/q" weights.Kept bound
