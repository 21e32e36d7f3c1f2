namespace DiffProb;

/// <summary>Graphs with rows of few numbers, unrolled: the numbers of the graph as it was, and the same bits however it runs.</summary>
public sealed class UnrollerTests
{
    private const int Rows = 100;

    private static readonly ManagedEngine Engine = new(1);
    private static readonly Axis Plate = new("row", Rows, AxisRole.Plate);
    private static readonly Axis Value = new("value", 3, AxisRole.Enumerated);
    private static readonly Tensor X = Tensor.Parameter("x", Shape.Of(Rows, 3));
    private static readonly Tensor Y = Tensor.Parameter("y", Shape.Of(Rows));
    private static readonly Tensor A = Tensor.Parameter("a", Shape.Of(3));
    private static readonly Tensor[] Inputs = [X, Y, A];

    private static readonly Tensor Index = Tensor.Of([.. Enumerable.Range(0, Rows).Select(i => (long)(i * 7 % 3))]);
    private static readonly Tensor InRows = X.ToAxis(Plate);
    private static readonly Tensor OfRow = Y.ToAxis(Plate);
    private static readonly Tensor OfValue = A.ToAxis(Value);
    private static readonly Tensor Square = Tensor.Matrix(new double[,] { { 1, 2, 3 }, { 4, 5, 6 }, { 7, 8, 9 } });
    private static readonly Tensor Noise = Tensor.Create(new Noise(NoiseLaw.StandardNormal, "z", Shape.Of(3), Axes.Of(Plate)));

    private static readonly Bindings Values = Numbers(i => Math.Sin(i + 1.0));

    /// <summary>Graphs of which a region is unrolled.</summary>
    private static readonly Dictionary<string, Tensor[]> Graphs = new()
    {
        ["a mixture"] = [Mixture(Y.Unsqueeze(1))],
        ["a mixture along a plate"] = [(A - (OfRow - A).Square()).LogSumExp(0).SumOver(Axes.Of(Plate))],
        ["a mixture over values"] = [(OfValue - (OfRow - OfValue).Square()).Exp().SumOver(Axes.Of(Value)).Log().SumOver(Axes.Of(Plate))],
        ["parts in the first dimension"] = [(A.Unsqueeze(1) - (Y - A.Unsqueeze(1)).Square()).LogSumExp(0).Sum()],
        ["parts in the middle"] = [((X.Transpose() * A.Unsqueeze(1)).Unsqueeze(1) + Tensor.Vector(0.1, 0.2, 0.3, 0.4).Unsqueeze(1)).Tanh().Sum(0).LogSumExp(0).Sum()],
        ["sums of everything"] = [(X * A).Sin().Sum(), (X * A).Cos().Mean()],
        ["sums of rows and of columns"] = [(X * A).Tanh().Sum(1), (X * A).Tanh().Sum(0), (X * A).Tanh()],
        ["numbers less their mean"] = [((X * A) - (X * A).Mean(0)).Square().Sum(1), (X - X.Mean(1).Unsqueeze(1)).Square().Sum()],
        ["shares"] = [(X * A).Softmax(1), ((X * A).LogSoftmax(1) * Y.Unsqueeze(1)).Sum()],
        ["weights of logarithms"] = [((X > 0.0).Cast(DType.Float64) * Y.Unsqueeze(1)).XLogY(A.Square() + 0.1).Sum(1)],
        ["largest"] = [(X * A).Max(1), (X + A).Min(1), (X * A).Sin().ArgMax(1)],
        ["running sums"] = [(X * A).CumSum(1).Sin().Sum(), (X * A).CumSum(1, reverse: true), (X * A).CumSum(0).Sin().Sum(1)],
        ["parts of rows"] = [((X * A).Slice(1, 0, 2) * (X * A).Slice(1, 1, 3)).Sum(1), (X * A).Select(1, 2).Exp(), (X * A).Slice(1, 0, 3, 2).Sum(1), (X * A).Slice(0, 3, 90).Sum(1)],
        ["longer rows"] = [Shapes.Concatenate([X * A, Y.Unsqueeze(1), X.Slice(1, 0, 2).Exp()], 1).LogSumExp(1).Sum(), Shapes.Concatenate([X * A, X + A]).Prod(1)],
        ["transposed"] = [(X.Transpose() * A.Unsqueeze(1)).Sin().LogSumExp(0).Sum(), (X * A).Transpose().Exp().Transpose().Sum(1)],
        ["reshaped"] = [((X * A).Reshape(4, 25, 3).Sin() + A).Sum(2).Exp().Sum(), (X * A).Unsqueeze(0).Sum(2)],
        ["repeated"] = [(Y.Unsqueeze(1).BroadcastTo(X.Shape).Exp() * A).Sum(1), A.Exp().BroadcastTo(X.Shape).Sum(1) * Y],
        ["along a plate"] = [(InRows * A).Sin().SumOver(Axes.Of(Plate)), (InRows * A).Sum(0).Exp().SumOver(Axes.Of(Plate)), (InRows + OfRow).LogSumExp(0).FromAxis(Plate)],
        ["from axes to dimensions"] = [(OfValue * OfRow).FromAxis(Value).LogSumExp(0).SumOver(Axes.Of(Plate)), (X * A).Transpose().ToAxis(Value).Exp().SumOver(Axes.Of(Value))],
        ["noise"] = [(Noise * A).Exp().Sum(0).Log().SumOver(Axes.Of(Plate))],
        ["truth values and whole numbers"] = [(X > A).Cast(DType.Int64).Sum(1), Tensor.Where(X > A, X, A).Sum(1), (X > A).Cast(DType.Int64).Sum(0)],
        ["choices"] = [(A.Exp().Gather(Index) * Y).Sum(), (A * OfRow).Gather(Index.ToAxis(Plate)).Sin().SumOver(Axes.Of(Plate)), A.Gather(Index.ToAxis(Plate))],
        ["indicators"] = [(Index.OneHot(3) * X * A).Sum(1), (Index.Unsqueeze(1).EqualTo(Tensor.Of([0L, 1L, 2L])) * A).Sum(1)],
        ["Float32"] = [(X.Cast(DType.Float32) * A.Cast(DType.Float32)).LogSumExp(1).Sum().Cast(DType.Float64)],
        ["two dimensions"] = [((X.Unsqueeze(2) + A) * OfValue).Sin().Sum(2).LogSumExp(1).SumOver(Axes.Of(Value))],
    };

    /// <summary>Graphs that have nothing to gain.</summary>
    private static readonly Dictionary<string, Tensor[]> Left = new()
    {
        ["no row is repeated or summed"] = [(X.Exp() * X).Tanh()],
        ["few rows"] = [(X.Slice(0, 0, 40) * A).LogSumExp(1)],
        ["long rows"] = [(X.Reshape(25, 12) * Tensor.Vector([.. Enumerable.Range(0, 12).Select(i => (double)i)])).LogSumExp(1)],
        ["what goes in and out is more"] = [(X.MatMul(Square) * A).Tanh().MatMul(Square)],
    };

    public static TheoryData<string> Names => [.. Graphs.Keys];

    public static TheoryData<string> NamesLeft => [.. Left.Keys];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_numbers_are_those_of_the_graph_as_it_was(string name)
    {
        AssertUnrolled(Graphs[name]);
        foreach (var outputs in Orders(Graphs[name]))
        {
            AssertSameNumbers(outputs, Values, 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void However_it_runs_it_has_the_same_bits(string name)
    {
        foreach (var outputs in Orders(Graphs[name]))
        {
            AssertSameBits(outputs);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Infinities_and_NaN_are_where_they_were(string name)
    {
        double[] odd = [0.0, -0.0, 1.0, double.PositiveInfinity, double.NegativeInfinity, double.NaN, -2.0, 1e300, -1e300, 5e-324];
        var random = new Random(7);
        var values = Numbers(_ => random.NextDouble() < 0.6 ? random.NextDouble() - 0.5 : odd[random.Next(odd.Length)]);
        AssertSameNumbers(Graphs[name], values, 1e-12);
        AssertSameNumbers(Graphs[name], Numbers(_ => double.NegativeInfinity), 1e-12);
    }

    [Theory]
    [MemberData(nameof(NamesLeft))]
    public void What_gains_nothing_is_left(string name)
    {
        var simplified = Simplifier.Simplify(Left[name]);
        Assert.Equal(simplified, Unroller.Unroll(simplified));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Random_graphs_have_the_numbers_that_they_had_and_one_set_of_bits(int seed)
    {
        var outputs = new RandomRows(seed, [X, Y.Unsqueeze(1), A, Index.Unsqueeze(1).Cast(DType.Float64)]).Outputs();
        Tensor[] all = [.. outputs, .. Gradient.Of(outputs.Aggregate(Tensor.Scalar(0.0), (sum, o) => sum + o.Sum()), Inputs)];
        AssertSameNumbers(all, Values, 1e-10);
        AssertSameBits(all);
    }

    [Fact]
    public void A_mixture_with_its_gradient_is_one_loop_without_copies()
    {
        var y = Tensor.Of([.. Enumerable.Range(0, 1000).Select(i => Math.Cos(i))]);
        var loss = Mixture(y.Unsqueeze(1));
        var loops = Engine.Compile([loss, .. Gradient.Of(loss, A)], [A]).Explain().Split('\n').Where(l => l.Contains("fused", StringComparison.Ordinal)).ToArray();
        var loop = Assert.Single(loops);
        Assert.Contains("1000 elements of", loop, StringComparison.Ordinal);
        Assert.DoesNotContain("copies", loop, StringComparison.Ordinal);
        Assert.DoesNotContain("folds", loop, StringComparison.Ordinal);
    }

    /// <summary>Of three terms: three exponentials for the sum, its shares, and those of the derivative.</summary>
    [Fact]
    public void Shares_have_the_exponentials_of_their_sum()
    {
        var logits = X * A;
        var loss = (logits.Softmax(1) * Y.Unsqueeze(1)).Sin().Sum() + logits.LogSumExp(1).Sum();
        Tensor[] outputs = [loss, .. Gradient.Of(loss, Inputs)];
        Assert.Equal(3, Topology.Sort(Unroller.Unroll(Simplifier.Simplify(outputs))).Count(n => n.Operation is Exp));
        AssertSameNumbers(outputs, Values, 1e-13);
        foreach (var odd in new[] { double.NegativeInfinity, double.PositiveInfinity, double.NaN })
        {
            foreach (var all in new[] { true, false })
            {
                var values = Values.With("x", Tensor.Of(X.Shape, [.. Enumerable.Range(0, X.Shape.Size).Select(i => all || i % 3 == 1 ? odd : 0.3 * i)])).With("a", Tensor.Vector(1, 1, 1));
                AssertSameNumbers(outputs, values, 1e-13);
            }
        }
    }

    /// <summary>Where the logarithm of the sum rounds to the logits themselves, their differences say nothing, and the exponentials do.</summary>
    [Fact]
    public void Shares_of_very_large_logits_add_up_to_one()
    {
        var shares = (X * A).Softmax(1);
        var values = Values.With("x", Tensor.Of(X.Shape, [.. Enumerable.Range(0, X.Shape.Size).Select(_ => 1e300)])).With("a", Tensor.Vector(1, 1, 1));
        Close.Assert([.. Enumerable.Range(0, X.Shape.Size).Select(_ => 1.0 / 3.0)], Engine.Compile([shares], Inputs).Run(values)[0].ToArray(), 1e-15);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    public void An_index_outside_is_the_same_error(long index)
    {
        var indices = Tensor.Data("i", Shape.Of(Rows), DType.Int64);
        var values = Bindings.Empty.With("a", Tensor.Vector(1, 2, 3)).With("i", Tensor.Of([.. Enumerable.Range(0, Rows).Select(i => i == 70 ? index : 1L)]));
        foreach (var output in new[] { A.Gather(indices).Sum(), indices.OneHot(3).Sum(), Tensor.Create(new ScatterAdd(0, 3), A.Sum() * Tensor.Ones(Shape.Of(Rows)), indices) })
        {
            var expected = Assert.Throws<ValueException>(() => Engine.WithoutUnrolling().Compile([output], [A, indices]).Run(values));
            foreach (var compilation in new[] { Compilation.AtOnce, Compilation.Never })
            {
                Assert.Equal(expected.Message, Assert.Throws<ValueException>(() => Engine.With(compilation).Compile([output], [A, indices]).Run(values)).Message);
            }
        }
    }

    [Fact]
    public void Models_of_other_data_share_a_program()
    {
        var programs = new[] { 1, 2 }.Select(seed =>
        {
            var random = new Random(seed);
            var data = Tensor.Of(X.Shape, [.. Enumerable.Range(0, X.Shape.Size).Select(_ => random.NextDouble())]);
            var weights = Tensor.Vector(random.NextDouble(), random.NextDouble(), random.NextDouble());
            return ((ManagedExecutable)Engine.Compile([((data - A).Square() * weights).LogSumExp(1).Sum()], [A])).Program;
        }).ToArray();
        Assert.Same(programs[0], programs[1]);
    }

    [Fact]
    public void Chunks_of_rows_have_the_numbers_of_the_whole()
    {
        var many = Plate with { Size = 20_000 };
        var noise = Tensor.Create(new Noise(NoiseLaw.StandardNormal, "z", Shape.Of(3), Axes.Of(many)));
        var cost = (noise * A).LogSumExp(0).SumOver(Axes.Of(many));
        Tensor[] outputs = [cost, .. Gradient.Of(cost, A)];
        AssertUnrolled(outputs);
        AssertSameNumbers(outputs, Values, 1e-12);
        AssertSameBits(outputs);
    }

    private static Tensor Mixture(Tensor y) => (A - (y - A).Square()).LogSumExp(1).Sum();

    // The outputs, their gradient, and the derivatives of that along a direction.
    private static IEnumerable<Tensor[]> Orders(Tensor[] outputs)
    {
        yield return outputs;
        var loss = outputs.Where(o => o.DType == DType.Float64).Select((o, i) => OperationExample.Weighted(o, i)).Aggregate(Tensor.Scalar(0.0), (a, b) => a + b);
        var first = Gradient.Of(loss, Inputs);
        yield return [.. first];
        var along = first.Select((g, i) => OperationExample.Weighted(g, 100 + i)).Aggregate(Tensor.Scalar(0.0), (a, b) => a + b);
        yield return [.. Gradient.Of(along, Inputs)];
    }

    private static void AssertUnrolled(Tensor[] outputs)
    {
        var simplified = Simplifier.Simplify(outputs);
        var unrolled = Unroller.Unroll(simplified);
        Assert.Contains(simplified.Zip(unrolled), pair => !ReferenceEquals(pair.First, pair.Second));
        Assert.All(simplified.Zip(unrolled), pair => Assert.Equal((pair.First.Shape, pair.First.Axes, pair.First.DType), (pair.Second.Shape, pair.Second.Axes, pair.Second.DType)));
    }

    private static void AssertSameNumbers(Tensor[] outputs, Bindings values, double tolerance)
    {
        var expected = Engine.WithoutUnrolling().Compile(outputs, Inputs).Run(values);
        var actual = Engine.Compile(outputs, Inputs).Run(values);
        for (var i = 0; i < outputs.Length; i++)
        {
            Close.Assert(Stored(expected[i]), Stored(actual[i]), Uses32(outputs[i]) ? 1e-6 : tolerance);
        }
    }

    private static void AssertSameBits(Tensor[] outputs)
    {
        var expected = Engine.With(Compilation.Never).Compile(outputs, Inputs).Run(Values);
        foreach (var engine in new[] { Engine.With(Compilation.AtOnce), new ManagedEngine(3, 16), new ManagedEngine(2, 16).With(Compilation.AtOnce) })
        {
            var compiled = engine.Compile(outputs, Inputs);
            for (var run = 0; run < 2; run++)
            {
                var actual = compiled.Run(Values);
                for (var i = 0; i < outputs.Length; i++)
                {
                    Assert.Equal(Stored(expected[i]), Stored(actual[i]));
                }
            }
        }
    }

    private static bool Uses32(Tensor output) => Topology.Sort(output).Exists(n => n.DType == DType.Float32);

    private static double[] Stored(Tensor result) => ((Constant)result.Operation).Storage.ToDoubles();

    private static Bindings Numbers(Func<int, double> of)
    {
        var values = Bindings.Empty.With(Key.FromSeed(1));
        var next = 0;
        foreach (var input in Inputs)
        {
            values = values.With(((Parameter)input.Operation).Label, Tensor.Of(input.Shape, [.. Enumerable.Range(0, input.Shape.Size).Select(_ => of(next++))]));
        }

        return values;
    }
}
