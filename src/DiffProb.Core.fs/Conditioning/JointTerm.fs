namespace DiffProb

/// What a term of a log joint belongs to.
[<RequireQualifiedAccess>]
type internal TermKind =
    | Latent
    | Discrete
    | Observed
    | Factor

/// One addend of a log joint, in nats: for each row of its plates, and for each value of the discrete sites that it depends on.
type internal JointTerm =
    {
        Name: string
        Kind: TermKind
        LogDensity: Tensor
        /// Of an observation: the same, of each independent part of its event, a datum. Elsewhere the whole.
        Parts: Tensor
        Place: Place
    }

    /// Summed over the rows; along the values of discrete sites it stays apart.
    member t.Total = t.LogDensity.SumOver t.Place.Axes
