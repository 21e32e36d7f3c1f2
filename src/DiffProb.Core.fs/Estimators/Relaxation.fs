namespace DiffProb

/// What the estimators share that move a bit or a one-hot vector through the values between: where they can, and which corner is near.
module internal Relaxation =

    /// Why a cost cannot be differentiated between the values of a site.
    let refuse (facts: Facts) =
        match facts.Site.Distribution with
        | :? Categorical ->
            Some "it is an index, and nothing lies between two of them; OneHotCategorical is the same choice in numbers"
        | law when isNull (law.Relaxation(Tensor.Scalar 1.0)) -> Some "no continuous law near it is known"
        | _ ->
            match facts.Dependence with
            | Dependence.Step ->
                Some "the cost jumps as a function of its value, and no gradient leads through a relaxed value over a jump"
            | Dependence.Kinked when facts.Order > 1 ->
                Some "the cost has kinks in its value, and a second derivative along a path misses them"
            | _ -> None

    /// As `refuse`, for what is a first derivative by its making.
    let refuseOnce (facts: Facts) =
        match refuse facts with
        | None when facts.Order > 1 -> Some "its way back is a first derivative"
        | reason -> reason

    /// The value of a site that is nearest to a relaxed one.
    let corner (law: Distribution) (relaxed: Tensor) =
        match law with
        | :? Bernoulli -> Tensor.op_GreaterThan(relaxed, Tensor.Scalar 0.5).Cast DType.Float64
        | _ -> relaxed.ArgMax(-1).OneHot law.Shape.[law.Shape.Rank - 1]

    /// Log odds of a bit, log probabilities of a one-hot vector. What cannot happen is at -∞, and nothing flows to it.
    let logits (law: Distribution) =
        let probs = (nonNull law.Mean).BroadcastTo law.Shape

        let possible (log: Tensor) =
            ZeroProducts.WherePossible(log, log, Tensor.Scalar -infinity)

        match law with
        | :? Bernoulli -> possible (probs.Log()) - possible ((-probs).Log1p())
        | _ -> possible (probs.Log())

    /// 0 in value, with the derivative of logits: 0 where they are infinite.
    let moved (logits: Tensor) =
        let isFinite = Tensor.op_LessThan (logits.Abs(), Tensor.Scalar infinity)
        let finite = Tensor.Where(isFinite, logits, Tensor.Scalar 0.0)
        finite - finite.StopGradient()
