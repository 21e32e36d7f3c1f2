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
}
