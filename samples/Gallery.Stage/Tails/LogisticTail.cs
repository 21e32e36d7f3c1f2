namespace Gallery.Tails;

/// <summary>A logistic above a bound, in closed form: 1 - F is 1 / (1 + eᵗ), and nothing is subtracted.</summary>
/// <param name="far">Distance from the centre to the bound, in scales.</param>
public sealed class LogisticTail(double far) : Tail(far)
{
    private readonly double small = Math.Exp(-far);

    /// <inheritdoc/>
    public override double Place(int halvings)
    {
        var rest = Math.Pow(2.0, -halvings);
        return LogOnePlus((1.0 - rest) * small) + (halvings * Math.Log(2.0));
    }

    /// <inheritdoc/>
    public override double Density(double place)
    {
        var fall = Math.Exp(-place);
        return fall * (1.0 + small) / Square(1.0 + (small * fall));
    }

    /// <inheritdoc/>
    public override double InLoc(double place) => Below(place) * small / (1.0 + (Below(place) * small));

    /// <inheritdoc/>
    public override double InLow(double place) => 1.0 / (1.0 + (Below(place) * small));

    /// <inheritdoc/>
    protected override double Score(double place)
    {
        var rest = small * Math.Exp(-place);
        return -2.0 * rest / (1.0 + rest);
    }

    // The probability below a place: (1 - e⁻ᵈ) / (1 + e⁻ᵃ⁻ᵈ).
    private double Below(double place)
    {
        var fall = Math.Exp(-place);
        return (1.0 - fall) / (1.0 + (small * fall));
    }

    // log(1 + x) where 1 + x is rounded (Kahan).
    private static double LogOnePlus(double x) => 1.0 + x is var y && y == 1.0 ? x : Math.Log(y) * x / (y - 1.0);

    private static double Square(double x) => x * x;
}
