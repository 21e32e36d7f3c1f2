namespace DiffProb

open System
open System.Collections.Generic
open System.IO
open System.Text.Json

/// The whole state of a fit after some steps: where its parameters stand, what its optimizer and its baselines remember, and its history. A fit that
/// goes on from it ends in the same bits as one that was never stopped.
[<Sealed>]
type Checkpoint internal (tensors: NamedTensors, facts: Lazy<IReadOnlyDictionary<string, string>>) =

    static let kind = "DiffProb checkpoint 1"

    static let ofFile (file: NamedTensors) =
        match file.Metadata.TryGetValue "kind", file.TryGetValue "history" with
        | (true, known), (true, history) when known = kind && history.Shape.Rank = 1 -> Checkpoint(file, lazy file.Metadata)
        | _ -> raise (Errors.notACheckpoint (Checkpoint.NameOf file) kind)

    let whole () =
        let text = Dictionary facts.Value
        text.["kind"] <- kind
        tensors.WithMetadata text

    /// What messages call a checkpoint.
    static member private NameOf(file: NamedTensors) =
        match file.Source with
        | null -> "The checkpoint"
        | source -> $"The checkpoint in {source}"

    member internal _.Name = Checkpoint.NameOf tensors

    member internal _.Tensors = tensors

    /// What a fit must have in common with it to go on from it.
    member internal _.Facts = facts.Value

    /// A fact; every checkpoint has it.
    member internal c.Fact(name: string) =
        match facts.Value.TryGetValue name with
        | true, text -> text
        | _ -> raise (Errors.checkpointLacks c.Name name)

    /// What was done at each site for each cost, and why: site, cost, estimator and reason.
    member internal c.Choices: string[][] =
        let broken () =
            raise (Errors.checkpointLacks c.Name "plan")

        try
            match JsonSerializer.Deserialize<string[][]>(c.Fact "plan") with
            | null -> broken ()
            | choices when choices |> Array.forall (fun choice -> choice.Length = 4) -> choices
            | _ -> broken ()
        with :? JsonException ->
            broken ()

    /// Steps done.
    member _.Step = tensors.["history"].Shape.[0]

    /// Estimate of the objective at each step done, before the step.
    member _.History: IReadOnlyList<float> =
        Array.AsReadOnly(tensors.["history"].ToArray())

    /// Values of the parameters, as the program sees them: what another fit or an estimate may start from.
    member _.Parameters =
        let prefix = "parameter/"

        NamedTensors(
            [
                for KeyValue(name, value) in tensors do
                    if name.StartsWith(prefix, StringComparison.Ordinal) then
                        KeyValuePair(name.Substring prefix.Length, value)
            ]
        )

    /// Writes it to a file, which is whole or not changed at all. path: ends in .safetensors, or in .json for few parameters.
    member _.Save(path: string) = whole().Save path

    /// Writes it to a stream, as safetensors.
    member _.Save(stream: Stream) =
        whole().Save(stream, TensorFormat.SafeTensors)

    /// Reads one from a file. path: ends in .safetensors or .json.
    static member Load(path: string) = ofFile (NamedTensors.Load path)

    /// Reads one from a stream, as safetensors.
    static member Load(stream: Stream) =
        ofFile (NamedTensors.Load(stream, TensorFormat.SafeTensors))

    override c.ToString() =
        $"step {c.Step} of a fit\n{c.Parameters}"

/// Where the state of a fit goes while it runs: after every so many steps, and after the last one done, also where it is canceled.
[<Sealed>]
type Checkpoints private (every: int, receive: Action<Checkpoint>) =

    static let make every receive =
        if every < 1 then
            raise (Errors.atLeast "Checkpoints: every" 1 every)

        Checkpoints(every, receive)

    /// Whether one goes out after a step that is not the last.
    member internal _.IsDue(step: int) = step % every = 0

    member internal _.Receive(checkpoint: Checkpoint) = receive.Invoke checkpoint

    /// Nowhere.
    static member val Never = Checkpoints(Int32.MaxValue, (fun _ -> ()))

    /// To a file that holds the last of them, whole at any time. path: in a folder that exists, ends in .safetensors, or in .json for few parameters.
    /// every: number of steps, at least 1.
    static member ToFile(path: string, every: int) =
        NamedTensors.CheckPath path
        let whole = Path.GetFullPath path
        make every (Action<Checkpoint>(fun checkpoint -> checkpoint.Save whole))

    /// To a listener, on the thread of the run. every: number of steps, at least 1.
    static member ToListener(receive: Action<Checkpoint>, every: int) =
        ArgumentNullException.ThrowIfNull receive
        make every receive
