namespace DiffProb;

/// <summary>What is proved of an expression holds for its numbers: soundness on random expressions, and that the useful proofs are found.</summary>
public class SignAnalysisTests
{
    private static readonly Tensor A = Tensor.Data("a", Shape.Of(64));
    private static readonly Tensor B = Tensor.Data("b", Shape.Of(64));

    /// <summary>Expressions of two unknowns, at 64 points each: 3000 trees of up to 5 levels.</summary>
    [Fact]
    public void Whatever_is_proved_is_true()
    {
        var random = new Random(7);
        var values = new[] { Numbers(random), Numbers(random) };
        var proofs = new int[3];
        for (var i = 0; i < 3000; i++)
        {
            var x = Grow(random, 5);
            var numbers = new Computation(x, A, B).At(values).Where(double.IsFinite).ToArray();
            if (SignAnalysis.IsPositive(x))
            {
                proofs[0]++;
                Assert.All(numbers, v => Assert.True(v >= 0.0, $"{v}")); // 0 by underflow
                Assert.True(numbers.Length == 0 || numbers.Any(v => v > 0.0));
            }

            if (SignAnalysis.IsNonNegative(x))
            {
                proofs[1]++;
                Assert.All(numbers, v => Assert.True(v >= 0.0, $"{v}"));
            }

            if (SignAnalysis.IsUnit(x))
            {
                proofs[2]++;
                Assert.All(numbers, v => Assert.InRange(v, 0.0, 1.0 + 1e-12));
            }
        }

        Assert.All(proofs, p => Assert.True(p > 50, $"only {p} proofs"));
    }

    [Fact]
    public void Positive_scales_are_recognized()
    {
        Assert.All(
            [A.Exp(), A.Softplus(), A.Square() + 1e-6, (A.Square() + B.Square() + 1e-3).Sqrt(), A.Exp() * B.Softplus() / 2.0, 0.1 + A.Abs(), A.Sigmoid(),
                Tensor.Max(A, 0.01), A.Clamp(0.1, 10.0), A.Exp().Sum(), A.Exp().Mean(), A.Softmax(), A.Exp().Reshape(8, 8).Transpose(), 1.0 / A.Exp(), A.Exp() * A.Exp(),
                Shapes.Concatenate([A.Exp(), B.Softplus()]), A.Exp().Gather(Tensor.Of([0, 3, 2])), A.Exp().StopGradient(), A.Exp().Cast(DType.Float32),
                Tensor.Where(A > 0.0, A.Exp(), 1.0), A.Ndtr(), A.Exp().Pow(B)],
            x => Assert.True(Support.Positive.IsProvedBy(x), x.Operation.Name));
        Assert.All([A, -A.Exp(), A.Abs(), A.Exp() - 1.0, A * B, A.Log(), A.Square(), A.Exp() * B], x => Assert.False(Support.Positive.IsProvedBy(x), x.Operation.Name));
    }

    [Fact]
    public void Probabilities_are_recognized()
    {
        Assert.All(
            [A.Sigmoid(), 1.0 - A.Sigmoid(), A.Sigmoid() * B.Ndtr(), (-A.Abs()).Exp(), 1.0 - (-A.Square()).Exp(), A.Clamp(0.0, 1.0), (A > B).Cast(DType.Float64), A.Sigmoid().Square()],
            x => Assert.True(Support.UnitInterval.IsProvedBy(x), x.Operation.Name));
        Assert.All([A, A.Exp(), A.Sigmoid() + B.Sigmoid(), 1.0 - A, A.Abs() - 1.0, A.Tanh()], x => Assert.False(Support.UnitInterval.IsProvedBy(x), x.Operation.Name));
        Assert.True(Support.PositiveProbability.IsProvedBy(A.Sigmoid()));
        Assert.False(Support.PositiveProbability.IsProvedBy(A.Clamp(0.0, 1.0)));
    }

    /// <summary>What lies below the deepest level is unknown, and not missing.</summary>
    [Fact]
    public void A_search_that_stops_short_proves_less_and_does_not_fail()
    {
        for (var depth = 55; depth < 75; depth++)
        {
            Assert.True(SignAnalysis.IsNonNegative(Enumerable.Range(0, depth).Aggregate((-A.Square()).Exp(), (x, _) => x.Sqrt())));
            Assert.True(SignAnalysis.IsNonNegative(Enumerable.Range(0, depth).Aggregate(1.0 - (-A.Square()).Exp(), (x, _) => x.Sqrt())));
        }
    }

    [Fact]
    public void A_site_lies_in_its_support()
    {
        Assert.All([Support.Positive, Support.NonNegative, Support.UnitInterval, Support.OpenUnitInterval, Support.Simplex, Support.Between(1.0, 2.0)], s => Assert.True(SignAnalysis.IsPositive(Site(s))));
        Assert.All([Support.NonNegativeIntegers, Support.Boolean, Support.Integers(5), Support.OneHot], s => Assert.True(SignAnalysis.IsNonNegative(Site(s)) && !SignAnalysis.IsPositive(Site(s))));
        Assert.All([Support.UnitInterval, Support.Simplex, Support.OneHot, Support.Boolean, Support.Between(0.5, 0.75)], s => Assert.True(SignAnalysis.IsUnit(Site(s))));
        Assert.All([Support.Real, Support.Between(-1.0, 2.0), Support.LogWeights], s => Assert.False(SignAnalysis.IsNonNegative(Site(s))));
        Assert.False(SignAnalysis.IsUnit(Site(Support.Integers(3))));
    }

    /// <summary>Shared parts are looked at once: without that, this takes 2⁴⁰ steps.</summary>
    [Fact]
    public void Shared_and_deep_expressions_take_no_time()
    {
        var x = A;
        for (var i = 0; i < 10_000; i++)
        {
            x = (x + x) * 0.5;
        }

        Assert.False(SignAnalysis.IsPositive(x));
        Assert.True(SignAnalysis.IsPositive(x.Exp()));
    }

    private sealed record Known(Support Support) : IHasSupport;

    private static Tensor Site(Support support) => Tensor.Create(new RandomValue(new Known(support), "x", Shape.Of(3), DType.Float64, Axes.None));

    private static double[] Numbers(Random random) => [.. Enumerable.Range(0, 64).Select(_ => Math.Round(4.0 * (random.NextDouble() - 0.5), 2))];

    private static Tensor Grow(Random random, int depth)
    {
        if (depth == 0)
        {
            return random.Next(5) switch { 0 => A, 1 => B, 2 => 1.0, 3 => 0.5, _ => -2.0 + Tensor.Zeros(Shape.Scalar) };
        }

        var (x, y) = (Grow(random, depth - random.Next(1, 3) is > 0 and var d ? d : 0), random.Next(2) == 0 ? A : Grow(random, Math.Max(0, depth - 2)));
        return random.Next(24) switch
        {
            0 => x + y,
            1 => x - y,
            2 => x * y,
            3 => x / y,
            4 => x.Exp(),
            5 => (-x).Exp(),
            6 => x.Softplus(),
            7 => x.Sigmoid(),
            8 => x.Abs(),
            9 => x * x,
            10 => x.Sqrt(),
            11 => Tensor.Max(x, y),
            12 => Tensor.Min(x, y),
            13 => 1.0 - x,
            14 => Tensor.Where(A > 0.0, x, y),
            15 => x.Tanh(),
            16 => x.Expm1(),
            17 => x.Log1p(),
            18 => (x > y).Cast(DType.Float64),
            19 => -x,
            20 => x.Pow(y),
            21 => x.Pow(4.0),
            22 => x.Ndtr(),
            _ => x.Erf(),
        };
    }
}
