namespace DiffProb

/// What an estimator must know of a site and a cost to say whether it is valid there. All of it is static.
type internal Facts =
    {
        Site: Site
        /// How the cost depends on the site's value.
        Dependence: Dependence
        /// Comparisons on the way to the cost, that may be cut at its thresholds.
        Cuts: Threshold list
        /// How the cost depends on the value between those thresholds.
        Between: Dependence
        /// Whether the value reaches the cost through StopGradient.
        IsStopped: bool
        /// Plates of the site whose rows are mixed before the cost.
        Mixed: Axes
        /// The site's parameters that have a trained parameter of the program above them.
        Trained: DistributionParameter[]
        /// Order of the derivative wanted.
        Order: int
        /// Particles of the run.
        Particles: int
        /// How often other sites below have the cost evaluated for each particle.
        Evaluations: int
    }

    /// Names of the trained parameters of which something holds.
    member f.TrainedWhere(holds: DistributionParameter -> bool) =
        f.Trained |> Array.filter holds |> Array.map _.Name

/// What a site is replaced by.
type internal Proposal =
    {
        Value: Tensor
        /// How values along an axis of their own are weighted; None for one draw.
        Along: Weighted option
    }

    /// One draw.
    static member Draw value = { Value = value; Along = None }

/// Numbers that a baseline reads, and what they follow: updated between runs, never within one.
type internal Slot =
    {
        Leaf: Tensor
        Observed: Tensor
        Decay: float
    }

/// What a control variate may use: the cost that the site is charged, its draw, and where to keep numbers between runs.
type internal Credit =
    {
        Facts: Facts
        /// The site's law, lowered.
        Distribution: Distribution
        /// Its draw, lowered.
        Value: Tensor
        /// The noise that the draw was made of.
        Noise: NoiseSource
        /// A number that is 0 where the site is in a branch that is not taken.
        Guarded: Tensor -> Tensor
        /// Log weight of the draw, for each row of a plate by itself.
        LogProb: Tensor
        /// The same under other parameters, with the draw held fixed.
        LogProbUnder: Distribution -> Tensor
        /// For each particle, row and value of the enumerated sites that the site has no influence on.
        Cost: Tensor
        /// The cost summed over all enumerated sites with their probabilities: for each particle and row.
        Expected: Tensor
        Particle: Axis
        /// Axes along which the site's log probability varies.
        ScoreAxes: Axes
        /// What an expression that was traced before the site has become.
        Lower: Tensor -> Tensor
        /// Name for a slot, unique for the site and the cost.
        Name: string
        /// Registers a slot.
        Keep: Slot -> unit
    }

    /// (1 - box(log p)) stop(baseline), with rows that the cost mixes together: what a baseline adds to the cost.
    member c.Against(baseline: Tensor) =
        (1.0 - (c.LogProb.SumOver c.Facts.Mixed).MagicBox()) * baseline.StopGradient()

/// Contract of the estimators, one file each (van Krieken et al. 2021, Storchastic): when it is valid, what it puts in place
/// of the site (proposal), how values are weighted, what is differentiated (gradient function), and what is subtracted for less
/// variance (control variate). Any mixture of members in one program is unbiased, to any order of derivative.
type internal IEstimator =
    abstract Name: string

    /// Whether the gradient is that of another objective.
    abstract IsBiased: bool

    /// Whether a cost's dependence shows through the site to its parameters, as through a deterministic function.
    abstract PassesThrough: bool

    /// Why it is not valid here, to follow "because"; None if it is.
    abstract Refuse: Facts -> string option

    /// How often it has the cost evaluated for each draw: 1, but for values side by side. What is summed exactly has a budget of its own.
    abstract Evaluations: Facts -> int

    /// The value in place of the site, from its distribution and its noise.
    abstract Propose: site: Site * distribution: Distribution * noise: NoiseSource -> Proposal

    /// The log weight of the proposed value that goes into the magic box, if one does.
    abstract GradientFunction: distribution: Distribution * value: Tensor -> Tensor option

    /// What is added to the cost for less variance: its value is 0, and the mean of its derivative, too.
    abstract ControlVariate: Credit -> Tensor option

/// An estimator that evaluates costs at values between those of the site: proofs of what is made of its value do not hold there.
type internal IRelaxing = interface end

/// An estimator with a number that is fitted to earlier runs, for less variance: it is unbiased with any number.
type internal IFitted =
    /// What is kept between runs, from the site's distribution and noise, and from the objective that is differentiated.
    abstract Keep: site: Site * distribution: Distribution * noise: NoiseSource * objective: Tensor -> Slot list

/// A way to differentiate the expectation of a cost through a random site.
[<Sealed>]
type Estimator internal (rules: IEstimator) =
    member internal _.Rules = rules

    /// Name in plans.
    member _.Name = rules.Name

    /// Whether it gives the gradient of another objective than the one asked for.
    member _.IsBiased = rules.IsBiased

    override _.Equals other =
        match other with
        | :? Estimator as o -> o.Name = rules.Name
        | _ -> false

    override _.GetHashCode() = rules.Name.GetHashCode()
    override _.ToString() = rules.Name

    interface IEstimatorChoice with
        member _.Name = rules.Name
