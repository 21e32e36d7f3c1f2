namespace DiffProb.Inference;

/// <summary>Files bring back every bit, and other programs read them.</summary>
public sealed class FileTests
{
    [Theory]
    [InlineData("fit.arrow", true)]
    [InlineData("fit.parquet", true)]
    [InlineData("fit.csv", false)]
    [InlineData("fit.nc", false)]
    public void A_round_trip_brings_back_every_bit(string name, bool inOrder) => Checkout.InFolder(folder =>
    {
        var path = Path.Combine(folder, name);
        var posterior = Examples.Whole();
        posterior.Save(path);
        posterior.Save(path);     // in the place of the first
        var loaded = Posterior.Load(path);
        Same.Assert(posterior, loaded, inOrder);
        Assert.Equal(posterior.Provenance, loaded.Provenance);
        Assert.DoesNotContain(Directory.GetFiles(folder), f => f.EndsWith(".tmp", StringComparison.Ordinal));
    });

    [Fact]
    public void NetCdf_brings_back_what_was_observed() => Checkout.InFolder(folder =>
    {
        var path = Path.Combine(folder, "fit.nc");
        var observed = Examples.Whole().Observed;
        Examples.Whole().Save(path);
        var loaded = Posterior.Load(path).Observed;
        Assert.Equal(observed.Keys.Order(), loaded.Keys.Order());
        foreach (var (name, tensor) in observed)
        {
            Assert.Equal(tensor.DType, loaded[name].DType);
            Assert.Equal(tensor.Shape, loaded[name].Shape);
            Assert.Equal(tensor.ToArray(), loaded[name].ToArray());
        }
    });

    [Fact]
    public void NetCdf_brings_back_predictive_draws_and_the_prior() => Checkout.InFolder(folder =>
    {
        var path = Path.Combine(folder, "fit.nc");
        var posterior = Examples.Whole();
        posterior.Save(path);
        var loaded = Posterior.Load(path);
        Same.Draws(posterior.Predictive, loaded.Predictive);
        Same.Draws(posterior.Prior!.Quantities, loaded.Prior!.Quantities);
        Same.Draws(posterior.Prior.Predictive, loaded.Prior.Predictive);
        Assert.Equal(30, loaded.Prior.DrawCount);
    });

    [Theory]
    [InlineData("netCDF4", "netcdf4")]
    [InlineData("h5netcdf", "h5netcdf")]
    public void Xarray_opens_the_netCDF_file(string module, string engine) => Checkout.InFolder(folder =>
    {
        var path = Path.Combine(folder, "fit.nc");
        Examples.Whole().Save(path);
        var output = ExternalProgram.Python($"xarray, {module}", Checkout.OfTests("Files", "read.py"), path, engine);
        Assert.Contains("all as expected", output, StringComparison.Ordinal);
    });

    [Fact]
    public void A_file_of_xarray_is_read() => Checkout.InFolder(folder =>
    {
        var path = Path.Combine(folder, "fit.nc");
        ExternalProgram.Python("xarray, netCDF4", Checkout.OfTests("Files", "write.py"), path);
        var posterior = Posterior.Load(path);
        Assert.Equal(Shape.Of(2, 3, 4), posterior["theta"].Shape);
        Assert.Equal(Enumerable.Range(0, 24).Select(i => i / 7.0), posterior["theta"].ToArray());
        Assert.Equal([1.0, 0.0, 0.0, 0.0, 0.0, 1.0], posterior.Statistic(SamplerStatistics.Divergent).ToTensor().ToArray());
        Assert.Equal([5.0, 6.0, 7.0, 8.0], posterior.Observed["y"].ToArray());
    });

    [Fact]
    public void A_file_of_Stan_is_read_by_the_names_of_its_columns() => Checkout.InFolder(folder =>
    {
        foreach (var chain in new[] { 1, 2 })
        {
            File.WriteAllText(Path.Combine(folder, $"out_{chain}.csv"), $"""
                # stan_version_major = 2
                # method = sample (Default)
                #     num_warmup = 2
                #     save_warmup = 1
                #             max_depth = 11
                #   seed = 77
                lp__,accept_stat__,stepsize__,treedepth__,n_leapfrog__,divergent__,energy__,mu,a.1.1,a.2.1,a.1.2,a.2.2
                -9,0,0,0,0,0,0,9,9,9,9,9
                # Adaptation terminated
                -9,0,0,0,0,0,0,9,9,9,9,9
                -1.5,0.9,0.25,3,7,0,2.5,{chain},11,21,12,22
                -inf,nan,0.25,3,7,1,2.5,-1e-3,11.5,21.5,12.5,22.5
                #
                #  Elapsed Time: 0.1 seconds (Warm-up)
                """.ReplaceLineEndings("\n"));
        }

        var posterior = Posterior.Load(Path.Combine(folder, "out.csv"));
        Assert.Equal(["mu", "a"], posterior.Names);
        Assert.Equal([1.0, -1e-3, 2.0, -1e-3], posterior["mu"].ToArray());
        Assert.Equal(Shape.Of(2, 2, 2, 2), posterior["a"].Shape);
        Assert.Equal([11.0, 12.0, 21.0, 22.0, 11.5, 12.5, 21.5, 22.5], posterior["a"].ToArray()[..8]);
        Assert.Equal([0.0, 1.0, 0.0, 1.0], posterior.Statistic(SamplerStatistics.Divergent).ToTensor().ToArray());
        Assert.Equal(double.NegativeInfinity, posterior.Statistic(SamplerStatistics.LogDensity).ToTensor().ToArray()[1]);
        Assert.Equal(new Provenance { Sampler = null, Seed = 77, Warmup = 2, MaxTreeDepth = 11 }, posterior.Provenance);
        Same.Assert(posterior, Posterior.LoadCsv(Path.Combine(folder, "out_1.csv"), Path.Combine(folder, "out_2.csv")));
    });

    [Fact]
    public void Stan_finds_its_columns_in_our_files() => Checkout.InFolder(folder =>
    {
        Examples.Whole().Save(Path.Combine(folder, "fit.csv"));
        Assert.Equal(["fit_1.csv", "fit_2.csv", "fit_3.csv"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        string[] lines = [.. File.ReadLines(Path.Combine(folder, "fit_2.csv")).Where(l => !l.StartsWith('#'))];
        Assert.Equal(41, lines.Length);
        Assert.StartsWith(
            "lp__,accept_stat__,stepsize__,treedepth__,n_leapfrog__,divergent__,energy__,mu,theta.1,theta.2,theta.3,theta.4,covariance.1.1,covariance.2.1,covariance.1.2,covariance.2.2,covariance.1.3,covariance.2.3,",
            lines[0],
            StringComparison.Ordinal);
        var covariance = Examples.Whole()["covariance"].ToArray();
        Assert.Equal(covariance[(40 * 6) + 3], double.Parse(lines[1].Split(',')[13], System.Globalization.CultureInfo.InvariantCulture));     // element [1, 0] of the second chain
        new Posterior([Examples.Seeded("mu", Shape.Scalar, 1, 5, 1)]).Save(Path.Combine(folder, "fit.csv"));
        Assert.Equal(["fit_1.csv"], Directory.GetFiles(folder).Select(Path.GetFileName));
    });

    [Theory]
    [InlineData("a[0],a[1],chain", "1,2,0\n3,4,1\n", 2)]
    [InlineData("a[1],a[2],.chain,.iteration,.draw", "1,2,1,1,1\n3,4,2,1,2\n", 2)]
    [InlineData("a.1,a.2", "1,2\n3,4\n", 1)]
    public void Columns_say_what_they_hold_where_nothing_else_does(string header, string rows, int chains)
    {
        var names = header.Split(',');
        double[][] numbers = [.. rows.Trim().Split('\n').Select(r => r.Split(',').Select(Values.Number).ToArray())];
        var posterior = DrawTable.Read([.. names.Select((name, i) => (name, numbers.Select(r => r[i]).ToArray()))], null, "table");
        Assert.Equal(Shape.Of(chains, 2 / chains, 2), posterior["a"].Shape);
        Assert.Equal([1.0, 2.0, 3.0, 4.0], posterior["a"].ToArray());
    }

    [Theory]
    [InlineData("a[0],a[2]", "do not fill a shape")]
    [InlineData("a[0],a[1,1]", "different numbers of indices")]
    [InlineData("a[1],a[01]", "has two columns")]
    public void Columns_that_are_no_array_are_refused(string header, string part)
    {
        var error = Assert.Throws<PosteriorFileException>(() => ColumnNames.Grouped(header.Replace("],", "];", StringComparison.Ordinal).Split(';'), "table"));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fit.nc")]
    [InlineData("fit.arrow")]
    [InlineData("fit.parquet")]
    public void A_file_that_is_cut_off_is_refused(string name) => Checkout.InFolder(folder =>
    {
        var path = Path.Combine(folder, name);
        Examples.Whole().Save(path);
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 3)]);
        Assert.Throws<PosteriorFileException>(() => Posterior.Load(path));
    });
}
