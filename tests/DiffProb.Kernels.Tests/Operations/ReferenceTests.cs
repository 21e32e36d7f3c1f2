namespace DiffProb;

/// <summary>Values against slow, obvious versions.</summary>
public sealed class ReferenceTests
{
    private static readonly Random Random = new(5);

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(4, 8, 8)]
    [InlineData(5, 3, 7)]
    [InlineData(9, 300, 21)]
    [InlineData(3, 0, 2)]
    public void A_matrix_product_is_three_loops(int m, int k, int n)
    {
        var (a, b) = (Numbers(m * k), Numbers(k * n));
        var expected = new double[m * n];
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                for (var p = 0; p < k; p++)
                {
                    expected[(i * n) + j] += a[(i * k) + p] * b[(p * n) + j];
                }
            }
        }

        Close.Assert(expected, Tensor.Of(Shape.Of(m, k), a).MatMul(Tensor.Of(Shape.Of(k, n), b)).ToArray(), 1e-13);
    }

    [Fact]
    public void Vectors_are_rows_on_the_left_and_columns_on_the_right()
    {
        Tensor matrix = new double[,] { { 1, 2, 3 }, { 4, 5, 6 } };
        Assert.Equal([14.0, 32.0], matrix.MatMul(Tensor.Vector(1, 2, 3)).ToArray());
        Assert.Equal([9.0, 12.0, 15.0], Tensor.Vector(1, 2).MatMul(matrix).ToArray());
        Assert.Equal(11.0, Tensor.Vector(1, 2).MatMul(Tensor.Vector(3, 4)).ToDouble());
        Assert.Equal(11.0, Tensor.Vector(1, 2).Dot(Tensor.Vector(3, 4)).ToDouble());
        Assert.Equal([3.0, 4.0, 6.0, 8.0], Tensor.Vector(1, 2).Outer(Tensor.Vector(3, 4)).ToArray());
        Assert.Equal(Shape.Of(5, 2), Tensor.Ones(Shape.Of(5, 2, 3)).MatMul(Tensor.Vector(1, 2, 3)).Shape);
        Assert.Equal(Shape.Of(5, 3), Tensor.Vector(1, 2).MatMul(Tensor.Ones(Shape.Of(5, 2, 3))).Shape);
    }

    [Fact]
    public void Factors_and_solutions_give_back_what_they_came_from()
    {
        var root = Tensor.Of(Shape.Of(3, 5, 5), Numbers(75));
        var matrix = root.MatMul(root.Transpose()) + (0.5 * Factorizations.Identity(5));
        var (l, b) = (matrix.Cholesky(), Tensor.Of(Shape.Of(5, 2), Numbers(10)));
        Close.Assert(matrix.ToArray(), l.MatMul(l.Transpose()).ToArray(), 1e-13);
        Close.Assert(l.ToArray(), l.Tril().ToArray(), 0);
        Close.Assert(b.BroadcastTo(Shape.Of(3, 5, 2)).ToArray(), l.MatMul(l.TriangularSolve(b)).ToArray(), 1e-12);
        Close.Assert(b.BroadcastTo(Shape.Of(3, 5, 2)).ToArray(), l.Transpose().MatMul(l.TriangularSolve(b, transposed: true)).ToArray(), 1e-12);
        Close.Assert(b.BroadcastTo(Shape.Of(3, 5, 2)).ToArray(), root.MatMul(root.Solve(b)).ToArray(), 1e-11);
        Close.Assert(Factorizations.Identity(5).BroadcastTo(Shape.Of(3, 5, 5)).ToArray(), matrix.MatMul(matrix.Inverse()).ToArray(), 1e-11);
        Close.Assert((2.0 * l.Diagonal().Log().Sum(-1)).ToArray(), matrix.LogDet().ToArray(), 1e-12);
        Assert.Equal(Shape.Of(5), matrix[0].Solve(Tensor.Vector(1, 2, 3, 4, 5)).Shape);
    }

    [Fact]
    public void Determinants_that_are_not_positive()
    {
        Assert.Equal(double.NaN, Tensor.Matrix(new double[,] { { 0, 1 }, { 1, 0 } }).LogDet().ToDouble());
        Assert.Equal(double.NegativeInfinity, Tensor.Matrix(new double[,] { { 1, 2 }, { 2, 4 } }).LogDet().ToDouble());
        Assert.Equal(Math.Log(2), Tensor.Matrix(new double[,] { { -1, 0 }, { 0, -2 } }).LogDet().ToDouble(), 1e-15);
    }

    [Fact]
    public void Gather_puts_the_shape_of_the_indices_in_the_place_of_the_dimension()
    {
        var x = Tensor.Of(Shape.Of(2, 3, 4), [.. Enumerable.Range(0, 24).Select(i => (double)i)]);
        var indices = Tensor.Of([2L, 0L]);
        Assert.Equal([8, 9, 10, 11, 0, 1, 2, 3, 20, 21, 22, 23, 12, 13, 14, 15], x.Gather(indices, 1).ToArray());
        Assert.Equal([3.0, 1, 7, 5, 11, 9, 15, 13, 19, 17, 23, 21], x.Gather(Tensor.Of([3L, 1L]), -1).ToArray());
        Assert.Equal(Shape.Of(2, 2, 1, 4), x.Gather(indices.Reshape(2, 1), 1).Shape);
        Assert.Equal(x[1].ToArray(), x.Gather(1).ToArray());
        Assert.Equal(x[1].ToArray(), x[Tensor.Scalar(1.0).Cast(DType.Int64)].ToArray());
    }

    [Fact]
    public void TakeAlong_chooses_in_each_row()
    {
        var x = Tensor.Of(Shape.Of(2, 3), 1, 2, 3, 4, 5, 6);
        Assert.Equal([3.0, 4.0], x.TakeAlong(Tensor.Of([2L, 0L]).Unsqueeze(-1)).ToArray());
        Assert.Equal([4.0, 2, 6], x.TakeAlong(Tensor.Of([1L, 0L, 1L]).Unsqueeze(0), 0).ToArray());
    }

    [Fact]
    public void Indexers_take_parts_of_the_first_dimension()
    {
        var x = Tensor.Vector(0, 1, 2, 3, 4);
        Assert.Equal(1.0, x[1].ToDouble());
        Assert.Equal(4.0, x[^1].ToDouble());
        Assert.Equal(4.0, x[-1].ToDouble());
        Assert.Equal([1.0, 2.0], x[1..3].ToArray());
        Assert.Equal([3.0, 4.0], x[^2..].ToArray());
        Assert.Equal([4.0, 0.0], x[Tensor.Of([4L, 0L])].ToArray());
        Assert.Throws<ValueException>(() => x[5]);
        Assert.Throws<ValueException>(() => x[^0]);
        Assert.Throws<ValueException>(() => x[^6]);
        Assert.Throws<ShapeException>(() => x[^6..]);
    }

    [Fact]
    public void Running_sums_go_both_ways()
    {
        var x = Tensor.Of(Shape.Of(2, 3), 1, 2, 3, 4, 5, 6);
        Assert.Equal([1.0, 3, 6, 4, 9, 15], x.CumSum().ToArray());
        Assert.Equal([6.0, 5, 3, 15, 11, 6], x.CumSum(reverse: true).ToArray());
        Assert.Equal([1.0, 2, 3, 5, 7, 9], x.CumSum(0).ToArray());
        Assert.Equal([1.0, 1, 2], Tensor.Of([true, false, true]).CumSum().ToArray());
    }

    [Fact]
    public void Reductions_agree_with_loops()
    {
        var numbers = Numbers(5 * 7 * 3);
        var x = Tensor.Of(Shape.Of(5, 7, 3), numbers);
        double[] Fold(Func<IEnumerable<double>, double> f) =>
            [.. from i in Enumerable.Range(0, 5) from k in Enumerable.Range(0, 3) select f(Enumerable.Range(0, 7).Select(j => numbers[(((i * 7) + j) * 3) + k]))];
        Close.Assert(Fold(e => e.Sum()), x.Sum(1).ToArray(), 1e-14);
        Close.Assert(Fold(e => e.Average()), x.Mean(1).ToArray(), 1e-14);
        Close.Assert(Fold(e => e.Max()), x.Max(1).ToArray(), 0);
        Close.Assert(Fold(e => e.Min()), x.Min(1).ToArray(), 0);
        Close.Assert(Fold(e => e.Aggregate(1.0, (a, b) => a * b)), x.Prod(1).ToArray(), 1e-14);
        Close.Assert(Fold(e => Math.Log(e.Sum(Math.Exp))), x.LogSumExp(1).ToArray(), 1e-14);
        Close.Assert(Fold(e => e.Index().MaxBy(p => p.Item).Index), x.ArgMax(1).ToArray(), 0);
        Close.Assert([numbers.Sum()], x.Sum().ToArray(), 1e-13);
        Assert.Equal([1.0, 1.0, 1.0], Tensor.Zeros(Shape.Of(0, 3)).Prod(0).ToArray());
        Close.Assert([.. Enumerable.Repeat(1.0, 15)], x.Softmax(1).Sum(1).ToArray(), 1e-14);
    }

    [Fact]
    public void A_million_numbers_are_summed_to_the_last_digits()
    {
        var numbers = Numbers(1_000_003);
        var exact = (double)numbers.Sum(x => (decimal)x);
        Assert.Equal(exact, Tensor.Vector(numbers).Sum().ToDouble(), 1e-9);
        var matrix = Tensor.Of(Shape.Of(1000, 1000), numbers[..1_000_000]);
        Close.Assert([.. Enumerable.Range(0, 1000).Select(c => Enumerable.Range(0, 1000).Sum(r => numbers[(r * 1000) + c]))], matrix.Sum(0).ToArray(), 1e-13);
    }

    [Fact]
    public void Types_promote_as_in_PyTorch_and_literals_yield()
    {
        var (whole, single, truth) = (Tensor.Of([1L, 2L]), Tensor.Of([1.5f, 2.5f]), Tensor.Of([true, false]));
        Assert.Equal(DType.Int64, (whole + 1).DType);
        Assert.Equal(DType.Float64, (whole + 1.0).DType);
        Assert.Equal(DType.Float32, (2.0 * single).DType);
        Assert.Equal(DType.Float32, (single + whole).DType);
        Assert.Equal(DType.Float64, (single + Tensor.Scalar(1.0)).DType);
        Assert.Equal(DType.Int64, (truth + truth).DType);
        Assert.Equal(DType.Float64, (whole / whole).DType);
        Assert.Equal(DType.Float64, whole.Exp().DType);
        Assert.Equal(DType.Float32, (single + ((Tensor)2.0).Log().Exp()).DType);
        Assert.Equal(DType.Float32, (single + (Tensor.Literals(1, 2) * (Tensor)3)).DType);
        Assert.Equal(DType.Float64, (single + Tensor.Scalar(2.0).Log()).DType);
        Assert.Equal([3.0, 5.0], (2.0 * single).ToArray());
        Assert.Equal([2.5, 4.5], (whole + single).ToArray());
    }

    private static double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (Random.NextDouble() * 2.0) - 1.0)];
}
