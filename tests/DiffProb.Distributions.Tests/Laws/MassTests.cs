namespace DiffProb;

/// <summary>Total mass, moments and entropy against integrals and sums of the density itself.</summary>
public class MassTests
{
    /// <summary>Measured: within 3e-12, but where x - loc loses digits (loc 1e6, scale 1e-3: 2e-10).</summary>
    [Theory]
    [MemberData(nameof(Examples.Continuous), MemberType = typeof(Examples))]
    public void Total_mass_is_one_by_quadrature(string name) => Near(1.0, Integral(name, (_, _) => 1.0), 1e-9);

    [Theory]
    [MemberData(nameof(Examples.Continuous), MemberType = typeof(Examples))]
    public void Entropy_is_minus_the_mean_of_log_prob(string name)
    {
        if (Find(name).Entropy is { } entropy)
        {
            Near(entropy.ToDouble(), Integral(name, (_, log) => -log), 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Examples.Continuous), MemberType = typeof(Examples))]
    public void Mean_and_variance_are_integrals(string name)
    {
        var (mean, variance) = (Find(name).Mean?.ToDouble() ?? double.NaN, Find(name).Variance?.ToDouble() ?? double.NaN);
        if (double.IsFinite(mean))
        {
            var digit = Math.BitIncrement(Math.Abs(mean)) - Math.Abs(mean); // a mean is right to its last one
            Near(0.0, Integral(name, (x, _) => x - mean), 1e-9, size: Math.Max(1e9 * digit, Integral(name, (x, _) => (x - mean).Abs())));
        }

        if (double.IsFinite(variance))
        {
            Near(variance, Integral(name, (x, _) => (x - mean).Square()), 1e-8);
        }
    }

    [Theory]
    [MemberData(nameof(Examples.Discrete), MemberType = typeof(Examples))]
    public void Total_mass_is_one_by_summation(string name) => Near(1.0, new Atoms(Find(name)).Masses.Sum(), 1e-12);

    [Theory]
    [MemberData(nameof(Examples.Discrete), MemberType = typeof(Examples))]
    public void Entropy_and_moments_are_sums(string name)
    {
        var (d, atoms) = (Find(name), new Atoms(Find(name)));
        if (d.Entropy is { } entropy)
        {
            Near(entropy.ToDouble(), atoms.Entropy, 1e-11);
        }

        if (d.Mean?.ToArray() is { } mean)
        {
            Assert.All(atoms.Expectation((x, _) => x), (m, e) => Near(mean[e], m, 1e-11));
            Assert.All(atoms.Expectation((x, e) => (x - mean[e]) * (x - mean[e])), (v, e) => Near(d.Variance!.ToArray()[e], v, 1e-11));
        }
    }

    [Fact]
    public void Only_these_have_moments_that_are_undefined_or_infinite()
    {
        var families = DistributionCatalogue.All.Select(e => e.Distribution).ToArray();
        Assert.Equal(["Cauchy", "StudentT", "TruncatedCauchy"], families.Where(d => d.Mean?.ToArray().Any(double.IsNaN) == true).Select(d => d.Name).Distinct());
        Assert.Equal(["HalfCauchy", "InverseGamma", "Frechet", "Pareto", "GeneralizedPareto", "HalfStudentT", "TruncatedStudentT"], families.Where(d => d.Variance?.ToArray().Any(double.IsPositiveInfinity) == true).Select(d => d.Name).Distinct());
    }

    private static Distribution Find(string name) => DistributionCatalogue.Find(name).Distribution;

    private static double Integral(string name, Func<Tensor, Tensor, Tensor> of) => Quadrature.Expectation(DistributionCatalogue.Find(name), of);

    private static void Near(double expected, double actual, double relative, double size = 1e-6) =>
        Assert.True(Math.Abs(actual - expected) <= relative * Math.Max(Math.Abs(expected), size), $"{actual:R} is not {expected:R}: error {actual - expected:E2}");
}
