using DiffProb;
using static DiffProb.Prob;

namespace Gallery.Applications;

/// <summary>The weights of a mixture, learnt by the energy distance to draws of another.</summary>
public sealed class MixtureWeights : ISample
{
    private static readonly double[] ExactGradient = [0.19357065, -0.08032927, -0.11324138];

    public string Name => "mixture";

    public Language Language => Language.CSharp;

    public string Summary => "weights of a mixture, summed without noise";

    // <program>
    private static readonly Tensor Means = Tensor.Vector(-2.0, 0.5, 3.0);
    private static readonly Tensor Scales = Tensor.Vector(0.5, 1.0, 1.5);
    private static readonly double[] Target = [0.2, 0.5, 0.3];

    // 2 E|X - Y| - E|X - X'| - E|Y - Y'|: zero where both have one law, and positive elsewhere (Székely and Rizzo 2013).
    private static Prob<Tensor> EnergyDistance =>
        from logits in Param("logits", Tensor.Zeros(Shape.Of(3)))
        from x1 in Sample("component of x", new Categorical(logits: logits))
        from x2 in Sample("component of another x", new Categorical(logits: logits))
        from y1 in Sample("component of y", new Categorical(Tensor.Of(Target))).Via(Estimator.Enumerate)
        from y2 in Sample("component of another y", new Categorical(Tensor.Of(Target))).Via(Estimator.Enumerate)
        select (2.0 * Distance(x1, y1)) - Distance(x1, x2) - Distance(y1, y2);

    // The mean of |N(m, s²)|, for draws of two components.
    private static Tensor Distance(Tensor i, Tensor j)
    {
        var (m, s) = (Means[i] - Means[j], (Scales[i].Square() + Scales[j].Square()).Sqrt());
        return (Math.Sqrt(2.0 / Math.PI) * s * (-0.5 * (m / s).Square()).Exp()) + (m * (m / (Math.Sqrt(2.0) * s)).Erf());
    }

    // </program>
    public IReadOnlyList<Answer> Run(Stage stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        var page = stage.Page;
        page.Title("Mixture components: weights that are learnt by enumeration");
        page.Heading("The program");
        page.Paragraph("Which component a draw comes from is a discrete choice. Nothing along a path leads from its logits to the draw; but there are three values, and DiffProb sums over them, so that there is no noise at all.");
        page.Block(Source.Of("MixtureWeights.cs", typeof(MixtureWeights).Assembly));
        page.Heading("The plan, and why");
        page.Block(EnergyDistance.Estimate().Plan().ToString());
        var start = EnergyDistance.Estimate().Particles(1).Seed(stage.Seed).On(stage.Engine).Gradient();
        var fit = page.Watch("learning the weights", progress => EnergyDistance.Minimize()
            .Using(Optimizer.Adam(0.1)).Schedule(Schedule.Cosine).Steps(300).Particles(1)
            .Seed(stage.Seed).On(stage.Engine).Progress(progress).Run(stage.Stop));
        if (fit.IsCanceled)
        {
            page.Paragraph("Stopped before the last step.");
            return [];
        }

        page.Heading("The answer");
        var weights = fit["logits"].Softmax().ToArray();
        var slopes = start["logits"].ToArray();
        var answers = page.Answers(
        [
            new Answer("distance at equal weights", start.Value.Mean, 0.05313437879, 1e-10),
            .. slopes.Select((slope, k) => new Answer($"its slope in logit {k + 1}", slope, ExactGradient[k], 1e-8)),
            .. weights.Select((weight, k) => new Answer($"weight {k + 1}", weight, Target[k], 0.003)),
        ]);
        double[] steps = [.. Enumerable.Range(1, fit.History.Count).Select(i => (double)i)];
        page.Chart(new("Distance to the target", "step", new("energy distance") { IsLogarithmic = true }, new Line("", steps, fit.History.Select(d => Math.Max(d, 1e-12)))));
        page.Chart(Densities(weights));
        return answers;
    }

    private static Chart Densities(double[] weights)
    {
        double[] x = [.. Enumerable.Range(0, 241).Select(i => -5.0 + (i / 20.0))];
        return new(
            "The law that was learnt",
            "x",
            "density",
            new Band("target", x, x.Select(_ => 0.0), x.Select(at => Density(Target, at))),
            new Line("learnt", x, x.Select(at => Density(weights, at))),
            new Line("equal weights", x, x.Select(at => Density([1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0], at)), isDashed: true));
    }

    private static double Density(double[] weights, double at) =>
        Enumerable.Range(0, weights.Length).Sum(k => weights[k] * Math.Exp(new Normal(Means[k], Scales[k]).LogProb(at).ToDouble()));
}
