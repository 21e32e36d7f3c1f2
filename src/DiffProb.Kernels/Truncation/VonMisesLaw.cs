namespace DiffProb;

/// <summary>The von Mises law of one turn around its mode, -π to π: y = z.</summary>
/// <remarks>Its shape parameter is the concentration.</remarks>
internal readonly struct VonMisesLaw(double concentration) : ITruncatedLaw
{
    private readonly double concentration = concentration;
    private readonly double root = Math.Sqrt(concentration);

    public double Mode => 0.0;

    public double TailIndex => double.PositiveInfinity;

    public double Of(double z) => z;

    public double Value(double y) => y;

    public double Step(double z, double d) => d;

    public double StepBack(double y, double t) => t;

    public double LogSlope(double y) => 0.0;

    public double Change(double y, double t) => concentration * CosineChange(y, t);

    public double DensityChange(double y, double t) => Change(y, t);

    public double Tilt(double y) => -concentration * Math.Sin(y);

    public double DensitySlope(double y) => Tilt(y);

    public double Score(WindowWeight parameter, double y, double t) => parameter == WindowWeight.Shape
        ? CosineChange(y, t)
        : 2.0 * concentration * Math.Cos(y + (0.5 * t)) * Math.Sin(0.5 * t);

    public double Length(double y) => 1.0 / (1.0 + root + (concentration * Math.Abs(Math.Sin(y))));

    public double Reach(double y, bool isRight) => 6.0 / (3.0 + root);

    public double DistanceOf(double y, double length, double between, double beyond) => double.NaN;

    // cos(y + t) - cos(y)
    private static double CosineChange(double y, double t) => -2.0 * Math.Sin(y + (0.5 * t)) * Math.Sin(0.5 * t);
}
