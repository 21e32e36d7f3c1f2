namespace Gallery.Tails;

/// <summary>
/// A normal above a bound, by its Mills ratio R = (1 - Φ) / φ in 28 digits: no tail probability, and digits enough for every difference.
/// The place d at u solves log(1 - u) = log R(a + d) - log R(a) - d (a + d / 2); it moves by R(a + d) / R(a) with the bound.
/// </summary>
/// <param name="far">Distance from the centre to the bound, in scales: at least 1, where the continued fraction is short.</param>
public sealed class NormalTail(double far) : Tail(far)
{
    private readonly decimal bound = (decimal)far;
    private readonly decimal atBound = Mills((decimal)far);

    /// <inheritdoc/>
    public override double Place(int halvings)
    {
        var (wanted, d) = (-halvings * DecimalLog.Two, 0m);
        for (var turn = 0; turn < 200; turn++)
        {
            var ratio = Mills(bound + d);
            var step = (DecimalLog.Of(ratio / atBound) - (d * (bound + (d / 2))) - wanted) * ratio;
            d += step;
            if (Math.Abs(step) < 1e-26m)
            {
                break;
            }
        }

        return (double)d;
    }

    /// <inheritdoc/>
    public override double Density(double place) => Math.Exp(-place * (Far + (0.5 * place))) / (double)atBound;

    /// <inheritdoc/>
    public override double InLoc(double place) => (double)(1 - (Mills(bound + (decimal)place) / atBound));

    /// <inheritdoc/>
    public override double InLow(double place) => (double)(Mills(bound + (decimal)place) / atBound);

    /// <inheritdoc/>
    protected override double Score(double place) => place;

    // Laplace: R(t) = 1 / (t + 1 / (t + 2 / (t + 3 / ...))). The error of n terms is about exp(-2 t √(2n)), so that these give 29 digits.
    private static decimal Mills(decimal t)
    {
        var rest = t;
        for (var n = (int)(700 / (t * t)) + 20; n >= 1; n--)
        {
            rest = t + (n / rest);
        }

        return 1 / rest;
    }
}
