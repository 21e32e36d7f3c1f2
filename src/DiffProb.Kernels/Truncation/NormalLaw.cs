namespace DiffProb;

/// <summary>The normal law: y = z.</summary>
internal readonly struct NormalLaw : ITruncatedLaw
{
    public double Mode => 0.0;

    public double TailIndex => double.PositiveInfinity;

    public double Of(double z) => z;

    public double Value(double y) => y;

    public double Step(double z, double d) => d;

    public double StepBack(double y, double t) => t;

    public double LogSlope(double y) => 0.0;

    public double Change(double y, double t) => -t * (y + (0.5 * t));

    public double DensityChange(double y, double t) => Change(y, t);

    public double Tilt(double y) => -y;

    public double DensitySlope(double y) => -y;

    public double Score(WindowWeight parameter, double y, double t) => parameter == WindowWeight.Loc ? t : t * ((2.0 * y) + t);

    public double Length(double y) => 1.0 / (1.0 + Math.Abs(y));

    public double Reach(double y, bool isRight) => 6.0;

    public double DistanceOf(double y, double length, double between, double beyond) => double.NaN;
}
