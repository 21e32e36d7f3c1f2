namespace DiffProb;

/// <summary>Products of matrices: an element has the same bits however rows are split, and whichever loops its neighbours take.</summary>
public sealed class MatrixProductTests
{
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 4, 4, 16 }, { 67, 300, 37 }, { 16, 129, 64 }, { 40, 513, 33 }, { 130, 128, 128 }, { 70, 40, 1 }, { 9, 1000, 1 }, { 33, 31, 1 }, { 7, 32, 1 }, { 6, 41, 1 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_row_alone_has_the_bits_that_it_has_among_others(int m, int k, int n)
    {
        var (a, b) = (Numbers(m * k, 1), Numbers(k * n, 2));
        var whole = Product(a, b, m, k, n, threads: 1);
        Assert.Equal(whole, Product(a, b, m, k, n, threads: 3));
        for (var row = 0; row < m; row++)
        {
            Assert.Equal(whole[(row * n)..((row + 1) * n)], Product(a[(row * k)..((row + 1) * k)], b, 1, k, n, threads: 1));
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Each_element_is_the_sum_of_its_products(int m, int k, int n)
    {
        var (a, b) = (Numbers(m * k, 3), Numbers(k * n, 4));
        var (product, single) = (Product(a, b, m, k, n, threads: 2), Single(a, b, m, k, n));
        for (var i = 0; i < m * n; i++)
        {
            var (sum, size) = (0.0, 0.0);
            for (var p = 0; p < k; p++)
            {
                var term = a[(i / n * k) + p] * b[(p * n) + (i % n)];
                (sum, size) = (sum + term, size + Math.Abs(term));
            }

            // k roundings in each of the two sums, and of the factors to Float32.
            Assert.Equal(sum, product[i], 2 * k * size * 1.2e-16);
            Assert.Equal(sum, single[i], (k + 3) * size * 6e-8);
        }
    }

    /// <summary>Rows along a hidden axis are one tall matrix, where the matrix on the right has no axis.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 5)]
    [InlineData(3, 5)]
    public void Rows_along_an_axis_are_rows(int m, int n)
    {
        var axis = new Axis("rows", 37, AxisRole.Plate);
        var (a, b) = (Numbers(37 * m * 40, 5), Numbers(40 * n, 6));
        var left = Tensor.Of(Shape.Of(37, m, 40), a).ToAxis(axis);
        var product = left.MatMul(Tensor.Of(Shape.Of(40, n), b)).FromAxis(axis).ToArray();
        Assert.Equal(Product(a, b, 37 * m, 40, n, threads: 1), product);
    }

    private static double[] Product(double[] a, double[] b, int m, int k, int n, int threads)
    {
        var (x, y) = (Tensor.Parameter("a", Shape.Of(m, k)), Tensor.Parameter("b", Shape.Of(k, n)));
        var bindings = Bindings.Empty.With("a", Tensor.Of(x.Shape, a)).With("b", Tensor.Of(y.Shape, b));
        return new ManagedEngine(threads, 16).Compile([x.MatMul(y)], [x, y]).Run(bindings)[0].ToArray();
    }

    private static double[] Single(double[] a, double[] b, int m, int k, int n)
    {
        var (x, y) = (Tensor.Of(Shape.Of(m, k), a).Cast(DType.Float32), Tensor.Of(Shape.Of(k, n), b).Cast(DType.Float32));
        return x.MatMul(y).ToArray();
    }

    private static double[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
    }
}
