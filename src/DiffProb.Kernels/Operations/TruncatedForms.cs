namespace DiffProb;

/// <summary>A family between two bounds as expressions: what distributions are made of.</summary>
/// <param name="Family">The family.</param>
/// <param name="Loc">loc, or 0.</param>
/// <param name="Scale">Positive.</param>
/// <param name="Low">Lower bound, or -∞.</param>
/// <param name="High">Upper bound, or ∞.</param>
/// <param name="ShapeParameter">Degrees of freedom or concentration, or 1.</param>
internal sealed record TruncatedForms(TruncatedFamily Family, Tensor Loc, Tensor Scale, Tensor Low, Tensor High, Tensor ShapeParameter)
{
    private Tensor[] Parameters => [Loc, Scale, Low, High, ShapeParameter];

    /// <summary>Log density at a point inside of the window.</summary>
    public Tensor LogDensity(Tensor x) => Node(new TruncatedLogDensity(Family), x);

    /// <summary>Probability below a point, with its complement and the logarithms of both.</summary>
    public Tensor Below(Tensor x) => Probabilities.WithTails(
        Probability(x, isAbove: false, isLog: false), Probability(x, isAbove: true, isLog: false),
        Probability(x, isAbove: false, isLog: true), Probability(x, isAbove: true, isLog: true));

    /// <summary>The point with a probability below it, which follows the parameters and the probability.</summary>
    public Tensor Quantile(Tensor probability)
    {
        var cut = new TruncatedForms(Family, Loc.StopGradient(), Scale.StopGradient(), Low.StopGradient(), High.StopGradient(), ShapeParameter.StopGradient());
        var distance = cut.Node(new TruncatedDistance(Family), probability.StopGradient());
        return ImplicitPath.Of(new TruncatedPath(Family), cut.Node(new TruncatedValue(Family), distance, probability.StopGradient()), [distance, .. Parameters, probability]);
    }

    /// <summary>Mean, variance or entropy.</summary>
    public Tensor Moment(TruncatedMoment moment) => Node(new TruncatedMomentFunction(Family, moment), 0.0);

    /// <summary>Adjoint of a bound: the density there is what the law gains when the bound moves inwards.</summary>
    public static Tensor AtBound(TruncatedFunction operation, int input, Tensor output, Tensor adjoint)
    {
        var gained = adjoint * DensityAtBound(operation.Family, input, output.Inputs.ToArray());
        return input == 3 ? gained : -gained;
    }

    /// <summary>Adjoint of a moment: from the density at both bounds, since the law moves with loc and widens with scale as they do.</summary>
    public static Tensor? MomentDerivative(TruncatedMomentFunction operation, int input, Tensor output, Tensor adjoint)
    {
        if (input is 0 or 5)
        {
            return input == 0 ? null : throw NoDerivativeOfMoment(operation.Family, operation.Moment);
        }

        var inputs = output.Inputs.ToArray();
        var (loc, scale) = (inputs[1], inputs[2]);
        var (low, high) = (OfBound(operation, 3, output, inputs), OfBound(operation, 4, output, inputs));
        return adjoint * input switch
        {
            3 => low,
            4 => high,
            1 => (operation.Moment == TruncatedMoment.Mean ? 1.0 : 0.0) - low - high,
            _ => (Degree(operation.Moment, output, loc) - Weighted(low, inputs[3] - loc) - Weighted(high, inputs[4] - loc)) / scale,
        };
    }

    /// <summary>Why there is none.</summary>
    public static DerivativeException NoSecondDerivative(TruncatedFamily family, int input) =>
        Errors.NoSecondDerivativeOfTruncation($"Truncated{family}", Name(family, input));

    private static string Name(TruncatedFamily family, int input) => input switch
    {
        0 => "the value",
        1 => "loc",
        2 => family is TruncatedFamily.Exponential or TruncatedFamily.Gamma ? "rate" : "scale",
        3 => "low",
        4 => "high",
        _ => family == TruncatedFamily.Gamma ? "concentration" : "df",
    };

    private static DerivativeException NoDerivativeOfMoment(TruncatedFamily family, TruncatedMoment moment) =>
        Errors.NoDerivativeOfMoment($"Truncated{family}", moment.ToString().ToLowerInvariant(), Name(family, 5));

    // The density at a bound, 0 at one that is infinite.
    private static Tensor DensityAtBound(TruncatedFamily family, int input, Tensor[] inputs)
    {
        var bound = inputs[input];
        return Tensor.Where(bound.Abs() < double.PositiveInfinity, Tensor.Create(new TruncatedLogDensity(family), [bound, .. inputs[1..]]).Exp(), 0.0);
    }

    // d moment / d bound, from the density there.
    private static Tensor OfBound(TruncatedMomentFunction operation, int input, Tensor output, Tensor[] inputs)
    {
        var (bound, density) = (inputs[input], DensityAtBound(operation.Family, input, inputs));
        var moved = operation.Moment switch
        {
            TruncatedMoment.Mean => output - bound,
            TruncatedMoment.Variance => output - (bound - Tensor.Create(operation with { Moment = TruncatedMoment.Mean }, inputs)).Square(),
            _ => output - 1.0 + density.Log(),
        };
        return Weighted(input == 3 ? density : -density, moved);
    }

    // The value of a moment that grows with scale in this power.
    private static Tensor Degree(TruncatedMoment moment, Tensor output, Tensor loc) => moment switch
    {
        TruncatedMoment.Mean => output - loc,
        TruncatedMoment.Variance => 2.0 * output,
        _ => 1.0,
    };

    private static Tensor Weighted(Tensor weight, Tensor x) => weight.TimesOrZero(x);

    private Tensor Probability(Tensor x, bool isAbove, bool isLog) => Node(new TruncatedProbability(Family, isAbove, isLog), x);

    private Tensor Node(TruncatedFunction operation, Tensor point, params Tensor[] probability) =>
        Tensor.Create(operation, Elementwise.Promote(true, [point, .. Parameters, .. probability]));
}

/// <summary>The path of a quantile: the derivative in the parameters is that at its distance from the reference, that in the probability 1 / density.</summary>
internal sealed record TruncatedPath(TruncatedFamily Family) : IPath
{
    public Tensor? Derivative(int parameter, Tensor draw, Tensor[] parameters, Tensor adjoint)
    {
        var inputs = parameters[1..6];
        return parameter switch
        {
            0 => null,
            6 => adjoint * (-Tensor.Create(new TruncatedLogDensity(Family), Elementwise.Promote(true, [draw, .. inputs]))).Exp(),
            _ => adjoint * Tensor.Create(new TruncatedPathDerivative(Family, parameter, IsDistance: true), Elementwise.Promote(true, [parameters[0], .. inputs, parameters[6]])),
        };
    }
}
