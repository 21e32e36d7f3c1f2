namespace DiffProb

open System
open System.Collections.Frozen
open System.Collections.Generic
open System.Globalization
open System.Text.Json

/// What a fit must have in common with a checkpoint to go on from it in the same bits.
module internal Resumption =

    /// The facts of a fit, by the words of messages. Known when asked for, since a plan may be long.
    let facts
        (o: Optimization)
        sign
        (supports: (string * Support) list)
        (plan: Plan)
        : Lazy<IReadOnlyDictionary<string, string>> =
        let number (x: obj) =
            Convert.ToString(x, CultureInfo.InvariantCulture) |> string

        // Reasons are long, and only those of measuring cannot be found again.
        let choices () =
            [|
                for e in plan.Entries -> [| e.Site; e.Cost; e.Estimator.Name; (if o.Measure then e.Reason else "") |]
            |]

        lazy
            (readOnlyDict
                [
                    for name, support in supports do
                        $"support of \"{name}\"", support.Description
                    "direction", (if sign > 0.0 then "minimize" else "maximize")
                    "optimizer", string o.Optimizer
                    "schedule", string o.Schedule
                    "seed", number o.Seed
                    "particles", number o.Particles
                    "precision", string o.Precision
                    "steps", number o.Steps
                    "plan", JsonSerializer.Serialize(choices ())
                ])

    let private checkParameters (here: Checkpoint) (there: Checkpoint) =
        let missing (a: NamedTensors) (b: NamedTensors) =
            a.Keys |> Seq.filter (b.ContainsKey >> not) |> List.ofSeq

        let own, given = here.Parameters, there.Parameters

        match missing own given, missing given own with
        | [], [] -> ()
        | lacking, unknown -> raise (Errors.parametersDiffer there.Name lacking unknown)

        for KeyValue(name, value) in own do
            if not (given.[name].Shape.Equals value.Shape) then
                raise (
                    Errors.checkpointDiffers
                        there.Name
                        $"shape of parameter \"{name}\""
                        (string given.[name].Shape)
                        (string value.Shape)
                )

    let private checkPlan (here: Checkpoint) (there: Checkpoint) =
        let lines (c: Checkpoint) =
            [
                for choice in c.Choices -> $"{choice.[2]} at site \"{choice.[0]}\" for cost \"{choice.[1]}\""
            ]

        let first (wanted: string list) (other: string list) =
            wanted
            |> List.except other
            |> List.tryHead
            |> Option.defaultValue "nothing more"

        let own, given = lines here, lines there

        if own <> given then
            raise (Errors.checkpointDiffers there.Name "plan" (first given own) (first own given))

    let private checkSteps isOfLength (here: Checkpoint) (there: Checkpoint) =
        let own, given = here.Fact "steps", there.Fact "steps"

        if isOfLength && own <> given then
            raise (Errors.checkpointOfLength there.Name given own)

        if Int32.Parse(own, CultureInfo.InvariantCulture) < there.Step then
            raise (Errors.checkpointBeyond there.Name there.Step own)

    /// Refuses a checkpoint of another fit. isOfLength: whether the steps depend on how many there are in all.
    let check (isOfLength: bool) (here: Checkpoint) (there: Checkpoint) =
        checkParameters here there

        for KeyValue(name, own) in here.Facts do
            if name <> "steps" && name <> "plan" && there.Fact name <> own then
                raise (Errors.checkpointDiffers there.Name name (there.Fact name) own)

        checkPlan here there
        checkSteps isOfLength here there

        for KeyValue(name, value) in here.Tensors do
            match there.Tensors.TryGetValue name with
            | true, given when
                given.DType = value.DType
                && (name = "history" || given.Shape.Equals value.Shape)
                ->
                ()
            | _ -> raise (Errors.checkpointLacks there.Name name)

/// A fit on its way: where its parameters stand after the steps done, and the next step.
[<Sealed>]
type internal Descent(o: Optimization, sign: float, free: FreeParameter list, compiled: CompiledExpectation, plan: Plan) =
    let updates = free |> List.map (fun p -> o.Optimizer.Start p.Position.Length)
    let history = List<float>()
    let root = Key.FromSeed o.Seed

    let facts =
        Resumption.facts o sign [ for p in free -> p.Declaration.Name, p.Declaration.Support ] plan

    // All that steps change but for the history, by name.
    let state: (string * Shape * float[]) list =
        [
            for p, update in List.zip free updates do
                $"position/{p.Declaration.Name}", p.Leaf.Shape, p.Position

                for moment, numbers in update.State do
                    $"{moment}/{p.Declaration.Name}", p.Leaf.Shape, numbers

            for i, (slot, level) in List.indexed compiled.Levels do
                $"level/{i}/{Bindings.LabelOf slot}", slot.Shape, level
        ]

    // Read where they lie, so that a step need not bind them again.
    let bindings =
        free
        |> Seq.map (fun p -> KeyValuePair(p.Leaf, Storage<float>(p.Position) :> Storage))
        |> FrozenDictionary.ToFrozenDictionary
        |> Bindings.Of
        |> Follower(null, o.Cancellation).Follow

    /// Steps done.
    member _.Step = history.Count

    /// Estimate of the objective at each step done, before the step.
    member _.History = history.ToArray()

    /// Estimate of the objective at the last step.
    member _.LastValue = history.[history.Count - 1]

    /// The next step; what is canceled in the middle of it has changed nothing.
    member _.Move() =
        let progress = float history.Count / float (max 1 (o.Steps - 1))

        let rate = o.Optimizer.LearningRate * o.Schedule.Factor(history.Count, o.Steps)

        let follow (sample: Sample) =
            for update, p, gradient in List.zip3 updates free sample.Gradients do
                update.Move(history.Count + 1, sign * rate, gradient.Mean, p.Position)

            history.Add sample.Value.Mean.[0]

        compiled.Use(bindings.With(root.Child(uint64 history.Count)), progress, true, follow)

    /// Where it stands, copied.
    member _.Checkpoint() =
        let tensors =
            [
                for p in free do
                    KeyValuePair($"parameter/{p.Declaration.Name}", p.Value)
                for name, shape, numbers in state do
                    KeyValuePair(name, Tensor.Of(shape, numbers))
                KeyValuePair("history", Tensor.Of(history.ToArray()))
            ]

        Checkpoint(NamedTensors tensors, facts)

    /// Goes to where another run of the same fit stood; only before the first step.
    member d.Resume(checkpoint: Checkpoint) =
        Resumption.check (o.Schedule.IsOfLength || compiled.UsesProgress) (d.Checkpoint()) checkpoint

        for name, _, numbers in state do
            checkpoint.Tensors.[name].ToArray().CopyTo(numbers, 0)

        history.AddRange checkpoint.History

        if history.Count > 0 then
            compiled.Restore()
