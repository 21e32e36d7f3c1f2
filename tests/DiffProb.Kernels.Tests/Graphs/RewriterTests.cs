namespace DiffProb;

/// <summary>Graphs rebuilt with leaves replaced, as lowering does.</summary>
public sealed class RewriterTests
{
    private static readonly Axis Particles = new("particles", 3, AxisRole.Particle);

    [Fact]
    public void Shared_parts_stay_shared_and_untouched_parts_stay_the_same_node()
    {
        var (x, y) = (Tensor.Parameter("x", Shape.Scalar), Tensor.Parameter("y", Shape.Scalar));
        var calls = 0;
        var rewriter = new Rewriter((node, _) =>
        {
            calls++;
            return node == x ? y : null;
        });
        var shared = x.Exp();
        Assert.Same(y.Exp() + (y.Exp() * 2.0), rewriter.Rewrite(shared + (shared * 2.0)));
        Assert.Same(y.Sin(), rewriter.Rewrite(y.Sin()));
        var before = calls;
        rewriter.Rewrite(shared);
        Assert.Equal(before, calls);
    }

    [Fact]
    public void A_discrete_leaf_may_become_a_float()
    {
        // As when a bit is relaxed: every operation above finds a common type again.
        var bit = Tensor.Data("bit", Shape.Scalar, DType.Int64);
        Tensor[] programs =
        [
            2 * bit, bit + 1, 1.0 - bit, bit.EqualTo(1).Cast(DType.Float64), Tensor.Where(bit > 0, bit, 3), bit.Cast(DType.Float64).Exp(), bit.Exp(), -bit,
            Shapes.Stack([bit, bit]).Sum(), Shapes.Stack([bit, bit]).LogSumExp(), bit / 2.0, bit.Pow(2.0), bit.Abs(),
            Shapes.Stack([bit, 1 - bit]).Dot(Tensor.Vector(2.0, 5.0)),
        ];
        foreach (var program in programs)
        {
            foreach (var value in new[] { 0.0, 1.0 })
            {
                var relaxed = new Rewriter((node, _) => node == bit ? Tensor.Scalar(value) : null).Rewrite(program);
                var exact = ManagedEngine.Default.Compile([program], [bit]).Run(Bindings.Empty.With("bit", Tensor.Scalar(value).Cast(DType.Int64)))[0];
                Assert.Equal(exact.ToDouble(), relaxed.ToDouble(), 1e-15);
            }
        }
    }

    [Fact]
    public void A_truth_may_become_a_number()
    {
        var bit = Tensor.Data("bit", Shape.Scalar, DType.Bool);
        var program = (bit * 3.0) + bit.Cast(DType.Float64) + (1 - bit);
        var relaxed = new Rewriter((node, _) => node == bit ? Tensor.Scalar(0.25) : null).Rewrite(program);
        Assert.Equal(1.75, relaxed.ToDouble());
    }

    [Fact]
    public void A_relaxed_index_is_refused_by_name()
    {
        var index = Tensor.Data("index", Shape.Scalar, DType.Int64);
        var rewriter = new Rewriter((node, _) => node == index ? Tensor.Scalar(0.5) : null);
        Assert.Throws<ShapeException>(() => rewriter.Rewrite(Tensor.Vector(1, 2).Gather(index)));
        Assert.Throws<ShapeException>(() => rewriter.Rewrite(index.OneHot(2)));
    }

    [Fact]
    public void A_leaf_may_gain_or_lose_an_axis()
    {
        var x = Tensor.Parameter("x", Shape.Of(2));
        var program = (x.ExpandAlong(Axes.Of(Particles)) * 2.0).SumOver(Axes.Of(Particles)).Sum();
        var wider = new Rewriter((node, _) => node == x ? Tensor.Of(Shape.Of(3, 2), 1, 2, 3, 4, 5, 6).ToAxis(Particles) : null).Rewrite(program);
        Assert.Equal(42.0, wider.ToDouble());

        var site = Tensor.Create(new RandomValue(new object(), "z", Shape.Scalar, DType.Float64, Axes.Of(Particles)));
        var narrower = new Rewriter((node, _) => node == site ? Tensor.Scalar(5.0) : null).Rewrite(site.SumOver(Axes.Of(Particles)) + site.FromAxis(Particles).Sum());
        Assert.Equal(30.0, narrower.ToDouble());
    }
}
