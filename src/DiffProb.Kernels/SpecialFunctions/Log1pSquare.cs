namespace DiffProb;

/// <summary>log(1 + x²), where x² may overflow.</summary>
/// <remarks>Relative error below 1e-15.</remarks>
internal static class Log1pSquare
{
    private const double Large = 1e9; // from here 1 is below a rounding

    /// <summary>log(1 + x²); +∞ at ±∞.</summary>
    public static double Of(double x) => Math.Abs(x) > Large ? 2 * Math.Log(Math.Abs(x)) : Log1p.Of(x * x);
}
