using MathNet.Numerics.LinearAlgebra;

namespace DiffProb;

/// <summary>Laws of all transforms: round trip, log-determinant against the Jacobian, images, composition and inversion.</summary>
public class TransformTests
{
    public static TheoryData<string> Names => [.. TransformCatalogue.All.Keys];

    [Fact]
    public void Every_transform_has_a_row()
    {
        var all = typeof(Transform).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Transform)) && !t.IsAbstract);
        var rows = TransformCatalogue.All.Values.SelectMany(r => Parts(r.Transform)).Select(t => t.GetType()).ToHashSet();
        Assert.Empty(all.Where(t => !rows.Contains(t)).Select(t => t.Name));
    }

    /// <summary>To 1e-12 of x, or to what a rounding of y leaves of it.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void The_inverse_leads_back(string name)
    {
        var (transform, points) = TransformCatalogue.All[name];
        for (var i = 0; i < points.Shape[0]; i++)
        {
            var x = points.Select(0, i);
            var back = transform.Inverse(Known(transform.Forward(x))).ToArray();
            var loss = Rounding(transform, x);
            Assert.All(x.ToArray(), (e, k) => Assert.True(Math.Abs(back[k] - e) <= (1e-12 * (1.0 + Math.Abs(e))) + loss, $"{back[k]:R} is not {e:R}"));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Images_lie_in_the_codomain_and_have_its_shape(string name)
    {
        var (transform, points) = TransformCatalogue.All[name];
        var image = Known(transform.Forward(points));
        Assert.Equal(transform.ForwardShape(points.Shape), image.Shape);
        Assert.Equal(points.Shape, transform.InverseShape(image.Shape));
        Assert.DoesNotContain(0.0, transform.Codomain.Contains(image)!.Cast(DType.Float64).ToArray());
        Assert.Equal(points.Shape.Take(points.Shape.Rank - transform.DomainRank), transform.LogDeterminant(points).Shape);
    }

    /// <summary>log |det| of the Jacobian, by reverse mode and elimination; of a matrix or simplex, that of its free coordinates.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void The_log_determinant_is_that_of_the_Jacobian(string name)
    {
        var (transform, points) = TransformCatalogue.All[name];
        for (var i = 0; i < points.Shape[0]; i++)
        {
            var x = points.Select(0, i);
            var slot = Tensor.Data("x", x.Shape);
            var expected = LogDeterminant(Jacobian(Free(transform, transform.ForwardOf(slot)), slot, x), transform.DomainRank == 0);
            var actual = transform.LogDeterminant(x).ToArray();
            Assert.All(actual, (a, k) => Assert.True(double.IsNaN(expected[k]) || Math.Abs(a - expected[k]) <= 1e-9 * (1.0 + Math.Abs(a)), $"{a} is not {expected[k]} at {x}"));
            Assert.Contains(expected, double.IsFinite);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_backwards_domain_and_codomain_change_places(string name)
    {
        var (transform, points) = TransformCatalogue.All[name];
        var back = transform.Inverted;
        Assert.Equal((transform.Codomain, transform.Domain), (back.Domain, back.Codomain));
        Assert.Equal(transform, back.Inverted);
        var image = Known(transform.Forward(points.Select(0, 0)));
        var (there, home) = (transform.LogDeterminant(points.Select(0, 0)).ToArray(), back.LogDeterminant(image).ToArray());
        Assert.All(there, (d, i) => Assert.Equal(-d, home[i], 1e-9 * (1.0 + Math.Abs(d))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void With_its_own_parameters_it_is_the_same(string name)
    {
        var transform = TransformCatalogue.All[name].Transform;
        Assert.Equal(transform, transform.With([.. transform.Parameters.Select(p => p.Value)]));
        Assert.Equal(transform.ToString(), transform.With([.. transform.Parameters.Select(p => p.Value)]).ToString());
    }

    [Fact]
    public void Chains_are_flat_and_the_identity_leaves_no_trace()
    {
        var (a, b, c) = (Transform.Affine(1.0, 2.0), Transform.Exp, Transform.Power(2.0));
        Assert.Equal(a.Then(b).Then(c), a.Then(b.Then(c)));
        Assert.Equal(3, ((ChainTransform)a.Then(b.Then(c))).Parts.Length);
        Assert.Same(b, Transform.Chain(Transform.Identity, b, Transform.Identity));
        Assert.Equal(b.Then(c), b.Then(c).Inverted.Inverted);
    }

    /// <summary>The numbers of TorchSharp's mistakes (log-determinants of log, tanh, softplus, of the last part of a chain).</summary>
    [Fact]
    public void Log_determinants_have_the_right_sign_and_no_part_is_left_out()
    {
        Assert.Equal(-Math.Log(3.0), Transform.Log.LogDeterminant(3.0).ToDouble(), 1e-15);
        Assert.Equal(Math.Log(1.0 - (Math.Tanh(0.5) * Math.Tanh(0.5))), Transform.Tanh.LogDeterminant(0.5).ToDouble(), 1e-15);
        Assert.Equal(-Math.Log(1.0 + Math.Exp(-0.5)), Transform.Softplus.LogDeterminant(0.5).ToDouble(), 1e-15);
        Assert.Equal(Math.Log(1.0 + Math.Exp(0.5)), Transform.Softplus.Forward(0.5).ToDouble(), 1e-15);
        Assert.Equal(1.0 + Math.Log(7.0), Transform.Exp.Then(Transform.Affine(0.0, 7.0)).LogDeterminant(1.0).ToDouble(), 1e-15);
        Assert.Equal(1400.0 - (2.0 * Math.Log(2.0)), -Transform.Tanh.LogDeterminant(700.0).ToDouble(), 1e-12);
    }

    [Fact]
    public void Far_out_nothing_overflows_on_the_way()
    {
        Assert.Equal(-700.0, Transform.Softplus.Inverse(Transform.Softplus.Forward(-700.0)).ToDouble(), 1e-9);
        Assert.Equal(-1400.0, Transform.Sigmoid.LogDeterminant(-1400.0).ToDouble());
        Assert.Equal(-1400.0, Transform.Sigmoid.LogDeterminant(1400.0).ToDouble());
        Assert.True(double.IsFinite(Transform.CorrelationCholesky.LogDeterminant(Tensor.Vector(400.0, -400.0, 300.0)).ToDouble()));
    }

    [Fact]
    public void Growing_or_falling_is_known()
    {
        Assert.Equal([1.0], Transform.Exp.IsIncreasing.ToArray());
        Assert.Equal([0.0], Transform.Affine(0.0, -2.0).IsIncreasing.ToArray());
        Assert.Equal([1.0], Transform.Affine(0.0, -2.0).Then(Transform.Affine(1.0, -1.0)).IsIncreasing.ToArray());
        Assert.Equal([0.0], Transform.Exp.Then(Transform.Power(-1.0)).IsIncreasing.ToArray());
    }

    private static IEnumerable<Transform> Parts(Transform t) => t switch
    {
        ChainTransform chain => chain.Parts.SelectMany(Parts).Prepend(t),
        InverseTransform inverse => Parts(inverse.Of).Prepend(t),
        _ => [t],
    };

    private static Tensor Known(Tensor t) => Tensor.Of(t.Shape, t.ToArray());

    // What one rounding of y is in x.
    private static double Rounding(Transform transform, Tensor x)
    {
        if (transform.DomainRank > 0)
        {
            return 1e-9 * x.ToArray().Max(v => 1.0 + Math.Exp(Math.Min(25.0, Math.Abs(v)) - 16.0));
        }

        var (y, slope) = (transform.Forward(x).ToArray(), transform.LogDeterminant(x).ToArray());
        return y.Zip(slope, (v, s) => 4.0 * (Math.BitIncrement(Math.Abs(v)) - Math.Abs(v)) / Math.Exp(s)).Max();
    }

    // The coordinates that the density of y counts.
    private static Tensor Free(Transform transform, Tensor y) => transform.Codomain switch
    {
        SimplexSupport => y.Slice(-1, 0, y.Shape[^1] - 1),
        CorrelationCholeskySupport => Triangles.Read(y, withDiagonal: false),
        LowerCholeskySupport or PositiveDefiniteSupport => Triangles.Read(y, withDiagonal: true),
        _ => y,
    };

    private static double[,] Jacobian(Tensor y, Tensor slot, Tensor x)
    {
        var (rows, columns) = (Math.Max(1, y.Shape.Size), Math.Max(1, x.Shape.Size));
        var jacobian = new double[rows, columns];
        for (var r = 0; r < rows; r++)
        {
            var element = y.Shape.Rank == 0 ? y : y.Reshape(rows).Select(0, r);
            var row = new Computation(Gradient.Of(element, slot)[0], slot).At(x.ToArray());
            for (var c = 0; c < columns; c++)
            {
                jacobian[r, c] = row[c];
            }
        }

        return jacobian;
    }

    // Of each number, or of the whole event; NaN where a slope underflows or overflows.
    private static double[] LogDeterminant(double[,] jacobian, bool isOfNumbers)
    {
        var n = jacobian.GetLength(0);
        double Log(double d) => double.IsNormal(d) ? Math.Log(Math.Abs(d)) : double.NaN;
        if (isOfNumbers)
        {
            return [.. Enumerable.Range(0, n).Select(i => Log(jacobian[i, i]))];
        }

        var square = Matrix<double>.Build.DenseOfArray(jacobian);
        return [Log((jacobian.GetLength(1) == n ? square : square.SubMatrix(0, n, 0, n)).Determinant())];
    }
}
