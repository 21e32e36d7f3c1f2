using TorchSharp;
using static DiffProb.Prob;
using static TorchSharp.torch.nn;

namespace DiffProb;

/// <summary>Parameters of a module train with those of the program, are saved, resumed and put back; nothing is left behind, and the module is as it was.</summary>
public sealed class ModuleTrainingTests : IDisposable
{
    private static readonly Tensor X = Tensor.Of(Shape.Of(6, 3), [.. Enumerable.Range(0, 18).Select(i => Math.Sin(i))]);
    private static readonly Tensor Y = Tensor.Of(Shape.Of(6, 2), [.. Enumerable.Range(0, 12).Select(i => Math.Cos(2 * i))]);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("diffprob-");
    private readonly torch.nn.Module<torch.Tensor, torch.Tensor> net = Networks.TwoLayers();

    public void Dispose() => folder.Delete(recursive: true);

    private TorchModule Taken => TorchModule.Of("net", net, Shape.Of(3));

    // A noisy regression: a site before the module, and a parameter of the program beside those of the module.
    private static Prob<Tensor> Regression(Func<ModelTrace, Tensor, Tensor> network) => Model(m =>
    {
        var spread = m.Param("spread", -1.0);
        return m.Plate("row", X, Y, (x, y) =>
        {
            var z = m.Sample("z", new Normal(x, spread.Exp()));
            m.Cost("miss", (network(m, z) - y).Square().Sum());
            return z;
        }).Sum() * 0.01;
    });

    private static OptimizationBuilder<Tensor> Fit(ITensorModule module, int steps) =>
        Regression((m, x) => m.Through(module, x)).Minimize().Using(Optimizer.Adam(0.05)).Steps(steps).Particles(4).Seed(7);

    /// <summary>The same network as an expression, with parameters of the same names.</summary>
    private Prob<Tensor> Expression()
    {
        var initial = Taken.Parameters;
        return Regression((m, x) => Networks.TwoLayers(initial.ToDictionary(p => p.Key, p => m.Param($"net.{p.Key}", p.Value)), x));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_fit_is_that_of_the_network_as_an_expression(bool isTorch)
    {
        IEngine engine = isTorch ? TorchEngine.Cpu : ManagedEngine.Default;
        var mine = Fit(Taken, 60).On(engine).Run(TestContext.Current.CancellationToken);
        var theirs = Expression().Minimize().Using(Optimizer.Adam(0.05)).Steps(60).Particles(4).Seed(7).Run(TestContext.Current.CancellationToken);
        Assert.Equal(["spread", "net.0.weight", "net.0.bias", "net.2.weight", "net.2.bias"], mine.Values.Keys);
        Assert.True(mine.History[^1] < 0.8 * mine.History[0], "It did not learn.");
        Assert.All(mine.History.Zip(theirs.History), p => Assert.Equal(p.Second, p.First, 1e-8));
        Assert.All(mine.Values, p => Assert.All(p.Value.ToArray().Zip(theirs[p.Key].ToArray()), v => Assert.Equal(v.Second, v.First, 1e-8)));
    }

    [Fact]
    public void An_estimate_has_the_gradient_and_standard_error_of_the_network_as_an_expression()
    {
        var mine = Regression((m, x) => m.Through(Taken, x)).Estimate().Particles(40).Seed(2).Gradient();
        var theirs = Expression().Estimate().Particles(40).Seed(2).Gradient();
        Assert.Equal(theirs.Plan.Entries.Select(e => e.Estimator.Name), mine.Plan.Entries.Select(e => e.Estimator.Name));
        foreach (var name in theirs.Parameters)
        {
            Assert.All(mine[name].ToArray().Zip(theirs[name].ToArray()), p => Assert.Equal(p.Second, p.First, 1e-9));
            Assert.All(mine.StandardError(name).ToArray().Zip(theirs.StandardError(name).ToArray()), p => Assert.Equal(p.Second, p.First, 1e-9));
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_one_does_not()
    {
        var first = Fit(Taken, 20).On(TorchEngine.Cpu).Run(TestContext.Current.CancellationToken);
        var second = Fit(Taken, 20).On(TorchEngine.Cpu).Run(TestContext.Current.CancellationToken);
        Assert.Equal(first.History, second.History);
        Assert.All(first.Values, p => Assert.Equal(p.Value.ToArray(), second[p.Key].ToArray()));
        Assert.NotEqual(first.History, Fit(Taken, 20).On(TorchEngine.Cpu).Seed(8).Run(TestContext.Current.CancellationToken).History);
    }

    [Fact]
    public void A_fit_goes_on_from_a_file_in_the_same_bits()
    {
        var path = Path.Combine(folder.FullName, "state.safetensors");
        Fit(Taken, 12).Checkpoints(path, 6).Run(TestContext.Current.CancellationToken);
        var resumed = Fit(Taken, 30).ResumeFrom(Checkpoint.Load(path)).Run(TestContext.Current.CancellationToken);
        var whole = Fit(Taken, 30).Run(TestContext.Current.CancellationToken);
        Assert.Equal(whole.History, resumed.History);
        Assert.All(whole.Values, p => Assert.Equal(p.Value.ToArray(), resumed[p.Key].ToArray()));
    }

    [Fact]
    public void Values_are_saved_loaded_and_put_into_the_module()
    {
        var taken = Taken;
        var fit = Fit(taken, 10).Run(TestContext.Current.CancellationToken);
        var path = Path.Combine(folder.FullName, "net.safetensors");
        fit.Values.Save(path);
        var values = NamedTensors.Load(path);
        taken.Load(values);
        using var scope = torch.NewDisposeScope();
        Assert.All(net.named_parameters(), p => Assert.Equal(fit[$"net.{p.name}"].ToArray(), Transfer.ToDoubles(p.parameter)));
        Assert.All(net.parameters(), p => Assert.True(p.requires_grad));

        // And the module computes with them what the program does.
        var expected = Transfer.ToDoubles(net.forward(torch.tensor(X.ToArray()).reshape(6, 3)));
        var own = taken.Parameters.Keys.ToDictionary(n => n, n => values[$"net.{n}"]);
        Assert.All(expected.Zip(taken.Apply(own, X).ToArray()), p => Assert.Equal(p.First, p.Second, 1e-14));
    }

    [Fact]
    public void A_module_in_a_scope_has_names_in_it()
    {
        var taken = Taken;
        var program = Scope("model", Through(taken, X).Select(r => (r - Y).Square().Sum()));
        var fit = program.Minimize().Steps(5).Particles(1).Run(TestContext.Current.CancellationToken);
        Assert.Equal("model/net.0.weight", fit.Values.Keys.First());
        taken.Load(fit.Values, "model/");
        using var scope = torch.NewDisposeScope();
        Assert.All(net.named_parameters(), p => Assert.Equal(fit[$"model/net.{p.name}"].ToArray(), Transfer.ToDoubles(p.parameter)));
    }

    [Fact]
    public void A_module_that_comes_twice_has_one_set_of_parameters()
    {
        var taken = Taken;
        var fit = (from a in Through(taken, X) from b in Through(taken, 2.0 * X) select (a - b).Square().Sum() + (a - Y).Square().Sum())
            .Minimize().Steps(2).Particles(1).Run(TestContext.Current.CancellationToken);
        Assert.Equal(4, fit.Values.Count);
    }

    [Fact]
    public void A_run_leaves_the_module_and_what_the_user_collected_in_it_as_they_were()
    {
        using var scope = torch.NewDisposeScope();
        net.forward(torch.tensor(X.ToArray()).reshape(6, 3)).sum().backward();
        var gradients = net.parameters().Select(p => Transfer.ToDoubles(p.grad!)).ToArray();
        var values = net.parameters().Select(Transfer.ToDoubles).ToArray();
        foreach (var engine in new IEngine[] { ManagedEngine.Default, TorchEngine.Cpu })
        {
            Fit(Taken, 5).On(engine).Run(TestContext.Current.CancellationToken);
        }

        Assert.Equal(values, net.parameters().Select(Transfer.ToDoubles));
        Assert.Equal(gradients, net.parameters().Select(p => Transfer.ToDoubles(p.grad!)));
        Assert.True(torch.is_grad_enabled());
        Assert.False(torch.is_inference_mode_enabled());

        // And it is a module like any other: the next backward adds to them.
        net.forward(torch.tensor(X.ToArray()).reshape(6, 3)).sum().backward();
        Assert.All(net.parameters().Zip(gradients), p => Assert.Equal(p.Second.Select(g => 2.0 * g), Transfer.ToDoubles(p.First.grad!)));
    }

    [Fact]
    public void A_run_that_fails_leaves_the_module_as_it_was()
    {
        var fails = false;
        var inner = Networks.TwoLayers();
        var failing = Sequential(inner, new Function(x => fails ? throw new InvalidOperationException("no luck") : x.neg()));
        var taken = TorchModule.Of("net", failing, Shape.Of(3));
        var values = inner.parameters().Select(Transfer.ToDoubles).ToArray();
        fails = true;
        var other = taken.Parameters.ToDictionary(p => p.Key, p => p.Value + 1.0);
        Assert.Contains("no luck", Assert.ThrowsAny<DiffProbException>(() => taken.Apply(other, X).ToArray()).Message, StringComparison.Ordinal);
        Assert.Equal(values, inner.parameters().Select(Transfer.ToDoubles));
        fails = false;
        Assert.Equal(12, taken.Apply(other, X).ToArray().Length);
    }

    [Fact]
    public void Ten_thousand_steps_leave_no_tensor_behind()
    {
        var small = TorchModule.Of("small", Networks.TwoLayers(2, 2, 1), Shape.Of(2));
        var program = Model(m =>
        {
            var z = m.Sample("z", new Normal(m.Param("a", new[] { 0.1, 0.2 }), 1.0));
            return m.Through(small, z).Square().Sum();
        });
        var alive = new List<long>();
        var listener = new Listener(step =>
        {
            if (step % 2000 == 1000)
            {
                alive.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            }
        });
        program.Minimize().Steps(10_000).Particles(2).On(TorchEngine.Cpu).Progress(listener).Run(TestContext.Current.CancellationToken);
        Assert.Equal(5, alive.Count);
        Assert.All(alive, a => Assert.Equal(alive[0], a));
    }

    /// <summary>A value, and its derivatives in the input and in the parameters: three calls, whatever the engine, however many particles.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void All_particles_are_one_batch(bool isTorch)
    {
        var batches = new List<long>();
        var counting = Sequential(new Function(x =>
        {
            batches.Add(x.shape[0]);
            return x.neg();
        }), Linear(3, 1));
        var taken = TorchModule.Of("net", counting, Shape.Of(3));
        var program = Model(m => m.Through(taken, m.Sample("z", new Normal(m.Param("loc", new double[3]), 1.0))).Sum());
        batches.Clear();
        program.Minimize().Steps(1).Particles(20_000).On(isTorch ? TorchEngine.Cpu : ManagedEngine.Default).Run(TestContext.Current.CancellationToken);
        Assert.Equal([20_000, 20_000, 20_000], batches);
    }

    [Fact]
    public void Eight_threads_run_two_modules_that_are_one_with_values_of_their_own()
    {
        var (first, second) = (Taken, TorchModule.Of("again", Sequential(net), Shape.Of(3)));
        var expected = Enumerable.Range(0, 8).Select(i => Networks.TwoLayers(Values(i), X).ToArray()).ToArray();
        using var start = new Barrier(8);
        var failures = new Exception?[8];
        var threads = Enumerable.Range(0, 8).Select(i => new Thread(() =>
        {
            try
            {
                start.SignalAndWait();
                for (var repeat = 0; repeat < 20; repeat++)
                {
                    var (module, prefix) = (i + repeat) % 2 == 0 ? (first, "") : (second, "0.");
                    Agreement.Assert(expected[i], module.Apply(Values(i).ToDictionary(p => prefix + p.Key, p => p.Value), X + (0.0 * repeat)).ToArray(), DType.Float64);
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

        Dictionary<string, Tensor> Values(int i) => first.Parameters.ToDictionary(p => p.Key, p => p.Value * (1.0 + i));
    }

    [Fact]
    public void In_single_precision_a_fit_is_near_the_one_in_double()
    {
        var low = Fit(Taken, 20).Precision(DType.Float32).On(TorchEngine.Cpu).Run(TestContext.Current.CancellationToken);
        var high = Fit(Taken, 20).Run(TestContext.Current.CancellationToken);
        Assert.NotEqual(high.History, low.History);
        Assert.All(high.History.Zip(low.History), p => Assert.Equal(p.First, p.Second, 1e-3));
    }

    private sealed class Listener(Action<int> step) : IProgress<OptimizationProgress>
    {
        public void Report(OptimizationProgress value) => step(value.Step);
    }
}
