namespace DiffProb;

/// <summary>Logarithms of the error function and of its complement.</summary>
/// <remarks>Relative error below 2e-15: log erf for x > 0, log erfc for all x, also where erf or erfc round to 1 or to 0.</remarks>
internal static class LogErf
{
    private const double Tiny = 1e-290; // below it erf x may be subnormal
    private static readonly double LogTwoOverRootPi = Math.Log(2 / Math.Sqrt(Math.PI));

    /// <summary>log erf(x); -∞ at 0, NaN below.</summary>
    public static double Of(double x) => x switch
    {
        > 0.5 => Log1p.Of(-Erfc.Of(x)),
        >= 0 and < Tiny => Math.Log(x) + LogTwoOverRootPi,
        _ => Math.Log(Erf.Of(x)),
    };

    /// <summary>log erfc(x), log 2 at -∞.</summary>
    public static double Complement(double x) => x switch
    {
        double.PositiveInfinity => double.NegativeInfinity,
        > 0.5 => Math.Log(Erfcx.Right(x)) - (x * x),
        _ => Log1p.Of(-Erf.Of(x)),
    };
}
