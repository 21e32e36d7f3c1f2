namespace DiffProb;

/// <summary>Draws of binomial counts.</summary>
/// <remarks>By inversion with one uniform where fewer than 10 are expected, of successes or of failures; else by <see cref="RatioOfUniforms"/>.</remarks>
internal static class BinomialSampler
{
    private const double InversionLimit = 10;

    /// <summary>One draw: a whole number from 0 to n.</summary>
    /// <param name="n">How many, a whole number of at least 0; otherwise the result is NaN.</param>
    /// <param name="p">Probability of each, in [0, 1]; otherwise the result is NaN.</param>
    /// <param name="stream">Stream of this element.</param>
    public static double Draw(double n, double p, ref ElementStream stream) =>
        !(n >= 0 && p >= 0 && p <= 1) ? double.NaN
        : p <= 0.5 ? Few(n, p, 1 - p, ref stream)
        : n - Few(n, 1 - p, p, ref stream);

    private static double Few(double n, double p, double q, ref ElementStream stream)
    {
        if (n * p >= InversionLimit)
        {
            return RatioOfUniforms.Draw(new Mass(n, p, q), n * p, n * p * q, Math.Floor((n + 1) * p), ref stream);
        }

        var odds = p / q;
        return RatioOfUniforms.Invert(Math.Exp(n * Log1p.Of(-p)), 0, n, k => (n - k) / (k + 1) * odds, stream.NextUniform());
    }

    private readonly record struct Mass(double N, double P, double Q) : ICountMass
    {
        public double Least => 0;

        public double Most => N;

        public double Log(double k) => BinomialMass.Log(k, N, P, Q);
    }
}
