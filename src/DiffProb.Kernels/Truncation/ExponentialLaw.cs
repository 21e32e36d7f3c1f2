namespace DiffProb;

/// <summary>The exponential law: y = z, at least 0.</summary>
internal readonly struct ExponentialLaw : ITruncatedLaw
{
    public double Mode => 0.0;

    public double TailIndex => double.PositiveInfinity;

    public double Of(double z) => z;

    public double Value(double y) => y;

    public double Step(double z, double d) => d;

    public double StepBack(double y, double t) => t;

    public double LogSlope(double y) => 0.0;

    public double Change(double y, double t) => -t;

    public double DensityChange(double y, double t) => Change(y, t);

    public double Tilt(double y) => -1.0;

    public double DensitySlope(double y) => -1.0;

    public double Score(WindowWeight parameter, double y, double t) => t;

    public double Length(double y) => 1.0;

    public double Reach(double y, bool isRight) => double.PositiveInfinity;

    public double DistanceOf(double y, double length, double between, double beyond) =>
        between <= beyond ? -Log1p.Of(-between) : -Math.Log(beyond + Math.Exp(-length));
}
