namespace DiffProb

open System
open System.Threading

/// Passes progress on: one report at a time, and none that is behind an earlier one.
[<Sealed>]
type private ProgressReports(progress: IProgress<EstimationProgress>) =
    let gate = Lock()
    let mutable last = -1.0

    member _.Add(doing: string, fraction: float) =
        let mutable scope = gate.EnterScope()

        try
            if fraction > last then
                last <- fraction
                progress.Report(EstimationProgress(doing, fraction))
        finally
            scope.Dispose()

/// Who follows a run, or a part of it: told of progress, and heard when it is to stop.
[<Sealed>]
type internal Follower
    private (reports: ProgressReports option, cancellation: CancellationToken, doing: string, from: float, length: float) =

    new(progress: IProgress<EstimationProgress> | null, cancellation: CancellationToken) =
        Follower(progress |> Option.ofObj |> Option.map ProgressReports, cancellation, "", 0.0, 1.0)

    /// Ends the run here, if that was asked for.
    member _.Check() =
        cancellation.ThrowIfCancellationRequested()

    /// The i-th of n equal parts of what this follows, from 0 on.
    member _.Part(what: string, i: int, n: int) =
        Follower(reports, cancellation, what, from + length * float i / float n, length / float n)

    /// The same under the same name: repetition i of n, from 0 on.
    member f.Repeat(i: int, n: int) = f.Part(doing, i, n)

    /// The same for what is done under another name.
    member f.Doing(what: string) = f.Part(what, 0, 1)

    /// Tells that what this follows is done.
    member _.Done() =
        reports |> Option.iter _.Add(doing, from + length)

    /// Bindings of a run that is what this follows.
    member _.Follow(bindings: Bindings) : Bindings =
        match reports with
        | Some reports -> bindings.With(RunMonitor(cancellation, (fun part -> reports.Add(doing, from + part * length))))
        | None when cancellation.CanBeCanceled -> bindings.With(RunMonitor cancellation)
        | None -> bindings
