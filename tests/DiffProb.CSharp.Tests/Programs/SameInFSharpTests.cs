using DiffProb;
using Microsoft.FSharp.Core;
using static DiffProb.Prob;

namespace CSharpTests.Programs;

/// <summary>A query, statements and F#'s prob { } are one program: same seed, same bits.</summary>
public sealed class SameInFSharpTests
{
    private static Prob<Tensor> Query =>
        from rate in Param("rate", 1.5, Support.Positive)
        from wait in Sample("wait", new Exponential(rate))
        from rows in Plate("row", new[] { 0.5, 1.0, 2.0 }, limit =>
            from late in Sample("late", new Normal(wait * limit, 1.0))
            from _ in Cost("penalty", Tensor.Where(late > limit, 1.0, 0.0))
            select late)
        from _ in Deterministic("first", rows[0])
        select rate * rows.Sum();

    private static Prob<Tensor> Statements => Model(m =>
    {
        var rate = m.Param("rate", 1.5, Support.Positive);
        var wait = m.Sample("wait", new Exponential(rate));
        var rows = m.Plate("row", new[] { 0.5, 1.0, 2.0 }, limit =>
        {
            var late = m.Sample("late", new Normal(wait * limit, 1.0));
            m.Cost("penalty", Tensor.Where(late > limit, 1.0, 0.0));
            return late;
        });
        m.Deterministic("first", rows[0]);
        return rate * rows.Sum();
    });

    // What the F# compiler makes of the same program in prob { }: nested calls of its builder.
    private static Prob<Tensor> FSharp
    {
        get
        {
            var prob = Dsl.prob;
            return prob.Bind(Words.param("rate", 1.5, Support.Positive), Then(rate =>
                prob.Bind(Dsl.sample("wait", new Exponential(rate)), Then(wait =>
                    prob.Bind(Rows(wait), Then(rows =>
                        prob.Bind(Words.deterministic("first", rows[0]), Then(_ =>
                            prob.Return(rate * rows.Sum())))))))));

            Prob<Tensor> Rows(Tensor wait) =>
                ProbModule.map(Columns.one(new[] { 0.5, 1.0, 2.0 }).Named("row"), Then(limit =>
                    prob.Bind(Dsl.sample("late", new Normal(wait * limit, 1.0)), Then(late =>
                        prob.Bind(Words.cost("penalty", Tensor.Where(late > limit, 1.0, 0.0)), FuncConvert.FromFunc<Unit, Prob<Tensor>>(_ =>
                            prob.Return(late)))))));
        }
    }

    [Fact]
    public void Query_statements_and_FSharp_give_the_same_bits()
    {
        var query = Query.Estimate().Particles(2000).Seed(7).Gradient();
        Judge.SameBits(query, Statements.Estimate().Particles(2000).Seed(7).Gradient());
        Judge.SameBits(query, FSharp.Estimate().Particles(2000).Seed(7).Gradient());
        Judge.SameBits(query, Expectation.Gradient(
            new(2000, 1, 7, ManagedEngine.Default, DType.Float64, EstimationModule.defaults.Parameters, null, EstimationModule.defaults.EnumerationBudget, false, false, null, default), Query));
        Assert.NotEqual(query.Value.Mean, Query.Estimate().Particles(2000).Seed(8).Gradient().Value.Mean);
    }

    [Fact]
    public void They_have_the_same_plan() =>
        Assert.Equal(Query.Estimate().Plan().ToString(), FSharp.Estimate().Plan().ToString());

    private static FSharpFunc<Tensor, Prob<Tensor>> Then(Func<Tensor, Prob<Tensor>> next) => FuncConvert.FromFunc(next);
}
