namespace DiffProb;

/// <summary>Values that went through a bijection are found again without its formula.</summary>
public sealed class ImageTests
{
    private static readonly Tensor X = Tensor.Parameter("x", Shape.Of(3));
    private static readonly Tensor Site = Tensor.Parameter("site", Shape.Of(3));
    private static readonly double[] Far = [-800.0, 0.5, 800.0];

    [Fact]
    public void There_and_back_is_the_value_itself()
    {
        Assert.Same(X, Back(There(X)));
        Assert.Same(X, There(Back(X)));
    }

    [Fact]
    public void Also_where_the_value_is_put_in_later()
    {
        var atSite = Back(Site);
        Assert.Same(X, new Rewriter((node, _) => node == Site ? There(X) : null).Rewrite(atSite));
    }

    [Fact]
    public void Another_map_or_other_parameters_are_not_undone()
    {
        Assert.NotSame(X, Other(There(X)));
        Assert.NotSame(X, There(There(X)));
        Tensor two = 2.0;
        Assert.Same(X, Scaled(Scaled(X, two, false), two, true));
        Assert.NotSame(X, Scaled(Scaled(X, two, false), two.Exp(), true));
    }

    /// <summary>A parameter behind StopGradient is the same number, but another node: what flows through the formula is kept.</summary>
    [Fact]
    public void Derivatives_by_a_parameter_of_one_way_alone_are_kept()
    {
        var scale = Tensor.Parameter("scale", Shape.Scalar);
        var draw = Scaled(1.0, scale.StopGradient(), isInverse: false);
        var slope = Gradient.Of(Scaled(draw, scale, isInverse: true), scale)[0];
        Assert.Equal(-0.25, ManagedEngine.Default.Compile([slope], [scale]).Run(Bindings.Empty.With("scale", 4.0))[0].ToDouble());
    }

    [Fact]
    public void Type_shape_and_axes_are_those_of_the_formula()
    {
        var axis = new Axis("rows", 2, AxisRole.Plate);
        var factor = Tensor.Data("factor", Shape.Of(2, 3)).ToAxis(axis);
        var (there, x) = (Scaled(1.0, factor, isInverse: false), Scaled(Scaled(1.0, factor, isInverse: false), factor, isInverse: true));
        Assert.Equal((there.Shape, there.DType, there.Axes), (x.Shape, x.DType, x.Axes));
    }

    [Fact]
    public void Logarithms_and_complements_are_those_of_the_formula()
    {
        var values = ManagedEngine.Default.Compile([There(X).Log(), (1.0 - There(X)).Log()], [X]).Run(Bindings.Empty.With("x", Tensor.Vector(Far)));
        Assert.Equal(-800.0, values[0].ToArray()[0]);
        Assert.Equal(-800.0, values[1].ToArray()[2]);
    }

    private static Tensor There(Tensor x) => Image.Of("sigmoid", false, x, x.Shape, x.Sigmoid, []);

    private static Tensor Back(Tensor y) => Image.Of("sigmoid", true, y, y.Shape, () => y.Log() - (-y).Log1p(), []);

    private static Tensor Other(Tensor y) => Image.Of("tanh", true, y, y.Shape, y.Atanh, []);

    private static Tensor Scaled(Tensor x, Tensor factor, bool isInverse) =>
        Image.Of("scaled", isInverse, x, Shape.Broadcast(x, factor), () => isInverse ? x / factor : x * factor, [factor]);
}
