using DiffProb;
using static DiffProb.Prob;

namespace Gallery.Applications;

/// <summary>Two decisions under uncertainty: how much to order, and from which signal on to buy.</summary>
public sealed class Decisions : ISample
{
    private const double Price = 5.0;
    private const double Expense = 3.0;

    public string Name => "decisions";

    public Language Language => Language.CSharp;

    public string Summary => "how much to order, when to buy: kink and jump";

    // <program>
    // What is ordered costs 3 and sells for 5, as far as there is demand.
    private static Prob<Tensor> Profit =>
        from order in Param("order", 80.0)
        from demand in Sample("demand", new Normal(100.0, 20.0))
        select (5.0 * Tensor.Min(order, demand)) - (3.0 * order);

    // The signal has a correlation of 0.7 with the value; who buys pays 0.5.
    private static Prob<Tensor> Gain =>
        from threshold in Param("threshold", 0.0)
        from signal in Sample("signal", new Normal(0.0, 2.0))
        from value in Sample("value", new Normal(0.7 * 3.0 / 2.0 * signal, 3.0 * Math.Sqrt(1.0 - (0.7 * 0.7))))
        select Tensor.Where(signal > threshold, value - 0.5, 0.0);

    // </program>
    public IReadOnlyList<Answer> Run(Stage stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        var page = stage.Page;
        page.Title("Decisions: how much to order, and when to buy");
        page.Heading("The programs");
        page.Block(Source.Of("Decisions.cs", typeof(Decisions).Assembly));
        page.Heading("The plans, and why");
        page.Paragraph("The order meets the demand in the profit alone, which has a kink there and is continuous: its own derivative is right, and no site needs an estimator. The gain jumps where the signal crosses the threshold, and DiffProb draws the signal on both sides of it.");
        page.Block(Profit.Estimate().Plan().ToString());
        page.Block(Gain.Estimate().Plan().ToString());
        var order = Best(Profit, 0.5, 20_000, "ordering", stage);
        var threshold = Best(Gain, 0.05, 20_000, "watching the signal", stage);
        if (stage.Stop.IsCancellationRequested)
        {
            page.Paragraph("Stopped before the last step.");
            return [];
        }

        page.Heading("The decisions");
        var (profit, gain) = (Value(Profit, "order", order, stage), Value(Gain, "threshold", threshold, stage));
        var answers = page.Answers(
            new Answer("order", order, BestOrder, 0.1),
            new Answer("profit", profit.Mean, ExactProfit(BestOrder), 0.1),
            new Answer("threshold", threshold, 0.5 / (0.7 * 1.5), 0.01),
            new Answer("gain", gain.Mean, ExactGain(0.5 / (0.7 * 1.5)), 0.005));
        page.Chart(Curve("Profit of an order", new("order", "pieces"), new("expected profit", "money"), 60.0, 130.0, ExactProfit, Profit, "order", BestOrder, stage));
        page.Chart(Curve("Gain of a threshold", "threshold of the signal", new("expected gain", "money"), -3.0, 4.0, ExactGain, Gain, "threshold", 0.5 / (0.7 * 1.5), stage));
        return answers;
    }

    private static double Best(Prob<Tensor> program, double rate, int particles, string what, Stage stage)
    {
        var fit = stage.Page.Watch(what, progress => program.Maximize()
            .Using(Optimizer.Adam(rate)).Schedule(Schedule.Cosine).Steps(400).Particles(particles)
            .Seed(stage.Seed).On(stage.Engine).Progress(progress).Run(stage.Stop));
        return fit[fit.Parameters[0]].ToDouble();
    }

    private static Estimate Value(Prob<Tensor> program, string parameter, double at, Stage stage) =>
        program.Estimate().With(parameter, at).Particles(1_000_000).Seed(stage.Seed + 1).On(stage.Engine).Value();

    private static Chart Curve(string title, ChartAxis x, ChartAxis y, double low, double high, Func<double, double> exact, Prob<Tensor> program, string parameter, double best, Stage stage)
    {
        double[] fine = [.. Enumerable.Range(0, 141).Select(i => low + ((high - low) * i / 140.0))];
        double[] some = [.. Enumerable.Range(0, 15).Select(i => low + ((high - low) * i / 14.0))];
        var estimates = some.Select((at, i) => program.Estimate().With(parameter, at).Particles(2000).Seed(stage.Seed + (ulong)i).On(stage.Engine).Value()).ToArray();
        return new(
            title,
            x,
            y,
            new Line("exact", fine, fine.Select(exact)),
            new Points("2000 draws, ± 2 standard errors", some, estimates.Select(e => e.Mean), estimates.Select(e => 2.0 * e.StandardError)),
            new Rule("best", best, isVertical: true));
    }

    // ---- exact answers: P(demand > order) = cost / price, and E[value | signal = threshold] = price of buying

    private static double BestOrder => Demand.Icdf(1.0 - (Expense / Price))!.ToDouble();

    private static Normal Demand => new(100.0, 20.0);

    // price (E min(order, D)) - cost order, with E min(q, D) = q - (q - 100) F(q) - 20 φ(z).
    private static double ExactProfit(double order)
    {
        var below = Demand.Cdf(order)!.ToDouble();
        var density = Math.Exp(Demand.LogProb(order).ToDouble());
        return (Price * (order - ((order - 100.0) * below) - (400.0 * density))) - (Expense * order);
    }

    // E[(1.05 S - 0.5) 1{S > θ}] = 1.05 · 4 φ(θ/2)/2 - 0.5 P(S > θ).
    private static double ExactGain(double threshold)
    {
        var signal = new Normal(0.0, 2.0);
        var above = 1.0 - signal.Cdf(threshold)!.ToDouble();
        return (1.05 * 4.0 * Math.Exp(signal.LogProb(threshold).ToDouble())) - (0.5 * above);
    }
}
