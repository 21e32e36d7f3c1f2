namespace DiffProb;

/// <summary>Distribution function of the von Mises law on [-π, π], cut at ±π wherever its mode lies; its derivative in the concentration, and that of its quantile.</summary>
/// <remarks>
/// <para>Relative error below 1e-13 in both tails, also of their logarithms, for any loc and for concentrations from 0 to 1e15, but for what a rounding of x does.
/// The derivatives have it relative to the flow of probability through x and that through the cut, whose difference they are.</para>
/// <para><b>Formula</b>: integrals over arcs of exp of changes of the log density; neither small masses nor their ratios cancel. With t the angle from the
/// mode and s = cos t - A, ∂F/∂k is ∫ s p over the arc from the cut to x, or minus that over the rest, or H(t) - H(cut) where H(t) is ∫ s p from the mode
/// to t, which is minus that from t on to the opposite of the mode: of these, the one of the smallest terms.</para>
/// </remarks>
internal readonly struct VonMisesCdf
{
    private static readonly double LogTwoPi = Math.Log(2.0 * Math.PI);
    private static readonly double LogHalf = Math.Log(0.5);

    private readonly VonMisesLaw law;
    private readonly double concentration;
    private readonly double logTotal;
    private readonly double spread; // 1 - A
    private readonly double x;

    // Angles of x and of the cut from the mode, and whether the arcs between them go by its opposite.
    private readonly Angle t;
    private readonly Angle cut;
    private readonly bool belowPasses;
    private readonly bool abovePasses;

    /// <summary>At x, for a mode at any angle and a concentration of at least 0.</summary>
    public VonMisesCdf(double x, double loc, double concentration)
    {
        (this.x, this.concentration, law) = (double.IsFinite(loc) && double.IsFinite(concentration) ? x : double.NaN, concentration, new(concentration));
        (logTotal, spread) = (LogTwoPi + LogBesselI0.Scaled(concentration), BesselRatio.Complement(concentration));
        var mode = Angle.Of(loc);
        (t, var turns) = Angle.Difference(x, mode);
        cut = mode.Mirrored.Opposite;
        belowPasses = mode.Near > 0.0 ? turns == 0 : turns < 0;
        abovePasses = mode.Near != 0.0 && !belowPasses;
    }

    /// <summary>F(x).</summary>
    public double Below => AtEnd(0.0, 1.0) ?? Probability(LogMass(ArcBelow), ArcAbove);

    /// <summary>1 - F(x).</summary>
    public double Above => AtEnd(1.0, 0.0) ?? Probability(LogMass(ArcAbove), ArcBelow);

    /// <summary>log F(x).</summary>
    public double LogBelow => AtEnd(double.NegativeInfinity, 0.0) ?? LogProbability(LogMass(ArcBelow), ArcAbove);

    /// <summary>log(1 - F(x)).</summary>
    public double LogAbove => AtEnd(0.0, double.NegativeInfinity) ?? LogProbability(LogMass(ArcAbove), ArcBelow);

    /// <summary>Probability between the mode and x, for one above it.</summary>
    public double FromMode => Math.Exp(LogMass(new Stretch(0.0, t.Near)));

    /// <summary>Log density.</summary>
    public double LogDensity => LogDensityAt(t.Near);

    /// <summary>Derivative in the concentration of the quantile that lies at x.</summary>
    public double QuantileSlope => -Slope(LogDensity);

    /// <summary>∂F/∂concentration, over the exponential of a number: so ratios do not underflow.</summary>
    public double Slope(double logDivisor)
    {
        if (AtEnd(0.0, 0.0) is { } end)
        {
            return end;
        }

        var (below, above) = (Flow(ArcBelow, logDivisor), Flow(ArcAbove, logDivisor));
        var (here, there) = (FlowFromMode(t, logDivisor), FlowFromMode(cut, logDivisor));
        var around = Math.Abs(here) + Math.Abs(there);
        return around <= Math.Min(below.Size, above.Size) ? here - there : below.Size <= above.Size ? below.Sum : -above.Sum;
    }

    private (Stretch First, Stretch Second) ArcBelow => belowPasses
        ? (new(cut.Near, cut.ToPi), new(t.Near, -t.FromMinusPi))
        : (Between(cut, t, Math.PI + x + Angle.PiRest), default);

    private (Stretch First, Stretch Second) ArcAbove => abovePasses
        ? (new(t.Near, t.ToPi), new(cut.Near, -cut.FromMinusPi))
        : (Between(t, cut, Math.PI - x + Angle.PiRest), default);

    private double? AtEnd(double low, double high) => x <= -Math.PI ? low : x >= Math.PI ? high : double.IsNaN(x) ? x : null;

    private double Probability(double log, (Stretch First, Stretch Second) rest) => log < LogHalf ? Math.Exp(log) : 1.0 - Math.Exp(LogMass(rest));

    private double LogProbability(double log, (Stretch First, Stretch Second) rest) => log < LogHalf ? log : Log1p.Of(-Math.Exp(LogMass(rest)));

    private double LogMass((Stretch First, Stretch Second) arc) => LogAddExp.Of(LogMass(arc.First), LogMass(arc.Second));

    private double LogMass(in Stretch stretch) => stretch.Extent == 0.0
        ? double.NegativeInfinity
        : WindowIntegral.Of(law, stretch.Start, stretch.Extent, WindowWeight.None).LogMass + LogDensityAt(stretch.Start);

    // ∫ s p over an arc, and what its terms add up to.
    private (double Sum, double Size) Flow((Stretch First, Stretch Second) arc, double logDivisor)
    {
        var (first, second) = (Flow(arc.First, logDivisor), Flow(arc.Second, logDivisor));
        return (first.Sum + second.Sum, first.Size + second.Size);
    }

    private (double Sum, double Size) Flow(in Stretch stretch, double logDivisor)
    {
        if (stretch.Extent == 0.0)
        {
            return (0.0, 0.0);
        }

        var side = WindowIntegral.Of(law, stretch.Start, stretch.Extent, WindowWeight.Shape);
        var (mass, start) = (Math.Exp(side.LogMass + LogDensityAt(stretch.Start) - logDivisor), Score(stretch.Start));
        return (mass * (side.Average + start), mass * (Math.Abs(side.Average) + Math.Abs(start)));
    }

    // ∫ s p from the mode to an angle; where s is negative, from the angle on.
    private double FlowFromMode(in Angle angle, double logDivisor)
    {
        var size = Math.Abs(angle.Near);
        var toOpposite = Math.Min(angle.ToPi, angle.FromMinusPi);
        return Math.Sign(angle.Near)
            * (Score(size) < 0.0 ? -Flow(new Stretch(size, toOpposite), logDivisor).Sum : Flow(new Stretch(0.0, size), logDivisor).Sum);
    }

    // s = cos t - A
    private double Score(double angle) => spread - (2.0 * Math.Pow(Math.Sin(0.5 * angle), 2));

    private double LogDensityAt(double angle) => (-2.0 * concentration * Math.Pow(Math.Sin(0.5 * angle), 2)) - logTotal;

    // From the end that is nearer to the mode.
    private static Stretch Between(in Angle from, in Angle to, double length) =>
        Math.Abs(from.Near) < Math.Abs(to.Near) ? new(from.Near, length) : new(to.Near, -length);

    /// <summary>Part of an arc that does not go by the opposite of the mode.</summary>
    /// <param name="Start">Angle of one end from the mode.</param>
    /// <param name="Extent">Angle from there to the other end.</param>
    private readonly record struct Stretch(double Start, double Extent);
}
