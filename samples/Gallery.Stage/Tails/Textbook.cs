using DiffProb;

namespace Gallery.Tails;

/// <summary>What the usual formulas make of a standard normal above a bound: the distance of the place at u from the bound, and its slope in the centre.</summary>
public static class Textbook
{
    private static readonly Normal Standard = new(0.0, 1.0);

    /// <summary>x = Φ⁻¹(Φ(a) + u (1 - Φ(a))).</summary>
    public static (double Place, double InLoc) ByCdf(double far, double u)
    {
        var below = Cdf(far);
        return From(far, u, Icdf(below + (u * (1.0 - below))));
    }

    /// <summary>x = -Φ⁻¹((1 - u) Φ(-a)): the same from the other end, where probabilities are small and have their digits.</summary>
    public static (double Place, double InLoc) ByTail(double far, double u) => From(far, u, -Icdf((1.0 - u) * Cdf(-far)));

    // dx / dloc = 1 - (1 - u) φ(a) / φ(x).
    private static (double Place, double InLoc) From(double far, double u, double x) =>
        (x - far, 1.0 - ((1.0 - u) * Math.Exp(Standard.LogProb(far).ToDouble() - Standard.LogProb(x).ToDouble())));

    // Icdf takes probabilities strictly between 0 and 1: at the ends it is infinite.
    private static double Icdf(double probability) =>
        probability <= 0.0 ? double.NegativeInfinity : probability >= 1.0 ? double.PositiveInfinity : Standard.Icdf(probability)!.ToDouble();

    private static double Cdf(double x) => Standard.Cdf(x)!.ToDouble();
}
