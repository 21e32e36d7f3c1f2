namespace DiffProb;

/// <summary>What Student t laws are made of, elementwise: each goes to its normal limit as df grows, with all digits, and so do its derivatives in df.</summary>
/// <remarks>With s = r² / 2 for the standardized radius r in 2a dimensions and b = df / 2, s / b are the odds of a Beta(a, b).</remarks>
internal static class StudentFunctions
{
    private const double Large = 1e9; // in units of √df; from here 1 is below a rounding of the square, which may overflow

    /// <summary>ψ(a + b) - ψ(b) - a/b: exact for large b, where it is a (1 - a) / (2b²).</summary>
    /// <param name="a">Positive.</param>
    /// <param name="b">Positive.</param>
    public static Tensor DigammaExcess(Tensor a, Tensor b) => Binary.Node(new DigammaExcessFunction(), a, b);

    /// <summary>log Γ(a + b) - log Γ(b) - a log b: exact for large b, where it goes to 0.</summary>
    /// <param name="a">Positive.</param>
    /// <param name="b">Positive.</param>
    public static Tensor LogGammaExcess(Tensor a, Tensor b) => Binary.Node(new LogGammaExcessFunction(), a, b);

    /// <summary>(df / 2 + a) log(1 + square / df): exact for large df, where it goes to square / 2.</summary>
    /// <param name="a">Half of the dimension, positive.</param>
    /// <param name="df">Positive.</param>
    /// <param name="square">Square of the standardized radius.</param>
    public static Tensor Fall(Tensor a, Tensor df, Tensor square) => Tensor.Create(new StudentFall(), Elementwise.Promote(true, a, df, square));

    /// <summary>Log density of the standard Student t law.</summary>
    /// <param name="df">Positive.</param>
    /// <param name="z">Any tensor.</param>
    public static Tensor LogDensity(Tensor df, Tensor z)
    {
        var size = z.Abs();
        var isLarge = size > Large * df.Sqrt();
        var far = (0.5 * (df + 1.0)) * ((2.0 * Tensor.Where(isLarge, size, 1.0).Log()) - df.Log());
        var fall = Tensor.Where(isLarge, far, Fall(0.5, df, Tensor.Where(isLarge, 0.0, z).Square()));
        return LogGammaExcess(0.5, 0.5 * df) - fall - (0.5 * Math.Log(2.0 * Math.PI));
    }

    /// <summary>P(|t| ≤ z), exact near 0; one minus it is exact in the tail, and so are the logarithms of both.</summary>
    /// <param name="df">Positive.</param>
    /// <param name="z">At least 0.</param>
    public static Tensor Inner(Tensor df, Tensor z) => Binary.Node(new StudentSize(IsInner: true, IsLog: false), df, z);

    /// <summary>P(|t| > z), exact in the tail.</summary>
    /// <param name="df">Positive.</param>
    /// <param name="z">At least 0.</param>
    public static Tensor Outer(Tensor df, Tensor z) => Binary.Node(new StudentSize(IsInner: false, IsLog: false), df, z);

    /// <summary>log P(|t| ≤ z).</summary>
    /// <param name="df">Positive.</param>
    /// <param name="z">At least 0.</param>
    public static Tensor LogInner(Tensor df, Tensor z) => Binary.Node(new StudentSize(IsInner: true, IsLog: true), df, z);

    /// <summary>log P(|t| > z).</summary>
    /// <param name="df">Positive.</param>
    /// <param name="z">At least 0.</param>
    public static Tensor LogOuter(Tensor df, Tensor z) => Binary.Node(new StudentSize(IsInner: false, IsLog: true), df, z);
}

internal sealed record DigammaExcessFunction : DoubleBinary
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (a, b) = (output.Inputs[0], output.Inputs[1]);
        var sum = a + b;
        return adjoint * (input == 0
            ? sum.TrigammaExcess() - (a / b / sum)
            : sum.TrigammaExcess() - b.TrigammaExcess() + ((a / b).Square() / sum));
    }

    protected override double Value(double a, double b) => DigammaExcess.Of(a, b);
}

internal sealed record LogGammaExcessFunction : DoubleBinary
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (a, b) = (output.Inputs[0], output.Inputs[1]);
        return adjoint * (input == 0 ? (a + b).Digamma() - b.Log() : StudentFunctions.DigammaExcess(a, b));
    }

    protected override double Value(double a, double b) => DigammaExcess.Integral(a, b);
}

/// <summary>(df / 2 + a) log(1 + square / df).</summary>
internal sealed record StudentFall : DoubleTernary
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (a, df, square) = (output.Inputs[0], output.Inputs[1], output.Inputs[2]);
        return adjoint * input switch
        {
            0 => output / ((0.5 * df) + a),
            1 => Tensor.Create(new StudentFallSlope(), output.Inputs.ToArray()),
            _ => ((0.5 * df) + a) / (df + square),
        };
    }

    protected override double Value(double a, double b, double x) => ((0.5 * b) + a) * Log1p.Of(x / b);
}

/// <summary>Its derivative in df: minus half of 2a x / df + log(1 - x) + x, with x = square / (df + square).</summary>
internal sealed record StudentFallSlope : DoubleTernary
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (a, df, square) = (output.Inputs[0], output.Inputs[1], output.Inputs[2]);
        var (x, rest) = (square / (df + square), df / (df + square));
        var pull = (2.0 * a * rest / df) - x;
        return adjoint * input switch
        {
            0 => -(x / df),
            1 => ((a / df) + (0.5 * pull)) * x / df,
            _ => -(0.5 * pull * rest / df),
        };
    }

    protected override double Value(double a, double b, double x)
    {
        var odds = x / b;
        var share = odds / (1 + odds);
        return -0.5 * ((2 * a / b * share) + (share <= 0.5 ? Log1pmx.Of(-share) : share - Log1p.Of(odds)));
    }
}

/// <summary>P(|t| ≤ z) or P(|t| > z) of the standard law, or its logarithm.</summary>
internal sealed record StudentSize(bool IsInner, bool IsLog) : DoubleBinary
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor? Complement(Tensor output) => IsLog ? base.Complement(output) : Tensor.Create(this with { IsInner = !IsInner }, output.Inputs.ToArray());

    public override Tensor? Logarithm(Tensor output) => IsLog ? base.Logarithm(output) : Tensor.Create(this with { IsLog = true }, output.Inputs.ToArray());

    // Along the path on which it stays, dz/d df = z G / 4.
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (df, z) = (output.Inputs[0], output.Inputs[1]);
        var slope = input == 1
            ? (Math.Log(2.0) + Relative(StudentFunctions.LogDensity(df, z), output)).Exp()
            : IncompleteIntegrals.Inside(z, (z > 0.0) & (z < double.PositiveInfinity), r =>
                -0.5 * (Relative(StudentFunctions.LogDensity(df, r), output) + r.Log()).Exp()
                * Tensor.Create(new ScaledOddsPathDerivative(), Elementwise.Promote(true, 0.5, 0.5 * df, (2.0 * r.Log()) - Math.Log(2.0))));
        return IsInner ? adjoint * slope : -(adjoint * slope);
    }

    private Tensor Relative(Tensor logDensity, Tensor output) => IsLog ? logDensity - output : logDensity;

    protected override double Value(double a, double b)
    {
        if (!(a > 0 && b > 0 && b < double.PositiveInfinity))
        {
            var isInside = b > 0 ? 1.0 : b == 0 ? 0.0 : double.NaN;
            return a > 0 ? End(IsInner ? isInside : 1 - isInside) : double.NaN;
        }

        var odds = b * b / a;
        var point = odds is > 1e-290 and < 1e290
            ? new BetaPoint(0.5, 0.5 * a, odds / (1 + odds), 1 / (1 + odds), Math.Log(odds))
            : BetaPoint.AtLogit(0.5, 0.5 * a, (2 * Math.Log(b)) - Math.Log(a));
        return IsLog ? IncompleteBeta.LogValue(point, IsInner) : IncompleteBeta.Value(point, IsInner);
    }

    private double End(double probability) => IsLog ? Math.Log(probability) : probability;
}

/// <summary>d log s / db at a fixed quantile, for b times the odds of a Beta(a, b).</summary>
internal sealed record ScaledOddsPathDerivative : DoubleTernary
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        // As for Gamma, in y = log s: ∂y G = -∂ log p - G ∂y log p, where log p = a y - (a + b) log(1 + eʸ / b) and its constant.
        var (a, b, y) = (output.Inputs[0], output.Inputs[1], output.Inputs[2]);
        if (input < 2)
        {
            throw Errors.NoSecondDerivative("StudentT", "df");
        }

        var score = StudentFunctions.DigammaExcess(a, b) - (2.0 * Tensor.Create(new StudentFallSlope(), a, 2.0 * b, 2.0 * y.Exp()));
        var slope = a - ((a + b) * (y - b.Log()).Sigmoid());
        return -(adjoint * (score + (output * slope)));
    }

    protected override double Value(double a, double b, double x) => ScaledOddsGradient.Of(a, b, x);
}

/// <summary>How log s moves with b, for a draw of b times the odds of a Beta(a, b).</summary>
/// <param name="A">First concentration, which is fixed.</param>
internal sealed record ScaledOddsPath(double A) : IPath
{
    public Tensor Derivative(int parameter, Tensor draw, Tensor[] parameters, Tensor adjoint) =>
        adjoint * Tensor.Create(new ScaledOddsPathDerivative(), Elementwise.Promote(true, A, parameters[0], draw));
}
