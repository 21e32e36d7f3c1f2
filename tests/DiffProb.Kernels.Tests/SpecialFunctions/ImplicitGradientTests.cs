namespace DiffProb;

/// <summary>Implicit gradients against the definition they come from: the quantile moves with its parameter, the probability stays.</summary>
public sealed class ImplicitGradientTests
{
    [Theory]
    [InlineData(0.05)]
    [InlineData(0.7)]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(29.9)]
    [InlineData(250)]
    [InlineData(1e5)]
    public void Gamma_is_the_difference_quotient_of_the_quantile(double concentration)
    {
        foreach (var p in new[] { 1e-3, 0.1, 0.5, 0.9, 0.999 })
        {
            double LogQuantile(double a) => Math.Log(p <= 0.5 ? IncompleteGamma.InverseP(a, p) : IncompleteGamma.InverseQ(a, 1 - p));
            var quotient = CentralDifference(LogQuantile, concentration);
            Assert.Equal(1, GammaGradient.LogSpace(concentration, LogQuantile(concentration)) / quotient, 1e-6);
        }
    }

    [Theory]
    [InlineData(0.05, 0.05)]
    [InlineData(0.3, 4)]
    [InlineData(1, 1)]
    [InlineData(5, 0.02)]
    [InlineData(40, 3)]
    [InlineData(35, 600)]
    [InlineData(1e4, 1e4)]
    public void Beta_is_the_difference_quotient_of_the_quantile(double a, double b)
    {
        foreach (var p in new[] { 1e-3, 0.1, 0.5, 0.9, 0.999 })
        {
            BetaGradient.Logit(a, b, IncompleteBeta.InverseLogit(a, b, p), out var da, out var db);
            Assert.Equal(1, da / CentralDifference(c => IncompleteBeta.InverseLogit(c, b, p), a), 1e-6);
            Assert.Equal(1, db / CentralDifference(c => IncompleteBeta.InverseLogit(a, c, p), b), 1e-6);
        }
    }

    [Theory]
    [InlineData(1e-3, 1e5, -30)]
    [InlineData(0.5, 2, 0.3)]
    [InlineData(100, 7, 2.5)]
    public void Beta_mirrors(double a, double b, double logit)
    {
        BetaGradient.Logit(a, b, logit, out var da, out var db);
        BetaGradient.Logit(b, a, -logit, out var mirroredA, out var mirroredB);
        Assert.Equal(0, RelativeError.Of(-mirroredB, da), 1e-12);
        Assert.Equal(0, RelativeError.Of(-mirroredA, db), 1e-12);
    }

    /// <summary>Where draws fall, at the edges of the cells, and beyond them.</summary>
    [Theory]
    [InlineData(1e-6)]
    [InlineData(1e-3)]
    [InlineData(0.3)]
    [InlineData(1)]
    [InlineData(29)]
    [InlineData(31)]
    [InlineData(1e4)]
    [InlineData(1e8)]
    public void Tables_of_gamma_are_as_exact(double concentration)
    {
        var table = GammaGradient.Table(concentration);
        foreach (var y in Points(Math.Log(concentration), Math.Min(1, 1 / Math.Sqrt(concentration))))
        {
            Assert.Equal(0, RelativeError.Of(table.At(y), GammaGradient.LogSpace(concentration, y)), 2e-13);
        }
    }

    [Theory]
    [InlineData(1e-3, 1e-3)]
    [InlineData(0.3, 4)]
    [InlineData(1, 1)]
    [InlineData(1, 3e4)]
    [InlineData(8e4, 1e-3)]
    [InlineData(35, 600)]
    [InlineData(1e5, 1e5)]
    public void Tables_of_beta_are_as_exact(double a, double b)
    {
        var (table, turned) = (BetaGradient.Table(a, b), BetaGradient.Table(b, a).Turned);
        foreach (var y in Points(Math.Log(a / b), Math.Min(1, Math.Sqrt((1 / a) + (1 / b)))))
        {
            BetaGradient.Logit(a, b, y, out var da, out var db);
            Assert.Equal(0, RelativeError.Of(table.At(y), da), 1e-12);
            Assert.Equal(0, RelativeError.Of(turned.At(y), db), 1e-12);
        }
    }

    /// <summary>Eight at a time, of one table and of one each: in every place of the eight, inside of the cells and beyond.</summary>
    [Fact]
    public void Tables_give_the_same_bits_for_many_points_as_for_one()
    {
        TaylorTable[] tables = [.. new[] { 0.3, 1, 2.5, 40, 1e4, 0.01, 7, 1e8 }.Select(GammaGradient.Table)];
        double[] x = [.. Enumerable.Range(0, 1603).Select(i => Math.Log(2.5) + ((i - 800) / 100.0)), 700, -1e9];
        var y = new double[x.Length];
        tables[2].At(x, y);
        Assert.All(x.Zip(y), p => Assert.Equal(tables[2].At(p.First), p.Second));
        for (var i = 0; i + 8 <= x.Length; i += 8)
        {
            TaylorTable[] turned = [.. Enumerable.Range(0, 8).Select(k => tables[(k + i) % 8])];
            TaylorTable.Eight(turned, x.AsSpan(i, 8), y);
            Assert.All(turned.Zip(x[i..(i + 8)], y[..8]), t => Assert.Equal(t.First.At(t.Second), t.Third));
        }
    }

    /// <summary>Inside of the cells, at their borders and beyond; concentrations at the borders of bands, and where the scale changes.</summary>
    [Fact]
    public void The_grid_of_gamma_is_as_exact()
    {
        double[] concentrations = [1e-3, 0.0499, 0.0625, 0.0626, 0.3, 0.99999, 1, Math.Sqrt(2), 1.42, 3, 7.3, 29, 31, 250, 1e3, 54321, 1.2e5, 1e7];
        foreach (var a in concentrations)
        {
            foreach (var y in Points(Math.Log(a), Math.Min(1, 1 / Math.Sqrt(a))))
            {
                Assert.Equal(0, RelativeError.Of(GammaGradientGrid.At(a, y), GammaGradient.LogSpace(a, y)), 2e-13);
            }
        }
    }

    private static IEnumerable<double> Points(double centre, double scale) => Enumerable.Range(-2000, 4001).Select(i => centre + (scale * i / 160.0)).Append(-1e9).Append(700);

    [Fact]
    public void Wherever_the_draw_is_the_gradient_is_finite_and_has_its_sign()
    {
        double[] concentrations = [1e-6, 1e-3, 0.2, 1, 30, 31, 1e5, 1e8];
        double[] points = [-1e9, -1e4, -750, -37, -5, -0.1, 0, 0.1, 5, 18.42, 37, 700];
        foreach (var a in concentrations)
        {
            foreach (var point in points)
            {
                Assert.InRange(GammaGradient.LogSpace(a, point), 0, double.MaxValue);
                foreach (var b in concentrations)
                {
                    BetaGradient.Logit(a, b, point, out var da, out var db);
                    Assert.InRange(da, 0, double.MaxValue);
                    Assert.InRange(db, double.MinValue, 0);
                }
            }
        }
    }

    [Fact]
    public void At_infinity_gamma_has_its_limits()
    {
        Assert.Equal(double.PositiveInfinity, GammaGradient.LogSpace(2, double.NegativeInfinity));
        Assert.Equal(0, GammaGradient.LogSpace(2, double.PositiveInfinity));
    }

    private static double CentralDifference(Func<double, double> f, double x)
    {
        var step = 1e-4 * x;
        return ((8 * (f(x + step) - f(x - step))) - (f(x + (2 * step)) - f(x - (2 * step)))) / (12 * step);
    }
}
