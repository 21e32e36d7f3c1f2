namespace DiffProb;

/// <summary>What goes before a graph runs.</summary>
public sealed class SimplifierTests
{
    private static readonly Tensor X = Tensor.Parameter("x", Shape.Of(2));

    [Fact]
    public void Markers_of_derivatives_go() => Assert.Same(X.Exp(), Only((X.Exp().StopGradient() * X.MagicBox()).StopGradient()));

    [Fact]
    public void Factors_one_and_terms_zero_go()
    {
        Assert.Same(X, Only(X * Tensor.Ones(X.Shape)));
        Assert.Same(X, Only(Tensor.Zeros(X.Shape) + X));
        Assert.NotSame(X, Only(X * Tensor.Zeros(X.Shape)));
    }

    [Fact]
    public void A_sum_of_one_term_is_a_view()
    {
        var one = new Axis("one", 1, AxisRole.Particle);
        var noise = Tensor.Create(new Noise(NoiseLaw.StandardNormal, "z", Shape.Of(2), Axes.Of(one)));
        var sum = Only(noise.SumOver(Axes.Of(one)) + X.Reshape(2, 1).Sum(1));
        Assert.DoesNotContain(Topology.Sort(sum), n => n.Operation is Reduction);
        Assert.Equal(Shape.Of(2), sum.Shape);
        Assert.Empty(sum.Axes);
    }

    [Fact]
    public void What_operations_broadcast_is_not_repeated_before()
    {
        var matrix = Tensor.Parameter("m", Shape.Of(3, 2));
        Assert.Same(matrix * X, Only(matrix * X.BroadcastTo(Shape.Of(3, 2))));
        var both = X.BroadcastTo(Shape.Of(3, 2)).Exp() * X.BroadcastTo(Shape.Of(3, 2));
        Assert.Equal(Shape.Of(3, 2), Only(both).Shape);
        Assert.Contains(Topology.Sort(Only(X.BroadcastTo(Shape.Of(3, 2)) + 1.0)), n => n.Operation is BroadcastTo);
    }

    [Fact]
    public void A_factor_that_broadcasts_stays()
    {
        var row = Tensor.Parameter("x", Shape.Of(2)) * Tensor.Ones(Shape.Of(3, 2));
        Assert.Equal(Shape.Of(3, 2), Only(row).Shape);
        var single = Tensor.Parameter("s", Shape.Of(2), DType.Float32) * Tensor.Ones(X.Shape);
        Assert.Equal(DType.Float64, Only(single).DType);
    }

    [Fact]
    public void What_is_constant_is_computed_once()
    {
        var folded = Only(X + (Tensor.Vector(1, 2).Exp() * 2.0));
        Assert.All(folded.Inputs.ToArray(), i => Assert.True(i == X || i.Operation is Constant));
    }

    [Fact]
    public void One_number_everywhere_is_computed_once()
    {
        var many = Only(X.Exp().Unsqueeze(1) * (-Tensor.Scalar(2.0).BroadcastTo(Shape.Of(2, 100_000)).Exp()));
        Assert.DoesNotContain(Topology.Sort(many), n => n.Operation is Negate || (n.Operation is Constant c && c.Storage.Length > 1));
        Assert.Equal(Shape.Of(2, 100_000), many.Shape);
        Assert.Equal(-Math.Exp(2.0), ManagedEngine.Default.Compile([many], [X]).Run(Bindings.Empty.With("x", Tensor.Vector(0, 0)))[0].ToArray()[^1], 1e-15);
    }

    [Fact]
    public void A_condition_that_is_the_same_everywhere_chooses_once()
    {
        var data = Tensor.Of(Shape.Of(100_000), new double[100_000]);
        var x = Tensor.Parameter("x", data.Shape);
        Assert.Same(x, Only(Tensor.Where(data >= 0.0, x, x.Log())));
        Assert.Same(x, Only(Tensor.Where(data > 0.0, x.Log(), x)));
        Assert.Equal(data.Shape, Only(Tensor.Where(data >= 0.0, Tensor.Parameter("s", Shape.Scalar), x)).Shape);
        var mixed = new double[100_000];
        mixed[99_999] = -1.0;
        Assert.IsType<Where>(Only(Tensor.Where(Tensor.Of(data.Shape, mixed) >= 0.0, x, x.Log())).Operation);
    }

    [Fact]
    public void What_is_constant_is_not_stored_where_it_grows()
    {
        var column = Tensor.Of(Shape.Of(400, 1), new double[400]);
        var row = Tensor.Of(Shape.Of(1, 400), new double[400]);
        Assert.IsNotType<Constant>(Only(column + row).Operation);
        Assert.IsType<Constant>(Only(Tensor.Of(Shape.Of(400, 400), new double[160_000]) + row).Operation);
    }

    [Fact]
    public void Noise_is_never_folded()
    {
        var draw = Tensor.Create(new PoissonDraw("p", Axes.None), Tensor.Scalar(3.0));
        Assert.Same(draw, Only(draw));
    }

    private static Tensor Only(Tensor t) => Simplifier.Simplify([t])[0];
}
