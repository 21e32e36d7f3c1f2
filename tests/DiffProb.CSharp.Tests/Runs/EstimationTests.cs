using DiffProb;
using static DiffProb.Prob;

namespace CSharpTests.Runs;

/// <summary>The words of an estimate: what they do, and what they refuse.</summary>
public sealed class EstimationTests
{
    private static Prob<Tensor> Squared =>
        from m in Param("m", 0.5)
        from x in Sample("x", new Normal(m, 1.0))
        select x.Square();

    [Fact]
    public void Each_word_reaches_the_estimate()
    {
        var basis = Squared.Estimate().Particles(100).Seed(1);
        var spy = new EngineSpy();
        Judge.SameBits(basis.Gradient(), basis.On(spy).Gradient());
        Assert.True(spy.IsUsed);
        Assert.NotEqual(basis.Value().Mean, basis.Seed(2).Value().Mean);
        Assert.NotEqual(basis.Value().Mean, basis.Particles(200).Value().Mean);
        Assert.NotEqual(basis.Value().StandardError, basis.Replicates(10).Value().StandardError);
        Assert.Equal(basis.Value().Mean, basis.Gradient().Value.Mean);
        var moved = basis.Particles(20000).With("m", 3.0).Gradient();
        Judge.Agrees(10.0, 0.1, moved.Value.Mean, moved.Value.StandardError);
        Judge.Derivative(6.0, 0.1, "m", moved);
    }

    /// <summary>E x² of N(m, 1) has second derivative 2 in m, along every path, and third derivative 0.</summary>
    [Fact]
    public void Derivatives_of_higher_order()
    {
        var hessian = Squared.Estimate().Particles(100).Hessian();
        Assert.Equal(2.0, hessian["m", "m"].ToDouble(), 1e-12);
        Assert.Equal(0.0, hessian.StandardError("m", "m").ToDouble(), 1e-12);
        Assert.Equal(2, hessian.Order);
        Assert.Equal(0.0, Squared.Estimate().Particles(100).Derivatives(3)["m", "m", "m"].ToDouble(), 1e-12);
        Judge.Refuses(() => Squared.Estimate().Derivatives(0), "order", "at least 1");
    }

    [Fact]
    public void A_builder_never_changes()
    {
        var first = Squared.Estimate().Particles(100);
        var before = first.Gradient();
        _ = first.Particles(7).Seed(9).Replicates(3).With("m", 2.0).EnumerationBudget(1);
        Judge.SameBits(before, first.Gradient());
    }

    [Fact]
    public void The_last_value_of_a_parameter_counts()
    {
        var program = from a in Param("a", 1.0) from b in Param("b", new[] { 1.0, 2.0 }) select a * b.Sum();
        var value = program.Estimate().Particles(1).With("a", 5).With("b", new[] { 3.0, 4.0 }).With("a", 10).Value();
        Assert.Equal(70.0, value.Mean);
        Assert.Equal(0.0, value.StandardError);
    }

    [Fact]
    public void A_small_budget_leaves_the_enumeration()
    {
        var program = from l in Param("l", 0.0) from b in Sample("b", new Bernoulli(logits: l)) select b;
        Assert.Equal("Enumerate", program.Estimate().Plan().Entries[0].Estimator.Name);
        Assert.Equal("LocalExpectation", program.Estimate().EnumerationBudget(1).Plan().Entries[0].Estimator.Name);
    }

    [Fact]
    public void Numbers_out_of_range_are_refused_at_the_call()
    {
        Judge.Refuses(() => Squared.Estimate().Particles(0), "Particles", "at least 1", "0", "Particles(1)");
        Judge.Refuses(() => Squared.Estimate().Replicates(-2), "Replicates", "at least 1", "-2");
        Judge.Refuses(() => Squared.Estimate().EnumerationBudget(0), "EnumerationBudget", "at least 1");
    }

    [Fact]
    public void Parameters_are_tested()
    {
        Judge.Refuses(() => Squared.Estimate().With("", 1.0), "With", "name");
        Judge.Refuses(() => Squared.Estimate().With("m", Tensor.Parameter("q", Shape.Scalar)), "\"m\"", "numbers", "q");
        Judge.Refuses(() => Squared.Estimate().With("n", 1.0).Value(), "\"n\"", "\"m\"");
        Judge.Refuses(() => Squared.Estimate().With("m", new[] { 1.0, 2.0 }).Value(), "\"m\"", "[2]");
        Assert.Throws<ArgumentNullException>(() => Squared.Estimate().With("m", null!));
        Assert.Throws<ArgumentNullException>(() => Squared.Estimate().On(null!));
        Assert.Throws<ArgumentNullException>(() => Squared.Estimate().Following(null!));
    }

    [Fact]
    public void A_name_that_is_not_in_the_estimate_is_told_the_names_that_are()
    {
        var g = Squared.Estimate().Particles(10).Gradient();
        Judge.Refuses(() => g["n"], "\"n\"", "\"m\"");
        Judge.Refuses(() => g.StandardError("n"), "\"n\"", "\"m\"");
    }

    [Fact]
    public void A_program_without_a_cost_is_refused() =>
        Judge.Refuses(() => Return(2.0).Estimate().Value(), "no cost");
}
