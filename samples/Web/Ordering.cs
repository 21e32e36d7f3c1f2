using System.Security.Cryptography;
using System.Text.Json;
using DiffProb;
using static DiffProb.Prob;

namespace Web;

/// <summary>How much to order for a day whose demand is like that of one of the past days, more or less.</summary>
/// <remarks>It has no state: what it is asked is all that it knows, so that any number of requests use it at once.</remarks>
public sealed class Ordering(DiffProbRunner runner)
{
    // <program>
    // Sales are kinked in the quantity, and running out is a jump: each cost gets an estimator of its own.
    internal static Prob<Nothing> Day(OrderRequest known) =>
        from quantity in Param("quantity", known.Demand.Average(), Support.Positive)
        from day in Sample("day", new Categorical(probs: known.Demand.Select(_ => 1.0).ToArray())).Via(Estimator.Enumerate)
        from demand in Sample("demand", new Normal(Tensor.Of(known.Demand)[day], known.Spread))
        from sales in Cost("sales", (known.Price * Tensor.Min(quantity, demand)) - (known.Expense * quantity))
        from lack in Cost("lack", Tensor.Where(demand > quantity, -known.Penalty, 0.0))
        select lack;

    public OrderAnswer Best(OrderRequest known, IProgress<OptimizationProgress>? progress, CancellationToken cancellation)
    {
        Refusal.Check(known);
        var day = Day(known);
        var seed = known.Seed ?? runner.Seed;

        // What is positive is moved by its logarithm: by 2 % a step at first.
        var search = runner.Maximize(day).Using(Optimizer.Adam(0.02)).Schedule(Schedule.Cosine).Steps(known.Steps).Particles(100).Seed(seed);
        var fit = (progress is null ? search : search.Progress(progress)).Run(cancellation);

        // Half of a search is no answer: the client is gone.
        cancellation.ThrowIfCancellationRequested();
        var profit = runner.Estimate(day).With(fit.Values).Particles(1000).Seed(seed).Value(cancellation);
        return new(IdOf(known), fit["quantity"].ToDouble(), Number.Of(profit), [.. fit.Plan.Entries.Select(Choice.Of)]);
    }

    public ProfitAnswer Profit(OrderRequest known, double quantity, CancellationToken cancellation)
    {
        var g = runner.Estimate(Day(known)).With("quantity", quantity).Particles(1000).Seed(known.Seed ?? runner.Seed).Gradient(cancellation);
        return new(quantity, Number.Of(g.Value), new(g["quantity"].ToDouble(), g.StandardError("quantity").ToDouble()));
    }

    // </program>
    // The same question has the same answer, and so the same name.
    private static string IdOf(OrderRequest known) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(known)))[..16];
}
