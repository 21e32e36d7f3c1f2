namespace DiffProb

open System
open System.Threading

/// Lets who observes the flow of control follow a run, beside the listener and the token that its options name.
module internal ObservedRun =

    let private observe name (cancellation: CancellationToken) alone (run: IObservedRun -> CancellationToken -> 'R) : 'R =
        match RunObserver.Current with
        | null -> alone ()
        | observer ->
            use seen = observer.Begin name

            use stop =
                CancellationTokenSource.CreateLinkedTokenSource(cancellation, observer.Cancellation)

            run seen stop.Token

    let private both (listener: IProgress<'P> | null) (report: 'P -> unit) =
        { new IProgress<'P> with
            member _.Report progress =
                match listener with
                | null -> ()
                | listener -> listener.Report progress

                report progress
        }

    /// An estimate, an audit, or a plan that is measured.
    let estimation name (e: Estimation) (run: Estimation -> 'R) : 'R =
        observe name e.Cancellation (fun () -> run e) (fun seen token ->
            let report (p: EstimationProgress) =
                if seen.IsDue || p.Fraction >= 1.0 then
                    seen.Report(p.Doing, p.Fraction)

            run
                { e with
                    Progress = both e.Progress report
                    Cancellation = token
                })

    /// A fit.
    let optimization name (o: Optimization) (run: Optimization -> 'R) : 'R =
        observe name o.Cancellation (fun () -> run o) (fun seen token ->
            let report (p: OptimizationProgress) =
                if seen.IsDue || p.Step = p.Steps then
                    seen.Report($"step {p.Step} of {p.Steps}, objective {p.Value:G5}", float p.Step / float p.Steps)

            run
                { o with
                    Progress = both o.Progress report
                    Cancellation = token
                })
