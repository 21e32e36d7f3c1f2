/// Numbers of a lowered program, run by run: for what the public surface does not give.
module internal DiffProb.Conformance.Draws

open DiffProb
open DiffProb.Conformance.Judge

let prepare (problem: Problem.Problem) particles order plan =
    Preparation.prepare
        problem.Program
        { Candidates.planning order plan with
            Particles = particles
        }

/// Derivative in an element of a parameter, named as in a record.
let derivative (prepared: Prepared) (value: Tensor) (name: string) : Tensor =
    let parameter, i = Records.locate (prepared.Graph.Parameters |> Seq.map _.Name) name

    let gradient =
        (Gradient.Of(value, [| (prepared.Graph.Parameter parameter).Leaf |])).[0]

    if gradient.Shape.Rank = 0 then gradient else gradient.[i]

/// One row for each run, one number for each output. Moving baselines stand at a constant: any is as good. What is fitted to several numbers
/// stands at what a run of its own has seen.
let runs (prepared: Prepared) (outputs: Tensor list) count (seed: uint64) : float[][] =
    let slots = prepared.Surrogate.Slots
    let leaves = [| for p in prepared.Graph.Parameters -> p.Leaf |]

    let inputs =
        [|
            yield! leaves
            for s in slots do
                yield s.Leaf
            yield Progress.leaf
        |]

    let executable = ManagedEngine.Default.Compile(Array.ofList outputs, inputs)

    let level (slot: Slot) =
        (slot.Leaf.Operation :?> DataSlot).Label

    let bound =
        prepared.Graph.Parameters
        |> Seq.fold (fun (b: Bindings) p -> b.With(p.Name, p.Initial)) Bindings.Empty

    let root = Key.FromSeed seed

    let start =
        slots
        |> List.fold (fun (b: Bindings) s -> b.With(level s, Tensor.Scalar(0.5).BroadcastTo s.Leaf.Shape)) bound
        |> _.With(Progress.label, Tensor.Scalar 0.0)

    let fitted = slots |> List.filter (fun s -> s.Leaf.Shape.Rank > 0)

    let bindings =
        match fitted with
        | [] -> start
        | _ ->
            let observed = [| for s in fitted -> s.Observed |]

            let seen =
                ManagedEngine.Default.Compile(observed, inputs).Run(start.With(root.Child "seen"))

            Seq.zip fitted seen
            |> Seq.fold (fun (b: Bindings) (s, numbers) -> b.With(level s, numbers)) start

    [|
        for r in 0 .. count - 1 ->
            [|
                for x in executable.Run(bindings.With(root.Child(uint64 r))) -> x.ToDouble()
            |]
    |]

/// Means over runs and their standard errors.
let summarize (rows: float[][]) : Estimated list =
    [
        for column in Array.transpose rows do
            let mean = Array.average column
            let squares = column |> Array.sumBy (fun x -> (x - mean) ** 2.0)
            let count = float column.Length

            {
                Mean = mean
                StandardError = sqrt (squares / (count - 1.0) / count)
            }
    ]
