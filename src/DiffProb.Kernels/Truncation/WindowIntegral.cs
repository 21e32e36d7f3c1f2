using System.Numerics.Tensors;

namespace DiffProb;

/// <summary>Mass of one side of a point in a window, and the average of a weight over it.</summary>
/// <param name="LogMass">Logarithm of the mass in y, with density 1 at the point.</param>
/// <param name="Average">Average of the weight, which is 0 at the point.</param>
internal readonly record struct Side(double LogMass, double Average);

/// <summary>Integrals over stretches of a window, by Gauss and Legendre on panels that double away from the peak.</summary>
/// <remarks>The integrands are positive and falling, and end where they no longer count. Relative error below 1e-14.</remarks>
internal static class WindowIntegral
{
    // What is left beyond a panel that adds less cannot be seen.
    private const double Negligible = 1e-18;

    /// <summary>From y to y + extent.</summary>
    public static Side Of<TLaw>(in TLaw law, double y, double extent, WindowWeight weight)
        where TLaw : struct, ITruncatedLaw
    {
        if (extent == 0.0)
        {
            return new(double.NegativeInfinity, 0.0);
        }

        var toPeak = extent > 0.0 ? Math.Clamp(law.Mode - y, 0.0, extent) : Math.Clamp(law.Mode - y, extent, 0.0);
        var (mass, moment, unit) = (0.0, 0.0, law.Length(y + toPeak)); // masses in units of a length: neither they nor moments underflow
        Outward(law, y, toPeak, extent - toPeak, unit, weight, ref mass, ref moment);
        Outward(law, y, toPeak, -toPeak, unit, weight, ref mass, ref moment);
        return new(Math.Log(mass) + Math.Log(unit) - (toPeak == 0.0 ? 0.0 : law.Change(y + toPeak, -toPeak)), mass == 0.0 ? 0.0 : moment / mass);
    }

    // Adds the stretch from the peak at y + start, with density 1 there.
    private static void Outward<TLaw>(in TLaw law, double y, double start, double extent, double unit, WindowWeight weight, ref double mass, ref double moment)
        where TLaw : struct, ITruncatedLaw
    {
        var peak = y + start;
        var (length, sign, done) = (Math.Abs(extent), extent < 0.0 ? -1.0 : 1.0, 0.0);
        Span<double> at = stackalloc double[GaussLegendre.Count];
        Span<double> density = stackalloc double[GaussLegendre.Count];
        for (var panel = unit; done < length; panel *= 2.0)
        {
            var width = Math.Min(Math.Min(panel, law.Reach(peak + (sign * done), sign > 0)), length - done);
            if (!(width > 0.0))
            {
                return; // the density falls within less than numbers can tell apart
            }

            for (var i = 0; i < at.Length; i++)
            {
                at[i] = sign * (done + (width * GaussLegendre.Nodes[i]));
                density[i] = law.Change(peak, at[i]);
            }

            VectorLoop.Run<VectorFunctions.Exp, double>(density, density);
            TensorPrimitives.Multiply(density, GaussLegendre.Weights, density);
            var (added, weighted) = (width / unit * TensorPrimitives.Sum<double>(density), 0.0);
            if (weight != WindowWeight.None)
            {
                for (var i = 0; i < at.Length; i++)
                {
                    weighted += density[i] == 0.0 ? 0.0 : density[i] * Weigh(law, weight, y, start + at[i]);
                }

                weighted *= width / unit;
            }

            (mass, moment, done) = (mass + added, moment + weighted, done + width);
            if (!(added > Negligible * mass) && !(Math.Abs(weighted) > Negligible * Math.Abs(moment)))
            {
                return;
            }
        }
    }

    private static double Weigh<TLaw>(in TLaw law, WindowWeight weight, double y, double t)
        where TLaw : struct, ITruncatedLaw => weight switch
        {
            WindowWeight.Distance => law.StepBack(y, t),
            WindowWeight.SquaredDistance => Math.Pow(law.StepBack(y, t), 2),
            WindowWeight.LogDensity => law.Change(y, t) - law.LogSlope(y + t),
            _ => law.Score(weight, y, t),
        };
}
