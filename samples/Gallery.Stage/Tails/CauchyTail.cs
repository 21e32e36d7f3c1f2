namespace Gallery.Tails;

/// <summary>A Cauchy above a bound, in closed form: 1 - F is arctan(1 / t) / π.</summary>
/// <param name="far">Distance from the centre to the bound, in scales: positive.</param>
public sealed class CauchyTail(double far) : Tail(far)
{
    private readonly double angle = Math.Atan(1.0 / far);

    /// <inheritdoc/>
    public override double Place(int halvings) => (1.0 / Math.Tan(Math.Pow(2.0, -halvings) * angle)) - Far;

    /// <inheritdoc/>
    public override double Density(double place) => 1.0 / (angle * (1.0 + Square(Far + place)));

    /// <inheritdoc/>
    public override double InLoc(double place) => 1.0 - InLow(place);

    /// <inheritdoc/>
    public override double InLow(double place) => Math.Atan(1.0 / (Far + place)) / angle * (1.0 + Square(Far + place)) / (1.0 + Square(Far));

    /// <inheritdoc/>
    protected override double Score(double place) => 2.0 * (Far + place) / (1.0 + Square(Far + place));

    private static double Square(double x) => x * x;
}
