using DiffProb;
using static DiffProb.Prob;

namespace Gallery.Applications;

/// <summary>Step sizes of a noisy descent, learnt by differentiating the whole descent.</summary>
public sealed class LearningToLearn : ISample
{
    private const int Count = 6;

    public string Name => "learning";

    public Language Language => Language.CSharp;

    public string Summary => "step sizes, learnt through a whole descent";

    // <program>
    // The loss is x², with curvature 2; its slope is seen with noise of variance 1.
    private static Prob<Tensor> LossAfter(int steps, Tensor rates) => Model(m =>
    {
        var rate = m.Param("rates", rates);
        var x = m.Sample("start", new Normal(0.0, 2.0));
        for (var t = 0; t < steps; t++)
        {
            var slope = m.Sample($"slope {t + 1}", new Normal(2.0 * x, 1.0));
            x -= rate[t] * slope;
        }

        return x.Square();
    });

    // </program>
    public IReadOnlyList<Answer> Run(Stage stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        var page = stage.Page;
        page.Title("Learning how to learn: the step sizes of a noisy descent");
        page.Heading("The program");
        page.Paragraph("A descent is a program with chance inside: a start, and a noisy slope at each step. Its last loss can be differentiated in all step sizes at once, through the whole of it.");
        page.Block(Source.Of("LearningToLearn.cs", typeof(LearningToLearn).Assembly));
        var program = LossAfter(Count, Tensor.Of([.. Enumerable.Repeat(0.1, Count)]));
        page.Heading("The plan, and why");
        page.Block(program.Estimate().Plan().ToString());
        page.Heading("One step: the gradient beside the exact one");
        page.Paragraph("After one step of size h from a start with E x² = 4, the loss is 4 (1 - 2h)² + h², and its slope in h is -16 (1 - 2h) + 2h.");
        var one = LossAfter(1, Tensor.Vector(0.1)).Estimate().Particles(1_000_000).Seed(stage.Seed).On(stage.Engine).Gradient();
        var fit = page.Watch("learning the rates", progress => program.Minimize()
            .Using(Optimizer.Adam(0.02)).Schedule(Schedule.Cosine).Steps(1000).Particles(20_000)
            .Seed(stage.Seed).On(stage.Engine).Progress(progress).Run(stage.Stop));
        if (fit.IsCanceled)
        {
            page.Paragraph("Stopped before the last step.");
            return [];
        }

        page.Heading("The answer");
        var (found, exact) = (fit["rates"].ToArray(), Best());
        var answers = page.Answers(
        [
            new Answer("slope of one step", one["rates"].ToArray()[0], (-16.0 * 0.8) + 0.2, 5.0 * one.StandardError("rates").ToArray()[0]),
            .. found.Select((rate, t) => new Answer($"rate {t + 1}", rate, exact[t], 0.003)),
        ]);
        double[] at = [.. Enumerable.Range(1, Count).Select(t => (double)t)];
        page.Chart(new("Step sizes of six steps", "step", "step size", new Line("exact", at, exact, isDashed: true), new Points("learnt", at, found)));
        page.Chart(new(
            "Loss while learning", "step of learning", new("loss after six steps") { IsLogarithmic = true }, new Line("", Enumerable.Range(1, fit.History.Count).Select(i => (double)i), fit.History)));
        return answers;
    }

    // With E x² = m before a step of size h it is m (1 - 2h)² + h² after it, which is least at h = 2m / (4m + 1).
    private static double[] Best()
    {
        var rates = new double[Count];
        var m = 4.0;
        for (var t = 0; t < Count; t++)
        {
            rates[t] = 2.0 * m / ((4.0 * m) + 1.0);
            m = (m * (1.0 - (2.0 * rates[t])) * (1.0 - (2.0 * rates[t]))) + (rates[t] * rates[t]);
        }

        return rates;
    }
}
