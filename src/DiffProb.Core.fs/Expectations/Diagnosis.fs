namespace DiffProb

open System

/// Finds where a number that is not finite came from, by running the parts of an estimate one by one.
module internal Diagnosis =

    let private isFinite (t: Tensor) =
        t.ToArray() |> Array.forall Double.IsFinite

    let private run (engine: IEngine) (inputs: Tensor list) (bindings: Bindings) (outputs: Tensor list) =
        engine.Compile(Array.ofList outputs, Array.ofList inputs).Run bindings

    let private mean (particle: Axis) (replace: Tensor -> Tensor) (cost: LoweredCost) =
        (replace cost.PerParticle).MeanOver(Axes.Of [ particle ])

    /// The last site of a cost at which something is not finite: what is above it only inherits.
    let private site (engine: IEngine) inputs bindings (particle: Axis) (replace: Tensor -> Tensor) (cost: LoweredCost) =
        let all (t: Tensor) =
            let sum = t.Cast(DType.Float64).Sum()
            sum.SumOver sum.Axes

        let probes (planned: Planned) =
            let lowered = cost.Lowering.Site planned.Site
            let value = replace lowered.Proposal.Value
            let slope = (Gradient.Of(mean particle replace cost, [| value |])).[0]

            [
                all value
                all (replace (lowered.Distribution.LogDensity lowered.Proposal.Value))
                all slope
            ]

        cost.Plan
        |> List.rev
        |> List.tryFind (fun planned -> not (run engine inputs bindings (probes planned) |> Seq.forall isFinite))

    /// A sentence on the source of a value or derivative that is not finite.
    let source
        (surrogate: Surrogate)
        (replace: Tensor -> Tensor)
        (engine: IEngine)
        (inputs: Tensor list)
        (bindings: Bindings)
        (parameter: Tensor option)
        =
        let outputs (cost: LoweredCost) =
            let value = mean surrogate.Particle replace cost

            match parameter with
            | Some leaf -> [ value; (Gradient.Of(value, [| leaf |])).[0] ]
            | None -> [ value ]

        match
            surrogate.Costs
            |> List.tryFind (fun cost -> not (run engine inputs bindings (outputs cost) |> Seq.forall isFinite))
        with
        | None -> "It came from the sum over costs."
        | Some cost ->
            match site engine inputs bindings surrogate.Particle replace cost with
            | Some planned ->
                $"It came from cost \"{cost.Cost.Name}\", through site \"{planned.Site.Name}\" ({planned.Site.Distribution.Name})."
            | None ->
                let read =
                    (DependenceAnalysis.cone [ cost.Cost.Value ]).Sites.Keys |> Seq.sortBy _.Index

                if Seq.isEmpty read then
                    $"It came from cost \"{cost.Cost.Name}\", outside of its sites."
                else
                    let names =
                        read
                        |> Seq.map (fun s -> $"\"{s.Name}\" ({s.Distribution.Name})")
                        |> String.concat " and "

                    $"It came from cost \"{cost.Cost.Name}\" itself, at values that {names} can take."
