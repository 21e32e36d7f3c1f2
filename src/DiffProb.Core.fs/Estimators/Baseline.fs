namespace DiffProb

open System.Globalization

/// Contract of the baselines of the score function: an estimate of the cost that does not depend on the present draw.
type internal IBaseline =
    abstract Name: string

    /// Least number of particles that it needs.
    abstract LeastParticles: int

    /// Why it is not valid here, to follow "because"; None if it is.
    abstract Refuse: Facts -> string option

    /// How often it has the cost evaluated for each draw.
    abstract Evaluations: Facts -> int

    /// What it adds to the cost that the site is charged.
    abstract Of: Credit -> Tensor option

/// What is subtracted from the cost in the score function, to lower its variance without bias.
[<Sealed>]
type Baseline internal (rules: IBaseline) =
    member internal _.Rules = rules

    /// Name in plans; empty for none.
    member _.Name = rules.Name

    /// Nothing is subtracted.
    static member NoBaseline =
        Baseline
            { new IBaseline with
                member _.Name = ""
                member _.LeastParticles = 1
                member _.Refuse _ = None
                member _.Evaluations _ = 1
                member _.Of _ = None
            }

    /// The mean cost of the other particles (Kool, van Hoof, Welling 2019; Salimans and Knowles 2014): no tuning, needs two particles.
    static member LeaveOneOut =
        Baseline
            { new IBaseline with
                member _.Name = "LeaveOneOut"
                member _.LeastParticles = 2
                member _.Refuse _ = None
                member _.Evaluations _ = 1

                member _.Of credit =
                    let over = Axes.Of [ credit.Particle ]
                    let others = credit.Cost.SumOver over - credit.Cost
                    Some(credit.Against(others * (1.0 / float (credit.Particle.Size - 1))))
            }

    /// A moving average of the cost over earlier runs, the present one excluded (Mnih and Gregor 2014, arXiv 1402.0030, section 2.3).
    /// decay: weight of the past, in (0, 1).
    static member MovingAverage(decay: float) =
        if not (decay > 0.0 && decay < 1.0) then
            raise (Errors.wrongNumber "MovingAverage decay" "above 0 and below 1" decay)

        Baseline
            { new IBaseline with
                member _.Name = $"MovingAverage {decay.ToString CultureInfo.InvariantCulture}"
                member _.LeastParticles = 1
                member _.Refuse _ = None
                member _.Evaluations _ = 1

                member _.Of credit =
                    let leaf = Tensor.Data(credit.Name, Shape.Scalar)
                    let observed = credit.Expected.StopGradient()

                    credit.Keep
                        {
                            Leaf = leaf
                            Observed = observed.MeanOver observed.Axes
                            Decay = decay
                        }

                    Some(credit.Against leaf)
            }

    /// Rows of a plate that the cost mixes, each against the cost with the mean of the others in its place (Mnih and Rezende 2016,
    /// arXiv 1602.06725): no tuning, needs one particle, and the cost must be defined at such means.
    static member Vimco =
        Baseline
            { new IBaseline with
                member _.Name = "Vimco"
                member _.LeastParticles = 1
                member _.Refuse facts = Vimco.refuse facts
                member _.Evaluations facts = Vimco.evaluations facts
                member _.Of credit = Some(Vimco.term credit)
            }

    /// The constant of least variance for each scalar parameter of the law, E[f s²] / E[s²] over the other particles (Greensmith,
    /// Bartlett, Baxter 2004): no tuning, needs three particles, first derivatives only.
    static member OptimalConstant =
        Baseline
            { new IBaseline with
                member _.Name = "OptimalConstant"
                member _.LeastParticles = 3
                member _.Refuse facts = OptimalConstant.refuse facts
                member _.Evaluations _ = 1
                member _.Of credit = OptimalConstant.term credit
            }

    /// The least-squares fit of the cost by features of what is drawn before the site, to earlier runs, the present one excluded. The features are
    /// scalars of the program from before the site is sampled; 1 is always among them. It takes out of the cost what the site has no part in, as the
    /// input-dependent baseline of Mnih and Gregor 2014, arXiv 1402.0030, section 2.3, does by a network. decay: weight of the past, in (0, 1).
    static member Learned(decay: float, [<System.ParamArray>] features: Tensor[]) =
        if not (decay > 0.0 && decay < 1.0) then
            raise (Errors.wrongNumber "Learned decay" "above 0 and below 1" decay)

        for feature in features do
            if feature.Shape.Rank <> 0 then
                raise (Errors.featureShape feature)

        Baseline
            { new IBaseline with
                member _.Name =
                    $"Learned {decay.ToString CultureInfo.InvariantCulture} of {features.Length}"

                member _.LeastParticles = 1
                member _.Refuse _ = None
                member _.Evaluations _ = 1

                member _.Of credit =
                    let given (feature: Tensor) =
                        let lowered = ((credit.Lower feature).Cast DType.Float64).StopGradient()
                        lowered.MeanOver(lowered.Axes.Except(credit.ScoreAxes.Union(Axes.Of [ credit.Particle ])))

                    let seen = Shapes.Stack [| Tensor.Scalar 1.0; yield! features |> Array.map given |]

                    let weights =
                        LeastSquares.weights credit decay (seen.Unsqueeze 1 * seen.Unsqueeze 0) (seen * credit.Expected)

                    Some(credit.Against((seen * weights).Sum()))
            }
