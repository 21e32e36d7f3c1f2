namespace DiffProb;

/// <summary>Draws of hypergeometric counts: successes among things drawn without replacement.</summary>
/// <remarks>By inversion with one uniform where fewer than 10 are expected above the least count; else by <see cref="RatioOfUniforms"/>.</remarks>
internal static class HypergeometricSampler
{
    private const double InversionLimit = 10;

    /// <summary>One draw.</summary>
    /// <param name="population">How many there are.</param>
    /// <param name="successes">How many of them are successes, at most the population.</param>
    /// <param name="draws">How many are drawn, at most the population; otherwise the result is NaN.</param>
    /// <param name="stream">Stream of this element.</param>
    public static double Draw(double population, double successes, double draws, ref ElementStream stream)
    {
        if (!(successes >= 0 && successes <= population && draws >= 0 && draws <= population))
        {
            return double.NaN;
        }

        var mass = new Mass(population, successes, draws);
        var mean = draws * (successes / Math.Max(population, 1));
        if (mean - mass.Least >= InversionLimit && mass.Most - mean >= InversionLimit)
        {
            var share = successes / population;
            var variance = mean * (1 - share) * ((population - draws) / (population - 1));
            var mode = Math.Floor((draws + 1) / (population + 2) * (successes + 1));
            return RatioOfUniforms.Draw(mass, mean, variance, mode, ref stream);
        }

        var u = stream.NextUniform();
        var rest = population - successes - draws;
        return mean - mass.Least < InversionLimit
            ? RatioOfUniforms.Invert(Math.Exp(mass.Log(mass.Least)), mass.Least, mass.Most, k => (successes - k) / (k + 1) * ((draws - k) / (rest + k + 1)), u)
            : mass.Least + mass.Most - RatioOfUniforms.Invert(
                Math.Exp(mass.Log(mass.Most)), mass.Least, mass.Most, j => Fall(mass.Least + mass.Most - j, successes, draws, rest), u);
    }

    // Mass of k - 1 over that of k.
    private static double Fall(double k, double successes, double draws, double rest) => k / (successes - k + 1) * ((rest + k) / (draws - k + 1));

    private readonly record struct Mass(double Population, double Successes, double Draws) : ICountMass
    {
        public double Least => Math.Max(0, Draws + Successes - Population);

        public double Most => Math.Min(Draws, Successes);

        public double Log(double k) => BinomialMass.LogHypergeometric(k, Population, Successes, Draws);
    }
}
