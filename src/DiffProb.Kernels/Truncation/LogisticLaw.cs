namespace DiffProb;

/// <summary>The logistic law: y = z / 2, density proportional to cosh(y)^-2.</summary>
internal readonly struct LogisticLaw : ITruncatedLaw
{
    private static readonly double LogTwo = Math.Log(2.0);

    public double Mode => 0.0;

    public double TailIndex => double.PositiveInfinity;

    public double Of(double z) => 0.5 * z;

    public double Value(double y) => 2.0 * y;

    public double Step(double z, double d) => 0.5 * d;

    public double StepBack(double y, double t) => 2.0 * t;

    public double LogSlope(double y) => LogTwo;

    public double Change(double y, double t) => -2.0 * Sech.LogCoshChange(y, t);

    public double DensityChange(double y, double t) => Change(y, t);

    public double Tilt(double y) => -2.0 * Math.Tanh(y);

    public double DensitySlope(double y) => -Math.Tanh(y);

    public double Score(WindowWeight parameter, double y, double t)
    {
        var change = Sech.TanhChange(y, t);
        return parameter == WindowWeight.Loc ? change : 2.0 * ((t * Math.Tanh(y + t)) + (y * change));
    }

    public double Length(double y) => Sech.Length(2.0, y);

    public double Reach(double y, bool isRight) => Sech.Reach(2.0, y);

    // With T = tanh of the distance and τ that of |y|, the mass is T / (1 + τT), and 1 + T over 1 - T has no differences in it.
    public double DistanceOf(double y, double length, double between, double beyond)
    {
        var slope = Math.Tanh(Math.Abs(y));
        var past = 2.0 / (Math.Exp(2.0 * length) + 1.0); // 1 - T at the bound
        var rest = between <= beyond ? 1.0 - ((1.0 + slope) * between) : ((1.0 + slope) * beyond) + (past / (1.0 + (slope * (1.0 - past))));
        return 0.5 * Log1p.Of(2.0 * between / rest);
    }
}
