using System.Collections;
using DiffProb;
using static DiffProb.Prob;

namespace CSharpTests.Runs;

/// <summary>Results are values: whoever holds one cannot change what another sees.</summary>
public sealed class ResultTests
{
    private static readonly Prob<Tensor> Program =
        from m in Param("m", new[] { 0.5, 1.0 })
        from b in Sample("b", new Bernoulli(probs: 0.5))
        from x in Sample("x", new Normal(m.Sum() + b, 1.0))
        from twice in Deterministic("twice", 2.0 * x)
        select twice.Square() * b;

    public static TheoryData<string> Kinds => ["gradient", "derivatives", "fit", "plan", "audit", "chart"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_a_result_lists_cannot_be_changed(string kind)
    {
        var estimate = Program.Estimate().Particles(100);
        object result = kind switch
        {
            "gradient" => estimate.Gradient(),
            "derivatives" => estimate.Hessian(),
            "fit" => Program.Minimize().Steps(2).Run(),
            "plan" => estimate.Plan(),
            "audit" => estimate.Audit(),
            _ => estimate.Audit().Chart("x", "result"),
        };
        var lists = Lists(result, []).ToArray();
        Assert.NotEmpty(lists);
        Assert.All(lists, list => Assert.True(((IList)list).IsReadOnly, $"{list.GetType()}"));
    }

    [Fact]
    public void Numbers_are_handed_out_as_copies()
    {
        var fit = Program.Minimize().Steps(2).Run();
        var before = fit["m"].ToArray();
        fit["m"].ToArray()[0] = 100.0;
        Assert.Equal(before, fit["m"].ToArray());
        Assert.Equal(before, fit.Checkpoint.Parameters["m"].ToArray());
    }

    // Every list below an object of this library.
    private static IEnumerable<object> Lists(object value, HashSet<object> seen)
    {
        if (!seen.Add(value))
        {
            yield break;
        }

        foreach (var property in value.GetType().GetProperties().Where(p => p.GetIndexParameters().Length == 0))
        {
            var next = property.GetValue(value);
            if (next is IEnumerable list and not (string or IDictionary) && property.PropertyType.Name == "IReadOnlyList`1")
            {
                yield return list;
                foreach (var below in list.Cast<object>().Where(IsOurs).SelectMany(element => Lists(element, seen)))
                {
                    yield return below;
                }
            }
            else if (next is not null && IsOurs(next))
            {
                foreach (var below in Lists(next, seen))
                {
                    yield return below;
                }
            }
        }
    }

    private static bool IsOurs(object value) => value.GetType().Assembly == typeof(Plan).Assembly && value is not Tensor;
}
