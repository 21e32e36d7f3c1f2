namespace DiffProb;

/// <summary>Graphs of several operations, compiled and by kernels: to the bit.</summary>
public sealed class CompiledLoopTests
{
    private static readonly Tensor Long = Tensor.Parameter("long", Shape.Of(40));
    private static readonly Tensor Short = Tensor.Parameter("short", Shape.Of(6));

    private static readonly Bindings Values = Bindings.Empty
        .With("long", Tensor.Of([.. Enumerable.Range(0, 40).Select(i => Math.Sin(i + 1.0))]))
        .With("short", Tensor.Vector(0.3, -1.2, 2.0, 0.7, -0.4, 1.1));

    /// <summary>Slices are read where they lie: of inputs, of what loops write, and of what stays in lanes.</summary>
    private static readonly Dictionary<string, Tensor[]> Graphs = new()
    {
        ["slices of inputs"] = [(Long.Slice(0, 3, 27) * Long.Slice(0, 10, 34)).Exp(), Short.Slice(0, 1, 5) + Long.Slice(0, 30, 34), Short.Select(0, 4) * Long],
        ["slices of a loop"] = Sliced(Long.Exp()),
        ["slices of lanes"] =
        [
            (Short.Exp().Slice(0, 2, 5) * 3.0) - Short.Slice(0, 0, 3), Short.Exp().Select(0, 5) + Short.Select(0, 1).Sin(), Short.Sin().Slice(0, 1, 4).Sum(),
        ],
        ["slices of truth values"] = [Tensor.Where((Long > 0.1).Slice(0, 5, 25), Long.Slice(0, 0, 20), 2.0), Tensor.Where((Short > 0.0).Slice(0, 1, 4), 1.0, 0.0)],
        ["slices of Float32"] = Sliced(Long.Cast(DType.Float32).Exp()),
        ["slices of whole numbers"] = [((Long > 0.0).Cast(DType.Int64) + Tensor.Of([3L])).Slice(0, 4, 31).Cast(DType.Float64) * 0.5],
        ["rows and columns"] = [((Long.Reshape(5, 8) * Long.Slice(0, 8, 16)) + Long.Slice(0, 1, 6).Unsqueeze(1)).Tanh().LogSumExp(1), Long.Reshape(5, 8).Sum(0) * Short.Select(0, 0)],
        ["sums of a loop"] = [Long.Exp().Sum() * 2.0, (Long.Sin() * Long.Exp()).Sum(), Long.Cos(), Long.Square().Sum()],
        ["sums of ends"] = [.. new[] { 9, 16, 17, 23, 24, 31, 32, 33, 39 }.Select(n => (Long.Slice(0, 0, n) * 1.5).Exp().Sum())],
        ["sums of slices"] = [Long.Exp().Slice(0, 3, 30).Sum(), Long.Exp().Slice(0, 0, 32).Sum(), Long.Exp().Reshape(4, 10).Sum()],
        ["numbers for each of a row"] = [.. Repeated(Long), .. Repeated(Long.Exp())],
        ["whole numbers for each of a row"] = [((Long.Slice(0, 0, 4) > 0.0).Cast(DType.Int64).Unsqueeze(1) + (Long.Reshape(4, 10) > 0.5).Cast(DType.Int64)).Cast(DType.Float64)],
        ["gradients through slices"] = [.. Gradient.Of((Long.Slice(0, 2, 20).Exp() * Long.Slice(0, 20, 38)).Sum() + Short.Slice(0, 1, 3).Square().Sum(), [Long, Short])],
    };

    public static TheoryData<string> Names => [.. Graphs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Compiled_it_has_the_bits_of_kernels(string name) => AssertSameBits(new ManagedEngine(1), Graphs[name], [Long, Short], Values);

    /// <summary>Long loops are shared by threads in blocks, the last of which may end within a vector.</summary>
    [Theory]
    [InlineData(1000)]
    [InlineData(1003)] // 17 · 59
    [InlineData(4096)]
    public void Loops_that_threads_share_have_the_bits_of_kernels(int size)
    {
        var x = Tensor.Parameter("x", Shape.Of(size));
        Tensor[] outputs = [((x.Exp() * 2.0) + x).Sigmoid(), (x > 0.1) & (x.Sin() < 0.5), Tensor.Where(x > 0.0, x, x.Cast(DType.Float32).Cast(DType.Float64)), .. InRows(x, size)];
        var values = Bindings.Empty.With("x", Tensor.Of([.. Enumerable.Range(0, size).Select(i => Math.Sin(i + 1.0))]));
        var compiled = AssertSameBits(new ManagedEngine(3, 16), outputs, [x], values);
        Assert.Contains("in blocks over threads", compiled.Explain(), StringComparison.Ordinal);
    }

    // One number for each row.
    private static Tensor[] InRows(Tensor x, int size)
    {
        var rows = size == 1003 ? 17 : 8;
        return [x.Reshape(rows, size / rows).Exp() - x.Slice(0, 0, rows).Unsqueeze(1)];
    }

    public static TheoryData<int, int> Rows => new()
    {
        { 5, 16 }, { 7, 24 }, { 3, 64 }, { 9, 17 }, { 4, 20 }, { 6, 23 }, { 2, 33 }, { 40, 100 },
    };

    /// <summary>Loops go row by row where a row is shared, a number belongs to each, or sums are of rows or over them.</summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public void Loops_over_rows_have_the_bits_of_kernels(int rows, int length)
    {
        var (x, row, ofEach) = (Tensor.Parameter("x", Shape.Of(rows, length)), Tensor.Parameter("row", Shape.Of(length + 1)), Tensor.Parameter("of each", Shape.Of(rows, 1)));
        var shared = row.Slice(0, 1, length + 1);
        var values = Bindings.Empty
            .With("x", Tensor.Of(Shape.Of(rows, length), Waves(rows * length, 1.0)))
            .With("row", Tensor.Of(Waves(length + 1, 0.7)))
            .With("of each", Tensor.Of(Shape.Of(rows, 1), Waves(rows, 1.3)));
        var y = (x.Sin() * shared) + ofEach;
        Dictionary<string, Tensor[]> graphs = new()
        {
            ["a shared row"] = [(x * shared).Exp()],
            ["a shared row and numbers of each"] = [y, (y * ofEach).Tanh()],
            ["sums of each row"] = [y.Sum(1), (x * shared).Sum(1)],
            ["sums over the rows"] = [(x - ofEach).Exp().Sum(0), y.Sum(0)],
            ["all sums"] = [y.Sum(0), y.Sum(1), y.Sum(), x.Cos().Sum()],
            ["sums go on"] = [(x * shared).Sum(1).Sigmoid() - ofEach.Reshape(rows), (x.Exp().Sum(0) * shared).Sum()],
            ["truth values and Float32"] = [Tensor.Where(x > shared, x, ofEach).Sum(1), (x.Cast(DType.Float32) * shared.Cast(DType.Float32)).Exp(), Tensor.Where((shared > 0.0).BroadcastTo(x.Shape), x, 0.0).Sum(0)],
            ["rows of two lengths"] = [(x * shared).Sum(1), (x.Reshape(rows * length) * 2.0).Reshape(length, rows).Sum(0), (x.Reshape(length, rows).Exp() + ofEach.Reshape(rows)).Sum(1)],
            ["gradients"] = [.. Gradient.Of(((x * shared).Sum(1).Sigmoid() * ofEach.Reshape(rows)).Sum(), [x, row, ofEach])],
        };
        foreach (var (name, outputs) in graphs)
        {
            var compiled = AssertSameBits(new ManagedEngine(1), outputs, [x, row, ofEach], values);
            Assert.True(name == "rows of two lengths" || compiled.Explain().Contains($"in rows of {length}", StringComparison.Ordinal), $"{name}:\n{compiled.Explain()}");
        }
    }

    [Fact]
    public void Sums_of_rows_and_over_them_are_formed_in_the_loop_that_needs_no_copy()
    {
        var (x, w) = (Tensor.Parameter("x", Shape.Of(100, 20)), Tensor.Parameter("w", Shape.Of(20)));
        var executable = new ManagedEngine(1).With(Compilation.AtOnce).Compile([(x * w).Sum(1), (x + w).Exp().Sum(0)], [x, w]);
        Assert.Contains("2000 elements in rows of 20 of", executable.Explain(), StringComparison.Ordinal);
        Assert.Contains("and a sum of each row and a sum over the rows, 2 arrays read", executable.Explain(), StringComparison.Ordinal);
        Assert.DoesNotContain("fold", executable.Explain(), StringComparison.Ordinal);
        Assert.DoesNotContain("copies", executable.Explain(), StringComparison.Ordinal);
    }

    private static double[] Waves(int count, double speed) => [.. Enumerable.Range(0, count).Select(i => Math.Sin((i + 1.0) * speed))];

    [Fact]
    public void Derivatives_of_digamma_are_in_loops_up_to_the_third()
    {
        for (var order = 0; order <= 4; order++)
        {
            var node = Short.Polygamma(order);
            Assert.Equal(order <= 3, ((Elementwise)node.Operation).Lanes(node) is not null);
        }
    }

    private static Tensor[] Repeated(Tensor x) =>
    [
        .. new[] { 2, 4, 5 }.Select(rows => x.Slice(0, 1, rows + 1).Unsqueeze(1) * Long.Reshape(rows, 40 / rows).Sin()),
        x.Slice(0, 30, 33).Unsqueeze(1) + Long.Slice(0, 0, 27).Reshape(3, 9).Sin(),
        x.Slice(0, 0, 1).Exp().BroadcastTo(Shape.Of(1, 40)) + Long,
    ];

    private static Tensor[] Sliced(Tensor x) => [(x.Slice(0, 3, 7) * 2.0) + x.Slice(0, 33, 37), (x.Slice(0, 8, 29) - x.Select(0, 39)).Sin(), x.Sin() * x.Select(0, 2)];

    private static Executable AssertSameBits(ManagedEngine engine, Tensor[] outputs, Tensor[] inputs, Bindings values)
    {
        var compiled = engine.With(Compilation.AtOnce).Compile(outputs, inputs);
        var expected = engine.With(Compilation.Never).Compile(outputs, inputs).Run(values);
        for (var run = 0; run < 2; run++)
        {
            var actual = compiled.Run(values);
            for (var i = 0; i < outputs.Length; i++)
            {
                Assert.Equal(((Constant)expected[i].Operation).Storage.ToDoubles(), ((Constant)actual[i].Operation).Storage.ToDoubles());
            }
        }

        return compiled;
    }
}
