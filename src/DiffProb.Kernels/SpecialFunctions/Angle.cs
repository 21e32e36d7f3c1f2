namespace DiffProb;

/// <summary>An angle in radians within half a turn of 0, as a sum of two numbers: distances from ±π keep their digits.</summary>
/// <param name="Near">The number nearest to it.</param>
/// <param name="Rest">What is left.</param>
internal readonly record struct Angle(double Near, double Rest)
{
    /// <summary>π less the number nearest to it.</summary>
    public const double PiRest = 1.2246467991473532e-16;

    private const double Turn = 2.0 * Math.PI;

    /// <summary>A number of any size, less whole turns.</summary>
    public static Angle Of(double radians)
    {
        var remainder = Math.IEEERemainder(radians, Turn);
        return new Angle(remainder, 0.0).Plus(0.0, -2.0 * PiRest * Math.Round((radians - remainder) / Turn));
    }

    /// <summary>Distance to π.</summary>
    public double ToPi => Math.PI - Near + (PiRest - Rest);

    /// <summary>Distance from -π.</summary>
    public double FromMinusPi => Math.PI + Near + (PiRest + Rest);

    /// <summary>The angle on the other side of 0.</summary>
    public Angle Mirrored => new(-Near, -Rest);

    /// <summary>The angle half a turn away.</summary>
    public Angle Opposite => Near > 0.0 ? Plus(-Math.PI, -PiRest) : Plus(Math.PI, PiRest);

    /// <summary>The angle from another one to a number in [-π, π], and how many turns were added to bring it near 0.</summary>
    public static (Angle Angle, int Turns) Difference(double x, in Angle from)
    {
        var difference = from.Mirrored.Plus(x, 0.0);
        var turns = difference.ToPi < 0.0 ? -1 : difference.FromMinusPi < 0.0 ? 1 : 0;
        return (difference.Plus(turns * Turn, turns * 2.0 * PiRest), turns);
    }

    // By Knuth's sums, which keep what rounding takes away.
    private Angle Plus(double near, double rest)
    {
        var (sum, lost) = Sum(Near, near);
        (sum, lost) = Sum(sum, lost + (Rest + rest));
        return new(sum, lost);
    }

    private static (double Sum, double Lost) Sum(double a, double b)
    {
        var sum = a + b;
        var part = sum - a;
        return (sum, a - (sum - part) + (b - part));
    }
}
