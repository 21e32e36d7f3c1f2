using DiffProb;
using static DiffProb.Prob;

namespace CSharpTests.Programs;

/// <summary>Programs as statements.</summary>
public sealed class ModelTests
{
    [Fact]
    public void Each_word_does_what_its_query_does()
    {
        var query = Scope("part",
            from a in Param("a", 0.4)
            from k in Sample(new Bernoulli(logits: a)).Via(Estimator.Score(Baseline.NoBaseline))
            from v in Branch(k, Return<Tensor>(1.0), Sample("x", new Normal(a, 1.0)))
            from path in Scan(v, new[] { 1.0, 2.0 }, (x, item) => from e in Sample("e", new Normal(x, item)) select x + e)
            from end in Fold(path[^1], new[] { 3.0 }, (x, item) => Return(x * item))
            from last in Loop(20, end, x => x < 1, x => from up in Sample("up", new Exponential(1.0)) select x + up + 1.0)
            select last);
        var statements = Model(m => m.Scope("part", () =>
        {
            var a = m.Param("a", 0.4);
            var k = m.Via(Estimator.Score(Baseline.NoBaseline), () => m.Sample(new Bernoulli(logits: a)));
            var v = m.Branch(k, () => 1.0, () => m.Sample("x", new Normal(a, 1.0)));
            var path = m.Scan(v, new[] { 1.0, 2.0 }, (x, item) => x + m.Sample("e", new Normal(x, item)));
            var end = m.Fold(path[^1], new[] { 3.0 }, (x, item) => x * item);
            return m.Loop(20, end, x => x < 1, x => x + m.Sample("up", new Exponential(1.0)) + 1.0);
        }));
        Assert.Equal(query.Estimate().Plan().ToString(), statements.Estimate().Plan().ToString());
        Judge.SameBits(query.Estimate().Particles(500).Gradient(), statements.Estimate().Particles(500).Gradient());
    }

    [Fact]
    public void A_loop_is_free_and_each_turn_needs_names_of_its_own()
    {
        var program = Model(m =>
        {
            var a = m.Param("a", 2.0);
            for (var i = 0; i < 3; i++)
            {
                m.Scope($"turn {i}", () => m.Cost("c", a * i));
            }
        });
        Assert.Equal(3.0, program.Estimate().Particles(1).Gradient()["a"].ToDouble());
        Judge.Refuses(
            () => Model(m =>
            {
                for (var i = 0; i < 2; i++)
                {
                    m.Sample("x", new Normal(0, 1));
                }
            }).Estimate().Plan(),
            "\"x\"", "scope");
    }

    [Fact]
    public void A_query_runs_within_statements_and_statements_within_a_query()
    {
        var inner = from a in Param("a", 2.0) select a * a;
        var statements = Model(m => m.Run(inner) + m.Param("b", 1.0));
        var query = from x in statements from y in Model(m => m.Param("c", 3.0)) select x * y;
        Assert.Equal(15.0, query.Estimate().Particles(1).Value().Mean);
    }

    [Fact]
    public void Conditions_in_statements()
    {
        var program = Model(m =>
        {
            Assert.Equal(2.0, m.Observe("y", new Normal(0, 1), 2.0).ToDouble());
            m.Factor("w", -1.0);
            return m.Deterministic("d", 1.0);
        });
        Judge.Refuses(() => program.Estimate().Value(), "\"w\", \"y\"", "inference");
    }

    [Fact]
    public void The_words_are_of_no_use_after_the_body()
    {
        ModelTrace? kept = null;
        _ = Model(m => (kept = m).Param("a", 1.0)).Estimate().Plan();
        Judge.Refuses(() => kept!.Sample("late", new Normal(0, 1)), "ended", "within the body");
    }

    [Fact]
    public void Nothing_runs_before_it_is_asked_for_and_a_program_runs_again()
    {
        var runs = 0;
        var program = Model(m =>
        {
            runs++;
            return m.Param("a", 1.0);
        });
        Assert.Equal(0, runs);
        _ = program.Estimate().Plan();
        _ = program.Estimate().Plan();
        Assert.Equal(2, runs);
    }
}
