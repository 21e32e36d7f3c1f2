using DiffProb;
using static DiffProb.Prob;

namespace CSharpTests.Runs;

/// <summary>Parameters in files, and fits that go on from a checkpoint, in C#.</summary>
public sealed class CheckpointTests
{
    private static Prob<Tensor> Program =>
        from l in Param("l", new[] { 0.3, -0.2 })
        from s in Param("s", 0.7, Support.Positive)
        from x in Sample("x", new Normal(l.Sum(), s))
        from b in Sample("b", new Bernoulli(logits: l.Select(0, 0) + x)).Via(Estimator.Score(Baseline.MovingAverage(0.9)))
        select (b * (1.0 + x)) + (l - 1.0).Square().Sum() + s;

    private static OptimizationBuilder<Tensor> Basis => Program.Minimize().Using(Optimizer.Adam(0.05)).Schedule(Schedule.Cosine).Steps(17).Particles(20).Seed(3);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_fit_goes_on_from_each_checkpoint_in_the_same_bits(int threads)
    {
        var basis = Basis.Particles(600).On(new ManagedEngine(threads, 16));
        var whole = basis.Run();
        var seen = new List<Checkpoint>();
        SameBits(whole, basis.Checkpoints(seen.Add, every: 5).Run());
        Assert.Equal([5, 10, 15, 17], seen.Select(c => c.Step));
        Assert.All(seen, checkpoint =>
        {
            using var stream = new MemoryStream();
            checkpoint.Save(stream);
            stream.Position = 0;
            SameBits(whole, basis.ResumeFrom(Checkpoint.Load(stream)).Run());
        });
        SameBits(Program.Maximize().Steps(9).Run(), Program.Maximize().Steps(9).ResumeFrom(Program.Maximize().Steps(4).Run().Checkpoint).Run());
    }

    [Fact]
    public void A_canceled_fit_goes_on_from_its_file()
    {
        using var folder = new Folder();
        var path = Path.Combine(folder.Path, "fit.safetensors");
        using var source = new CancellationTokenSource();
        var stopped = Basis.Checkpoints(path, every: 4).Progress(new Listener<OptimizationProgress>(p =>
        {
            if (p.Step == 10)
            {
                source.Cancel();
            }
        })).Run(source.Token);
        Assert.True(stopped.IsCanceled);
        Assert.Equal(10, Checkpoint.Load(path).Step);
        SameBits(Basis.Run(), Basis.ResumeFrom(Checkpoint.Load(path)).Run());
        SameBits(Basis.Run(), Basis.ResumeFrom(stopped.Checkpoint).Run());
    }

    [Fact]
    public void Parameters_of_a_file_are_where_runs_start()
    {
        using var folder = new Folder();
        var path = Path.Combine(folder.Path, "fit.json");
        var fit = Basis.Run();
        fit.Values.Save(path);
        var read = NamedTensors.Load(path);
        Judge.SameBits(Program.Estimate().With("l", fit["l"]).With("s", fit["s"]).Gradient(), Program.Estimate().With(read).Gradient());
        Assert.Equal(Basis.With("l", fit["l"]).With("s", fit["s"]).Run().History, Basis.With(read).Run().History);
        Judge.SameBits(Program.Estimate().With(fit.Values.With("s", 2.0)).Gradient(), Program.Estimate().With("l", 0.0).With(read).With("s", 2.0).Gradient());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var fit = Basis.Run();
        Judge.Refuses(() => Basis.ResumeFrom(fit.Checkpoint).Seed(4).Run(), "seed is 3, but here it is 4", "With(checkpoint.Parameters)");
        Judge.Refuses(() => Basis.ResumeFrom(fit.Checkpoint).Using(Optimizer.Sgd(0.05)).Run(), "optimizer is Adam 0.05", "SGD 0.05");
        Judge.Refuses(() => Basis.ResumeFrom(fit.Checkpoint).Steps(20).Run(), "17 steps in all", "20");
        Judge.Refuses(() => Basis.With(new NamedTensors([])).Run(), "lacks: \"l\", \"s\"");
        Judge.Refuses(() => Program.Estimate().With(fit.Values.With("t", 1.0)).Value(), "does not have: \"t\"");
        Judge.Refuses(() => Basis.Checkpoints("x.safetensors", 0), "every must be at least 1");
        Judge.Refuses(() => Basis.Checkpoints("no/such/x.safetensors", 10), "folder does not exist");
        Judge.Refuses(() => Basis.Checkpoints("x.bin", 10), "\"x.bin\"", ".safetensors");
        Assert.Equal("listener", Assert.Throws<ArgumentNullException>(() => Basis.Checkpoints((Action<Checkpoint>)null!, 1)).ParamName);
        Assert.Equal("checkpoint", Assert.Throws<ArgumentNullException>(() => Basis.ResumeFrom(null!)).ParamName);
        Assert.Equal("parameters", Assert.Throws<ArgumentNullException>(() => Basis.With(null!)).ParamName);
    }

    private static void SameBits(Fit a, Fit b)
    {
        Assert.Equal(a.History.Select(BitConverter.DoubleToInt64Bits), b.History.Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(a.Parameters, b.Parameters);
        Assert.All(a.Parameters, name => Assert.Equal(a[name].ToArray().Select(BitConverter.DoubleToInt64Bits), b[name].ToArray().Select(BitConverter.DoubleToInt64Bits)));
    }

    private sealed class Folder : IDisposable
    {
        internal string Path { get; } = Directory.CreateTempSubdirectory("diffprob-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
