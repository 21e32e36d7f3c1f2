namespace Gallery.Tails;

/// <summary>A unit law above a bound that lies <c>far</c> above its centre, exactly: places are distances from the bound.</summary>
/// <param name="far">Distance from the centre to the bound, in scales.</param>
public abstract class Tail(double far)
{
    private static readonly GaussLegendre Rule = new(12);

    /// <summary>Distance from the centre to the bound.</summary>
    protected double Far { get; } = far;

    /// <summary>The law of a kind.</summary>
    public static Tail Of(TailLaw law, double far) => law switch
    {
        TailLaw.Normal => new NormalTail(far),
        TailLaw.Logistic => new LogisticTail(far),
        _ => new CauchyTail(far),
    };

    /// <summary>The place with probability 1 - 2⁻ᵏ below it.</summary>
    /// <param name="halvings">k, at least 1.</param>
    public abstract double Place(int halvings);

    /// <summary>Density at a place.</summary>
    public abstract double Density(double place);

    /// <summary>How fast a place moves with the centre, when its probability stays.</summary>
    public abstract double InLoc(double place);

    /// <summary>How fast a place moves with the bound, when its probability stays. With <see cref="InLoc"/> it is 1: moving both moves everything.</summary>
    public abstract double InLow(double place);

    /// <summary>Derivative of the log density in the centre, up to a constant.</summary>
    protected abstract double Score(double place);

    /// <summary>The place at u = 1 - 2⁻ᵏ, and how fast it moves.</summary>
    public Slopes At(int halvings)
    {
        var place = Place(halvings);
        return new(place, 1.0 / Density(place), InLoc(place), InLow(place));
    }

    /// <summary>Mean, variance, and variance of the square of the distance from the mean of what the path says of the mean's derivative, for each draw.</summary>
    public (double Mean, double Variance, double Spread) Path() => Moments(InLoc);

    /// <summary>The same of what the score says, against the mean of all other draws.</summary>
    public (double Mean, double Variance, double Spread) Scored()
    {
        var (place, score) = (Integral(x => x), Integral(Score));
        return Moments(x => (x - place) * (Score(x) - score));
    }

    private (double Mean, double Variance, double Spread) Moments(Func<double, double> of)
    {
        var mean = Integral(of);
        var variance = Integral(x => Power(of(x) - mean, 2));
        return (mean, variance, Integral(x => Power(of(x) - mean, 4)) - (variance * variance));
    }

    // E of a function: Gauss and Legendre on panels of half the length over which the density falls by a factor of e at the bound, over 60 of these.
    private double Integral(Func<double, double> of)
    {
        const int panels = 120;
        var (width, sum) = (0.5 / Density(0.0), 0.0);
        for (var panel = 0; panel < panels; panel++)
        {
            for (var i = 0; i < Rule.Nodes.Length; i++)
            {
                var x = width * (panel + (0.5 * (1.0 + Rule.Nodes[i])));
                sum += 0.5 * width * Rule.Weights[i] * Density(x) * of(x);
            }
        }

        return sum;
    }

    private static double Power(double x, int n) => n == 2 ? x * x : x * x * x * x;
}
