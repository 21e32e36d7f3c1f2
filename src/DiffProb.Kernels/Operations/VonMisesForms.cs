namespace DiffProb;

/// <summary>The von Mises law on [-π, π], elementwise, and the ratios of Bessel functions that it is made of.</summary>
internal static class VonMisesForms
{
    private static readonly double LogTwoPi = Math.Log(2.0 * Math.PI);

    /// <summary>log(exp(-k) I₀(k)), smooth to any order.</summary>
    /// <param name="k">At least 0.</param>
    public static Tensor LogScaledBesselI0(Tensor k) => Unary.Node(new LogScaledBesselI0(), k);

    /// <summary>A(k) = I₁(k) / I₀(k).</summary>
    /// <param name="k">At least 0.</param>
    public static Tensor BesselRatio(Tensor k) => Unary.Node(new BesselRatioFunction(0), k);

    /// <summary>1 - A(k), exact for large k.</summary>
    /// <param name="k">At least 0.</param>
    public static Tensor BesselRatioComplement(Tensor k) => Unary.Node(new BesselRatioComplement(), k);

    /// <summary>log I₀(y) - log I₀(x) - (y - x) A(x): at least 0, exact for large and for nearly equal numbers.</summary>
    /// <param name="y">At least 0.</param>
    /// <param name="x">At least 0.</param>
    public static Tensor LogBesselI0Bregman(Tensor y, Tensor x) => Binary.Node(new LogBesselI0BregmanFunction(), y, x);

    /// <summary>Log density at any angle.</summary>
    public static Tensor LogDensity(Tensor x, Tensor loc, Tensor concentration) => LogDensityOf((0.5 * (x - loc)).Sin(), concentration);

    /// <summary>Log density at ±π.</summary>
    public static Tensor LogDensityAtCut(Tensor loc, Tensor concentration) => LogDensityOf((0.5 * loc).Cos(), concentration);

    /// <summary>Probability below x, with its complement and the logarithms of both.</summary>
    public static Tensor Below(Tensor x, Tensor loc, Tensor concentration)
    {
        var inputs = Elementwise.Promote(true, x, loc, concentration);
        Tensor Of(bool isAbove, bool isLog) => Tensor.Create(new VonMisesProbability(isAbove, isLog), inputs);
        return Probabilities.WithTails(Of(false, false), Of(true, false), Of(false, true), Of(true, true));
    }

    /// <summary>The point with a probability below it, which follows the parameters and the probability.</summary>
    public static Tensor Quantile(Tensor probability, Tensor loc, Tensor concentration)
    {
        var isComplement = Probabilities.IsComplement(probability, out var given);
        var inputs = Elementwise.Promote(true, given.StopGradient(), loc.StopGradient(), concentration.StopGradient());
        return ImplicitPath.Of(new VonMisesPath(), Tensor.Create(new VonMisesQuantileFunction(!isComplement), inputs), loc, concentration, probability);
    }

    /// <summary>A draw, made in any way, that follows the parameters at the probability below it.</summary>
    public static Tensor Follow(Tensor draw, Tensor loc, Tensor concentration) => ImplicitPath.Of(new VonMisesPath(), draw, loc, concentration);

    /// <summary>Log density at x less that at ±π.</summary>
    public static Tensor Rise(Tensor x, Tensor loc, Tensor concentration) => 2.0 * concentration * (0.5 * x).Cos() * ((0.5 * x) - loc).Cos();

    private static Tensor LogDensityOf(Tensor halfChord, Tensor concentration) =>
        (-2.0 * concentration * halfChord.Square()) - LogScaledBesselI0(concentration) - LogTwoPi;
}

internal sealed record LogScaledBesselI0 : DoubleUnary
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => -(adjoint * VonMisesForms.BesselRatioComplement(output.Inputs[0]));

    protected override double Value(double x) => LogBesselI0.Scaled(x);
}

internal sealed record BesselRatioComplement : DoubleUnary
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => -(adjoint * Node(new BesselRatioFunction(1), output.Inputs[0]));

    protected override double Value(double x) => BesselRatio.Complement(x);
}

/// <summary>Derivative of some order of I₁ / I₀.</summary>
internal sealed record BesselRatioFunction(int Order) : DoubleUnary
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint * Node(new BesselRatioFunction(Order + 1), output.Inputs[0]);

    protected override double Value(double x) => BesselRatio.Of(Order, x);
}

internal sealed record LogBesselI0BregmanFunction : DoubleBinary
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (y, x) = (output.Inputs[0], output.Inputs[1]);
        return adjoint * (input == 0 ? Node(new BesselRatioDifference(), y, x) : (x - y) * Unary.Node(new BesselRatioFunction(1), x));
    }

    protected override double Value(double a, double b) => LogBesselI0Bregman.Of(a, b);
}

/// <summary>A(y) - A(x).</summary>
internal sealed record BesselRatioDifference : DoubleBinary
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var slope = Unary.Node(new BesselRatioFunction(1), output.Inputs[input]);
        return input == 0 ? adjoint * slope : -(adjoint * slope);
    }

    protected override double Value(double a, double b) => LogBesselI0Bregman.Slope(a, b);
}

/// <summary>Probability below x, or above it, or the logarithm of that. Inputs: x, loc, concentration.</summary>
internal sealed record VonMisesProbability(bool IsAbove, bool IsLog) : DoubleTernary
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var inputs = output.Inputs.ToArray();
        if (input == 2)
        {
            return adjoint * Tensor.Create(new VonMisesProbabilitySlope(IsAbove, IsLog), inputs);
        }

        var (x, loc, concentration) = (inputs[0], inputs[1], inputs[2]);
        var isInside = x.Abs() < Math.PI;
        x = Tensor.Where(isInside, x, 0.0);
        var divisor = IsLog ? Tensor.Where(isInside, output, 0.0) : 0.0;
        var here = VonMisesForms.LogDensity(x, loc, concentration) - divisor;
        var slope = input == 0 ? here.Exp() : Gained(here, VonMisesForms.LogDensityAtCut(loc, concentration) - divisor, VonMisesForms.Rise(x, loc, concentration));
        return (IsAbove ? -adjoint : adjoint) * Tensor.Where(isInside, slope, 0.0);
    }

    protected override double Value(double a, double b, double x)
    {
        var cdf = new VonMisesCdf(a, b, x);
        return IsLog ? (IsAbove ? cdf.LogAbove : cdf.LogBelow) : IsAbove ? cdf.Above : cdf.Below;
    }

    // Density at the cut less that here, from the larger of the two.
    private static Tensor Gained(Tensor logHere, Tensor logCut, Tensor rise)
    {
        var isRise = rise > 0.0;
        var part = -(Tensor.Where(isRise, -rise, rise)).Expm1();
        return Tensor.Where(isRise, -part, part) * Tensor.Where(isRise, logHere, logCut).Exp();
    }
}

/// <summary>Derivative in the concentration of a probability, or of its logarithm.</summary>
internal sealed record VonMisesProbabilitySlope(bool IsAbove, bool IsLog) : DoubleTernary
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => throw Errors.NoSecondDerivative("VonMises", "concentration");

    protected override double Value(double a, double b, double x)
    {
        var cdf = new VonMisesCdf(a, b, x);
        var slope = cdf.Slope(IsLog ? (IsAbove ? cdf.LogAbove : cdf.LogBelow) : 0.0);
        return IsAbove ? -slope : slope;
    }
}

/// <summary>Derivative in the concentration of a quantile. Inputs: where it lies, loc, concentration.</summary>
internal sealed record VonMisesPathDerivative : DoubleTernary
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => throw Errors.NoSecondDerivative("VonMises", "concentration");

    protected override double Value(double a, double b, double x) => new VonMisesCdf(a, b, x).QuantileSlope;
}

/// <summary>The point with a probability below it, or above it. Inputs: the probability, loc, concentration.</summary>
internal sealed record VonMisesQuantileFunction(bool IsLower) : DoubleTernary
{
    // Its inputs are cut: derivatives follow the path.
    public override Dependence DependsOn(int input) => Dependence.None;

    public override Tensor? Derivative(int input, Tensor output, Tensor adjoint) => null;

    protected override double Value(double a, double b, double x) => IsLower ? VonMisesQuantile.Of(a, b, x) : VonMisesQuantile.OfComplement(a, b, x);
}

/// <summary>A draw in [-π, π). Inputs: loc, concentration. Derivatives follow its path.</summary>
internal sealed record VonMisesDraw(string Stream, Axes Along) : StreamDraw(Stream, Along)
{
    public override Dependence DependsOn(int input) => Dependence.None;

    public override Tensor? Derivative(int input, Tensor output, Tensor adjoint) => null;

    protected override double Sample(double a, double b, ref ElementStream stream) => VonMisesSampler.Draw(a, b, ref stream);
}

/// <summary>The path along which the probability below a point stays, inside of [-π, π]: no other one is without a bias for costs that differ at the ends.</summary>
internal sealed record VonMisesPath : IPath
{
    public Tensor? Derivative(int parameter, Tensor draw, Tensor[] parameters, Tensor adjoint)
    {
        var (loc, concentration) = (parameters[0], parameters[1]);
        return adjoint * parameter switch
        {
            0 => -(-VonMisesForms.Rise(draw, loc, concentration)).Expm1(), // 1 - p(π) / p(x)
            1 => Tensor.Create(new VonMisesPathDerivative(), Elementwise.Promote(true, draw, loc, concentration)),
            _ => (-VonMisesForms.LogDensity(draw, loc, concentration)).Exp(),
        };
    }
}
