namespace DiffProb;

/// <summary>The inverse Gaussian law of mean 1: y = log x.</summary>
internal readonly struct InverseGaussianLaw(double concentration) : ITailLaw
{
    private static readonly double LogTwo = Math.Log(2.0);

    private readonly double root = Math.Sqrt(concentration);

    public (double Log, double Slope) At(double y, bool isAbove)
    {
        var tail = InverseGaussianTail.AtLog(root, y);
        return (tail.Log(isAbove), tail.Slope(isAbove));
    }

    // With a = 2 √λ sinh(y/2): F is between Φ(a) and 2 Φ(a) for negative a; 1 - F is less than Φ(-a), and than that of a path without drift, erf(√(λ/2x)).
    public double Start(double log, bool isAbove) => isAbove
        ? Math.Min(Place(-Ndtri.OfLog(log)), 2.0 * (Math.Log(root) - Math.Log(-Ndtri.Of(0.5 - (0.5 * Math.Exp(log))))))
        : Place(Ndtri.OfLog(log - LogTwo));

    private double Place(double a) => 2.0 * Math.Asinh(0.5 * a / root);
}
