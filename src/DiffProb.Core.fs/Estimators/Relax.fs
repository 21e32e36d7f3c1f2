namespace DiffProb

open System
open System.Globalization

/// The score function against a function c of the relaxed draw, whose own derivative is added back along its path:
/// d E f(b) = E [f(b) - c(z̃)] d log p(b) + d c(z) - d c(z̃). Unbiased for any c, and the cost is evaluated at b alone, so that it may jump.
/// c is a constant and a layer of tanh units of the relaxed values σ(z / temperature). The weights of the units are fixed, as drawn once; those of the
/// sum are the least-squares fit of the derivative in the site's logits to earlier runs, which is the least variance of it.
/// The source learns c by stochastic gradients of the variance, all weights and the temperature; a fit needs no rate and no steps. Of a cost that is smooth
/// between the corners Rebar knows more.
/// Source: Grathwohl, Choi, Wu, Roeder, Duvenaud 2018, arXiv 1711.00123, section 3.2.
module internal Relax =

    let private refuse (facts: Facts) =
        RelaxedDraws.refuse facts
        |> Option.orElseWith (fun () ->
            if facts.IsStopped then
                Some "its value reaches the cost through StopGradient, which the score function would differentiate all the same"
            elif facts.Order > 1 then
                Some "its way back is a first derivative"
            else
                None)

    // Inner weights (units, size of the site) and biases of the units.
    let private layer (law: Distribution) (units: int) =
        let size = law.Shape.Size
        let numbers = Array.zeroCreate (units * (size + 1))
        Philox.StandardNormals(Key.FromSeed 0UL, 0UL, Span numbers)

        let inner =
            numbers.[.. units * size - 1] |> Array.map (fun x -> x / sqrt (float size))

        Tensor.Of(Shape.Of [| yield units; yield! law.Shape |], inner), Tensor.Of numbers.[units * size ..]

    // A number for each unit, along the first dimension, over those of a shape.
    let private over (shape: Shape) (numbers: Tensor) =
        numbers.Reshape(Shape.Of(Array.append [| numbers.Shape.[0] |] (Array.create shape.Rank 1)))

    /// What the control variate is made of.
    type Features =
        {
            /// Their values at the relaxed draw, with its derivative: shape [1 + units].
            At: Tensor -> Tensor
            /// Their derivatives in each element of it: shape [1 + units; shape of the site].
            Slopes: Tensor -> Tensor
        }

    let features (law: Distribution) (temperature: Temperature) (units: int) : Features =
        let inner, biases = layer law units
        let soft = RelaxedDraws.soften law temperature
        let isBit = law :? Bernoulli

        let hidden (y: Tensor) =
            let products = inner * (2.0 * y - 1.0)
            (products.Reshape(units, law.Shape.Size).Sum 1 + biases).Tanh()

        let under (rest: Tensor) (first: Tensor) =
            Shapes.Concatenate([| first.Unsqueeze 0; rest |], 0)

        {
            At =
                fun z ->
                    if units = 0 then
                        Tensor.Ones(Shape.Of [| 1 |])
                    else
                        under (hidden (soft z)) (Tensor.Scalar 1.0)
            Slopes =
                fun z ->
                    let none = Tensor.Zeros law.Shape

                    if units = 0 then
                        none.Unsqueeze 0
                    else
                        let y = soft z
                        let h = hidden y

                        let above = 2.0 * (over law.Shape (1.0 - h * h)) * inner / temperature.Value

                        let slopes =
                            if isBit then
                                above * y * (1.0 - y)
                            else
                                y * (above - (y * above).Sum(-1).Unsqueeze(-1))

                        under slopes none
        }

    /// (1 - box(log p)) c(z̃) + c(z) - c(z̃), which is 0, for c the features with some weights.
    let control (credit: Credit) (features: Features) (drawn: RelaxedDraw) (weights: Tensor) =
        let value z = (features.At z * weights).Sum()
        let moving = value drawn.Continuous - value drawn.Conditional

        let scored =
            (1.0 - credit.LogProb.MagicBox()) * (value drawn.Conditional).StopGradient()

        (credit.Guarded(scored + moving)).SumOver credit.Facts.Mixed

    /// The features' weights of least variance of the derivative in the logits, (f - c(z̃)) s + ∂c(z) - ∂c(z̃), with s the score of each.
    let private weights (decay: float) (credit: Credit) (features: Features) (drawn: RelaxedDraw) =
        let isBit = credit.Distribution :? Bernoulli

        let probs = if isBit then drawn.Logits.Sigmoid() else drawn.Logits.Exp()

        // Log probabilities move with logits so that they sum to 1.
        let inLogits (slopes: Tensor) =
            if isBit then
                slopes
            else
                slopes - probs * slopes.Sum(-1).Unsqueeze(-1)

        let score = drawn.Corner - probs

        let values = over score.Shape (features.At drawn.Continuous)

        let parts =
            values * score
            - inLogits ((1.0 - drawn.Share) * features.Slopes drawn.Continuous)

        let rows =
            (credit.Guarded parts).StopGradient().Reshape(parts.Shape.[0], score.Shape.Size)

        let wanted =
            (credit.Guarded(credit.Expected * score)).StopGradient().Reshape(score.Shape.Size, 1)

        let products = (rows.MatMul wanted).Select(1, 0)
        LeastSquares.weights credit decay (rows.MatMul(rows.Transpose())) products

    let at (temperature: Temperature) (units: int) (decay: float) =
        if units < 0 then
            raise (Errors.wrongNumber "Relax units" "at least 0" (float units))

        if not (decay > 0.0 && decay < 1.0) then
            raise (Errors.wrongNumber "Relax decay" "above 0 and below 1" decay)

        Estimator
            { new IEstimator with
                member _.Name =
                    $"Relax {temperature} units {units} fitted {decay.ToString CultureInfo.InvariantCulture}"

                member _.IsBiased = false
                member _.PassesThrough = false
                member _.Refuse facts = refuse facts
                member _.Evaluations _ = 1

                member _.Propose(_, distribution, noise) =
                    Proposal.Draw (RelaxedDraws.draw (distribution.With _.StopGradient()) noise).Corner

                member _.GradientFunction(distribution, value) = Some(distribution.LogDensity value)

                member _.ControlVariate credit =
                    let law = credit.Distribution
                    let features = features law temperature units
                    let drawn = RelaxedDraws.draw law credit.Noise
                    Some(control credit features drawn (weights decay credit features drawn))
            }
