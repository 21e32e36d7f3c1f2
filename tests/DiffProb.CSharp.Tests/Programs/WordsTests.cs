using DiffProb;
using static DiffProb.Prob;

namespace CSharpTests.Programs;

/// <summary>Each word of the language in C#, by what it does to an expectation that is known exactly.</summary>
public sealed class WordsTests
{
    [Fact]
    public void Costs_count_once_and_a_returned_tensor_is_the_last_one()
    {
        var program =
            from a in Param("a", 2.0)
            from _ in Cost("first", a * a)
            from done in Cost("second", 3.0 * a)
            select done;
        var g = program.Estimate().Particles(1).Gradient();
        Assert.Equal(10.0, g.Value.Mean);
        Assert.Equal(7.0, g["a"].ToDouble());
        var withResult = from _ in program from a in Param("a", 2.0) select a;
        Assert.Equal(12.0, withResult.Estimate().Particles(1).Value().Mean);
    }

    [Fact]
    public void Numbers_arrays_and_tensors_convert()
    {
        var program =
            from scalar in Param("scalar", 1)
            from vector in Param("vector", new[] { 1.0, 2.0 })
            from matrix in Param("matrix", new[,] { { 1.0, 2.0 }, { 3.0, 4.0 } })
            from other in Param("other", Tensor.Vector(5.0))
            let small = scalar + vector.Sum()
            select small + matrix.Sum() + other.Sum();
        var g = program.Estimate().Particles(1).Gradient();
        Assert.Equal(19.0, g.Value.Mean);
        Assert.Equal(Shape.Of(2, 2), g["matrix"].Shape);
        Assert.Equal(["scalar", "vector", "matrix", "other"], g.Parameters);
    }

    [Fact]
    public void Recorded_values_are_reported()
    {
        var program =
            from a in Param("a", 2.0)
            from x in Sample("x", new Normal(a, 1.0))
            from _ in Deterministic("twice", 2.0 * x)
            select x;
        Assert.Equal(4.0, program.Estimate().Particles(10000).Gradient().Recorded("twice").ToDouble(), 0.1);
    }

    [Fact]
    public void A_site_without_a_name_is_named_by_its_order()
    {
        var program = from x in Sample(new Normal(0, 1)) from y in Sample(new Normal(x, 1)) select y;
        Assert.Equal(["site1", "site2"], program.Estimate().Plan().Entries.Select(e => e.Site));
    }

    [Fact]
    public void Scope_prefixes_names()
    {
        var program = Scope("outer", from a in Param("a", 1.0) from x in Scope("inner", Sample("x", new Normal(a, 1))) select x);
        var g = program.Estimate().Particles(10).Gradient();
        Assert.Equal(["outer/a"], g.Parameters);
        Assert.Equal("outer/inner/x", Assert.Single(g.Plan.Entries).Site);
    }

    [Fact]
    public void Via_asks_for_an_estimator_at_the_sites_of_a_program()
    {
        var program =
            from p in Param("p", 0.3, Support.UnitInterval)
            from b in Sample("b", new Bernoulli(probs: p)).Via(Estimator.Score(Baseline.LeaveOneOut))
            select b;
        var g = program.Estimate().Particles(20000).Gradient();
        Judge.Derivative(1.0, 0.02, "p", g);
        Assert.Equal(Estimator.Score(Baseline.LeaveOneOut), g.Plan.Entries[0].Estimator);
        Assert.Equal("Score LeaveOneOut", program.Via(Estimator.Enumerate).Estimate().Plan().Entries[0].Estimator.Name); // the inner one wins
    }

    [Fact]
    public void Via_pathwise_at_a_step_is_refused()
    {
        var program =
            from m in Param("m", 0.0)
            from x in Sample("x", new Normal(m, 1.0)).Via(Estimator.Pathwise)
            select x > 0;
        Judge.Refuses(() => program.Estimate().Gradient(), "Site \"x\" (Normal)", "Pathwise is not valid", "jumps", "Score LeaveOneOut");
    }

    [Fact]
    public void Branch_counts_the_sites_and_costs_of_the_branch_taken_only()
    {
        var program =
            from phi in Param("phi", 0.3)
            from m in Param("m", 0.5)
            from k in Sample("k", new Bernoulli(logits: phi))
            from v in Branch(
                k,
                Return<Tensor>(2.0),
                from x in Sample("x", new Normal(m, 1.0))
                from _ in Cost("penalty", 10.0)
                select (x > 0).Cast(DType.Float64))
            select v;
        var p = 1.0 / (1.0 + Math.Exp(-0.3));
        var (cdf, pdf) = (0.6914624612740131, 0.3520653267642995);
        var g = program.Estimate().Particles(100000).Gradient();
        Judge.Agrees(((1.0 - p) * 2.0) + (p * (cdf + 10.0)), 0.02, g.Value.Mean, g.Value.StandardError);
        Judge.Derivative(p * (1.0 - p) * (cdf + 10.0 - 2.0), 0.02, "phi", g);
        Judge.Derivative(p * pdf, 0.02, "m", g);
    }

    [Fact]
    public void Fold_threads_a_state_and_numbers_the_names()
    {
        var program = Scope("walk", Fold(Tensor.Scalar(0), new[] { 0.1, 0.2 }, (x, drift) =>
            from noise in Sample("noise", new Normal(drift, 1.0))
            select x + noise));
        Assert.Equal(["walk/noise[0]", "walk/noise[1]"], program.Estimate().Plan().Entries.Select(e => e.Site));
        var value = program.Estimate().Particles(20000).Value();
        Judge.Agrees(0.3, 0.02, value.Mean, value.StandardError);
    }

    [Fact]
    public void Loop_ends_where_its_condition_does()
    {
        var program =
            from p in Param("p", 0.6)
            from end in Loop(10, (Coin: Tensor.Scalar(1), Turns: Tensor.Scalar(0)), s => s.Coin.EqualTo(1) & (s.Turns < 10), s =>
                from coin in Sample("coin", new Bernoulli(probs: p))
                select (coin.Cast(DType.Float64), s.Turns + 1.0))
            select end.Turns;
        var g = program.Estimate().EnumerationBudget(4096).Particles(1).Gradient();
        Assert.Equal(Enumerable.Range(0, 10).Sum(i => Math.Pow(0.6, i)), g.Value.Mean, 1e-12);
        Assert.Equal(Enumerable.Range(1, 9).Sum(i => i * Math.Pow(0.6, i - 1)), g["p"].ToDouble(), 1e-12);
        Judge.Refuses(
            () => Loop(3, Tensor.Scalar(0), x => x < 1, x => Sample("x", new Normal(0, 1))).Estimate().Value(), "after 3 turns", "x[2]");
    }

    [Fact]
    public void Scan_keeps_the_path()
    {
        var program =
            from a in Param("a", 3.0)
            from path in Scan(Tensor.Scalar(1), Enumerable.Range(0, 3), (x, _) => Return(x * a))
            select path[0] + path[^1];
        var g = program.Estimate().Particles(1).Gradient();
        Assert.Equal(30.0, g.Value.Mean, 1e-12);
        Assert.Equal(28.0, g["a"].ToDouble(), 1e-12);
    }

    [Fact]
    public void Observe_returns_the_data_and_conditions()
    {
        var program = from seen in Observe("y", new Normal(0, 1), 2.5) select seen;
        Judge.Refuses(() => program.Estimate().Value(), "\"y\"", "inference");
        Judge.Refuses(() => Observe("y", new Gamma(1, 1), -2.0).Estimate().Value(), "Site \"y\"", "positive", "-2");
    }

    [Fact]
    public void Factor_conditions() =>
        Judge.Refuses(() => Factor("w", -1.0).Estimate().Value(), "\"w\"", "inference");

    [Fact]
    public void What_is_null_is_named_at_the_call()
    {
        Assert.Equal("distribution", Assert.Throws<ArgumentNullException>(() => Sample("x", null!)).ParamName);
        Assert.Equal("initial", Assert.Throws<ArgumentNullException>(() => Param("x", null!)).ParamName);
        Assert.Equal("value", Assert.Throws<ArgumentNullException>(() => Cost("x", null!)).ParamName);
        Assert.Equal("estimator", Assert.Throws<ArgumentNullException>(() => Return(1).Via(null!)).ParamName);
        Assert.Equal("program", Assert.Throws<ArgumentNullException>(() => Scope<Tensor>("x", null!)).ParamName);
    }
}
