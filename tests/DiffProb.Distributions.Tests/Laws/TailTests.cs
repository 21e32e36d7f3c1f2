namespace DiffProb;

/// <summary>Complements and logarithms of distribution functions, and quantiles, far into both tails.</summary>
public class TailTests
{
    private static readonly double[] Far = [1e-300, 1e-100, 1e-30, 1e-17, 1e-12, 1e-5, 0.3];

    /// <summary>The complement is what is left of 1, and each logarithm is that of the number, or of one minus the other where that is small.</summary>
    [Theory]
    [MemberData(nameof(Examples.WithCdf), MemberType = typeof(Examples))]
    public void Complement_and_logarithms_belong_to_the_cdf(string name)
    {
        var d = DistributionCatalogue.Find(name).Distribution;
        var x = Tensor.Vector(CdfTests.Draws(d, 200));
        var below = d.Cdf(x)!;
        var (f, s, logF, logS) = (below.ToArray(), (1.0 - below).ToArray(), below.Log().ToArray(), (1.0 - below).Log().ToArray());
        for (var i = 0; i < f.Length; i++)
        {
            Assert.Equal(1.0, f[i] + s[i], 1e-15);
            AssertLog(f[i], s[i], logF[i]);
            AssertLog(s[i], f[i], logS[i]);
        }
    }

    /// <summary>F(F⁻¹(p)) = p, and 1 - F at F⁻¹(1 - q) is q, for probabilities of any size; to 1e-11, or to what the rounding of the quantile leaves.</summary>
    [Theory]
    [MemberData(nameof(Examples.ClosedForms), MemberType = typeof(Examples))]
    public void Quantiles_lead_back_from_both_tails(string name)
    {
        var d = DistributionCatalogue.Find(name).Distribution;
        var p = Tensor.Vector(Far);
        AssertProbabilities(d.Icdf(p)!, x => d.Cdf(x)!);
        AssertProbabilities(d.Icdf(1.0 - p)!, x => 1.0 - d.Cdf(x)!);
    }

    private static void AssertLog(double p, double rest, double log)
    {
        var expected = p < 0.5 ? Math.Log(p) : Log1p.Of(-rest);
        Assert.True(p is > 0.0 and < 1e-290 || log.Equals(expected) || Math.Abs(log - expected) <= 1e-12 * Math.Abs(expected), $"{log:R} is not log {p:R}");
    }

    private static void AssertProbabilities(Tensor quantiles, Func<Tensor, Tensor> probability)
    {
        var x = quantiles.ToArray();
        double[] At(Func<double, double> neighbour) => probability(Tensor.Vector(Array.ConvertAll(x, v => neighbour(v)))).ToArray();

        // A quantile of 0 has underflowed.
        var (back, up, down) = (At(v => v), At(v => v == 0.0 ? 1e-300 : Math.BitIncrement(v)), At(Math.BitDecrement));
        for (var i = 0; i < x.Length; i++)
        {
            var rounding = Math.Abs(up[i] - down[i]) / Far[i];
            Assert.True(rounding > 0.1 || Math.Abs(back[i] - Far[i]) <= (1e-11 + rounding) * Far[i], $"{back[i]:R} is not {Far[i]:R} at {x[i]:R}");
        }
    }
}
