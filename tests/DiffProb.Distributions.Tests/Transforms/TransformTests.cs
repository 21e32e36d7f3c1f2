namespace DiffProb;

/// <summary>Laws of all transforms: round trip, stretch, images, smoothness, derivatives, composition and inversion.</summary>
public class TransformTests
{
    public static TheoryData<string> Names => [.. TransformCatalogue.All.Keys];

    public static TheoryData<string> OfNumbers => [.. TransformCatalogue.All.Where(r => r.Value.Transform is { DomainRank: 0, CodomainRank: 0 }).Select(r => r.Key)];

    [Fact]
    public void Every_transform_has_a_row()
    {
        var all = typeof(Transform).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Transform)) && !t.IsAbstract);
        var rows = TransformCatalogue.All.Values.SelectMany(r => Parts(r.Transform)).Select(t => t.GetType()).ToHashSet();
        Assert.Empty(all.Where(t => !rows.Contains(t)).Select(t => t.Name));
    }

    [Fact]
    public void Every_public_transform_has_a_row()
    {
        var named = typeof(Transform).GetProperties(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static).Select(p => (Transform)p.GetValue(null)!);
        var rows = TransformCatalogue.All.Values.SelectMany(r => Parts(r.Transform)).ToHashSet();
        Assert.All(named, t => Assert.Contains(t, rows));
    }

    /// <summary>No digit is lost at ±700, for no formula is evaluated.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void There_and_back_is_the_value_itself(string name)
    {
        var (transform, points) = TransformCatalogue.All[name];
        var x = Tensor.Data("x", points.Shape);
        Assert.Same(x, transform.Inverse(transform.Forward(x)));
        Assert.Same(x, transform.Inverted.Forward(transform.Inverted.Inverse(x)));
        Assert.Same(x, transform.Then(transform.Inverted).Forward(x));
    }

    /// <summary>To 1e-12 of x, or to what a rounding of y leaves of it, by the derivatives of the inverse. Where y rounds to an edge, nothing is left.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void The_inverse_leads_back_from_numbers(string name)
    {
        var (transform, points) = TransformCatalogue.All[name];
        var compared = 0;
        for (var i = 0; i < points.Shape[0]; i++)
        {
            var x = points.Select(0, i);
            var y = Known(transform.Forward(x));
            if (transform.Codomain.Contains(y)!.Cast(DType.Float64).ToArray().Contains(0.0))
            {
                continue;
            }

            var (back, loss) = (transform.Inverse(y).ToArray(), Loss(transform, y));
            for (var k = 0; k < back.Length; k++)
            {
                var exact = x.ToArray()[k];
                Assert.True(!double.IsFinite(loss[k]) || Math.Abs(back[k] - exact) <= (1e-12 * (1.0 + Math.Abs(exact))) + loss[k], $"{back[k]:R} is not {exact:R} ± {loss[k]}");
                compared += loss[k] <= 1e-2 * (1.0 + Math.Abs(exact)) ? 1 : 0;
            }
        }

        Assert.True(2 * compared >= Math.Min(points.Shape.Size, 6), $"only {compared} numbers were compared");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Images_lie_in_the_codomain_and_have_its_shape(string name)
    {
        var (transform, points) = TransformCatalogue.All[name];
        var image = Known(transform.Codomain.Nearest(transform.Forward(points)));
        Assert.Equal(transform.ForwardShape(points.Shape), image.Shape);
        Assert.Equal(points.Shape, transform.InverseShape(image.Shape));
        Assert.DoesNotContain(0.0, transform.Codomain.Contains(image)!.Cast(DType.Float64).ToArray());
        Assert.Equal(points.Shape.Take(points.Shape.Rank - transform.DomainRank), transform.LogDeterminant(points).Shape);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_log_determinant_is_that_of_the_Jacobian(string name)
    {
        var (transform, points) = TransformCatalogue.All[name];
        var compared = 0;
        for (var i = 0; i < points.Shape[0]; i++)
        {
            var x = points.Select(0, i);
            var expected = Jacobians.LogDeterminant(transform, x);
            var actual = transform.LogDeterminant(x).ToArray();
            Assert.All(actual, a => Assert.True(double.IsFinite(a), $"{a} at {x}"));
            Assert.All(actual, (a, k) => Assert.True(double.IsNaN(expected[k]) || Math.Abs(a - expected[k]) <= 1e-11 * (1.0 + Math.Abs(a)), $"{a} is not {expected[k]} at {x}"));
            compared += expected.Count(double.IsFinite);
        }

        Assert.True(2 * compared >= points.Shape[0], $"only {compared} could be compared");
    }

    /// <summary>Along leading dimensions and hidden axes it is the same function of each event.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Events_are_mapped_one_by_one(string name)
    {
        var (transform, points) = TransformCatalogue.All[name];
        var axis = new Points(points.Shape[0]);
        var hidden = axis.Spread(points);
        var (image, stretch) = (transform.Forward(points).ToArray(), transform.LogDeterminant(points).ToArray());
        void AssertSame(double[] expected, IEnumerable<double> actual) => Assert.All(actual, (a, i) => Assert.Equal(expected[i], a, 1e-14 * Math.Abs(expected[i])));
        AssertSame(image, new Computation(axis.Gather(transform.ForwardOf(hidden))).At());
        AssertSame(stretch, new Computation(axis.Gather(transform.LogDeterminantOf(hidden))).At());
        AssertSame(image, Enumerable.Range(0, points.Shape[0]).SelectMany(i => transform.Forward(points.Select(0, i)).ToArray()));
    }

    /// <summary>First and second derivatives of image and stretch, by central differences: to 1e-6, or as good as the difference is.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Derivatives_are_right_to_second_order(string name)
    {
        var (transform, points) = TransformCatalogue.All[name];
        var axis = new Points(points.Shape[0]);
        var slot = axis.Slot("x", points.Shape.Skip(1));
        var x = axis.Spread(slot);
        foreach (var function in new[] { Mixed(transform.ForwardOf(x)), Mixed(transform.LogDeterminantOf(x)) })
        {
            var slope = Gradient.Of(function.SumOver(axis.Axes), slot)[0];
            AssertDerivative(axis, slot, points, function, slope);
            var bend = Mixed(axis.Spread(slope));
            AssertDerivative(axis, slot, points, bend, Gradient.Of(bend.SumOver(axis.Axes), slot)[0]);
        }
    }

    /// <summary>Neither way, nor the stretch, has a step or a kink: no estimator is ruled out by a transform.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_smooth(string name)
    {
        var (transform, points) = TransformCatalogue.All[name];
        var slot = Tensor.Data("x", points.Shape);
        var image = Tensor.Data("y", transform.ForwardShape(points.Shape));
        Assert.All(new[] { (transform.ForwardOf(slot), slot), (transform.LogDeterminantOf(slot), slot), (transform.InverseOf(image), image) }, pair =>
        {
            var reached = new HashSet<Tensor> { pair.Item2 };
            foreach (var node in Topology.Sort(pair.Item1))
            {
                var through = Enumerable.Range(0, node.Inputs.Length).Where(i => reached.Contains(node.Inputs[i])).ToArray();
                Assert.All(through, i => Assert.True(node.Operation.DependsOn(i) <= Dependence.Smooth, $"{node.Operation.Name} is not smooth"));
                _ = through.Length > 0 && reached.Add(node);
            }
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_backwards_domain_and_codomain_change_places(string name)
    {
        var (transform, points) = TransformCatalogue.All[name];
        var back = transform.Inverted;
        Assert.Equal((transform.Codomain, transform.Domain), (back.Domain, back.Codomain));
        Assert.Equal(transform, back.Inverted);
        var x = Tensor.Data("x", points.Shape);
        var both = transform.LogDeterminantOf(x) + back.LogDeterminantOf(transform.ForwardOf(x));
        Assert.All(new Computation(both, x).At(points.ToArray()), sum => Assert.Equal(0.0, sum));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_known_to_lie_outside_is_refused(string name)
    {
        var (transform, points) = TransformCatalogue.All[name];
        var image = transform.ForwardShape(points.Shape);
        Assert.StartsWith($"{transform}: x must be ", Assert.Throws<ValueException>(() => transform.Forward(double.NaN * Tensor.Ones(points.Shape))).Message, StringComparison.Ordinal);
        Assert.StartsWith($"{transform}: y must be ", Assert.Throws<ValueException>(() => transform.Inverse(double.NaN * Tensor.Ones(image))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void With_its_own_parameters_it_is_the_same(string name)
    {
        var transform = TransformCatalogue.All[name].Transform;
        var same = transform.With([.. transform.Parameters.Select(p => p.Value)]);
        Assert.Equal(transform, same);
        Assert.Equal(transform.GetHashCode(), same.GetHashCode());
        Assert.Equal(transform.ToString(), same.ToString());
    }

    [Theory]
    [MemberData(nameof(OfNumbers))]
    public void It_grows_or_falls_as_it_says(string name)
    {
        var (transform, points) = TransformCatalogue.All[name];
        var slot = Tensor.Data("x", points.Shape);
        var slope = new Computation(Gradient.Of(transform.ForwardOf(slot).Sum(), slot)[0], slot).At(points.ToArray());
        var grows = transform.IsIncreasing.BroadcastTo(points.Shape).Cast(DType.Float64).ToArray();
        Assert.All(slope, (s, i) => Assert.True(grows[i] == 1.0 ? s >= 0.0 : s <= 0.0));
        if (transform.Slope is { } constant)
        {
            Assert.All(slope, (s, i) => Assert.Equal(constant.BroadcastTo(points.Shape).ToArray()[i], s, 1e-15 * Math.Abs(s)));
        }
    }

    /// <summary>Means of log |det| are taken at the mean, which is right for these alone.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_stretch_that_is_affine_has_no_second_derivative(string name)
    {
        var (transform, points) = TransformCatalogue.All[name];
        if (!transform.HasAffineLogDeterminant)
        {
            return;
        }

        var axis = new Points(points.Shape[0]);
        var slot = axis.Slot("x", points.Shape.Skip(1));
        var slope = Gradient.Of(Mixed(transform.LogDeterminantOf(axis.Spread(slot))).SumOver(axis.Axes), slot)[0];
        var bends = new Computation(Gradient.Of(Mixed(axis.Spread(slope)).SumOver(axis.Axes), slot)[0], slot).At(points.ToArray());
        Assert.All(bends, b => Assert.Equal(0.0, b));
    }

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

    private static IEnumerable<Transform> Parts(Transform t) => t switch
    {
        ChainTransform chain => chain.Parts.SelectMany(Parts).Prepend(t),
        InverseTransform inverse => Parts(inverse.Of).Prepend(t),
        _ => [t],
    };

    private static Tensor Known(Tensor t) => Tensor.Of(t.Shape, t.ToArray());

    // All elements with weights of their own, as one number for each event.
    private static Tensor Mixed(Tensor t) => (t * Tensor.Of(t.Shape, [.. Enumerable.Range(0, Math.Max(1, t.Shape.Size)).Select(i => 1.0 + (0.3 * Math.Sin(i)))])).Sum();

    // What roundings of y are in x. The elements of a positive definite matrix are as good as its diagonal.
    private static double[] Loss(Transform transform, Tensor y)
    {
        var slot = Tensor.Data("y", y.Shape);
        var jacobian = Jacobians.Of(transform.InverseOf(slot), slot, y);
        var numbers = transform.Codomain is PositiveDefiniteSupport ? (y.Diagonal().Unsqueeze(-1) * y.Diagonal()).Sqrt().ToArray() : y.ToArray();
        return [.. Enumerable.Range(0, jacobian.GetLength(0)).Select(k => numbers.Select((v, j) => Math.Abs(jacobian[k, j]) * 4.0 * (Math.BitIncrement(Math.Abs(v)) - Math.Abs(v))).Sum())];
    }

    private static void AssertDerivative(Points axis, Tensor slot, Tensor points, Tensor function, Tensor derivative)
    {
        var (value, exact) = (new Computation(axis.Gather(function), slot), new Computation(derivative, slot).At(points.ToArray()));
        var size = exact.Length / points.Shape[0];
        for (var e = 0; e < size; e++)
        {
            var scales = Enumerable.Range(0, points.Shape[0]).Select(i => Math.Min(1.0, Math.Abs(points.ToArray()[(i * size) + e]) is 0.0 ? 1.0 : Math.Abs(points.ToArray()[(i * size) + e]))).ToArray();
            var (difference, error) = Differences.Of(value, [points.ToArray()], 0, e, scales);
            for (var i = 0; i < points.Shape[0]; i++)
            {
                var actual = exact[(i * size) + e];

                // Second derivatives of log x overflow at 1e-300, as they must.
                Assert.True(
                    !double.IsFinite(difference[i]) || Math.Abs(actual - difference[i]) <= (1e-6 * Math.Abs(actual)) + error[i],
                    $"{actual} is not {difference[i]} ± {error[i]} at {points.Select(0, i)}");
            }
        }
    }
}
