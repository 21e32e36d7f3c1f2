namespace DiffProb;

/// <summary>The families that windows are cut from.</summary>
internal enum TruncatedFamily
{
    /// <summary>Normal.</summary>
    Normal,

    /// <summary>Logistic.</summary>
    Logistic,

    /// <summary>Student t, with shape the degrees of freedom.</summary>
    StudentT,

    /// <summary>Gumbel.</summary>
    Gumbel,

    /// <summary>Exponential of rate 1 / scale.</summary>
    Exponential,

    /// <summary>Gamma of rate 1 / scale, with shape the concentration.</summary>
    Gamma,
}

/// <summary>Contract of the functions of a law between two bounds. Inputs: a point, loc, scale, low, high, shape; a family without one ignores the last.</summary>
/// <remarks>Element by element from <see cref="TruncationWindow{TLaw}"/>; what depends on the window alone is computed once as long as it stays the same.</remarks>
internal abstract record TruncatedFunction(TruncatedFamily Family) : Elementwise
{
    public override Dependence DependsOn(int input) => IsIgnored(input) ? Dependence.None : Dependence.Smooth;

    /// <summary>Whether the input is the shape of a family that has none.</summary>
    protected bool IsIgnored(int input) => input == 5 && Family is not (TruncatedFamily.StudentT or TruncatedFamily.Gamma);

    /// <summary>The score of an input.</summary>
    protected static WindowWeight WeightOf(int input) => input switch
    {
        1 => WindowWeight.Loc,
        2 => WindowWeight.Scale,
        _ => WindowWeight.Shape,
    };

    /// <summary>The value at a point; a seventh input may tell its probability.</summary>
    protected abstract double Value<TLaw>(in TruncationWindow<TLaw> window, double point, double probability)
        where TLaw : struct, ITruncatedLaw;

    internal sealed override void Compute(ref ElementCall call)
    {
        switch (Family)
        {
            case TruncatedFamily.Normal: Run(ref call, static _ => default(NormalLaw)); break;
            case TruncatedFamily.Logistic: Run(ref call, static _ => default(LogisticLaw)); break;
            case TruncatedFamily.StudentT: Run(ref call, static df => new StudentLaw(df)); break;
            case TruncatedFamily.Gumbel: Run(ref call, static _ => default(GumbelLaw)); break;
            case TruncatedFamily.Exponential: Run(ref call, static _ => default(ExponentialLaw)); break;
            default: Run(ref call, static concentration => new LogGammaLaw(concentration)); break;
        }
    }

    private void Run<TLaw>(ref ElementCall call, Func<double, TLaw> make)
        where TLaw : struct, ITruncatedLaw
    {
        var point = call.Doubles(0);
        var loc = call.Doubles(1);
        var scale = call.Doubles(2);
        var low = call.Doubles(3);
        var high = call.Doubles(4);
        var shape = call.Doubles(5);
        var probability = call.Node.Inputs.Length > 6 ? call.Doubles(6) : point;
        var single = call.Output.DType == DType.Float32 ? call.Out<float>() : default;
        var full = call.Output.DType == DType.Float64 ? call.Out<double>() : default;
        var window = default(TruncationWindow<TLaw>);
        for (var i = 0; i < point.Length; i++)
        {
            if (i == 0 || loc[i] != loc[i - 1] || scale[i] != scale[i - 1] || low[i] != low[i - 1] || high[i] != high[i - 1] || shape[i] != shape[i - 1])
            {
                window = new(make(shape[i]), loc[i], scale[i], low[i], high[i]);
            }

            var value = Value(window, point[i], probability[i]);
            if (full.IsEmpty)
            {
                single[i] = (float)value;
            }
            else
            {
                full[i] = value;
            }
        }
    }
}

/// <summary>Log density at a point inside of the window.</summary>
internal sealed record TruncatedLogDensity(TruncatedFamily Family) : TruncatedFunction(Family)
{
    public override Tensor? Derivative(int input, Tensor output, Tensor adjoint) => input switch
    {
        _ when IsIgnored(input) => null,
        3 or 4 => TruncatedForms.AtBound(this, input, output, adjoint),
        _ => adjoint * Tensor.Create(new TruncatedScore(Family, input), output.Inputs.ToArray()),
    };

    protected override double Value<TLaw>(in TruncationWindow<TLaw> window, double point, double probability) => window.LogDensity(window.At(point));
}

/// <summary>Derivative of the log density in the point, in loc, in scale or in shape.</summary>
internal sealed record TruncatedScore(TruncatedFamily Family, int Of) : TruncatedFunction(Family)
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => throw TruncatedForms.NoSecondDerivative(Family, input == 0 ? Of : input);

    protected override double Value<TLaw>(in TruncationWindow<TLaw> window, double point, double probability) =>
        Of == 0 ? window.DensitySlope(window.At(point)) : window.Score(window.At(point), WeightOf(Of));
}

/// <summary>Probability below a point, or above it, or the logarithm of that.</summary>
internal sealed record TruncatedProbability(TruncatedFamily Family, bool IsAbove, bool IsLog) : TruncatedFunction(Family)
{
    public override Tensor? Derivative(int input, Tensor output, Tensor adjoint)
    {
        if (IsIgnored(input))
        {
            return null;
        }

        // Along the path on which it stays: ∂F/∂θ = -f dx/dθ.
        var inputs = output.Inputs.ToArray();
        var logDensity = Tensor.Create(new TruncatedLogDensity(Family), inputs);
        var density = (IsLog ? logDensity - output : logDensity).Exp();
        var moved = input == 0 ? adjoint * density : -adjoint * density * Tensor.Create(new TruncatedPathDerivative(Family, input, IsDistance: false), inputs);
        return IsAbove ? -moved : moved;
    }

    protected override double Value<TLaw>(in TruncationWindow<TLaw> window, double point, double probability)
    {
        var at = window.At(point);
        return IsLog ? (IsAbove ? window.LogAbove(at) : window.LogBelow(at)) : IsAbove ? window.Above(at) : window.Below(at);
    }
}

/// <summary>The point with a given probability below it, as a distance from the reference of the window: what a draw is made of.</summary>
internal sealed record TruncatedDistance(TruncatedFamily Family) : TruncatedFunction(Family)
{
    // Its inputs are cut: derivatives follow the path.
    public override Dependence DependsOn(int input) => Dependence.None;

    public override Tensor? Derivative(int input, Tensor output, Tensor adjoint) => null;

    protected override double Value<TLaw>(in TruncationWindow<TLaw> window, double point, double probability) => window.Quantile(point);
}

/// <summary>The number at a distance from the reference of the window, and with a probability below it, the last input.</summary>
internal sealed record TruncatedValue(TruncatedFamily Family) : TruncatedFunction(Family)
{
    // Its inputs are cut: derivatives follow the path.
    public override Dependence DependsOn(int input) => Dependence.None;

    public override Tensor? Derivative(int input, Tensor output, Tensor adjoint) => null;

    protected override double Value<TLaw>(in TruncationWindow<TLaw> window, double point, double probability) => window.Value(point, probability);
}

/// <summary>Derivative of a quantile in an input at a fixed probability; the point is a distance from the reference, with its probability as the last input, or the quantile itself.</summary>
internal sealed record TruncatedPathDerivative(TruncatedFamily Family, int Of, bool IsDistance) : TruncatedFunction(Family)
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => throw TruncatedForms.NoSecondDerivative(Family, Of);

    protected override double Value<TLaw>(in TruncationWindow<TLaw> window, double point, double probability)
    {
        var at = IsDistance ? window.From(point, probability) : window.At(point);
        return Of switch
        {
            3 => window.PathOfLow(at),
            4 => window.PathOfHigh(at),
            _ => window.Path(at, WeightOf(Of)),
        };
    }
}

/// <summary>What is known of the law between two bounds as a whole.</summary>
internal enum TruncatedMoment
{
    /// <summary>Mean.</summary>
    Mean,

    /// <summary>Variance.</summary>
    Variance,

    /// <summary>Entropy in nats.</summary>
    Entropy,
}

/// <summary>Mean, variance or entropy. The first input is of no use, but for the shape of the result.</summary>
internal sealed record TruncatedMomentFunction(TruncatedFamily Family, TruncatedMoment Moment) : TruncatedFunction(Family)
{
    public override Tensor? Derivative(int input, Tensor output, Tensor adjoint) => IsIgnored(input) ? null : TruncatedForms.MomentDerivative(this, input, output, adjoint);

    protected override double Value<TLaw>(in TruncationWindow<TLaw> window, double point, double probability) => Moment switch
    {
        TruncatedMoment.Mean => window.Mean(),
        TruncatedMoment.Variance => window.Variance(),
        _ => window.Entropy(),
    };
}
