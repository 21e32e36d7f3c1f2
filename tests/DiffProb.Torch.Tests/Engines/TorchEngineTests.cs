using TorchSharp;

namespace DiffProb;

/// <summary>The engine as a whole: threads, memory, what it says of itself, and errors of a run.</summary>
public sealed class TorchEngineTests
{
    private static readonly Axis Particles = new("particles", 64, AxisRole.Particle);

    // A small variational objective: noise, a draw on the host, views, products, a choice and a derivative.
    private static readonly Tensor Loc = Tensor.Parameter("loc", Shape.Of(3));
    private static readonly Tensor Data = Tensor.Data("data", Shape.Of(5, 3));
    private static readonly Tensor[] Inputs = [Loc, Data];

    private static Tensor[] Outputs()
    {
        var z = Loc + Tensor.Create(new Noise(NoiseLaw.StandardNormal, "z", Shape.Of(3), Axes.Of(Particles)));
        var scale = Tensor.Create(new LogGammaDraw("scale", Axes.Of(Particles)), Loc.Exp()).Exp().Sum();
        var fit = Data.MatMul(z.Unsqueeze(-1)).Reshape(5);
        var cost = Tensor.Where(fit > 0.0, fit.Log1p(), fit.Square()).Sum() / (1.0 + scale);
        var mean = cost.MeanOver(Axes.Of(Particles));
        return [mean, .. Gradient.Of(mean, Loc)];
    }

    private static Bindings Bound(double loc) => Bindings.Empty
        .With("loc", Tensor.Vector(loc, 0.2, -0.1))
        .With("data", Tensor.Of(Shape.Of(5, 3), [.. Enumerable.Range(0, 15).Select(i => Math.Sin(i))]));

    [Fact]
    public void A_run_stops_between_two_operations_and_tells_how_much_is_done()
    {
        using var source = new CancellationTokenSource();
        var executable = TorchEngine.Cpu.Compile(Outputs(), Inputs);
        var told = new List<double>();
        var monitor = new RunMonitor(source.Token, part =>
        {
            told.Add(part);
            if (part >= 0.5)
            {
                source.Cancel();
            }
        });
        var expected = executable.Run(Bound(0.3))[0].ToDouble();
        Assert.Throws<OperationCanceledException>(() => executable.Run(Bound(0.3).With(monitor)));
        Assert.InRange(told[^1], 0.5, 0.6);
        Assert.Equal(expected, executable.Run(Bound(0.3))[0].ToDouble());
    }

    [Fact]
    public void Settings_name_an_engine_by_device_and_threads()
    {
        Assert.Same(TorchEngine.Cpu, TorchEngine.Named(null));
        Assert.Same(TorchEngine.Cpu, TorchEngine.Named("CPU"));
        Assert.Same(TorchEngine.Auto, TorchEngine.Named("auto"));
        var threads = TorchRuntime.Threads;
        try
        {
            Assert.Same(TorchEngine.Cpu, TorchEngine.Named("cpu", 1));
            Assert.Equal(1, TorchRuntime.Threads);
        }
        finally
        {
            TorchRuntime.Threads = threads;
        }
    }

    [Theory]
    [InlineData("gpu", "\"gpu\"", "\"cuda:1\"")]
    [InlineData("cuda:x", "\"cuda:x\"", "\"cpu\"")]
    [InlineData("cuda:-1", "\"cuda:-1\"", "\"cpu\"")]
    [InlineData("cuda:", "\"cuda:\"", "\"cpu\"")]
    [InlineData("", "\"\"", "\"cpu\"")]
    public void A_device_that_is_none_is_refused(string device, params string[] parts)
    {
        var message = Assert.Throws<DiffProbException>(() => TorchEngine.Named(device)).Message;
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Fact]
    public void Threads_of_auto_are_refused()
    {
        var message = Assert.Throws<DiffProbException>(() => TorchEngine.Named("auto", 2)).Message;
        Assert.Contains("Threads is 2", message, StringComparison.Ordinal);
        Assert.Contains("\"cpu\"", message, StringComparison.Ordinal);
    }

    /// <summary>Where there is no such device, the message of the engine itself is heard.</summary>
    [Fact]
    public void A_device_with_a_number_is_that_of_Cuda()
    {
        if (!TorchEngine.IsCudaAvailable)
        {
            Assert.Contains("TorchEngine.Cuda(3)", Assert.Throws<DiffProbException>(() => TorchEngine.Named("cuda:3")).Message, StringComparison.Ordinal);
            Assert.Contains("TorchEngine.Cuda(0)", Assert.Throws<DiffProbException>(() => TorchEngine.Named("cuda")).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_evaluator_gives_what_runs_give()
    {
        var executable = TorchEngine.Cpu.Compile(Outputs(), Inputs);
        var evaluator = executable.CreateEvaluator();
        Enumerable.Range(0, 15).Select(i => Math.Sin(i)).ToArray().CopyTo(evaluator.Input<double>("data"));
        for (var run = 0; run < 3; run++)
        {
            double[] loc = [0.3 * run, 0.2, -0.1];
            loc.CopyTo(evaluator.Input<double>("loc"));
            evaluator.Run(Key.FromSeed((ulong)run));
            var expected = executable.Run(Bound(0.3 * run).With(Key.FromSeed((ulong)run)));
            Assert.Equal(expected[0].ToDouble(), evaluator.Output<double>(0)[0]);
            Assert.Equal(expected[1].ToArray(), evaluator.Output<double>(1).ToArray());
        }
    }

    /// <summary>Arrays of this size come from a pool and go back to it: one output is there twice, and one is an input.</summary>
    [Fact]
    public void Large_results_are_written_to_arrays_of_their_own()
    {
        const int size = 5000;
        var x = Tensor.Parameter("x", Shape.Of(size));
        var evaluator = TorchEngine.Cpu.Compile([x * 3.0, x, x * 2.0, x * 2.0], [x]).CreateEvaluator();
        for (var run = 1; run <= 4; run++)
        {
            evaluator.Input<double>("x").Fill(run);
            evaluator.Run();
            foreach (var (index, factor) in new[] { (0, 3.0), (1, 1.0), (2, 2.0), (3, 2.0) })
            {
                Assert.Equal(Enumerable.Repeat(factor * run, size), evaluator.Output<double>(index).ToArray());
            }
        }
    }

    [Fact]
    public void Eight_threads_run_one_executable_and_each_gets_its_own_answer()
    {
        var expected = Enumerable.Range(0, 8).Select(i => ManagedEngine.Default.Compile(Outputs(), Inputs).Run(Bound(i)).Select(t => t.ToArray()).ToArray()).ToArray();
        var executable = TorchEngine.Cpu.Compile(Outputs(), Inputs);
        using var start = new Barrier(8);
        var failures = new Exception?[8];
        var threads = Enumerable.Range(0, 8).Select(i => new Thread(() =>
        {
            try
            {
                start.SignalAndWait();
                for (var repeat = 0; repeat < 20; repeat++)
                {
                    var actual = executable.Run(Bound(i));
                    for (var k = 0; k < actual.Count; k++)
                    {
                        Agreement.Assert(expected[i][k], actual[k].ToArray(), DType.Float64);
                    }
                }
            }
            catch (Exception e)
            {
                failures[i] = e;
            }
        })).ToArray();
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        Assert.All(failures, Assert.Null);
    }

    [Fact]
    public void A_thousand_runs_leave_no_tensor_behind()
    {
        var executable = TorchEngine.Cpu.Compile(Outputs(), Inputs);
        executable.Run(Bound(0));
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 1000; i++)
        {
            executable.Run(Bound(i));
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_run_that_fails_leaves_no_tensor_behind()
    {
        var x = Tensor.Parameter("x", Shape.Of(2, 2));
        var executable = TorchEngine.Cpu.Compile([(x + 1.0).Cholesky().Sum()], [x]);
        var before = 0L;
        for (var i = 0; i < 20; i++)
        {
            Assert.Throws<ValueException>(() => executable.Run(Bindings.Empty.With("x", Tensor.Matrix(new double[,] { { -3, 0 }, { 0, 1 } }))));
            before = i == 0 ? DisposeScopeManager.Statistics.ThreadTotalLiveCount : before;
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Every_intermediate_is_freed_at_its_last_use()
    {
        // A function of the user is called in the middle of the run, on its thread: it counts what is alive then.
        var alive = 0L;
        var count = TensorFunction.Of("count", Shape.Scalar, _ => [alive = DisposeScopeManager.Statistics.ThreadTotalLiveCount]);
        var x = Tensor.Parameter("x", Shape.Of(10));
        var y = Enumerable.Range(0, 200).Aggregate(x, (t, _) => (t.Sin() * 1.5) + x);
        var executable = TorchEngine.Cpu.Compile([count.Apply(y.Softplus()) + y.Sum()], [x]);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        executable.Run(Bindings.Empty.With("x", Tensor.Of(new double[10])));
        Assert.InRange(alive - before, 1, 3); // x, y and what the function is given
    }

    [Fact]
    public void An_executable_outlives_the_scope_in_which_it_was_compiled()
    {
        Executable executable;
        using (torch.NewDisposeScope())
        {
            executable = TorchEngine.Cpu.Compile([(Loc * Tensor.Vector(1, 2, 3)).Sum()], [Loc]);
        }

        Assert.Equal(6.0, executable.Run(Bindings.Empty.With("loc", Tensor.Vector(1, 1, 1)))[0].ToDouble());
    }

    [Fact]
    public void Draws_are_the_same_bits_on_both_engines()
    {
        Tensor[] draws =
        [
            Tensor.Create(new Noise(NoiseLaw.Uniform, "u", Shape.Of(3), Axes.Of(Particles))),
            Tensor.Create(new Noise(NoiseLaw.StandardNormal, "n", Shape.Of(3), Axes.Of(Particles))),
            Tensor.Create(new LogGammaDraw("g", Axes.Of(Particles)), Tensor.Vector(0.3, 1, 20)),
            Tensor.Create(new PoissonDraw("p", Axes.Of(Particles)), Tensor.Vector(0.3, 1, 20)),
        ];
        var bound = Bindings.Empty.With(Key.FromSeed(5));
        var (managed, torch) = (ManagedEngine.Default.Compile(draws, []).Run(bound), TorchEngine.Cpu.Compile(draws, []).Run(bound));
        Assert.All(managed.Zip(torch), pair => Assert.True(((Constant)pair.First.Operation).Storage.BitEquals(((Constant)pair.Second.Operation).Storage)));
    }

    [Fact]
    public void Explain_names_every_node_that_is_computed_on_the_host_and_why()
    {
        var text = TorchEngine.Cpu.Compile(Outputs(), Inputs).Explain();
        Assert.StartsWith("torch cpu\n", text, StringComparison.Ordinal);
        Assert.Contains("MatMul Float64 {particles:64} [5, 1] on cpu", text, StringComparison.Ordinal);
        Assert.Contains("LogGammaDraw Float64 {particles:64} [3] on host: random numbers are those of the managed engine, bit for bit", text, StringComparison.Ordinal);
        Assert.Contains("GammaPathDerivative Float64 {particles:64} [3] on host: libtorch lacks it in log space", text, StringComparison.Ordinal);
        Assert.Contains("parameter \"loc\" Float64 {} [3] on host: bound at each run", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exp Float64 {} [3] on host", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Threads_are_set_by_nobody_but_the_user()
    {
        var before = torch.get_num_threads();
        TorchEngine.Cpu.Compile(Outputs(), Inputs).Run(Bound(0));
        Assert.Equal(before, TorchRuntime.Threads);
        Assert.Throws<ArgumentOutOfRangeException>(() => TorchRuntime.Threads = 0);
    }

    [Fact]
    public void Operations_on_the_host_keep_to_the_threads_that_are_set()
    {
        var threads = new System.Collections.Concurrent.ConcurrentDictionary<int, bool>();
        var slow = TensorFunction.Of("slow", Shape.Of(1), x =>
        {
            threads[Environment.CurrentManagedThreadId] = true;
            Thread.SpinWait(1000);
            return [x[0]];
        });
        var particles = Axes.Of(new Axis("particles", 50_000, AxisRole.Particle));
        var executable = TorchEngine.Cpu.Compile([slow.Apply(Tensor.Create(new Noise(NoiseLaw.StandardNormal, "z", Shape.Of(1), particles))).SumOver(particles)], []);
        var before = TorchRuntime.Threads;
        try
        {
            TorchRuntime.Threads = 1;
            executable.Run(Bindings.Empty);
            Assert.Equal([Environment.CurrentManagedThreadId], threads.Keys);
            TorchRuntime.Threads = 2;
            executable.Run(Bindings.Empty);
            Assert.True(threads.Count > 1, "One thread did it all.");
        }
        finally
        {
            TorchRuntime.Threads = before;
        }
    }

    [Fact]
    public void Global_settings_of_TorchSharp_stay_as_they_were()
    {
        TorchEngine.Cpu.Compile(Outputs(), Inputs).Run(Bound(0));
        Assert.Equal(torch.ScalarType.Float32, torch.get_default_dtype());
        Assert.True(torch.is_grad_enabled());
        Assert.False(torch.is_inference_mode_enabled());
    }

    [Fact]
    public void An_output_may_be_an_input_a_constant_or_another_output()
    {
        var x = Tensor.Parameter("x", Shape.Of(2));
        var constant = Tensor.Vector(3, 4);
        var values = TorchEngine.Cpu.Compile([x, constant, x, x.BroadcastTo(Shape.Of(2, 2)), -x], [x]).Run(Bindings.Empty.With("x", Tensor.Vector(1, 2)));
        Assert.Equal([[1, 2], [3, 4], [1, 2], [1, 2, 1, 2], [-1, -2]], values.Select(v => v.ToArray()));
    }

    [Fact]
    public void Bound_numbers_are_not_written_to()
    {
        var x = Tensor.Parameter("x", Shape.Of(3));
        var bound = Tensor.Vector(1, -2, 3);
        TorchEngine.Cpu.Compile([x.Abs().Clamp(0.5, 2.0).Sum(), x.Sign(), x.CumSum(0, true)], [x]).Run(Bindings.Empty.With("x", bound));
        Assert.Equal([1, -2, 3], bound.ToArray());
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-1)]
    public void An_index_outside_is_the_error_of_the_managed_engine(int index)
    {
        var at = Tensor.Data("at", Shape.Of(3), DType.Int64);
        var x = Tensor.Parameter("x", Shape.Of(5));
        Tensor[] outputs = [x.Gather(at), Tensor.Create(new ScatterAdd(0, 5), at.Cast(DType.Float64), at), at.OneHot(5), x.TakeAlong(at), Tensor.Create(new AddAlong(0, 5), at.Cast(DType.Float64), at)];
        var bound = Bindings.Empty.With("at", Tensor.Of([0L, index, 1])).With("x", Tensor.Of(new double[5]));
        foreach (var output in outputs)
        {
            var expected = Assert.Throws<ValueException>(() => ManagedEngine.Default.Compile([output], [at, x]).Run(bound)).Message;
            Assert.Equal(expected, Assert.Throws<ValueException>(() => TorchEngine.Cpu.Compile([output], [at, x]).Run(bound)).Message);
        }
    }

    [Fact]
    public void Matrices_that_cannot_be_factored_are_the_errors_of_the_managed_engine()
    {
        var x = Tensor.Parameter("x", Shape.Of(2, 2, 2));
        var bound = Bindings.Empty.With("x", Tensor.Of(Shape.Of(2, 2, 2), 1, 0, 0, 1, 1, 2, 2, 4));
        foreach (var output in new[] { x.Cholesky(), x.Solve(Tensor.Vector(1, 1)), x.Inverse() })
        {
            var expected = Assert.Throws<ValueException>(() => ManagedEngine.Default.Compile([output], [x]).Run(bound)).Message;
            Assert.Equal(expected, Assert.Throws<ValueException>(() => TorchEngine.Cpu.Compile([output], [x]).Run(bound)).Message);
        }
    }

    [Fact]
    public void The_example_of_the_page_on_gpus_runs()
    {
        var x = Tensor.Data("x", Shape.Of(2, 2));
        var engine = TorchEngine.IsCudaAvailable ? TorchEngine.Cuda(0) : TorchEngine.Cpu;
        var executable = engine.Compile([x.MatMul(x).Sum()], [x]);
        var sum = executable.Run(Bindings.Empty.With("x", new double[,] { { 1, 2 }, { 3, 4 } }))[0].ToDouble();
        Assert.Equal(54.0, sum);
    }

    [Fact]
    public void A_missing_input_is_an_error_of_compiling_and_a_missing_value_one_of_running()
    {
        Assert.Contains("\"data\"", Assert.Throws<DiffProbException>(() => TorchEngine.Cpu.Compile(Outputs(), [Loc])).Message, StringComparison.Ordinal);
        var executable = TorchEngine.Cpu.Compile(Outputs(), Inputs);
        Assert.Contains("\"loc\"", Assert.Throws<DiffProbException>(() => executable.Run(Bindings.Empty.With("data", Tensor.Zeros(Shape.Of(5, 3))))).Message, StringComparison.Ordinal);
    }
}
