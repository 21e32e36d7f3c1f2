namespace DiffProb

open System
open System.Collections.Generic

/// Expectations of the costs of a program, and their derivatives in its parameters.
[<RequireQualifiedAccess>]
module Expectation =

    let private engine (e: Estimation) = Precision.engine e.Precision e.Engine

    let private planning order (e: Estimation) =
        if e.Particles < 1 then
            raise (Errors.atLeast "Particles" 1 e.Particles)

        if e.Replicates < 1 then
            raise (Errors.atLeast "Replicates" 1 e.Replicates)

        {
            Particles = e.Particles
            Order = order
            EnumerationBudget = e.EnumerationBudget
            AllowBias = e.AllowBias
            Plan = e.Plan
        }

    let private follower (e: Estimation) = Follower(e.Progress, e.Cancellation)

    /// The estimation with the plan that measuring gives, if it is to be measured.
    let private measured follower order (e: Estimation) program =
        if e.Measure then
            let plan =
                Measurement.choose follower (planning order e) (engine e) e.Parameters e.Seed program

            { e with Plan = Some plan }
        else
            e

    /// What was planned, with the reasons that measuring gave.
    let private explained (e: Estimation) (plan: Plan) =
        match e.Plan with
        | Some chosen when e.Measure -> plan.ExplainedBy chosen
        | _ -> plan

    let private bind (values: seq<ParameterDeclaration * Tensor>) =
        values
        |> Seq.fold (fun (b: Bindings) (p, value) -> b.With(p.Name, value)) Bindings.Empty

    /// Mean and standard error over replicates, or over the particles of the only one.
    let private meanAndError particles (moments: Moment list) element =
        let values = moments |> List.map (fun m -> m.Mean.[element])
        let mean = List.average values

        match moments with
        | [ only ] ->
            match only.Error with
            | Exact -> mean, 0.0
            | Spread -> mean, Math.Sqrt(float particles / float (particles - 1) * only.Spread.[element])
            | Unknown -> mean, nan
        | _ ->
            let squares = values |> List.sumBy (fun v -> (v - mean) ** 2.0)
            let count = float values.Length
            mean, Math.Sqrt(squares / (count - 1.0) / count)

    let private estimateOf (e: Estimation) (moments: Moment list) =
        Estimate(meanAndError e.Particles moments 0)

    /// Runs all replicates: replicate r draws from its own key, so it does not matter which others run.
    let private runFollowed (planned: Plan -> unit) (program: Prob<'T>) (order: int) (e: Estimation) =
        let whole = follower e
        whole.Check()
        let isMeasured = e.Measure && order > 0

        let e =
            if isMeasured then
                measured (whole.Part("measuring", 0, 2)) order e program
            else
                e

        let own = if isMeasured then whole.Part("", 1, 2) else whole
        let prepared = Preparation.prepare program (planning order e)

        let prepared =
            { prepared with
                Plan = explained e prepared.Plan
            }

        planned prepared.Plan
        let values = Preparation.parameterValues prepared.Graph e.Parameters
        let leaves = values |> List.map (fun (p, _) -> p.Leaf)
        let wrt = if order > 0 then leaves else []

        let recorded =
            if order = 1 then
                Recorded.means prepared.Graph prepared.Surrogate.Particle
            else
                []

        let compiled =
            CompiledExpectation(prepared.Surrogate, List.map snd recorded, engine e, leaves, wrt, order, id, (e.Replicates = 1))

        let bindings = bind values
        let root = Key.FromSeed e.Seed

        let first = if compiled.HasSlots then 1 else 0

        let sample what place key remembers =
            let part = own.Part(what, place, first + e.Replicates)
            let sample = compiled.Run(part.Follow(bindings.With(key: Key)), 0.0, remembers)
            part.Done()
            sample

        if compiled.HasSlots then
            sample "a run for the baselines" 0 (root.Child "pilot") true |> ignore

        let samples =
            [
                for r in 0 .. e.Replicates - 1 ->
                    sample $"replicate {r + 1} of {e.Replicates}" (first + r) (root.Child(uint64 r)) false
            ]

        prepared, values, samples, recorded

    let private run planned (e: Estimation) (program: Prob<'T>) order =
        ObservedRun.estimation "estimate" e (runFollowed planned program order)

    /// The plan; no number is drawn, unless it is to be measured.
    [<CompiledName "Plan">]
    let plan (estimation: Estimation) (program: Prob<'T>) : Plan =
        let make (e: Estimation) =
            let follower = follower e
            follower.Check()
            let e = measured follower 1 e program
            explained e (Preparation.planOnly program (planning 1 e))

        if estimation.Measure then
            ObservedRun.estimation "plan" estimation make
        else
            make estimation

    // Each of the following for one who is told of the plan before a number is drawn.
    let internal auditTelling (planned: Plan -> unit) (estimation: Estimation) (program: Prob<'T>) : Audit =
        let options = planning 1 estimation

        if estimation.Particles < 2 then
            raise (Errors.atLeast "Particles of an audit" 2 estimation.Particles)

        ObservedRun.estimation "audit" estimation (fun e ->
            Auditing.run (follower e) planned options (engine e) e.Parameters e.Seed program)

    let internal valueTelling (planned: Plan -> unit) (estimation: Estimation) (program: Prob<'T>) : Estimate =
        let _, _, samples, _ = run planned estimation program 0
        estimateOf estimation (samples |> List.map _.Value)

    let internal gradientTelling (planned: Plan -> unit) (estimation: Estimation) (program: Prob<'T>) : GradientEstimate =
        let prepared, values, samples, recorded = run planned estimation program 1

        let tensor (shape: Shape) (numbers: float[]) =
            Tensor.Of(shape, numbers).Cast estimation.Precision

        let means = Dictionary<string, Tensor>()
        let errors = Dictionary<string, Tensor>()

        values
        |> List.iteri (fun i (p, _) ->
            let moments = samples |> List.map (fun s -> s.Gradients.[i])

            let pairs =
                Array.init p.Initial.Shape.Size (meanAndError estimation.Particles moments)

            means.[p.Name] <- tensor p.Initial.Shape (Array.map fst pairs)
            errors.[p.Name] <- tensor p.Initial.Shape (Array.map snd pairs))

        let names = [| for p, _ in values -> p.Name |]
        let recordedMeans = Dictionary<string, Tensor>()

        recorded
        |> List.iteri (fun i (name, value) ->
            let draws = samples |> List.map (fun s -> s.Recorded.[i])

            let mean =
                Array.init value.Shape.Size (fun k -> draws |> List.averageBy (fun d -> d.[k]))

            recordedMeans.[name] <- tensor value.Shape mean)

        GradientEstimate(estimateOf estimation (samples |> List.map _.Value), names, means, errors, recordedMeans, prepared.Plan)

    let internal derivativesTelling
        (planned: Plan -> unit)
        (order: int)
        (estimation: Estimation)
        (program: Prob<'T>)
        : DerivativesEstimate =
        if order < 1 then
            raise (Errors.atLeast "The order of derivatives" 1 order)

        let graph = StochasticGraph.Trace program

        let parameters =
            [
                for p, _ in Preparation.parameterValues graph estimation.Parameters -> struct (p.Name, p.Initial.Shape)
            ]

        let numbers = parameters |> List.sumBy (fun struct (_, shape) -> shape.Size)

        if float numbers ** float (order - 1) > float DerivativesEstimate.MostPasses then
            raise (Errors.tooManyDerivatives order numbers)

        let prepared, _, samples, _ = run planned estimation program order

        let pairs =
            [|
                for row in 0 .. samples.Head.Gradients.Length - 1 do
                    let moments = samples |> List.map (fun s -> s.Gradients.[row])

                    for k in 0 .. moments.Head.Mean.Length - 1 do
                        meanAndError estimation.Particles moments k
            |]

        DerivativesEstimate(
            order,
            estimateOf estimation (samples |> List.map _.Value),
            Array.ofList parameters,
            Array.map fst pairs,
            Array.map snd pairs,
            prepared.Plan
        )

    /// Every valid estimator at every site, measured on draws that serve nothing else: means, standard errors, variances, times and tails, where
    /// the variance comes from, and whether any estimator disagrees with the plan.
    [<CompiledName "Audit">]
    let audit (estimation: Estimation) (program: Prob<'T>) : Audit = auditTelling ignore estimation program

    /// The expectation of the sum of the costs.
    [<CompiledName "Value">]
    let value (estimation: Estimation) (program: Prob<'T>) : Estimate = valueTelling ignore estimation program

    /// The expectation of the sum of the costs, and its derivative in every parameter.
    [<CompiledName "Gradient">]
    let gradient (estimation: Estimation) (program: Prob<'T>) : GradientEstimate =
        gradientTelling ignore estimation program

    /// The expectation of the sum of the costs, and all its derivatives of an order in the parameters: unbiased, with estimators that are valid at that
    /// order. Each element is estimated by itself, so that mixed ones differ with the order of their names, by chance alone. order: at least 1.
    [<CompiledName "Derivatives">]
    let derivatives (order: int) (estimation: Estimation) (program: Prob<'T>) : DerivativesEstimate =
        derivativesTelling ignore order estimation program

    /// The expectation of the sum of the costs, and its second derivatives in the parameters.
    [<CompiledName "Hessian">]
    let hessian (estimation: Estimation) (program: Prob<'T>) : DerivativesEstimate = derivatives 2 estimation program

    /// The steps that are left, or those before it is canceled; where it stands then.
    let private descend (o: Optimization) (descent: Descent) =
        let start = descent.Step

        // Whether the step was done: one that is canceled in the middle was not, and left no trace.
        let move () =
            try
                descent.Move()
                true
            with :? OperationCanceledException when o.Cancellation.IsCancellationRequested ->
                false

        while descent.Step < o.Steps && not o.Cancellation.IsCancellationRequested && move () do
            if o.Checkpoints.IsDue descent.Step then
                o.Checkpoints.Receive(descent.Checkpoint())

            match o.Progress with
            | null -> ()
            | progress -> progress.Report(OptimizationProgress(descent.Step, o.Steps, descent.LastValue))

        let last = descent.Checkpoint()

        if descent.Step > start && not (o.Checkpoints.IsDue descent.Step) then
            o.Checkpoints.Receive last

        last

    let private optimizeFollowed (sign: float) (planned: Plan -> unit) (program: Prob<'T>) (o: Optimization) =
        if o.Steps < 1 then
            raise (Errors.atLeast "Steps" 1 o.Steps)

        let estimation =
            { Estimation.defaults with
                Particles = o.Particles
                EnumerationBudget = o.EnumerationBudget
                AllowBias = o.AllowBias
                Plan = o.Plan
                Measure = o.Measure
                Engine = o.Engine
                Precision = o.Precision
                Parameters = o.Parameters
                Seed = o.Seed
                Cancellation = o.Cancellation
            }

        // What was measured once is not measured again: times differ.
        let estimation =
            match o.Resume with
            | Some checkpoint when o.Measure ->
                { estimation with
                    Plan = Some(Plan.Of(StochasticGraph.Trace program, checkpoint.Choices))
                }
            | _ -> measured (follower estimation) 1 estimation program

        let prepared = Preparation.prepare program (planning 1 estimation)
        let plan = explained estimation prepared.Plan
        planned plan

        let free =
            [
                for p, value in Preparation.parameterValues prepared.Graph o.Parameters -> FreeParameter.at p value
            ]

        let leaves = free |> List.map _.Leaf

        let compiled =
            CompiledExpectation(prepared.Surrogate, [], engine estimation, leaves, leaves, 1, FreeParameter.replace free, false)

        let descent = Descent(o, sign, free, compiled, plan)
        o.Resume |> Option.iter descent.Resume
        let checkpoint = descend o descent
        Fit(checkpoint.Parameters, descent.History, descent.Step < o.Steps, plan, checkpoint)

    let private optimize sign planned (o: Optimization) (program: Prob<'T>) =
        ObservedRun.optimization "fit" o (optimizeFollowed sign planned program)

    let internal minimizeTelling planned (optimization: Optimization) (program: Prob<'T>) : Fit =
        optimize 1.0 planned optimization program

    let internal maximizeTelling planned (optimization: Optimization) (program: Prob<'T>) : Fit =
        optimize -1.0 planned optimization program

    /// Moves the parameters to where the expectation is least.
    [<CompiledName "Minimize">]
    let minimize (optimization: Optimization) (program: Prob<'T>) : Fit =
        minimizeTelling ignore optimization program

    /// Moves the parameters to where the expectation is greatest.
    [<CompiledName "Maximize">]
    let maximize (optimization: Optimization) (program: Prob<'T>) : Fit =
        maximizeTelling ignore optimization program
