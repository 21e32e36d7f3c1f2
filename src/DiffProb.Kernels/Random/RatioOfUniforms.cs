namespace DiffProb;

/// <summary>The logarithm of the mass of a count, with the range that it lies in.</summary>
internal interface ICountMass
{
    double Least { get; }

    double Most { get; }

    double Log(double k);
}

/// <summary>Draws of a count whose mass has one peak and falls like a binomial's: about 1.4 tries of two uniforms, for any size.</summary>
/// <remarks>
/// <para>The hat is that of Stadlober, proved for binomial, Poisson and hypergeometric counts.</para>
/// <para><b>Source</b>: Stadlober (1990), doi:10.1016/0377-0427(90)90349-5, algorithm HRUA without squeezes.</para>
/// </remarks>
internal static class RatioOfUniforms
{
    private static readonly double Slope = 2 * Math.Sqrt(2 / Math.E);
    private static readonly double Offset = 3 - (2 * Math.Sqrt(3 / Math.E));

    public static double Draw<T>(T mass, double mean, double variance, double mode, ref ElementStream stream)
        where T : struct, ICountMass
    {
        var (centre, width, peak) = (mean + 0.5, (Slope * Math.Sqrt(variance + 0.5)) + Offset, mass.Log(mode));
        while (true)
        {
            var u = stream.NextUniform();
            var k = Math.Floor(centre + (width * (stream.NextUniform() - 0.5) / u));
            if (k >= mass.Least && k <= mass.Most && 2 * Math.Log(u) <= mass.Log(k) - peak)
            {
                return k;
            }
        }
    }

    /// <summary>The smallest k whose cdf reaches u, from the least one on: for counts that are few.</summary>
    /// <param name="first">Mass of the least count.</param>
    /// <param name="least">The least count.</param>
    /// <param name="most">The largest count.</param>
    /// <param name="ratio">Mass of k + 1 over that of k.</param>
    /// <param name="u">Uniform number.</param>
    public static double Invert(double first, double least, double most, Func<double, double> ratio, double u)
    {
        var (k, mass, cdf) = (least, first, first);
        while (u > cdf && k < most)
        {
            mass *= ratio(k);
            k += 1;
            if (mass < 1e-18 && mass < 1e-3 * (1 - cdf))
            {
                break; // what is left is the rounding of the sum
            }

            cdf += mass;
        }

        return k;
    }
}
