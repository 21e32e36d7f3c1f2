using DiffProb;
using static DiffProb.Prob;

namespace CSharpTests.Programs;

/// <summary>The C# programs of docs/design.md, section 7, as written there.</summary>
public sealed class DesignTests
{
    private static Prob<Tensor> Darts =>
        from aim in Param("aim", 0.0)
        from hit in Sample("hit", new Normal(aim, 0.3))
        select (hit - 1.7).Square();

    private static Prob<Tensor> Schools(double[] y, double[] sigma) =>
        from mu in Sample("mu", new Normal(0, 5))
        from tau in Sample("tau", new HalfCauchy(5))
        from _ in Plate("school", y, sigma, (y, s) =>
                        from theta in Sample("theta", new Normal(mu, tau))
                        from seen in Observe("y", new Normal(theta, s), y)
                        select theta)
        select mu;

    private static Prob<Tensor> SameInStatements => Model(m =>
    {
        var aim = m.Param("aim", 0.0);
        var hit = m.Sample("hit", new Normal(aim, 0.3));
        return (hit - 1.7).Square();
    });

    [Fact]
    public void The_gradient_of_the_darts_query_is_exact_within_its_standard_error()
    {
        GradientEstimate g = Darts.Estimate().Particles(4096).Seed(1).Gradient();
        Judge.Agrees(2.98, 0.05, g.Value.Mean, g.Value.StandardError);
        Judge.Derivative(-3.4, 0.02, "aim", g);
        Assert.Equal("Pathwise", Assert.Single(g.Plan.Entries).Estimator.Name);
    }

    [Fact]
    public void The_darts_query_is_fitted()
    {
        using var source = new CancellationTokenSource();
        Fit fit = Darts.Minimize().Using(Optimizer.Adam(0.05)).Steps(500).Seed(1).Run(source.Token);
        Assert.Equal(1.7, fit["aim"].ToDouble(), 0.03);
        Assert.Equal(500, fit.History.Count);
        Assert.False(fit.IsCanceled);
    }

    [Fact]
    public void The_schools_query_traces_and_its_expectation_is_refused()
    {
        var schools = Schools([28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18]);
        Judge.Refuses(() => schools.Estimate().Gradient(), "conditions on data", "\"y\"", "inference");
    }

    [Fact]
    public void The_data_of_the_schools_query_is_checked_row_by_row() =>
        Judge.Refuses(() => Schools([28, double.NaN], [15, 10]).Estimate().Value(), "\"school\"", "NaN", "[1]");

    [Fact]
    public void The_same_program_in_statements_gives_the_same_bits() =>
        Judge.SameBits(Darts.Estimate().Particles(4096).Seed(1).Gradient(), SameInStatements.Estimate().Particles(4096).Seed(1).Gradient());
}
