namespace DiffProb;

/// <summary>Quantiles that are found on the logarithms of tails, and their derivatives, against roots and differences of 50 to 120 digits (mpmath).</summary>
public class TailQuantileTests
{
    /// <summary>The value, then its derivative in each parameter; relative error 1e-10, measured: below 1e-12. Where it is the probability above that is given, p is formed as 1 - q.</summary>
    [Theory]
    [InlineData(nameof(SkewNormal), new[] { 0.0, 1.0, 3.0 }, 1e-300, false, new[] { -11.67315501475246, 1.0, -11.67315501475246, 3.5047974211071273 })]
    [InlineData(nameof(SkewNormal), new[] { 0.0, 1.0, 3.0 }, 1e-09, false, new[] { -1.7312554382078065, 1.0, -1.7312554382078065, 0.5374132046325049 })]
    [InlineData(nameof(SkewNormal), new[] { 0.0, 1.0, 3.0 }, 0.3, false, new[] { 0.36349057919482386, 1.0, 0.36349057919482386, 0.02553067075072906 })]
    [InlineData(nameof(SkewNormal), new[] { 0.0, 1.0, 3.0 }, 1e-09, true, new[] { 6.1094102048693975, 1.0, 6.1094102048693975, 4.528268411147243e-75 })]
    [InlineData(nameof(SkewNormal), new[] { 0.0, 1.0, 3.0 }, 1e-300, true, new[] { 37.06578788077213, 1.0, 37.06578788077213, 0.0 })]
    [InlineData(nameof(SkewNormal), new[] { 1.0, 2.0, -20.0 }, 1e-300, false, new[] { -73.13157576154425, 1.0, -37.06578788077213, 0.0 })]
    [InlineData(nameof(SkewNormal), new[] { 1.0, 2.0, -20.0 }, 1e-09, false, new[] { -11.218820409738795, 1.0, -6.1094102048693975, 0.0 })]
    [InlineData(nameof(SkewNormal), new[] { 1.0, 2.0, -20.0 }, 0.3, false, new[] { -1.0728667789875792, 1.0, -1.0364333894937896, 9.896360556085052e-97 })]
    [InlineData(nameof(SkewNormal), new[] { 1.0, 2.0, -20.0 }, 1e-09, true, new[] { 1.513313077311276, 1.0, 0.2566565386556379, 0.02651060256047357 })]
    [InlineData(nameof(SkewNormal), new[] { 1.0, 2.0, -20.0 }, 1e-300, true, new[] { 4.681641391954016, 1.0, 1.8408206959770081, 0.1837582832253367 })]
    [InlineData(nameof(SkewNormal), new[] { 0.0, 1.0, 10000.0 }, 1e-300, false, new[] { -0.003669367846261095, 1.0, -0.003669367846261095, 3.672089041408837e-07 })]
    [InlineData(nameof(SkewNormal), new[] { 0.0, 1.0, 10000.0 }, 1e-09, false, new[] { -0.00038715199756447235, 1.0, -0.00038715199756447235, 4.103274417562501e-08 })]
    [InlineData(nameof(SkewNormal), new[] { 0.0, 1.0, 10000.0 }, 0.3, false, new[] { 0.3853204664075676, 1.0, 0.3853204664075676, 0.0 })]
    [InlineData(nameof(SkewNormal), new[] { 0.0, 1.0, 10000.0 }, 1e-09, true, new[] { 6.1094102048693975, 1.0, 6.1094102048693975, 0.0 })]
    [InlineData(nameof(SkewNormal), new[] { 0.0, 1.0, 10000.0 }, 1e-300, true, new[] { 37.06578788077213, 1.0, 37.06578788077213, 0.0 })]
    [InlineData(nameof(InverseGaussian), new[] { 1.0, 1.0 }, 1e-300, false, new[] { 0.0007268126128815128, 1.0549812661626022e-06, 0.0007257576316153501 })]
    [InlineData(nameof(InverseGaussian), new[] { 1.0, 1.0 }, 1e-09, false, new[] { 0.0254760451649087, 0.0012371410421559593, 0.02423890412275274 })]
    [InlineData(nameof(InverseGaussian), new[] { 1.0, 1.0 }, 0.3, false, new[] { 0.429741914545798, 0.22230877731818857, 0.20743313722760945 })]
    [InlineData(nameof(InverseGaussian), new[] { 1.0, 1.0 }, 1e-09, true, new[] { 32.36579221333283, 61.10585473834039, -28.740062525007563 })]
    [InlineData(nameof(InverseGaussian), new[] { 1.0, 1.0 }, 1e-300, true, new[] { 1361.4454371385305, 2718.901117751189, -1357.4556806126584 })]
    [InlineData(nameof(InverseGaussian), new[] { 3.0, 0.2 }, 1e-300, false, new[] { 0.0001455597862921464, 4.7047197433334055e-09, 0.0007277283606645819 })]
    [InlineData(nameof(InverseGaussian), new[] { 3.0, 0.2 }, 1e-09, false, new[] { 0.005339768993428079, 6.168637362661941e-06, 0.026606315406700467 })]
    [InlineData(nameof(InverseGaussian), new[] { 3.0, 0.2 }, 0.3, false, new[] { 0.17204266339403157, 0.0043285116499845455, 0.7952856422203897 })]
    [InlineData(nameof(InverseGaussian), new[] { 3.0, 0.2 }, 1e-09, true, new[] { 1159.128047739903, 743.9074758259133, -5362.971898689183 })]
    [InlineData(nameof(InverseGaussian), new[] { 3.0, 0.2 }, 1e-300, true, new[] { 60938.07437355265, 40593.45364495605, -304211.4328065775 })]
    [InlineData(nameof(InverseGaussian), new[] { 2.0, 20000.0 }, 1e-300, false, new[] { 1.3836409041148607, 0.5657857721078478, 1.2603467994958258e-05 })]
    [InlineData(nameof(InverseGaussian), new[] { 2.0, 20000.0 }, 1e-09, false, new[] { 1.883494593281911, 0.9134719246735823, 2.8275371967373166e-06 })]
    [InlineData(nameof(InverseGaussian), new[] { 2.0, 20000.0 }, 0.3, false, new[] { 1.9894401129754717, 0.9920622724871951, 2.657784000540775e-07 })]
    [InlineData(nameof(InverseGaussian), new[] { 2.0, 20000.0 }, 1e-09, true, new[] { 2.123499736712478, 1.0935222015304458, -3.177233317420686e-06 })]
    [InlineData(nameof(InverseGaussian), new[] { 2.0, 20000.0 }, 1e-300, true, new[] { 2.8906408632199776, 1.7084882904384942, -2.6316785882850532e-05 })]
    [InlineData(nameof(InverseGaussian), new[] { 1.0, 1e-05 }, 1e-300, false, new[] { 7.2786950021956514e-09, 1.058818447194701e-16, 0.0007278694896313806 })]
    [InlineData(nameof(InverseGaussian), new[] { 1.0, 1e-05 }, 1e-09, false, new[] { 2.67917573433356e-07, 1.3998743688124293e-13, 0.02679174334459191 })]
    [InlineData(nameof(InverseGaussian), new[] { 1.0, 1e-05 }, 0.3, false, new[] { 9.309188346288568e-06, 1.1556693559938009e-10, 0.9309072779352968 })]
    [InlineData(nameof(InverseGaussian), new[] { 1.0, 1e-05 }, 1e-09, true, new[] { 1047365.5480376253, 1934936.2562965387, -88757070825.89134 })]
    [InlineData(nameof(InverseGaussian), new[] { 1.0, 1e-05 }, 1e-300, true, new[] { 133647579.01784407, 267095603.31124, -13344802429339.592 })]
    [InlineData(nameof(ExponentiallyModifiedNormal), new[] { 0.0, 1.0, 1.0 }, 1e-300, false, new[] { -36.94884791213911, 1.0, -36.97516270360616, -0.02631479146705399 })]
    [InlineData(nameof(ExponentiallyModifiedNormal), new[] { 0.0, 1.0, 1.0 }, 1e-09, false, new[] { -5.673935046670908, 1.0, -5.817694974911256, -0.14375992824034808 })]
    [InlineData(nameof(ExponentiallyModifiedNormal), new[] { 0.0, 1.0, 1.0 }, 0.3, false, new[] { 0.22338260110315045, 1.0, -0.3492972307480949, -0.5726798318512454 })]
    [InlineData(nameof(ExponentiallyModifiedNormal), new[] { 0.0, 1.0, 1.0 }, 1e-09, true, new[] { 21.22326583694641, 1.0, 1.0, -20.22326583694641 })]
    [InlineData(nameof(ExponentiallyModifiedNormal), new[] { 0.0, 1.0, 1.0 }, 1e-300, true, new[] { 691.2755278982137, 1.0, 1.0, -690.2755278982137 })]
    [InlineData(nameof(ExponentiallyModifiedNormal), new[] { 5.0, 3.0, 20.0 }, 1e-300, false, new[] { -106.10235173402702, 1.0, -37.04442071038554, -0.0015455198564793317 })]
    [InlineData(nameof(ExponentiallyModifiedNormal), new[] { 5.0, 3.0, 20.0 }, 1e-09, false, new[] { -12.945768748417976, 1.0, -5.99707162799989, -0.0022723067790848123 })]
    [InlineData(nameof(ExponentiallyModifiedNormal), new[] { 5.0, 3.0, 20.0 }, 0.3, false, new[] { 3.4765767049400873, 1.0, -0.5243255420091056, -0.0024776665483702168 })]
    [InlineData(nameof(ExponentiallyModifiedNormal), new[] { 5.0, 3.0, 20.0 }, 1e-09, true, new[] { 23.046094164253777, 1.0, 5.996853622700239, -0.002776664807652961 })]
    [InlineData(nameof(ExponentiallyModifiedNormal), new[] { 5.0, 3.0, 20.0 }, 1e-300, true, new[] { 116.21905002684571, 1.0, 37.02956434525543, -0.00651784955397117 })]
    [InlineData(nameof(ExponentiallyModifiedNormal), new[] { -2.0, 0.5, 0.01 }, 1e-300, false, new[] { -20.403051381346984, 1.0, -36.83322853153149, -1.3562884418758336 })]
    [InlineData(nameof(ExponentiallyModifiedNormal), new[] { -2.0, 0.5, 0.01 }, 1e-09, false, new[] { -4.374105865479437, 1.0, -4.9431276915137525, -9.745798027743911 })]
    [InlineData(nameof(ExponentiallyModifiedNormal), new[] { -2.0, 0.5, 0.01 }, 0.3, false, new[] { 33.66874439387323, 1.0, 0.005, -3566.6244393873235 })]
    [InlineData(nameof(ExponentiallyModifiedNormal), new[] { -2.0, 0.5, 0.01 }, 1e-09, true, new[] { 2070.327833694641, 1.0, 0.005, -207232.5333694641 })]
    [InlineData(nameof(ExponentiallyModifiedNormal), new[] { -2.0, 0.5, 0.01 }, 1e-300, true, new[] { 69075.55403982136, 1.0, 0.005, -6907755.153982136 })]
    public void Quantiles_and_their_derivatives_are_exact(string family, double[] parameters, double probability, bool isAbove, double[] exact)
    {
        Tensor[] slots = [.. parameters.Select((_, i) => Tensor.Data($"{i}", Shape.Scalar))];
        var given = Tensor.Scalar(probability);
        var x = Of(family, slots).Icdf(isAbove ? 1.0 - given : given)!;
        double[][] at = [.. parameters.Select(p => new[] { p })];
        Tensor[] all = [x, .. Gradient.Of(x, slots)];
        Assert.All(all, (t, i) => Assert.InRange(new Computation(t, slots).At(at)[0] - exact[i], -1e-10 * Math.Abs(exact[i]), 1e-10 * Math.Abs(exact[i])));
    }

    /// <summary>Parameters at the ends of what numbers can hold: no NaN, no draw outside, moments within what they must be.</summary>
    [Theory]
    [InlineData(nameof(SkewNormal), new[] { 0.0, 1.0, 1e300 })]
    [InlineData(nameof(SkewNormal), new[] { 0.0, 1.0, -1e300 })]
    [InlineData(nameof(SkewNormal), new[] { 1e10, 1e-10, 1e-300 })]
    [InlineData(nameof(InverseGaussian), new[] { 1.0, 1e-12 })]
    [InlineData(nameof(InverseGaussian), new[] { 1e-100, 1e-100 })]
    [InlineData(nameof(InverseGaussian), new[] { 1.0, 1e12 })]
    [InlineData(nameof(ExponentiallyModifiedNormal), new[] { 0.0, 1.0, 1e-12 })]
    [InlineData(nameof(ExponentiallyModifiedNormal), new[] { 0.0, 1.0, 1e12 })]
    public void Extreme_parameters_leave_numbers_that_lead_back(string family, double[] parameters)
    {
        var d = Of(family, Array.ConvertAll(parameters, Tensor.Scalar));
        Assert.All(d.Sample(200, seed: 3).ToArray(), x => Assert.True(double.IsFinite(x) && !(d.Support.FirstOutside(Tensor.Scalar(x)) is not null)));
        Assert.All(new[] { d.Mean!, d.Variance!, d.Entropy! }, t => Assert.True(double.IsFinite(t.ToDouble())));
        Assert.True(d.Variance!.ToDouble() > 0.0);
        foreach (var p in new[] { 1e-300, 1e-12, 0.2, 0.5 })
        {
            var (below, above) = (d.Icdf(p)!, d.Icdf(1.0 - Tensor.Scalar(p))!);
            AssertLeadsBack(p, below, x => d.Cdf(x)!);
            AssertLeadsBack(p, above, x => d.Survival(x)!);
        }
    }

    [Theory]
    [InlineData(nameof(SkewNormal), new[] { 0.0, 1.0, 3.0 }, double.NegativeInfinity)]
    [InlineData(nameof(InverseGaussian), new[] { 1.0, 2.0 }, 0.0)]
    [InlineData(nameof(ExponentiallyModifiedNormal), new[] { 0.0, 1.0, 2.0 }, double.NegativeInfinity)]
    public void The_ends_are_those_of_the_support_and_no_probability_has_no_quantile(string family, double[] parameters, double low)
    {
        var d = Of(family, Array.ConvertAll(parameters, Tensor.Scalar));
        Assert.Equal([low, double.PositiveInfinity, double.NaN, double.NaN], d.Icdf(Tensor.Vector(0.0, 1.0, -0.1, 1.1))!.ToArray());
        Assert.Equal([0.0, 1.0], d.Cdf(Tensor.Vector(low, double.PositiveInfinity))!.ToArray());
        Assert.Equal([double.NegativeInfinity, 0.0], d.LogCdf(Tensor.Vector(low, double.PositiveInfinity))!.ToArray());
    }

    private static Distribution Of(string family, Tensor[] p) => family switch
    {
        nameof(SkewNormal) => new SkewNormal(p[0], p[1], p[2]),
        nameof(InverseGaussian) => new InverseGaussian(p[0], p[1]),
        _ => new ExponentiallyModifiedNormal(p[0], p[1], p[2]),
    };

    // To 1e-10, or to what the rounding of the quantile leaves.
    private static void AssertLeadsBack(double p, Tensor quantile, Func<Tensor, Tensor> probability)
    {
        var x = quantile.ToDouble();
        var (back, up, down) = (At(x), At(Math.BitIncrement(x)), At(Math.BitDecrement(x)));
        Assert.True(Math.Abs(back - p) <= (1e-10 * p) + (2.0 * Math.Abs(up - down)), $"{back:R} is not {p:R} at {x:R}");
        double At(double at) => probability(Tensor.Scalar(at)).ToDouble();
    }
}
