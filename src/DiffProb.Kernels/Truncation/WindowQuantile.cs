namespace DiffProb;

/// <summary>The point of one side of a window that leaves a given mass beyond it.</summary>
/// <remarks>Near the reference by the mass up to the point, further out by the logarithm of the mass beyond it: so neither end loses digits.</remarks>
internal readonly struct WindowQuantile<TLaw>(TLaw law, double reference, double extent)
    where TLaw : struct, ITruncatedLaw
{
    private const int MostSteps = 100;
    private const double Close = 5e-16;

    private readonly TLaw law = law;
    private readonly int sign = Math.Sign(extent);
    private readonly double length = Math.Abs(extent);

    /// <summary>Distance from the reference.</summary>
    /// <param name="between">Mass up to the point, with density 1 at the reference.</param>
    /// <param name="beyond">Mass from there to the bound.</param>
    public double Find(double between, double beyond)
    {
        var known = law.DistanceOf(reference, length, between, beyond);
        return !double.IsNaN(known) ? Math.Min(known, length) : between <= beyond ? Near(between) : Far(beyond, Math.Log(between + beyond));
    }

    // The mass is concave in the distance: Newton's method climbs to the root from below.
    private double Near(double between)
    {
        var s = Math.Min(between, length);
        for (var step = 0; step < MostSteps; step++)
        {
            var missing = between - Math.Exp(WindowIntegral.Of(law, reference, sign * s, WindowWeight.None).LogMass);
            var moved = Math.Min(s + (missing * Math.Exp(-law.Change(reference, sign * s))), length);
            if (!(moved - s > Close * s))
            {
                return moved;
            }

            s = moved;
        }

        throw new InvalidOperationException($"The quantile with {between} up to it, {sign} of {reference}, was not found in {MostSteps} steps.");
    }

    // Halley's method on the logarithm, which is concave; within a bracket, that is halved where a step did not halve the excess.
    private double Far(double beyond, double logSide)
    {
        var target = Math.Log(beyond);
        var (above, below) = (0.0, length);
        var (s, excess, rest, last) = (0.0, logSide - target, Math.Exp(logSide), double.PositiveInfinity);
        for (var step = 0; step < MostSteps; step++)
        {
            (above, below) = excess > 0.0 ? (s, below) : (above, s);
            var (first, second) = (-1.0 / rest, (-sign * law.Tilt(reference + (sign * s)) / rest) - (1.0 / (rest * rest)));
            var bend = excess * second / (first * first); // far from the root it is too large to be used, and may have lost all digits
            var moved = s - (excess / first / (Math.Abs(bend) < 1.0 ? 1.0 - (0.5 * bend) : 1.0));
            if (!(moved > above && moved < below && Math.Abs(excess) < 0.5 * last))
            {
                moved = double.IsInfinity(below) ? (2.0 * s) + rest : 0.5 * (above + below);
            }

            if (!(Math.Abs(moved - s) > Close * moved) || !(below - above > Close * moved))
            {
                return moved;
            }

            (s, last) = (moved, Math.Abs(excess));
            var side = WindowIntegral.Of(law, reference + (sign * s), sign * (length - s), WindowWeight.None);
            (excess, rest) = (law.Change(reference, sign * s) + side.LogMass - target, Math.Exp(side.LogMass));
        }

        throw new InvalidOperationException($"The quantile with {beyond} beyond it, {sign} of {reference}, was not found in {MostSteps} steps.");
    }
}
