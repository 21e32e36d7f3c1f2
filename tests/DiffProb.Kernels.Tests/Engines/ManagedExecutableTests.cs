using System.Collections.Concurrent;

namespace DiffProb;

/// <summary>One executable, many runs.</summary>
public sealed class ManagedExecutableTests
{
    private static readonly Tensor X = Tensor.Parameter("x", Shape.Of(5000));

    // Broadcasting, views, reductions, indices and products, on buffers large enough to be pooled.
    private static Tensor Program
    {
        get
        {
            var rows = X.Reshape(50, 100);
            var centred = rows - rows.Mean(1).Unsqueeze(1);
            var covariance = centred.MatMul(centred.Transpose()) / 100.0;
            return covariance.Diagonal().Sqrt().CumSum(0).Gather(Tensor.Of([49L, 0L])).Sum() + rows.LogSumExp(0).Sum();
        }
    }

    [Fact]
    public void Eight_threads_run_it_at_once_and_get_their_own_answers()
    {
        var executable = new ManagedEngine(2, 256).Compile([Program, Gradient.Of(Program, X)[0]], [X]);
        var inputs = Enumerable.Range(0, 8).Select(t => Tensor.Of(X.Shape, [.. Enumerable.Range(0, 5000).Select(i => Math.Sin(i * (t + 1.0)))])).ToArray();
        var alone = Array.ConvertAll(inputs, x => executable.Run(Bindings.Empty.With("x", x)).Select(v => v.ToArray()).ToArray());
        Assert.Equal(8, alone.Select(a => a[0][0]).Distinct().Count());

        var failures = new ConcurrentBag<Exception>();
        var threads = Enumerable.Range(0, 8).Select(t => new Thread(() =>
        {
            if (Record.Exception(() => Repeat(executable, inputs[t], alone[t])) is { } failure)
            {
                failures.Add(failure);
            }
        })).ToArray();
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        Assert.Empty(failures);
    }

    private static void Repeat(Executable executable, Tensor input, double[][] expected)
    {
        for (var run = 0; run < 50; run++)
        {
            var values = executable.Run(Bindings.Empty.With("x", input));
            Assert.Equal(expected[0], values[0].ToArray());
            Assert.Equal(expected[1], values[1].ToArray());
        }
    }

    [Fact]
    public void Results_are_not_overwritten_by_later_runs()
    {
        var executable = ManagedEngine.Default.Compile([X.Exp()], [X]);
        var first = executable.Run(Bindings.Empty.With("x", Tensor.Zeros(X.Shape)))[0];
        executable.Run(Bindings.Empty.With("x", Tensor.Ones(X.Shape)));
        Assert.Equal(1.0, first.ToArray()[4999]);
    }

    [Fact]
    public void A_result_has_the_axes_of_its_expression_even_where_it_is_constant_along_them()
    {
        var axis = new Axis("particles", 3, AxisRole.Particle);
        var box = Tensor.Parameter("p", Shape.Of(3)).ToAxis(axis).MagicBox();
        var value = ManagedEngine.Default.Compile([box], [Tensor.Parameter("p", Shape.Of(3))]).Run(Bindings.Empty.With("p", Tensor.Vector(1, 2, 3)))[0];
        Assert.Equal(Axes.Of(axis), value.Axes);
        Assert.Equal([1.0, 1.0, 1.0], value.FromAxis(axis).ToArray());
    }

    [Fact]
    public void Values_are_bound_in_the_type_of_the_leaf()
    {
        var x = Tensor.Parameter("x", Shape.Of(2), DType.Float32);
        var result = ManagedEngine.Default.Compile([x * 2.0], [x]).Run(Bindings.Empty.With("x", Tensor.Of([1L, 2L])))[0];
        Assert.Equal(DType.Float32, result.DType);
        Assert.Equal([2.0, 4.0], result.ToArray());
    }

    [Fact]
    public void A_value_is_computed_when_it_is_bound_and_not_at_each_run()
    {
        var calls = 0;
        var value = TensorFunction.Of("f", Shape.Of(2), v =>
        {
            calls++;
            return [v[0], v[0]];
        }).Apply(1.0);
        var x = Tensor.Parameter("x", Shape.Of(2));
        var (executable, bindings) = (ManagedEngine.Default.Compile([x.Exp()], [x]), Bindings.Empty.With("x", value));
        executable.Run(bindings);
        executable.Run(bindings);
        Assert.Equal(1, calls);
        Assert.Throws<SymbolicValueException>(() => Bindings.Empty.With("y", x));
    }

    [Fact]
    public void Noise_depends_on_the_key_and_the_name_alone()
    {
        Tensor Noise(string name) => Tensor.Create(new Noise(NoiseLaw.StandardNormal, name, Shape.Of(4), Axes.None));
        double[] Draw(Tensor t, ulong seed) => ManagedEngine.Default.Compile([t], []).Run(Bindings.Empty.With(Key.FromSeed(seed)))[0].ToArray();
        Assert.Equal(Draw(Noise("a"), 1), Draw(Noise("a") + 0, 1));
        Assert.NotEqual(Draw(Noise("a"), 1), Draw(Noise("a"), 2));
        Assert.NotEqual(Draw(Noise("a"), 1), Draw(Noise("b"), 1));
        Assert.Equal(Draw(Noise("a"), 1), Draw(Noise("b") - Noise("b") + Noise("a"), 1), (x, y) => Math.Abs(x - y) < 1e-15);
    }

    [Fact]
    public void It_keeps_no_result()
    {
        var particles = new Axis("particle", 20_000, AxisRole.Particle);
        var draws = Tensor.Create(new Noise(NoiseLaw.StandardNormal, "z", Shape.Scalar, Axes.Of(particles)));
        foreach (var output in new[] { X.Exp(), draws.Exp() })
        {
            var executable = ManagedEngine.Default.Compile([output], [X]);
            var result = Dropped(executable);
            for (var i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            Assert.False(result.IsAlive);
            GC.KeepAlive(executable);
        }
    }

    [Fact]
    public void What_no_array_can_hold_is_refused_by_name()
    {
        var particles = new Axis("particle", 100_000_000, AxisRole.Particle);
        var wide = Tensor.Create(new Noise(NoiseLaw.StandardNormal, "z", Shape.Of(50), Axes.Of(particles)));
        var message = Assert.Throws<ShapeException>(() => ManagedEngine.Default.Compile([wide], []).Run(Bindings.Empty)).Message;
        Assert.Contains("Noise along {particle:100000000} of shape [50]: 5000000000 elements", message, StringComparison.Ordinal);
        Assert.Contains("rows:50", Assert.Throws<ShapeException>(() => Axes.Of(particles, new Axis("rows", 50, AxisRole.Plate))).Message, StringComparison.Ordinal);

        // In chunks it is no trouble.
        var mean = ManagedEngine.Default.Compile([wide.Sum().MeanOver(Axes.Of(particles))], []);
        Assert.Contains("chunks", mean.Explain(), StringComparison.Ordinal);
    }

    [Fact]
    public void It_explains_itself()
    {
        var text = ManagedEngine.Default.Compile([X.Sum()], [X]).Explain();
        Assert.Contains("managed engine", text, StringComparison.Ordinal);
        Assert.Contains("Sum Float64", text, StringComparison.Ordinal);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Dropped(Executable executable) =>
        new(((Constant)executable.Run(Bindings.Empty.With(((Parameter)X.Operation).Label, Tensor.Of(X.Shape, new double[X.Shape.Size])))[0].Operation).Storage);
}
