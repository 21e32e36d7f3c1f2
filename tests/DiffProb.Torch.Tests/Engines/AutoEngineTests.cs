namespace DiffProb;

/// <summary>The engine that chooses: what it counts, what it chooses by given rates, and what it says.</summary>
public sealed class AutoEngineTests
{
    private static readonly Axis Particles = new("particles", 10, AxisRole.Particle);

    // An engine that is fast at matrices and slow to call, and the other way round.
    private static readonly EngineRates Plain = new(1e-10, 1e-10, 1e-9, 1e-7);
    private static readonly EngineRates Large = new(1e-11, 1e-11, 1e-9, 5e-6);

    [Fact]
    public void Multiplications_are_counted_along_leading_dimensions_and_axes()
    {
        var noise = Tensor.Create(new Noise(NoiseLaw.StandardNormal, "z", Shape.Of(3, 4), Axes.Of(Particles)));
        var right = Tensor.Parameter("w", Shape.Of(7, 4, 5));
        Assert.Equal(new GraphWork(2.0 * 10 * 7 * 3 * 4 * 5, 0, 10 * 3 * 4, 2), Work(noise.MatMul(right)));
    }

    [Fact]
    public void Factors_and_solutions_are_counted_by_their_leading_terms()
    {
        var (a, b) = (Tensor.Parameter("a", Shape.Of(5, 6, 6)), Tensor.Parameter("b", Shape.Of(6, 2)));
        Assert.Equal(5 * 72.0, Work(a.Cholesky()).FactorFlops);
        Assert.Equal(5 * 144.0, Work(a.LogDet()).FactorFlops);
        Assert.Equal(5 * (144.0 + 144.0), Work(a.Solve(b)).FactorFlops);
        Assert.Equal(5 * 72.0, Work(a.TriangularSolve(b)).FactorFlops);
        Assert.Equal(0.0, Work(Tensor.Parameter("n", Shape.Of(5, 0, 0)).LogDet()).FactorFlops);
    }

    [Fact]
    public void Many_flops_go_to_libtorch_where_it_is_faster_at_them_and_many_operations_do_not()
    {
        var auto = new AutoEngine(() => (Plain, Large));
        var (engine, why) = auto.Choose(new(1e8, 0, 0, 10));
        Assert.Same(TorchEngine.Cpu, engine);
        Assert.Contains("auto: torch cpu; estimated time of a run: managed 10.001 ms, torch cpu 1.05 ms", why, StringComparison.Ordinal);
        Assert.Contains("100 Mflop of matrix products: managed 10 ms, torch cpu 1 ms", why, StringComparison.Ordinal);

        Assert.Same(ManagedEngine.Default, auto.Choose(new(1e8, 0, 0, 10_000)).Engine);
        Assert.Same(ManagedEngine.Default, new AutoEngine(() => (Large, Plain)).Choose(new(1e8, 0, 0, 10)).Engine);
        Assert.Same(ManagedEngine.Default, new AutoEngine(() => (Plain, Plain)).Choose(new(1e8, 0, 0, 10)).Engine);
    }

    [Fact]
    public void Small_graphs_run_managed_and_nothing_is_measured()
    {
        var x = Tensor.Parameter("x", Shape.Of(3, 3));
        var auto = new AutoEngine(() => throw new InvalidOperationException("measured"));
        var executable = auto.Compile([x.MatMul(x)], [x]);
        Assert.StartsWith("auto: managed, because matrix products and factors of 0 Mflop are fewer than 10 Mflop", executable.Explain(), StringComparison.Ordinal);
        var bindings = Bindings.Empty.With("x", new double[,] { { 1, 2, 3 }, { 4, 5, 6 }, { 7, 8, 10 } });
        Assert.Equal(ManagedEngine.Default.Compile([x.MatMul(x)], [x]).Run(bindings)[0].ToArray(), executable.Run(bindings)[0].ToArray());
    }

    [Fact]
    public void The_engine_that_was_chosen_runs_and_explains_itself()
    {
        var x = Tensor.Parameter("x", Shape.Of(200, 200));
        var bindings = Bindings.Empty.With("x", Tensor.Of(x.Shape, [.. Enumerable.Range(0, 200 * 200).Select(i => Math.Sin(i))]));
        var expected = ManagedEngine.Default.Compile([x.MatMul(x)], [x]).Run(bindings)[0].ToArray();
        var onTorch = new AutoEngine(() => (Plain, Large)).Compile([x.MatMul(x)], [x]);
        Assert.Contains("MatMul Float64 {} [200, 200] on cpu", onTorch.Explain(), StringComparison.Ordinal);
        Agreement.Assert(expected, onTorch.Run(bindings)[0].ToArray(), DType.Float64);
        Assert.Equal([x], onTorch.Inputs);
    }

    [Fact]
    public void Rates_are_measured_once_and_are_of_this_machine()
    {
        var measured = EngineRates.Measure(ManagedEngine.Default, TorchEngine.Cpu);
        Assert.All(measured, r => Assert.InRange(r.PerProductFlop, 1e-13, 1e-8));
        Assert.All(measured, r => Assert.InRange(r.PerFactorFlop, 1e-13, 1e-7));
        Assert.All(measured, r => Assert.InRange(r.PerElement, 1e-12, 1e-6));
        Assert.All(measured, r => Assert.InRange(r.PerOperation, 1e-9, 1e-2));

        var x = Tensor.Parameter("x", Shape.Of(200, 200));
        var (first, again) = (TorchEngine.Auto.Compile([x.MatMul(x)], [x]).Explain(), TorchEngine.Auto.Compile([x.MatMul(x)], [x]).Explain());
        Assert.Contains("16 Mflop of matrix products: managed ", first, StringComparison.Ordinal);
        Assert.Equal(first, again);
    }

    [Fact]
    public void A_program_runs_on_it()
    {
        Assert.Equal("auto", TorchEngine.Auto.Name);
        var program = Prob.Param("a", 1.0).Select(a => (a - 3.0).Square());
        Assert.Equal(4.0, program.Estimate().On(TorchEngine.Auto).Value().Mean);
    }

    private static GraphWork Work(Tensor output) =>
        GraphWork.Of(CompiledGraph.Of([output], [.. Topology.Sort(output).Where(t => t.Operation is Parameter)]));
}
