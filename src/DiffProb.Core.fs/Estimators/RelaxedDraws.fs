namespace DiffProb

/// A draw of a bit or one-hot vector, made from a continuous one.
type internal RelaxedDraw =
    {
        /// Log odds or log probabilities, for each draw on its own.
        Logits: Tensor
        /// What the draw is the nearest corner of: z = l + noise.
        Continuous: Tensor
        /// The derivative of the next in the logits.
        Share: Tensor
        /// The same value, which follows the logits with the corner held fixed: z̃ given b.
        Conditional: Tensor
        Corner: Tensor
        LogProb: Tensor
    }

/// Draws of Rebar and Relax: z = l + noise, b its nearest corner, and z̃ from z given b. The two continuous values share their noise, so that
/// they are equal and have different derivatives: dz̃ = (1 - e^(z - max z)) dl, with l = log p; for log odds, (1 - e^(-|z|)) p(b) dl.
module internal RelaxedDraws =

    /// Why there is no such draw.
    let refuse (facts: Facts) =
        match facts.Site.Distribution with
        | :? Bernoulli
        | :? OneHotCategorical -> None
        | _ ->
            Relaxation.refuse facts
            |> Option.orElse (Some "it is no bit and no one-hot vector")

    let draw (law: Distribution) (noise: NoiseSource) =
        let isBit = law :? Bernoulli

        let noise =
            if isBit then
                let u = noise.Uniform law.Shape
                u.Log() - (-u).Log1p()
            else
                -(noise.StandardExponential law.Shape).Log()

        let logits = AxisOperations.ExpandAlong(Relaxation.logits law, noise.Axes)
        let z = logits + noise

        let corner =
            if isBit then
                Tensor.op_GreaterThan(z, Tensor.Scalar 0.0).Cast DType.Float64
            else
                Relaxation.corner law z

        let share =
            if isBit then
                -(-z.Abs()).Expm1() * ((2.0 * corner - 1.0) * logits).Sigmoid()
            else
                -(z - z.Max(-1).Unsqueeze(-1)).Expm1()

        let logProb =
            if isBit then
                corner.TimesOrZero(logits.LogSigmoid())
                + (1.0 - corner).TimesOrZero((-logits).LogSigmoid())
            else
                corner.TimesOrZero logits

        {
            Logits = logits
            Continuous = z
            Share = share.StopGradient()
            Conditional = z.StopGradient() + share.StopGradient() * Relaxation.moved logits
            Corner = corner
            LogProb = logProb.Sum()
        }

    /// The draw between the corners: a sigmoid, or a softmax.
    let soften (law: Distribution) (temperature: Temperature) (z: Tensor) =
        let cold = z / temperature.Value
        if law :? Bernoulli then cold.Sigmoid() else cold.Softmax()
