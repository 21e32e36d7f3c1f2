using System.Globalization;
using static DiffProb.Prob;

namespace DiffProb;

/// <summary>What the planner takes, unmeasured and measured, against the best of all valid estimators: variance x seconds of one draw.</summary>
/// <remarks>A report, not a benchmark of BenchmarkDotNet: the numbers are those of <see cref="Audit"/>, on draws of their own.</remarks>
internal static class Choices
{
    private const int Particles = 1000;
    private const int Bits = 10;

    /// <summary>Prints the table.</summary>
    /// <param name="part">Part of the names of the problems wanted; empty for all.</param>
    internal static void Report(string part)
    {
        Console.WriteLine("| problem | planned | measured | best | planned / best | measured / best |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var (name, program) in Problems.Where(p => p.Name.Contains(part, StringComparison.Ordinal)))
        {
            Console.WriteLine(Row(name, program.Estimate().Particles(Particles).Seed(1)));
        }
    }

    private static (string Name, Prob<Tensor> Program)[] Problems =>
    [
        Quadratic(-3.0),
        Quadratic(0.0),
        Quadratic(3.0),
        Bump(0.1),
        Bump(1.0),
        Bump(10.0),
        Wave(0.5),
        Wave(2.0),
        Wave(5.0),
        ("one bit, t = 0.45", OneBit(0.45)),
        ("one bit, t = 0.499", OneBit(0.499)),
        ("three bits, logit 0", ThreeBits(0.0)),
        ("three bits, logit -4", ThreeBits(-4.0)),
        ("ten bits that interact", Ising),
        ("random walk, 5 steps", Walk(5, 20.0)),
    ];

    /// <summary>One row: estimators of all sites, and the ratios, whose best is the least variance x seconds among plans of one estimator.</summary>
    private static string Row(string name, EstimationBuilder<Tensor> estimation)
    {
        var planned = estimation.Plan();
        var measured = estimation.Measure().Plan();

        // All audited in the same way, one plan after the other: a chain of sites is one choice, not one for each step.
        var works = Everywhere(estimation, planned)
            .Append((Names(planned), planned))
            .Append((Names(measured), measured))
            .DistinctBy(p => p.Item1)
            .ToDictionary(p => p.Item1, p => Work(estimation.Following(p.Item2)));
        var best = works.MinBy(w => w.Value);
        var valid = Comparison(works[Names(planned)], best.Value);
        return $"| {name} | {Names(planned)} | {Names(measured)} | {best.Key} | {valid} | {Comparison(works[Names(measured)], best.Value)} |";
    }

    /// <summary>The plans that serve all sites alike, by each estimator that the audit finds valid at the first.</summary>
    private static IEnumerable<(string Name, Plan Plan)> Everywhere(EstimationBuilder<Tensor> estimation, Plan planned)
    {
        var first = planned.Entries[0];
        foreach (var estimator in estimation.Audit().Entries.Where(e => e.Site == first.Site && !e.Estimator.IsBiased).Select(e => e.Estimator).Distinct())
        {
            var plan = planned.Entries.Aggregate(planned, (p, entry) => p.With(entry.Site, entry.Cost, estimator));
            if (IsValid(estimation.Following(plan)))
            {
                yield return (Names(plan), plan);
            }
        }
    }

    private static bool IsValid(EstimationBuilder<Tensor> estimation)
    {
        try
        {
            estimation.Plan();
            return true;
        }
        catch (DiffProbException)
        {
            return false;
        }
    }

    /// <summary>Variance x seconds of what is planned: least seconds and mean variance of all that the audits show of it, since what else runs only adds to times.</summary>
    private static double Work(EstimationBuilder<Tensor> estimation)
    {
        var repeats = estimation.Plan().Entries.Count == 1 ? 5 : 1;
        AuditEntry[] planned = [.. Enumerable.Range(0, repeats).SelectMany(i => estimation.Seed((ulong)(2 + i)).Audit().Entries.Where(e => e.IsPlanned))];
        return planned.Average(e => e.Variance) * planned.Min(e => e.Seconds);
    }

    private static string Names(Plan plan) => string.Join(", ", plan.Entries.Select(e => e.Estimator.Name).Distinct());

    /// <summary>Exact estimators have no variance, and are the best whatever their time.</summary>
    private static string Comparison(double work, double best) =>
        best == 0.0 ? (work == 0.0 ? "exact" : "∞") : (work / best).ToString("F2", CultureInfo.InvariantCulture);

    private static string Name(string cost, double k) => $"{cost}, k = {k.ToString(CultureInfo.InvariantCulture)}";

    private static (string Name, Prob<Tensor> Program) Quadratic(double k) => (Name("(x - k)²", k), OnNormal(x => (x - k).Square()));

    private static (string Name, Prob<Tensor> Program) Bump(double k) => (Name("exp(-k x²)", k), OnNormal(x => (-k * x.Square()).Exp()));

    private static (string Name, Prob<Tensor> Program) Wave(double k) => (Name("cos k x", k), OnNormal(x => (k * x).Cos()));

    private static Prob<Tensor> OnNormal(Func<Tensor, Tensor> cost) =>
        from mu in Param("mu", 1.0)
        from sigma in Param("sigma", 1.0, Support.Positive)
        from x in Sample("x", new Normal(mu, sigma))
        select cost(x);

    private static Prob<Tensor> OneBit(double t) =>
        from phi in Param("phi", 0.0)
        from b in Sample("b", new Bernoulli(logits: phi))
        select (b - t).Square();

    private static Prob<Tensor> ThreeBits(double eta) =>
        from e in Param("eta", eta)
        from b in Sample("b", new Bernoulli(logits: e.BroadcastTo(Shape.Of(3))))
        select (b - Tensor.Of([0.6, 0.51, 0.48])).Square().Sum();

    /// <summary>Spins ±1, cost Σ Jᵢⱼ sᵢ sⱼ + Σ hᵢ sᵢ over i &lt; j, as in tests/Conformance/CoupledDraws.fs.</summary>
    private static Prob<Tensor> Ising
    {
        get
        {
            var coupling = new double[Bits, Bits];
            for (var i = 0; i < Bits; i++)
            {
                for (var j = i + 1; j < Bits; j++)
                {
                    coupling[i, j] = 0.3 * Math.Cos((3 * i) + (5 * j));
                }
            }

            var outside = Enumerable.Range(0, Bits).Select(i => 0.2 * Math.Sin(2 * i)).ToArray();
            return
                from l in Param("l", Tensor.Of([.. Enumerable.Range(0, Bits).Select(i => Math.Cos(i))]))
                from b in Sample("b", new Bernoulli(logits: l))
                let s = (2.0 * b) - 1.0
                select (s.Outer(s) * Tensor.Matrix(coupling)).Sum() + (s * Tensor.Of(outside)).Sum();
        }
    }

    /// <summary>A step up with probability exp(-x/p), else down, from 0: Arya et al. (2022), arXiv 2210.08572.</summary>
    private static Prob<Tensor> Walk(int steps, double start) =>
        from p in Param("p", start, Support.Positive)
        from last in Fold(Tensor.Scalar(0.0), Enumerable.Range(1, steps), (x, _) =>
            from up in Sample("up", new Bernoulli(probs: Tensor.Where(x > 0.0, (-x / p).Exp(), 1.0)))
            select x + (2.0 * up) - 1.0)
        select last.Square();
}
