namespace DiffProb;

/// <summary>Logarithms of what underflows stay finite, since the graph never forms it.</summary>
public sealed class TailTests
{
    private static readonly double[] Far = [-800, -40, 0, 40, 800];

    public static TheoryData<string> Names => [.. Forms.Keys];

    private static Dictionary<string, (Func<Tensor, Tensor> Form, Func<double, double> Exact)> Forms => new()
    {
        ["log exp"] = (x => x.Exp().Log(), x => x),
        ["log sigmoid"] = (x => x.Sigmoid().Log(), x => x < 0 ? x - Log1p.Of(Math.Exp(x)) : -Log1p.Of(Math.Exp(-x))),
        ["log (1 - sigmoid)"] = (x => (1.0 - x.Sigmoid()).Log(), x => x > 0 ? -x - Log1p.Of(Math.Exp(-x)) : -Log1p.Of(Math.Exp(x))),
        ["log1p (-sigmoid)"] = (x => (-x.Sigmoid()).Log1p(), x => x > 0 ? -x - Log1p.Of(Math.Exp(-x)) : -Log1p.Of(Math.Exp(x))),
        ["log (1 - exp -exp)"] = (x => (1.0 - (-x.Exp()).Exp()).Log(), InverseCloglog.Log),
        ["log -expm1 -exp"] = (x => (-(-x.Exp()).Expm1()).Log(), InverseCloglog.Log),
        ["log1p exp"] = (x => x.Exp().Log1p(), x => x > 0 ? x + Log1p.Of(Math.Exp(-x)) : Log1p.Of(Math.Exp(x))),
        ["log softmax"] = (
            x => Shapes.Stack([x, Tensor.Zeros(x.Shape)], -1).Softmax().Log().Select(-1, 0),
            x => x < 0 ? x - Log1p.Of(Math.Exp(x)) : -Log1p.Of(Math.Exp(-x))),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_finite_and_right_far_out(string name)
    {
        var (form, exact) = Forms[name];
        Close.Assert(Array.ConvertAll(Far, x => exact(x)), form(Tensor.Vector(Far)).ToArray(), 1e-15);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Also_where_the_leaf_was_replaced_by_rebuilding(string name)
    {
        var (form, exact) = Forms[name];
        var site = Tensor.Parameter("x", Shape.Of(Far.Length));
        var rebuilt = new Rewriter((node, _) => node == site ? Tensor.Vector(Far) : null).Rewrite(form(site));
        Close.Assert(Array.ConvertAll(Far, x => exact(x)), rebuilt.ToArray(), 1e-15);

        // A leaf that becomes a form of its own: log of what was a parameter is now log of a sigmoid.
        var inner = new Rewriter((node, _) => node == site ? Tensor.Vector(Far).Sigmoid() : null).Rewrite(site.Log());
        Assert.All(inner.ToArray(), v => Assert.True(double.IsFinite(v)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_derivative_is_finite_far_out(string name)
    {
        var x = Tensor.Parameter("x", Shape.Of(Far.Length));
        var slope = Gradient.Of(Forms[name].Form(x).Sum(), x)[0];
        var values = ManagedEngine.Default.Compile([slope], [x]).Run(Bindings.Empty.With("x", Tensor.Vector(Far)))[0].ToArray();
        Assert.All(values, v => Assert.InRange(v, -1.0, 1.0));
        Assert.Contains(values, v => Math.Abs(v) > 0.4);
    }

    [Fact]
    public void A_complement_does_not_cancel()
    {
        Assert.Equal(Math.Exp(-40), (1.0 - Tensor.Scalar(40.0).Sigmoid()).ToDouble(), 1e-30);
        Assert.Equal(1e-20, (1.0 - Tensor.Scalar(-1e-20).Exp()).ToDouble(), 1e-35);
        Assert.Equal(Erfc.Of(9), (1.0 - Tensor.Scalar(9.0).Erf()).ToDouble(), 1e-50);
        Assert.Equal(LogErf.Complement(1e3), (1.0 - Tensor.Scalar(1e3).Erf()).Log().ToDouble());
    }

    /// <summary>1 - q is a probability that knows its complement, however small q is.</summary>
    [Fact]
    public void Functions_of_a_complement_are_taken_at_what_it_is_the_complement_of()
    {
        var q = Tensor.Scalar(1e-30);
        Assert.Same(q, 1.0 - (1.0 - q));
        Assert.Equal(-1e-30, (1.0 - q).Log().ToDouble(), 1e-45);
        Assert.Equal(Math.Log(1e-30), (-(1.0 - q)).Log1p().ToDouble(), 1e-13);
        Assert.Equal(-Ndtri.Of(1e-30), (1.0 - q).Ndtri().ToDouble(), 1e-14);
        Assert.Equal(-Math.Sqrt(0.5) * Ndtri.Of(0.5e-30), (1.0 - q).ErfInv().ToDouble(), 1e-14);
        Assert.Equal(Math.PI * 1e-30, (1.0 - q).SinPi().ToDouble(), 1e-45);
        Assert.Equal(-1.0, (1.0 - q).CosPi().ToDouble());
        Assert.Equal(IncompleteGamma.InverseQ(2.5, 1e-30), IncompleteIntegrals.IncompleteGammaInverse(2.5, 1.0 - q).ToDouble(), 1e-12);
        Assert.Equal(-IncompleteBeta.InverseLogit(3, 2.5, 1e-30), IncompleteIntegrals.IncompleteBetaInverseLogit(2.5, 3.0, 1.0 - q).ToDouble(), 1e-12);
        Assert.Equal(PoissonQuantile.OfComplement(1e-30, 4), PoissonFunctions.Quantile(1.0 - q, 4.0).ToDouble());
    }

    [Fact]
    public void What_is_known_of_elements_is_known_of_them_in_other_places()
    {
        var p = Tensor.Vector(-800.0, 40.0).Sigmoid().Reshape(2, 1).BroadcastTo(Shape.Of(2, 3)).Transpose().Select(0, 1);
        Close.Assert([-800.0, -Math.Exp(-40.0)], p.Log().ToArray(), 1e-15);
        Assert.Equal(Math.Exp(-40), (1.0 - p).ToArray()[1], 1e-30);
    }

    [Fact]
    public void The_quantile_of_a_probability_with_a_known_logarithm_reaches_far_out() =>
        Assert.Equal(-100.0, (-Tensor.Scalar(5005.524208694205)).Exp().Ndtri().ToDouble(), 1e-13);
}
