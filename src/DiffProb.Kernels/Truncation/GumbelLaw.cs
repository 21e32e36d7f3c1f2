namespace DiffProb;

/// <summary>The Gumbel law of maxima: y = z, log density -y - exp(-y).</summary>
internal readonly struct GumbelLaw : ITruncatedLaw
{
    public double Mode => 0.0;

    public double TailIndex => double.PositiveInfinity;

    public double Of(double z) => z;

    public double Value(double y) => y;

    public double Step(double z, double d) => d;

    public double StepBack(double y, double t) => t;

    public double LogSlope(double y) => 0.0;

    public double Change(double y, double t) => LogGammaLaw.Rise(1.0, -y, -t);

    public double DensityChange(double y, double t) => Change(y, t);

    public double Tilt(double y) => Math.Exp(-y) - 1.0;

    public double DensitySlope(double y) => Math.Exp(-y) - 1.0;

    public double Score(WindowWeight parameter, double y, double t) => parameter == WindowWeight.Loc
        ? -Math.Exp(-y) * Expm1.Of(-t)
        : t - (Math.Exp(-y) * ((t * Math.Exp(-t)) + (y * Expm1.Of(-t))));

    public double Length(double y) => LogGammaLaw.LengthOf(1.0, -y);

    public double Reach(double y, bool isRight) => LogGammaLaw.ReachOf(-y, !isRight);

    public double DistanceOf(double y, double length, double between, double beyond) => double.NaN;
}
