namespace DiffProb

open System

/// Where the standard error of one run can be read off.
type internal ErrorSource =
    /// Nothing random is in it.
    | Exact
    /// The particles are independent, and their spread tells.
    | Spread
    /// One particle, or rows drawn once for all particles (a minibatch): only replicates tell.
    | Unknown

/// One number or derivative of one run, with what tells its standard error.
type internal Moment =
    {
        Mean: float[]
        /// Squared deviations of the particles' shares from their mean, summed: [] where they were not asked for.
        Spread: float[]
        /// Where the error of one run is: none (0), in the spread over particles, or not to be told (NaN).
        Error: ErrorSource
    }

/// What one run gives.
type internal Sample =
    {
        Value: Moment
        /// For each element of the derivatives one order below, the derivative in each parameter.
        Gradients: Moment list
        Recorded: float[] list
    }

/// An expectation and its derivatives of an order, compiled once, to be run many times with other parameters and keys.
/// Keeps the levels of moving baselines between runs, so it belongs to one estimate or one fit.
[<Sealed>]
type internal CompiledExpectation
    (
        surrogate: Surrogate,
        recorded: Tensor list,
        engine: IEngine,
        inputs: Tensor list,
        wrt: Tensor list,
        order: int,
        replace: Tensor -> Tensor,
        withSpread: bool
    ) =
    let particle = surrogate.Particle
    let over = Axes.Of [ particle ]
    let objective = replace surrogate.Objective
    let perParticle = replace surrogate.PerParticle

    // Derivatives in each parameter of what is the sum over particles of a number: shares of the particles, or the whole.
    let derivatives (number: Tensor) =
        let wrt = Array.ofList wrt

        if withSpread then
            Gradient.PerElement(number, wrt, particle)
        else
            Gradient.Of(number, wrt)

    let total (shares: Tensor) =
        if withSpread then shares.SumOver over else shares

    // What is differentiated last: each element of the derivatives one order below, of the last parameter fastest.
    let rec elements order =
        if order = 0 then
            [ objective ]
        else
            [
                for element in elements (order - 1) do
                    for shares in derivatives element do
                        let shared =
                            if shares.Axes.Contains particle then
                                shares
                            else
                                total shares

                        let flat = shared.Reshape shared.Shape.Size

                        for i in 0 .. flat.Shape.[0] - 1 do
                            flat.Select(0, i)
            ]

    // Each row: the total, the shares of the particles in it.
    let rows =
        (objective, perParticle * (1.0 / float particle.Size))
        :: [
            for element in elements (max 0 (order - 1)) do
                for shares in derivatives element do
                    total shares, shares
        ]

    let errorOf (total: Tensor, shares: Tensor) =
        let isSubsampled =
            Topology.Sort [ total ] |> Seq.exists (fun node -> node.Operation :? SubsetDraw)

        if isSubsampled || not withSpread then Unknown
        elif not (shares.Axes.Contains particle) then Exact
        elif particle.Size > 1 then Spread
        else Unknown

    let errors = rows |> List.map errorOf

    let spread (total: Tensor, shares: Tensor) =
        if shares.Axes.Contains particle then
            ((shares - total * (1.0 / float particle.Size)).Square()).SumOver over
        else
            Tensor.Zeros total.Shape

    let guards =
        Guards.forSurrogate surrogate
        |> List.map (fun (site, p, count) -> site, p, replace count)

    let slots = surrogate.Slots |> Array.ofList

    let inputs =
        [|
            yield! inputs
            for slot in slots do
                yield slot.Leaf
            yield Progress.leaf
        |]

    // What moving baselines follow is computed where they move.
    let compile (follows: bool) =
        let outputs =
            [|
                for total, _ in rows -> total
                if withSpread then
                    for row in rows -> spread row
                if follows then
                    for slot in slots -> replace slot.Observed
                for mean in recorded -> mean
                for _, probability in surrogate.Loops -> replace probability
                for _, _, count in guards -> count
            |]

        let usesProgress = Topology.Sort outputs |> Seq.contains Progress.leaf
        struct (engine.Compile(outputs, inputs), usesProgress)

    let following = lazy compile true
    let standing = lazy (if slots.Length = 0 then following.Value else compile false)

    let levels =
        slots |> Array.map (fun slot -> Array.zeroCreate<float> slot.Leaf.Shape.Size)

    let mutable hasLevels = false
    let loops = List.map fst surrogate.Loops

    let bindSlots (bindings: Bindings) =
        Seq.zip slots levels
        |> Seq.fold
            (fun (b: Bindings) (slot, level) ->
                b.With((slot.Leaf.Operation :?> DataSlot).Label, Tensor.Of(slot.Leaf.Shape, level)))
            bindings

    let remember (observed: float[][]) =
        for i in 0 .. slots.Length - 1 do
            let decay = if hasLevels then slots.[i].Decay else 0.0
            let level = levels.[i]

            for k in 0 .. level.Length - 1 do
                level.[k] <- decay * level.[k] + (1.0 - decay) * observed.[i].[k]

        hasLevels <- true

    let source bindings leaf =
        Diagnosis.source surrogate replace engine (List.ofArray inputs) bindings leaf

    let checkFinite (bindings: Bindings) (sample: Sample) =
        let value = sample.Value.Mean.[0]

        if not (Double.IsFinite value) then
            raise (Errors.notFinite "expectation" "of the program" value (source bindings None))

        for i, gradient in List.indexed sample.Gradients do
            let leaf = wrt.[i % wrt.Length]

            if not (Numerics.Tensors.TensorPrimitives.IsFiniteAll(ReadOnlySpan gradient.Mean)) then
                let bad = gradient.Mean |> Array.find (Double.IsFinite >> not)

                raise (
                    Errors.notFinite "gradient in" $"\"{(leaf.Operation :?> Parameter).Label}\"" bad (source bindings (Some leaf))
                )

    /// Whether a baseline keeps a number between runs.
    member _.HasSlots = slots.Length > 0

    /// What baselines keep between runs: the leaf of each, and its numbers themselves.
    member _.Levels = [ for slot, level in Seq.zip slots levels -> slot.Leaf, level ]

    /// Says that the levels were set to those of earlier runs.
    member _.Restore() = hasLevels <- true

    /// Whether a run depends on how much of all runs is done.
    member _.UsesProgress =
        let struct (_, usesProgress) = following.Value
        usesProgress

    /// One run at a part of all runs done, from 0 to 1; `remembers` says whether moving baselines take it into account afterwards.
    member this.Run(bindings: Bindings, progress: float, remembers: bool) : Sample =
        let struct (_, _, sample) = this.Compute(bindings, progress, remembers)
        sample

    /// The same for one who needs the sample no longer than the call: the next run writes to its arrays.
    member this.Use(bindings: Bindings, progress: float, remembers: bool, consume: Sample -> unit) : unit =
        let struct (executable: Executable, storages, sample) =
            this.Compute(bindings, progress, remembers)

        consume sample
        executable.Release storages

    member private _.Compute(bindings: Bindings, progress: float, remembers: bool) : struct (Executable * Storage[] * Sample) =
        let struct (executable, usesProgress) =
            if remembers then following.Value else standing.Value

        let bindings =
            if usesProgress then
                (bindSlots bindings).With(Progress.label, Shape.Scalar, [| progress |])
            else
                bindSlots bindings

        // The numbers themselves, not copies: they belong to this run, and nobody writes them.
        let storages = executable.Compute bindings
        let outputs = storages |> Array.map _.ToDoubles()
        let mutable place = 0

        let next count =
            place <- place + count
            Array.sub outputs (place - count) count

        let totals = next rows.Length
        let spreads = next (if withSpread then rows.Length else 0)
        let observed = next (if remembers then slots.Length else 0)
        let means = List.ofArray (next recorded.Length)
        let probabilities = next surrogate.Loops.Length
        let counts = next guards.Length

        let evaluate (t: Tensor) =
            engine.Compile([| replace t |], inputs).Run(bindings).[0]

        Guards.check guards [ for count in counts -> count.[0] ] evaluate

        Guards.checkLoops
            surrogate.Graph
            loops
            (Precision.rounding engine)
            [ for probability in probabilities -> probability.[0] ]

        if remembers then
            remember observed

        let moment i error =
            {
                Mean = totals.[i]
                Spread = if withSpread then spreads.[i] else [||]
                Error = error
            }

        let moments = errors |> List.mapi moment

        let sample =
            {
                Value = List.head moments
                Gradients = List.tail moments
                Recorded = means
            }

        checkFinite bindings sample
        struct (executable, storages, sample)
