namespace DiffProb;

/// <summary>What single transforms promise: their numbers, far out too, what they make of sets, and how they are put together.</summary>
public class TransformFactsTests
{
    [Fact]
    public void Chains_are_flat_and_the_identity_leaves_no_trace()
    {
        var (a, b, c) = (Transform.Affine(1.0, 2.0), Transform.Exp, Transform.Power(2.0));
        Assert.Equal(a.Then(b).Then(c), a.Then(b.Then(c)));
        Assert.Equal(a.Then(b).Then(c), Transform.Chain(Transform.Chain(a, b), Transform.Chain(c)));
        Assert.Equal(3, ((ChainTransform)a.Then(b.Then(c))).Parts.Length);
        Assert.Same(b, Transform.Chain(Transform.Identity, b, Transform.Identity));
        Assert.Same(Transform.Identity, Transform.Chain());
        Assert.Equal(b.Then(c), b.Then(c).Inverted.Inverted);
    }

    /// <summary>The numbers of TorchSharp's mistakes (log-determinants of log, tanh, softplus, of the last part of a chain; domains of inverses).</summary>
    [Fact]
    public void Log_determinants_have_the_right_sign_and_no_part_is_left_out()
    {
        Assert.Equal(-Math.Log(3.0), Transform.Log.LogDeterminant(3.0).ToDouble(), 1e-15);
        Assert.Equal(Math.Log(1.0 - (Math.Tanh(0.5) * Math.Tanh(0.5))), Transform.Tanh.LogDeterminant(0.5).ToDouble(), 1e-15);
        Assert.Equal(-Math.Log(1.0 + Math.Exp(-0.5)), Transform.Softplus.LogDeterminant(0.5).ToDouble(), 1e-15);
        Assert.Equal(Math.Log(1.0 + Math.Exp(0.5)), Transform.Softplus.Forward(0.5).ToDouble(), 1e-15);
        Assert.Equal(1.0 + Math.Log(7.0), Transform.Exp.Then(Transform.Affine(0.0, 7.0)).LogDeterminant(1.0).ToDouble(), 1e-15);
        Assert.Equal(1.5, Transform.Exp.Then(Transform.Affine(1.0, 2.0)).Inverse(1.0 + (2.0 * Math.Exp(1.5))).ToDouble(), 1e-15);
        Assert.Equal((Support.Positive, Support.Real), (Transform.Log.Domain, Transform.Log.Codomain));
    }

    [Fact]
    public void Far_out_nothing_overflows_on_the_way()
    {
        Assert.Equal(-700.0, Transform.Softplus.Inverse(Known(Transform.Softplus.Forward(-700.0))).ToDouble(), 1e-12);
        Assert.Equal(-700.0, Transform.Softplus.LogDeterminant(-700.0).ToDouble());
        Assert.Equal(-1400.0, Transform.Sigmoid.LogDeterminant(-1400.0).ToDouble());
        Assert.Equal(-1400.0, Transform.Sigmoid.LogDeterminant(1400.0).ToDouble());
        Assert.Equal((2.0 * Math.Log(2.0)) - 1400.0, Transform.Tanh.LogDeterminant(700.0).ToDouble(), 1e-12);
        Assert.Equal(-1e-18, Transform.Tanh.LogDeterminant(1e-9).ToDouble(), 1e-30);
        Assert.True(double.IsFinite(Transform.CorrelationCholesky.LogDeterminant(Tensor.Vector(400.0, -400.0, 300.0)).ToDouble()));
    }

    /// <summary>0.1 + (0.7 - 0.1) is above 0.7 in Float64.</summary>
    [Fact]
    public void An_image_is_never_rounded_out_of_its_interval()
    {
        Assert.True(0.1 + (0.7 - 0.1) > 0.7 || -0.3 + (0.1 - -0.3) > 0.1);
        foreach (var (low, high) in new[] { (0.1, 0.7), (-0.3, 0.1), (1e-3, 0.3), (-1e9, 1e-9) })
        {
            var images = Transform.Interval(low, high).Forward(new[] { -800.0, -40.0, -1.0, 0.0, 1.0, 40.0, 800.0 }).ToArray();
            Assert.Equal((low, high), (images[0], images[^1]));
            Assert.All(images, y => Assert.InRange(y, low, high));
            Assert.Equal(images.Order(), images);
        }
    }

    [Fact]
    public void Growing_or_falling_is_known()
    {
        Assert.Equal([1.0], Transform.Exp.IsIncreasing.ToArray());
        Assert.Equal([0.0], Transform.Affine(0.0, -2.0).IsIncreasing.ToArray());
        Assert.Equal([1.0], Transform.Affine(0.0, -2.0).Then(Transform.Affine(1.0, -1.0)).IsIncreasing.ToArray());
        Assert.Equal([0.0], Transform.Exp.Then(Transform.Power(-1.0)).IsIncreasing.ToArray());
    }

    [Fact]
    public void Images_of_sets_are_sets_of_the_family_where_it_has_them()
    {
        Tensor low = 3.0;
        Assert.Equal(Support.Above(low), Transform.Exp.Then(Transform.Affine(low, 2.0)).Codomain);
        Assert.Equal(Support.Positive, Transform.Exp.Then(Transform.Affine(0.0, 2.0)).Codomain);
        Assert.Equal("below 3", Transform.Exp.Then(Transform.Affine(low, -2.0)).Codomain.Description);
        Assert.Equal("strictly between 3 and 5", Transform.Sigmoid.Then(Transform.Affine(low, 2.0)).Codomain.Description);
        Assert.Equal("strictly between 1 and 3", Transform.Sigmoid.Then(Transform.Affine(low, -2.0)).Codomain.Description);
        Assert.Equal("Exp of values that are strictly between 0 and 1", Transform.Sigmoid.Then(Transform.Exp).Codomain.Description);
    }

    /// <summary>Numbers of a transform that move the image of a set: the score function is biased in them.</summary>
    [Fact]
    public void It_says_which_of_its_numbers_move_an_image()
    {
        string[] Moving(Transform t, Support support) => [.. t.ParametersOn(support).Where(p => p.MovesSupport).Select(p => p.Name)];
        Assert.Empty(Moving(Transform.Affine(1.0, 2.0), Support.Real));
        Assert.Equal(["loc"], Moving(Transform.Affine(1.0, 2.0), Support.Positive));
        Assert.Equal(["loc", "scale"], Moving(Transform.Affine(1.0, 2.0), Support.UnitInterval));
        Assert.Equal(["low", "high"], Moving(new IntervalTransform(1.0, 2.0), Support.Real));
        Assert.Equal(["parts[1].loc"], Moving(Transform.Exp.Then(Transform.Affine(1.0, 2.0)), Support.Real));
        Assert.Empty(Moving(Transform.Exp.Then(Transform.Power(2.0)), Support.Real));
        Assert.Equal(["exponent"], Moving(Transform.Power(2.0), Support.UnitInterval));
    }

    private static Tensor Known(Tensor t) => Tensor.Of(t.Shape, t.ToArray());
}
