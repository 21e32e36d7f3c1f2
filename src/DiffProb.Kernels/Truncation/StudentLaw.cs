namespace DiffProb;

/// <summary>The Student t law: z = √df sinh y, in which its density is proportional to cosh(y)^-df: a tail of a power becomes one that falls linearly.</summary>
internal readonly struct StudentLaw(double df) : ITruncatedLaw
{
    private readonly double df = df;
    private readonly double root = Math.Sqrt(df);

    public double Mode => 0.0;

    public double TailIndex => df;

    public double Of(double z) => Math.Asinh(z / root);

    public double Value(double y) => root * Math.Sinh(y);

    public double Step(double z, double d)
    {
        if (double.IsInfinity(d))
        {
            return d;
        }

        var (a, b) = (z / root, (z + d) / root);
        if (a * b <= 0.0)
        {
            return Math.Asinh(b) - Math.Asinh(a);
        }

        // (b² - a²) / (b √(1 + a²) + a √(1 + b²)), over the larger of the two.
        var (outer, ratio) = Math.Abs(a) > Math.Abs(b) ? (a, b / a) : (b, a / b);
        return Math.Min(Math.Abs(a), Math.Abs(b)) > 1e8
            ? Math.Sign(a) * Log1p.Of(d / z)
            : Math.Asinh(d / root * (1.0 + ratio) / (double.Hypot(1.0, outer * ratio) + (ratio * double.Hypot(1.0, outer))));
    }

    public double StepBack(double y, double t) => 2.0 * root * Math.Cosh(y + (0.5 * t)) * Math.Sinh(0.5 * t);

    public double LogSlope(double y) => Math.Log(root) + LogCosh.Of(y);

    public double Change(double y, double t) => -df * Sech.LogCoshChange(y, t);

    public double DensityChange(double y, double t) => -(df + 1.0) * Sech.LogCoshChange(y, t);

    public double Tilt(double y) => -df * Math.Tanh(y);

    public double DensitySlope(double y) => -(df + 1.0) / root * Math.Tanh(y) / Math.Cosh(y);

    public double Score(WindowWeight parameter, double y, double t)
    {
        var (tanh, change) = (Math.Tanh(y), Sech.TanhChange(y, t));
        if (parameter == WindowWeight.Scale)
        {
            return (df + 1.0) * change * ((2.0 * tanh) + change);
        }

        var fall = -Sech.LogCoshChange(y, t);
        if (parameter == WindowWeight.Loc)
        {
            return (df + 1.0) / root * ((change / Math.Cosh(y + t)) + (tanh / Math.Cosh(y) * Expm1.Of(fall)));
        }

        // -log cosh + tanh² / 2, whose terms cancel for large df, and tanh² / (2 df).
        return 0.5 * ((tanh * tanh * Expm1.Of(2.0 * fall)) - LogGammaLaw.Expm1MinusX(2.0 * fall) + (change * ((2.0 * tanh) + change) / df));
    }

    public double Length(double y) => Sech.Length(df, y);

    public double Reach(double y, bool isRight) => Sech.Reach(df, y);

    public double DistanceOf(double y, double length, double between, double beyond) => double.NaN;
}
