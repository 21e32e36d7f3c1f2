namespace DiffProb;

/// <summary>A run that is followed: it stops between chunks and nodes, tells how much is done, and gives the same bits.</summary>
public sealed class RunMonitorTests
{
    private static readonly Tensor Loc = Tensor.Parameter("loc", Shape.Scalar);

    private static readonly Bindings Values = Bindings.Empty.With("loc", 0.3);

    // Two passes: one for the mean, one against it.
    private static Executable Spread(int particles, int threads)
    {
        var axis = Axes.Of(new Axis("particle", particles, AxisRole.Particle));
        var x = Tensor.Create(new Noise(NoiseLaw.StandardNormal, "x", Shape.Scalar, axis)) * Loc;
        return new ManagedEngine(threads).Compile([(x - x.MeanOver(axis)).Square().MeanOver(axis)], [Loc]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_run_of_a_hundred_million_particles_stops_within_a_chunk(int threads)
    {
        using var source = new CancellationTokenSource();
        var told = new List<double>();
        var monitor = new RunMonitor(source.Token, part =>
        {
            lock (told)
            {
                told.Add(part);
            }

            source.Cancel();
        });
        var stopped = Assert.Throws<OperationCanceledException>(() => Spread(100_000_000, threads).Run(Values.With(monitor)));
        Assert.Equal(source.Token, stopped.CancellationToken);

        // Each thread may finish the chunk that it is in, and tells nothing of the next hundredth.
        Assert.Equal(0.01, Assert.Single(told), 0.001);
    }

    [Fact]
    public void A_token_alone_stops_a_run_before_its_first_node()
    {
        var calls = 0;
        var f = TensorFunction.Of("f", Shape.Scalar, x =>
        {
            calls++;
            return [x[0]];
        });
        var executable = ManagedEngine.Default.Compile([f.Apply(Loc)], [Loc]);
        Assert.Throws<OperationCanceledException>(() => executable.Run(Values.With(new CancellationToken(canceled: true))));
        Assert.Equal(0, calls);
        Assert.Equal(0.3, executable.Run(Values.With(CancellationToken.None))[0].ToDouble());
        Assert.Equal(1, calls);
    }

    /// <summary>Node by node as kernels, and as compiled loops with a function between them.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_without_chunks_stops_between_two_nodes(bool isCompiled)
    {
        using var source = new CancellationTokenSource();
        var later = 0;
        var first = TensorFunction.Of("first", Shape.Scalar, x =>
        {
            source.Cancel();
            return [x[0]];
        });
        var second = TensorFunction.Of("second", Shape.Scalar, x =>
        {
            later++;
            return [x[0]];
        });
        var engine = new ManagedEngine(1).With(isCompiled ? Compilation.AtOnce : Compilation.Never);
        var executable = engine.Compile([second.Apply((first.Apply(Loc) + 1.0).Exp() * 2.0)], [Loc]);
        Assert.Throws<OperationCanceledException>(() => executable.Run(Values.With(source.Token)));
        Assert.Equal(0, later);
        Assert.Equal(2.0 * Math.Exp(1.3), executable.Run(Values)[0].ToDouble(), 1e-12);
        Assert.Equal(1, later);
    }

    [Fact]
    public void What_is_stopped_leaves_nothing_behind()
    {
        var executable = Spread(1_000_000, 2);
        var expected = executable.Run(Values)[0].ToDouble();
        for (var hundredth = 1; hundredth < 100; hundredth += 33)
        {
            using var source = new CancellationTokenSource();
            var until = hundredth / 100.0;
            var monitor = new RunMonitor(source.Token, part =>
            {
                if (part >= until)
                {
                    source.Cancel();
                }
            });
            Assert.Throws<OperationCanceledException>(() => executable.Run(Values.With(monitor)));
            Assert.Equal(expected, executable.Run(Values)[0].ToDouble());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Each_hundredth_is_told_once_and_bits_do_not_change(int threads)
    {
        var told = new List<double>();
        var monitor = new RunMonitor(default, part =>
        {
            lock (told)
            {
                told.Add(part);
            }
        });
        var executable = Spread(1_000_000, threads);
        Assert.Equal(executable.Run(Values)[0].ToDouble(), executable.Run(Values.With(monitor))[0].ToDouble());
        Assert.Equal(Enumerable.Range(1, 100), told.Order().Select(part => (int)Math.Floor((100 * part) + 1e-9)));
    }

    [Fact]
    public void Bindings_keep_who_follows()
    {
        var canceled = Bindings.Empty.With(new CancellationToken(canceled: true)).With("loc", 0.3).With(Key.FromSeed(2));
        Assert.Throws<OperationCanceledException>(() => Spread(1000, 1).Run(canceled));
    }
}
