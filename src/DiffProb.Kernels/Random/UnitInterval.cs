namespace DiffProb;

/// <summary>Uniforms from random bits, and normals from uniforms: the only place where bits become numbers.</summary>
internal static class UnitInterval
{
    /// <summary>Uniform strictly inside (0, 1): the 52 high bits of <paramref name="bits"/>, as (u + 0.5) 2⁻⁵².</summary>
    /// <remarks>Exact: the smallest is 2⁻⁵³, the largest 1 - 2⁻⁵³; the set is symmetric about 1/2.</remarks>
    public static double FromBits(ulong bits) => ((bits >> 12) + 0.5) * Step;

    /// <summary>Two independent standard normals from two independent uniforms.</summary>
    /// <remarks>
    /// <para><b>Formula</b>: √(-2 log u) cos 2πv and √(-2 log u) sin 2πv. The largest absolute value is 8.57.</para>
    /// <para><b>Source</b>: Box and Muller (1958), doi:10.1214/aoms/1177706645.</para>
    /// </remarks>
    public static (double Cosine, double Sine) BoxMuller(double u, double v)
    {
        var radius = Math.Sqrt(-2 * Math.Log(u));
        var (sine, cosine) = Math.SinCos(2 * Math.PI * v);
        return (radius * cosine, radius * sine);
    }

    private const double Step = 1.0 / (1UL << 52);
}
