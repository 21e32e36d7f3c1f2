using DiffProb;
using static DiffProb.Prob;

namespace CSharpTests.Programs;

/// <summary>Data with gaps: in statements and in queries.</summary>
public sealed class MissingDataTests
{
    private static readonly Tensor Gaps = Tensor.Vector(1.2, double.NaN, 0.4);
    private static readonly Tensor Errors = Tensor.Vector(1.0, 1.0, 1.0);

    [Fact]
    public void What_is_missing_is_left_out_or_drawn()
    {
        var model = Model(m =>
        {
            var mean = m.Sample("m", new Normal(0.0, 2.0));
            m.ObservePresent("x", new Normal(mean, Errors), Gaps);
            m.Plate("row", Gaps, y => m.Deterministic("whole", m.Impute("y", new Normal(mean, 1.0), y)));
        });
        var posterior = model.Infer().Nuts().Chains(1).Warmup(200).Draws(100).Run();
        Assert.Equal(Shape.Of(2), posterior.Observed["x"].Shape);
        Assert.Equal([1.2, double.NaN, 0.4], posterior.Observed["y"].ToArray());
        Assert.Equal(Shape.Of(1, 100, 3), posterior["y_unobserved"].Shape);
        var (whole, drawn) = (posterior["whole"].ToArray(), posterior["y_unobserved"].ToArray());
        Assert.Equal((1.2, drawn[1], 0.4), (whole[0], whole[1], whole[2]));
    }

    [Fact]
    public void A_query_has_the_completed_data()
    {
        var model =
            from mean in Sample("m", new Normal(0.0, 2.0))
            from seen in ObservePresent("x", new Normal(mean, Errors), Gaps)
            from whole in Impute("y", new Normal(mean, Errors), Gaps)
            from sum in Deterministic("sum", whole.Sum())
            select sum;
        var posterior = model.Infer().Nuts().Chains(1).Warmup(200).Draws(50).Run();
        var drawn = posterior["y_unobserved"].ToArray();
        Assert.All(posterior["sum"].ToArray().Zip(drawn), p => Assert.Equal(1.6 + p.Second, p.First, 1e-12));
    }
}
