namespace DiffProb

open System
open System.Collections.Generic

/// Makes an audit.
module internal Auditing =

    /// The chance that any estimator of a correct program is said to disagree, by the normal law of means.
    let private level = 1e-3

    /// Runs for the tails.
    let private tailRuns = 16

    type private Measured =
        {
            Entry: PlanEntry
            Estimator: Estimator
            IsPlanned: bool
            Outcome: Result<PilotResult * float list * float list, string>
        }

    let private bind (values: (ParameterDeclaration * Tensor) list) (root: Key) =
        values
        |> List.fold (fun (b: Bindings) (p, value) -> b.With(p.Name, value)) (Bindings.Empty.With root)

    let private bindSlots (surrogate: Surrogate) (bindings: Bindings) =
        surrogate.Slots
        |> List.fold
            (fun (b: Bindings) slot -> b.With((slot.Leaf.Operation :?> DataSlot).Label, Tensor.Zeros slot.Leaf.Shape))
            bindings
        |> _.With(Progress.label, Tensor.Scalar 0.0)

    /// Draws of expressions along the particles, run after run.
    let private draws
        (follower: Follower)
        (engine: IEngine)
        (values: (ParameterDeclaration * Tensor) list)
        root
        (prepared: Prepared)
        (outputs: Tensor list)
        =
        let particle = prepared.Surrogate.Particle

        let inputs =
            [|
                for p, _ in values -> p.Leaf
                for slot in prepared.Surrogate.Slots -> slot.Leaf
            |]

        let rows =
            [|
                for output in outputs ->
                    if output.Axes.Contains particle then
                        output.FromAxis particle
                    else
                        output.Reshape(Shape.Of [| yield 1; yield! output.Shape |])
            |]

        let executable = engine.Compile(rows, inputs)

        [
            for r in 1..tailRuns ->
                let bindings =
                    bindSlots prepared.Surrogate (bind values ((root: Key).Child(uint64 r)))
                    |> follower.Repeat(r - 1, tailRuns).Follow

                [ for t in executable.Run bindings -> t.ToArray() ]
        ]

    /// Index and standard error of the tail of each parameter's element of largest variance.
    let private tails follower engine values (root: Key) (prepared: Prepared) (moments: PilotMoment list) =
        let surrogate = prepared.Surrogate
        let leaves = [| for p: ParameterDeclaration, _ in values -> p.Leaf |]

        let shares =
            Gradient.PerElement(surrogate.Objective, leaves, surrogate.Particle)
            |> List.ofSeq

        let runs = draws follower engine values (root.Child "tails") prepared shares

        [
            for i in 0 .. shares.Length - 1 ->
                let moment = moments.[i]
                let size = moment.Mean.Length

                let element = [ 0 .. size - 1 ] |> List.maxBy (fun e -> moment.StandardError.[e])

                let values =
                    [|
                        for run in runs do
                            let all = run.[i]

                            for row in 0 .. all.Length / size - 1 do
                                all.[row * size + element]
                    |]

                let mean = Array.average values

                if moment.Variance = 0.0 then
                    nan, nan
                else
                    match TailIndex.estimate (values |> Array.map (fun v -> v - mean)) with
                    | Some(struct (k, error)) -> k, error
                    | None -> nan, nan
        ]

    /// Covariances of what comes through each site with the whole: a site's parameters are told apart by names of their own.
    let private shares follower (options: PlanningOptions) engine given (root: Key) (program: Prob<'T>) =
        let renamed = Dictionary<struct (string * string), Tensor>()

        let own (site: Site) =
            let rename =
                Rewriter(fun node _ ->
                    match node.Operation with
                    | :? Parameter as p ->
                        let key = struct (site.Name, p.Label)

                        match renamed.TryGetValue key with
                        | true, known -> known
                        | _ ->
                            let leaf = Tensor.Parameter($"{p.Label} of {site.Name}", node.Shape)
                            renamed.[key] <- leaf
                            leaf
                    | _ -> null)

            fun (traced: Tensor) -> rename.Rewrite traced

        let prepared = Preparation.prepareWith own program options
        let values = Preparation.parameterValues prepared.Graph given
        let particle = prepared.Surrogate.Particle
        let leaves = [ for KeyValue(key, leaf) in renamed -> key, leaf ]
        let direct = [ for p, _ in values -> struct ("", p.Name), p.Leaf ]
        let all = direct @ leaves

        let parts =
            Gradient.PerElement(prepared.Surrogate.Objective, [| for _, leaf in all -> leaf |], particle)
            |> List.ofSeq

        let valueOf name =
            values |> List.find (fun (p, _) -> p.Name = name)

        let inputs =
            [
                for struct (_, name), leaf in all do
                    let p, value = valueOf name

                    { p with
                        Leaf = leaf
                        Name = (leaf.Operation :?> Parameter).Label
                    },
                    value
            ]

        let runs = draws follower engine inputs (root.Child "shares") prepared parts

        let columns =
            [
                for i in 0 .. parts.Length - 1 ->
                    let isRandom = parts.[i].Axes.Contains particle
                    let size = parts.[i].Shape.Size

                    fun (run: float[] list) row element ->
                        if isRandom then
                            run.[i].[row * size + element]
                        else
                            run.[i].[element]
            ]

        [|
            for p, _ in values do
                let mine =
                    all
                    |> List.indexed
                    |> List.filter (fun (_, (struct (_, name), _)) -> name = p.Name)

                let size = p.Initial.Shape.Size
                let covariances = Array.zeroCreate<float> mine.Length

                for run in runs do
                    for element in 0 .. size - 1 do
                        let each =
                            [|
                                for i, _ in mine -> Array.init particle.Size (fun row -> columns.[i] run row element)
                            |]

                        let whole =
                            Array.init particle.Size (fun row -> each |> Array.sumBy (fun c -> c.[row]))

                        let mean = Array.average whole

                        each
                        |> Array.iteri (fun k column ->
                            covariances.[k] <-
                                covariances.[k]
                                + (Array.map2 (fun c w -> c * (w - mean)) column whole |> Array.sum))

                let total = Array.sum covariances

                for k, (_, (struct (site, _), _)) in List.indexed mine do
                    if total > 0.0 && covariances.[k] <> 0.0 then
                        let where = if site = "" then "the costs" else site
                        VarianceShare(where, p.Name, covariances.[k] / total)
        |]

    /// Whether two means differ by more than chance, elementwise.
    let private differ critical (a: PilotMoment) (b: PilotMoment) =
        Seq.exists
            (fun e ->
                let error = sqrt (a.StandardError.[e] ** 2.0 + b.StandardError.[e] ** 2.0)
                let rounding = 1e-9 * max (abs a.Mean.[e]) (abs b.Mean.[e]) + 1e-12
                abs (a.Mean.[e] - b.Mean.[e]) > critical * error + rounding)
            [ 0 .. a.Mean.Length - 1 ]

    let run
        (follower: Follower)
        (planned: Plan -> unit)
        (options: PlanningOptions)
        (engine: IEngine)
        given
        (seed: uint64)
        (program: Prob<'T>)
        : Audit =
        follower.Check()
        let start = Preparation.prepare program options
        let values = Preparation.parameterValues start.Graph given
        let root = (Key.FromSeed seed).Child "audit"
        planned start.Plan

        let measure (follower: Follower) (entry: PlanEntry) (estimator: Estimator) =
            follower.Check()
            let asked = start.Plan.With(entry.Site, entry.Cost, estimator)
            let prepared = Preparation.prepare program { options with Plan = Some asked }
            let name = $"{estimator} at {entry.Site} for {entry.Cost}"

            let outcome =
                try
                    let result = Pilot.measure (follower.Part("", 0, 2)) engine given root prepared name
                    let values = Preparation.parameterValues prepared.Graph given

                    let found =
                        tails (follower.Part($"measuring {name}", 1, 2)) engine values (root.Child name) prepared result.Moments

                    Ok(result, List.map fst found, List.map snd found)
                with :? DiffProbException as e ->
                    Error e.Message

            {
                Entry = entry
                Estimator = estimator
                IsPlanned = (estimator = entry.Estimator)
                Outcome = outcome
            }

        let candidates =
            [
                for entry in start.Plan.Entries do
                    if entry.Estimator <> NotNeeded.estimator then
                        for estimator in Measurement.alternatives true follower options program start.Graph start.Plan entry do
                            entry, estimator
            ]

        // Each candidate, and then where the variance comes from.
        let part i =
            follower.Part("finding where the variance comes from", i, candidates.Length + 1)

        let measured =
            [
                for i, (entry, estimator) in List.indexed candidates -> measure (part i) entry estimator
            ]

        let elements = values |> List.sumBy (fun (p, _) -> p.Initial.Shape.Size)

        let comparisons =
            max 1 (elements * (measured |> List.filter (fun m -> not m.IsPlanned)).Length)

        let critical =
            -((Normal(0.0, 1.0)).Icdf(Tensor.Scalar(level / 2.0 / float comparisons))).ToDouble()

        let reference (m: Measured) =
            measured
            |> List.tryPick (fun o ->
                match o.Outcome with
                | Ok(result, _, _) when o.IsPlanned && o.Entry = m.Entry -> Some result
                | _ -> None)

        let entry (m: Measured) =
            let parameters, seconds, error, (failure: string | null) =
                match m.Outcome with
                | Error message -> [||], nan, nan, message
                | Ok(result, indices, errors) ->
                    [|
                        for i, (p, _) in List.indexed values do
                            let moment = result.Moments.[i]

                            let disagrees =
                                match reference m with
                                | Some r when not m.IsPlanned -> differ critical moment r.Moments.[i]
                                | _ -> false

                            let ofShape (numbers: float[]) = Tensor.Of(p.Initial.Shape, numbers)

                            AuditedParameter(
                                p.Name,
                                ofShape moment.Mean,
                                ofShape moment.StandardError,
                                moment.Variance,
                                indices.[i],
                                errors.[i],
                                disagrees
                            )
                    |],
                    result.Seconds,
                    result.LogVarianceError,
                    null

            AuditEntry(
                m.Entry.Site,
                m.Entry.Distribution,
                m.Entry.Cost,
                m.Estimator,
                m.IsPlanned,
                parameters,
                seconds,
                error,
                failure
            )

        let last = part candidates.Length

        let shares =
            try
                shares last options engine given root program
            with :? DiffProbException ->
                [||] // a failure of the plan itself has its own entry

        last.Done()
        Audit(start.Plan, measured |> List.map entry |> Array.ofList, shares, level)
