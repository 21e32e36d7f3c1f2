namespace DiffProb

open System
open System.Collections.Generic
open System.Diagnostics

/// The derivative in one parameter, by one plan.
type internal PilotMoment =
    {
        Mean: float[]
        StandardError: float[]
        /// Of one particle, summed over elements.
        Variance: float
    }

/// What some runs of one plan have shown.
type internal PilotResult =
    {
        Moments: PilotMoment list
        /// Total variance of one particle in each run.
        Variances: float[]
        /// Seconds for a particle, in the fastest run.
        Seconds: float
    }

    member r.Variance = Array.average r.Variances

    /// Variance for a second of work.
    member r.Work = r.Variance * r.Seconds

    /// Standard error of the variance, over runs.
    member r.VarianceError =
        let mean = r.Variance
        let squares = r.Variances |> Array.sumBy (fun v -> (v - mean) ** 2.0)
        let count = float r.Variances.Length
        sqrt (squares / (count - 1.0) / count)

    /// Standard error of log variance, over runs.
    member r.LogVarianceError =
        if r.Variance = 0.0 then
            0.0
        else
            r.VarianceError / r.Variance

/// Runs plans on draws that serve nothing else.
module internal Pilot =

    let runs = 16

    /// Relative error of a derivative that is rounding.
    let private rounding = 16.0 * (Double.BitIncrement 1.0 - 1.0)

    let private bind (values: (ParameterDeclaration * Tensor) list) =
        values
        |> List.fold (fun (b: Bindings) (p, value) -> b.With(p.Name, value)) Bindings.Empty

    /// Runs of a prepared program, the first of them unmeasured.
    let measure
        (follower: Follower)
        (engine: IEngine)
        (parameters: IReadOnlyDictionary<string, Tensor>)
        (root: Key)
        (prepared: Prepared)
        (name: string)
        : PilotResult =
        let follower = follower.Doing $"measuring {name}"
        let values = Preparation.parameterValues prepared.Graph parameters
        let leaves = values |> List.map (fun (p, _) -> p.Leaf)
        let particles = prepared.Surrogate.Particle.Size

        let compiled =
            CompiledExpectation(prepared.Surrogate, [], engine, leaves, leaves, 1, id, true)

        let root = root.Child $"pilot of {name}"
        let seconds = List<float>()

        let samples =
            [
                for r in 0..runs do
                    let watch = Stopwatch.StartNew()

                    let part = follower.Repeat(r, runs + 1)

                    let sample =
                        compiled.Run(part.Follow((bind values).With(root.Child(uint64 r))), 0.0, compiled.HasSlots)

                    seconds.Add watch.Elapsed.TotalSeconds
                    part.Done()
                    sample
            ]
            |> List.tail

        /// Variance of a run's derivative in each element.
        let ofRun (moment: Moment) =
            match moment.Error with
            | Exact -> Array.zeroCreate moment.Mean.Length
            | _ ->
                Array.map2
                    (fun mean spread ->
                        let variance = float particles / float (particles - 1) * spread

                        // Particles that differ by their rounding alone do not differ.
                        if float particles * variance <= (rounding * mean) ** 2.0 then
                            0.0
                        else
                            variance)
                    moment.Mean
                    moment.Spread

        let moments =
            leaves
            |> List.mapi (fun i _ ->
                let each = samples |> List.map (fun s -> s.Gradients.[i])
                let size = each.Head.Mean.Length

                let over f =
                    Array.init size (fun e -> each |> List.averageBy (fun m -> f m e))

                let mean = over (fun m e -> m.Mean.[e])

                // One particle, or a minibatch: only the runs tell.
                let variance =
                    if each.Head.Error = Unknown then
                        Array.init size (fun e ->
                            (each |> List.sumBy (fun m -> (m.Mean.[e] - mean.[e]) ** 2.0))
                            / float (runs - 1))
                    else
                        over (fun m -> let v = ofRun m in fun e -> v.[e])

                {
                    Mean = mean
                    StandardError = variance |> Array.map (fun v -> sqrt (v / float runs))
                    Variance = float particles * Array.sum variance
                })

        // Where only the runs tell, each tells its distance from the mean of them.
        let distance (sample: Sample) =
            Seq.zip sample.Gradients moments
            |> Seq.sumBy (fun (g, m) -> Array.fold2 (fun sum x mean -> sum + (x - mean) ** 2.0) 0.0 g.Mean m.Mean)

        let variances =
            if samples.Head.Gradients |> List.exists (fun m -> m.Error = Unknown) then
                let share = float particles * float runs / float (runs - 1)
                [| for s in samples -> share * distance s |]
            else
                [|
                    for s in samples -> float particles * (s.Gradients |> List.sumBy (ofRun >> Array.sum))
                |]

        {
            Moments = moments
            Variances = variances
            Seconds = (seconds |> Seq.skip 1 |> Seq.min) / float particles
        }
