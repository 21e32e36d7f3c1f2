namespace DiffProb

/// The values that a program records with `deterministic`: their means, from the same draws as the estimate.
module internal Recorded =

    /// Name and mean over particles of each, with the rows of its plates as first dimensions.
    let means (graph: StochasticGraph) (particle: Axis) : (string * Tensor) list =
        let lowering = Lowering(graph, particle)

        if graph.Deterministics.Length > 0 then
            lowering.Take [ for site in graph.Sites -> Choice.Of(site, NotNeeded.estimator, []) ]

        [
            for recorded in graph.Deterministics do
                let value = lowering.Lower(recorded.Value.Cast DType.Float64)

                let rows =
                    List.foldBack (fun (plate: Plate) (t: Tensor) -> t.FromAxis plate.Axis) recorded.Place.Plates value

                recorded.Name, rows.MeanOver(Axes.Of [ particle ])
        ]
