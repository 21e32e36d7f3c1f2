namespace DiffProb;

/// <summary>x + φ(x) / Φ(x): how far a standard normal cut above x lies below it, on average.</summary>
/// <remarks>Relative error below 1e-14. In the left tail, where it is -1/x and the two terms cancel, it is the average itself, by quadrature.</remarks>
internal static class NormalExcess
{
    private static readonly double HalfLogTwoPi = 0.5 * Math.Log(2.0 * Math.PI);

    /// <summary>Its value at x.</summary>
    public static double Of(double x) => x < 0.0
        ? WindowIntegral.Of(default(NormalLaw), -x, double.PositiveInfinity, WindowWeight.Distance).Average
        : x + Hazard(x);

    /// <summary>φ(x) / Φ(x) for x of at least 0.</summary>
    public static double Hazard(double x) => Math.Exp((-0.5 * x * x) - HalfLogTwoPi) / Ndtr.Of(x);
}
