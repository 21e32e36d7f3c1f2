namespace DiffProb

/// A law of the unconstrained numbers of a model, on a tracer: one draw of it.
type internal Approximation =
    {
        /// The vector drawn.
        Position: Tensor
        /// Log density of the vector, in nats; 0 for a point mass.
        LogDensity: Tensor
        /// What has the entropy as its mean, in nats, with as little noise as is known.
        Entropy: Tensor
    }

module internal Approximation =

    /// Prefix of the names of its parameters and sites.
    let scope = "guide"

    /// Names of parameters, with their prefix.
    let loc = $"{scope}/loc"

    let scaleTril = $"{scope}/scale_tril"

    /// Share of the scale that the factor of a covariance of low rank starts with: at 0 it would have no gradient.
    let private factorShare = 0.5

    let private entropyOf (law: Distribution) =
        match law.Entropy with
        | null -> invalidOp law.Name
        | entropy -> entropy

    let private drawn (tracer: Tracer) (law: Distribution) =
        let position = tracer.Sample("position", law)

        {
            Position = position
            LogDensity = law.LogDensity position
            Entropy = entropyOf law
        }

    let private full (count: int) (value: float) = Tensor.Of(Array.create count value)

    let private factor (dimension: int) (rank: int) (scale: float) =
        let numbers = (Normal(0.0, 1.0)).Sample(dimension * rank, 0UL).ToArray()
        let size = factorShare * scale / sqrt (float rank)
        Tensor.Of(Shape.Of [| dimension; rank |], numbers |> Array.map (fun x -> size * x))

    let private flow (tracer: Tracer) layers units (loc: Tensor) (scale: Tensor) (dimension: int) =
        let law = Normal(Tensor.Zeros(Shape.Of dimension), 1.0)
        let noise = tracer.Sample("noise", law)
        let mutable z = noise
        let mutable volume = (scale.Log()).Sum()

        for layer in 0 .. layers - 1 do
            let struct (next, logDeterminant) = InverseAutoregressive.apply tracer layer units z

            z <- next
            volume <- volume + logDeterminant

        {
            Position = loc + scale * z
            LogDensity = law.LogDensity noise - volume
            Entropy = entropyOf law + volume
        }

    /// Draws once from a law of so many numbers, whose parameters start at mean 0 and some scale.
    let draw (tracer: Tracer) (kind: GuideKind) (scale: float) (dimension: int) : Approximation =
        tracer.Scope(
            scope,
            fun () ->
                let loc = tracer.Param("loc", full dimension 0.0, Support.Real)

                let scales () =
                    tracer.Param("scale", full dimension scale, Support.Positive)

                match kind with
                | GuideKind.Normal -> drawn tracer (Normal(loc, scales ()))
                | GuideKind.MultivariateNormal
                | GuideKind.Laplace ->
                    let start =
                        Tensor.Matrix(Array2D.init dimension dimension (fun i j -> if i = j then scale else 0.0))

                    let tril = tracer.Param("scale_tril", start, Support.LowerCholesky)
                    drawn tracer (MultivariateNormal(loc, scaleTril = tril))
                | GuideKind.LowRank rank ->
                    let factor = tracer.Param("factor", factor dimension rank scale, Support.Real)
                    drawn tracer (LowRankMultivariateNormal(loc, factor, (scales ()).Square()))
                | GuideKind.Flow(layers, units) -> flow tracer layers units loc (scales ()) dimension
                | GuideKind.Delta
                | GuideKind.Program _ ->
                    {
                        Position = loc
                        LogDensity = Tensor.Scalar 0.0
                        Entropy = Tensor.Scalar 0.0
                    }
        )
