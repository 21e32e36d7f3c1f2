namespace DiffProb;

/// <summary>Graphs along very many particles, or rows of a plate, run in chunks. Along coupled copies they run whole, with the same noise: the numbers must agree.</summary>
public sealed class StreamingTests
{
    private static readonly Tensor Loc = Tensor.Parameter("loc", Shape.Scalar);
    private static readonly Tensor Weights = Tensor.Parameter("weights", Shape.Of(3));
    private static readonly Axis Rows = new("rows", 5, AxisRole.Plate);

    private static readonly Bindings Values = Bindings.Empty.With("loc", 0.3).With("weights", Tensor.Vector(0.5, -1.0, 2.0));

    /// <summary>What is computed, for an axis of particles or its stand-in.</summary>
    private static readonly Dictionary<string, Func<Axis, Tensor[]>> Graphs = new()
    {
        ["a mean"] = axis => [(Normal(axis) + Loc).Exp().MeanOver(Axes.Of(axis))],
        ["uniforms from both ends of a block"] = axis => [Uniform(axis, Shape.Of(3)).Square().Sum().SumOver(Axes.Of(axis))],
        ["each against the mean of the others"] = axis => Scored(axis),
        ["a spread around a mean of means"] = axis =>
        {
            var x = Normal(axis) * Loc;
            var centered = x - x.MeanOver(Axes.Of(axis));
            var scaled = centered / centered.Square().MeanOver(Axes.Of(axis)).Sqrt();
            return [(scaled.Square() * scaled).MeanOver(Axes.Of(axis)), scaled.Tanh().SumOver(Axes.Of(axis))];
        },
        ["rows of a plate"] = axis =>
        {
            var z = Tensor.Create(new Noise(NoiseLaw.StandardNormal, "z", Shape.Of(3), Axes.Of(axis, Rows)));
            var cost = ((z * Weights).Sum() + Loc).Sigmoid();
            return [cost.SumOver(Axes.Of(Rows)).Square().MeanOver(Axes.Of(axis)), cost.SumOver(Axes.Of(axis)), cost.SumOver(Axes.Of(axis, Rows))];
        },
        ["draws with shared and with own parameters"] = axis =>
        {
            var shape = Loc.Exp() * 3.0;
            var draw = Tensor.Create(new LogGammaDraw("g", Axes.Of(axis)), shape);
            var own = Tensor.Create(new LogGammaDraw("h", Axes.Of(axis)), Normal(axis).Exp());
            var cost = (draw.Exp() * own.Sigmoid()).MeanOver(Axes.Of(axis));
            return [cost, .. Gradient.Of(cost, Loc)];
        },
        ["shares of each particle"] = axis =>
        {
            var cost = ((Normal(axis) + Loc) * Weights).Cos().Sum().MeanOver(Axes.Of(axis));
            var shares = Gradient.PerElement(cost, [Loc, Weights], axis);
            return [.. shares.Select(s => (s - (s.SumOver(Axes.Of(axis)) * (1.0 / axis.Size))).Square().SumOver(Axes.Of(axis)))];
        },
        ["running sums, which need them all"] = axis =>
        {
            var running = Normal(axis).FromAxis(axis).CumSum(0);
            return [(running.ToAxis(axis) * Normal(axis)).MeanOver(Axes.Of(axis)), running.Max()];
        },
        ["results along the axis"] = axis => [Normal(axis) * Loc, (Normal(axis) * Loc).SumOver(Axes.Of(axis)), Normal(axis) * Loc * Weights],
        ["counts and truth values"] = axis =>
        {
            var above = Normal(axis) > Loc;
            return [above.SumOver(Axes.Of(axis)), Tensor.Where(above, Normal(axis), 0.0).Cast(DType.Float32).SumOver(Axes.Of(axis)), above.Cast(DType.Int64).SumOver(Axes.Of(axis))];
        },
        ["matrices of each particle"] = axis =>
        {
            var a = Tensor.Create(new Noise(NoiseLaw.StandardNormal, "a", Shape.Of(3, 3), Axes.Of(axis)));
            return [a.MatMul(Weights.Unsqueeze(1)).Sum().Tanh().MeanOver(Axes.Of(axis)), a.MatMul(a.Transpose()).SumOver(Axes.Of(axis))];
        },
        ["known numbers along the axis"] = axis =>
        {
            var known = Tensor.Of([.. Enumerable.Range(0, axis.Size).Select(i => Math.Sin(i))]).ToAxis(axis);
            return [(known * Normal(axis)).SumOver(Axes.Of(axis)), (known + Loc).Exp().SumOver(Axes.Of(axis))];
        },
        ["sums that a later pass needs again"] = axis =>
        {
            var cost = (Normal(axis) + Loc).Sin();
            var twice = (cost * 2.0) - Loc;
            return [((cost - cost.MeanOver(Axes.Of(axis))) * twice).MeanOver(Axes.Of(axis)), twice.Square().SumOver(Axes.Of(axis)), (-twice).Exp().MeanOver(Axes.Of(axis))];
        },
        ["nothing random"] = axis => [Loc.ExpandAlong(Axes.Of(axis)).SumOver(Axes.Of(axis)), Loc + 1.0],
    };

    public static TheoryData<string, int> Cases =>
        [.. from name in Graphs.Keys from size in new[] { 4096, 4097, 10_007, 65_536 } select new TheoryDataRow<string, int>(name, size)];

    public static TheoryData<string, AxisRole, int> Roles =>
        [.. from row in Cases from role in new[] { AxisRole.Particle, AxisRole.Plate } select new TheoryDataRow<string, AxisRole, int>(row.Data.Item1, role, row.Data.Item2)];

    [Theory]
    [MemberData(nameof(Roles))]
    public void Chunks_give_the_numbers_of_the_whole(string name, AxisRole role, int size)
    {
        var (chunks, whole) = (Run(name, role, size, 1), Run(name, AxisRole.Coupled, size, 1));
        Assert.Equal(whole.Length, chunks.Length);
        for (var i = 0; i < whole.Length; i++)
        {
            Assert.Equal(whole[i].Length, chunks[i].Length);
            for (var k = 0; k < whole[i].Length; k++)
            {
                // Sums of up to 3 * 65,536 numbers of size 1 in another order; Float32 has 1e-7.
                var bound = (name.StartsWith("counts", StringComparison.Ordinal) ? 1e-3 : 1e-9) * (1.0 + Math.Abs(whole[i][k]));
                Assert.True(Math.Abs(whole[i][k] - chunks[i][k]) <= bound, $"{i}[{k}]: {chunks[i][k]} is not {whole[i][k]}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Any_number_of_threads_gives_the_same_bits(string name, int size)
    {
        var (one, four) = (Run(name, AxisRole.Particle, size, 1), Run(name, AxisRole.Particle, size, 4));
        for (var i = 0; i < one.Length; i++)
        {
            Assert.Equal(one[i], four[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Compiled_chunks_have_the_bits_of_kernels(string name, int size)
    {
        var outputs = Outputs(name, AxisRole.Particle, size);
        double[][] With(int threads, Compilation compilation) =>
            Numbers(new ManagedEngine(threads).With(compilation).Compile(outputs, [Loc, Weights]));
        var expected = With(1, Compilation.Never);
        foreach (var actual in new[] { With(1, Compilation.AtOnce), With(4, Compilation.AtOnce), With(1, Compilation.WhenWorthwhile) })
        {
            for (var i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i], actual[i]);
            }
        }
    }

    [Fact]
    public void It_says_what_runs_in_chunks()
    {
        var text = Compile("each against the mean of the others", AxisRole.Particle, 10_007, 1).Explain();
        Assert.Contains("3 chunks of 4096 along particle:10007", text, StringComparison.Ordinal);
        Assert.DoesNotContain("chunks", Compile("a mean", AxisRole.Particle, 4096, 1).Explain(), StringComparison.Ordinal);
        Assert.DoesNotContain("chunks", Compile("a mean", AxisRole.Coupled, 10_007, 1).Explain(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_plate_below_one_particle_runs_in_chunks()
    {
        var (one, two) = (new Axis("particle", 1, AxisRole.Particle), new Axis("particle", 2, AxisRole.Particle));
        var rows = new Axis("a", 10_007, AxisRole.Plate);
        Assert.Contains("3 chunks of 4096 along a:10007", Of(one).Explain(), StringComparison.Ordinal);
        Assert.Contains("2 chunks of 1 along particle:2", Of(two).Explain(), StringComparison.Ordinal);

        // Of the same numbers: element i of the plate is element i of the noise.
        var (sum, alone) = (Numbers(Of(one))[0][0], Run("known numbers along the axis", AxisRole.Coupled, 10_007, 1)[0][0]);
        Assert.Equal(alone, sum, 1e-9 * Math.Abs(alone));

        Executable Of(Axis particle)
        {
            var known = Tensor.Of([.. Enumerable.Range(0, rows.Size).Select(i => Math.Sin(i))]).ToAxis(rows);
            var noise = Tensor.Create(new Noise(NoiseLaw.StandardNormal, "x", Shape.Scalar, Axes.Of(particle, rows)));
            return new ManagedEngine(1).Compile([(known * noise).SumOver(Axes.Of(particle, rows)) + (Loc - Loc)], [Loc, Weights]);
        }
    }

    [Fact]
    public void Data_along_a_plate_are_not_copied()
    {
        const int size = 1 << 20;
        var rows = new Axis("a", size, AxisRole.Plate);
        var known = Tensor.Of([.. Enumerable.Range(0, size).Select(i => Math.Sin(i))]).ToAxis(rows);
        var executable = new ManagedEngine(1).Compile([(known + Loc).Exp().SumOver(Axes.Of(rows)), known.FromAxis(rows).CumSum(0).Max() + Loc], [Loc, Weights]);
        executable.Run(Values);
        executable.Run(Values);
        var before = GC.GetAllocatedBytesForCurrentThread();
        executable.Run(Values);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, size);
    }

    /// <summary>Sixty-seven million particles, two passes: 537 MB a node as a whole.</summary>
    [Fact]
    public void Memory_does_not_grow_with_the_particles()
    {
        const int size = 1 << 26;
        var executable = Compile("each against the mean of the others", AxisRole.Particle, size, 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var mean = ((Constant)executable.Run(Values)[0].Operation).Storage.ToDoubles()[0];
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 30_000_000);

        // E (z + 0.3)² = 1.09, with a standard error of 1.5 / 8192.
        Assert.Equal(1.09, mean, 0.001);
    }

    private static Tensor Normal(Axis axis) => Tensor.Create(new Noise(NoiseLaw.StandardNormal, "x", Shape.Scalar, Axes.Of(axis)));

    private static Tensor Uniform(Axis axis, Shape shape) => Tensor.Create(new Noise(NoiseLaw.Uniform, "u", shape, Axes.Of(axis)));

    private static Tensor[] Scored(Axis axis)
    {
        var noise = Normal(axis);
        var cost = (noise + Loc).Square();
        var baseline = (cost.SumOver(Axes.Of(axis)) - cost) * (1.0 / (axis.Size - 1));
        return [cost.MeanOver(Axes.Of(axis)), ((cost - baseline) * noise).MeanOver(Axes.Of(axis))];
    }

    private static Executable Compile(string name, AxisRole role, int size, int threads) =>
        new ManagedEngine(threads).Compile(Outputs(name, role, size), [Loc, Weights]);

    private static Tensor[] Outputs(string name, AxisRole role, int size) => Graphs[name](new Axis(role == AxisRole.Particle ? "particle" : "a", size, role));

    private static double[][] Run(string name, AxisRole role, int size, int threads) => Numbers(Compile(name, role, size, threads));

    private static double[][] Numbers(Executable executable)
    {
        executable.Run(Values.With(Key.FromSeed(1)));
        return [.. executable.Run(Values).Select(t => ((Constant)t.Operation).Storage.ToDoubles())];
    }
}
