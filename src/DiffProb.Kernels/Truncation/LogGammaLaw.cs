namespace DiffProb;

/// <summary>The gamma law of rate 1 in y = log z: log density k y - exp(y), whose left tail falls linearly for any k.</summary>
internal readonly struct LogGammaLaw(double concentration) : ITruncatedLaw
{
    private readonly double k = concentration;

    public double Mode => Math.Log(k);

    public double TailIndex => double.PositiveInfinity;

    public double Of(double z) => Math.Log(z);

    public double Value(double y) => Math.Exp(y);

    public double Step(double z, double d) => Log1p.Of(d / z);

    // exp(y) may underflow where exp(y + t) does not.
    public double StepBack(double y, double t) => t > 300.0 ? Math.Exp(y + t) - Math.Exp(y) : Math.Exp(y) * Expm1.Of(t);

    public double LogSlope(double y) => y;

    public double Change(double y, double t) => Rise(k, y, t);

    public double DensityChange(double y, double t) => (k == 1.0 || double.IsPositiveInfinity(t) ? 0.0 : (k - 1.0) * t) - StepBack(y, t);

    public double Tilt(double y) => k - Math.Exp(y);

    public double DensitySlope(double y) => ((k - 1.0) * Math.Exp(-y)) - 1.0;

    public double Score(WindowWeight parameter, double y, double t) => parameter == WindowWeight.Shape ? t : StepBack(y, t);

    public double Length(double y) => LengthOf(k, y);

    public double Reach(double y, bool isRight) => ReachOf(y, isRight);

    public double DistanceOf(double y, double length, double between, double beyond) => double.NaN;

    /// <summary>k y - exp(y), at y + t less that at y, with the linear part taken together.</summary>
    public static double Rise(double k, double y, double t)
    {
        var e = Math.Exp(y);
        return t == 0.0 ? 0.0 : double.IsInfinity(t) ? double.NegativeInfinity : ((k - e) * t) - (e * Expm1MinusX(t));
    }

    /// <summary>From the slope and the curvature.</summary>
    public static double LengthOf(double k, double y)
    {
        var e = Math.Exp(y);
        return 1.0 / (Math.Abs(e - k) + Math.Sqrt(e));
    }

    /// <summary>Where what is not linear in it, exp(y) (exp(t) - 1 - t), has grown to about 15.</summary>
    public static double ReachOf(double y, bool isRight)
    {
        var share = 15.0 * Math.Exp(-y);
        return isRight ? Log1p.Of(Math.Sqrt(2.0 * share) + share) : share > 4.0 ? double.PositiveInfinity : Math.Sqrt(2.0 * share);
    }

    /// <summary>exp(t) - 1 - t.</summary>
    public static double Expm1MinusX(double t)
    {
        if (Math.Abs(t) > 0.5)
        {
            return Expm1.Of(t) - t;
        }

        var (sum, term) = (0.0, 0.5 * t * t);
        for (var n = 3; Math.Abs(term) > 1e-18 * sum; n++)
        {
            sum += term;
            term *= t / n;
        }

        return sum;
    }
}
