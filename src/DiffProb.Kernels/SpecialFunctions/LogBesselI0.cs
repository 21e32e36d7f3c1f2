namespace DiffProb;

/// <summary>Logarithm of the modified Bessel function of order 0, and that of exp(-|x|) times it.</summary>
/// <remarks>Relative error below 3e-15 for all x: near 0 they are x²/4 and -|x|, far out x and -log √(2πx).</remarks>
internal static class LogBesselI0
{
    private const double LargestByTail = 30;

    /// <summary>log I₀(x).</summary>
    public static double Of(double x) => Math.Abs(x) < LargestByTail ? Log1p.Of(BesselI.OfZeroLessOne(x)) : Math.Abs(x) + Scaled(x);

    /// <summary>log I₀(x) - |x|.</summary>
    public static double Scaled(double x) => Math.Abs(x) < 1 ? Of(x) - Math.Abs(x) : Math.Log(BesselI.Scaled(0, x));
}
