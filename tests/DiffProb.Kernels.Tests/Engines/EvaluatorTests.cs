namespace DiffProb;

/// <summary>One evaluator, many runs.</summary>
public sealed class EvaluatorTests
{
    private static readonly Tensor X = Tensor.Parameter("x", Shape.Of(3));
    private static readonly Tensor Count = Tensor.Data("n", Shape.Scalar, DType.Int64);
    private static readonly Tensor Value = (X.Exp() * Count.Cast(DType.Float64)).Sum();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void It_gives_what_a_run_gives(int compilation)
    {
        var executable = new ManagedEngine(1).With((Compilation)compilation).Compile([Value, .. Gradient.Of(Value, X), X, X > 0.0], [X, Count]);
        var evaluator = executable.CreateEvaluator();
        for (var run = 0; run < 40; run++)
        {
            double[] x = [0.1 * run, -1.0, 2.0 / (run + 1)];
            x.CopyTo(evaluator.Input<double>("x"));
            evaluator.Input<long>("n")[0] = run;
            evaluator.Run();
            var expected = executable.Run(Bindings.Empty.With("x", Tensor.Vector(x)).With("n", Tensor.Of([(long)run]).Reshape()));
            Assert.Equal(expected[0].ToArray(), evaluator.Output<double>(0).ToArray());
            Assert.Equal(expected[1].ToArray(), evaluator.Output<double>(1).ToArray());
            Assert.Equal(x, evaluator.Output<double>(2).ToArray());
            Assert.Equal([run > 0 ? (byte)1 : (byte)0, 0, 1], evaluator.Output<byte>(3).ToArray());
        }
    }

    /// <summary>Once its loops are compiled: small arrays and large ones, loops and kernels.</summary>
    [Fact]
    public void A_run_allocates_nothing()
    {
        var large = Tensor.Parameter("large", Shape.Of(50, 30));
        var products = large.MatMul(Tensor.Of(Shape.Of(30, 1), [.. Enumerable.Range(0, 30).Select(i => 0.1 * i)])).Exp();
        var executable = new ManagedEngine(1).With(Compilation.AtOnce).Compile([Value, .. Gradient.Of(Value, X), products, products.Sum()], [X, Count, large]);
        var evaluator = executable.CreateEvaluator();
        for (var run = 0; run < 40; run++)
        {
            evaluator.Run();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var run = 0; run < 100; run++)
        {
            evaluator.Run();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(50.0, evaluator.Output<double>(3)[0]);
    }

    [Fact]
    public void An_operation_without_a_value_leaves_nothing_to_read_and_the_next_run_is_whole()
    {
        var matrix = Tensor.Parameter("a", Shape.Of(2, 2));
        var evaluator = new ManagedEngine(1).With(Compilation.AtOnce).Compile([matrix.Cholesky() + 1.0], [matrix]).CreateEvaluator();
        double[] good = [4.0, 2.0, 2.0, 3.0];
        good.CopyTo(evaluator.Input<double>("a"));
        evaluator.Run();
        evaluator.Input<double>("a")[0] = -1.0;
        Assert.Throws<ValueException>(evaluator.Run);
        Assert.Contains("run", Assert.ThrowsAny<DiffProbException>(() => evaluator.Output<double>(0).Length).Message, StringComparison.OrdinalIgnoreCase);
        evaluator.Input<double>("a")[0] = 4.0;
        evaluator.Run();
        Assert.Equal([3.0, 1.0, 2.0, 1.0 + Math.Sqrt(2.0)], evaluator.Output<double>(0).ToArray());
    }

    [Fact]
    public void Large_outputs_are_used_again_and_results_of_runs_are_not()
    {
        var large = Tensor.Parameter("large", Shape.Of(3000));
        var executable = ManagedEngine.Default.Compile([large.Exp(), large.Exp(), large], [large]);
        var evaluator = executable.CreateEvaluator();
        var run = executable.Run(Bindings.Empty.With("large", Tensor.Zeros(large.Shape)));
        for (var i = 0; i < 3; i++)
        {
            evaluator.Input<double>("large").Fill(i);
            evaluator.Run();
            Assert.Equal(Math.Exp(i), evaluator.Output<double>(0)[2999], 1e-15 * Math.Exp(i));
            Assert.Equal(evaluator.Output<double>(0).ToArray(), evaluator.Output<double>(1).ToArray());
            Assert.Equal(i, evaluator.Output<double>(2)[7]);
        }

        Assert.Equal(1.0, run[0].ToArray()[2999]);
        Assert.Equal(0.0, run[2].ToArray()[0]);
    }

    [Fact]
    public void Each_key_draws_its_own_numbers_and_always_the_same()
    {
        var noise = Tensor.Create(new Noise(NoiseLaw.StandardNormal, "z", Shape.Of(5), Axes.None)) + X.Sum();
        var evaluator = ManagedEngine.Default.Compile([noise], [X]).CreateEvaluator();
        double[] Of(ulong seed)
        {
            evaluator.Run(Key.FromSeed(seed));
            return evaluator.Output<double>(0).ToArray();
        }

        Assert.Equal(Of(1), Of(1));
        Assert.NotEqual(Of(1), Of(2));
    }
}
