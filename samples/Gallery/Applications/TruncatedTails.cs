using DiffProb;
using Gallery.Tails;
using static DiffProb.Prob;

namespace Gallery.Applications;

/// <summary>Gradients far out in the tails: what is said of them, what is right, and what really fails.</summary>
public sealed class TruncatedTails : ISample
{
    public string Name => "tails";

    public Language Language => Language.CSharp;

    public string Summary => "gradients far out: a folklore and its correction";

    // <program>
    // A unit law above a bound alone.
    private static Distribution Above(TailLaw law, Tensor loc, Tensor low) => law switch
    {
        TailLaw.Normal => new TruncatedNormal(loc, 1.0, low, double.PositiveInfinity),
        TailLaw.Logistic => new TruncatedLogistic(loc, 1.0, low, double.PositiveInfinity),
        _ => new TruncatedCauchy(loc, 1.0, low, double.PositiveInfinity),
    };

    // The place with probability u below it, where the centre lies far below the bound at 0: how it moves when u stays, and with u.
    private static Prob<Tensor> Place(TailLaw law, double far, double u) =>
        from loc in Param("loc", -far)
        from low in Param("low", 0.0)
        from below in Param("u", u)
        select Above(law, loc, low).Icdf(below)!;

    // The mean of a draw, above a bound that is a number or a parameter.
    private static Prob<Tensor> Mean(TailLaw law, double far, Prob<Tensor> bound) =>
        from loc in Param("loc", -far)
        from low in bound
        from x in Sample("x", Above(law, loc, low))
        select x;

    // </program>
    private static Prob<Tensor> Fixed { get; } = Return<Tensor>(0.0);

    public IReadOnlyList<Answer> Run(Stage stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        var page = stage.Page;
        page.Title("Truncated tails: a folklore and its correction");
        page.Heading("The programs");
        page.Block(Source.Of("TruncatedTails.cs", typeof(TruncatedTails).Assembly));
        page.Heading("The plan, and why");
        page.Paragraph("A draw follows its centre and its bound along a path, however far out they are. The score function is right in the centre, and refused in the bound, for the support moves with it:");
        var moving = Mean(TailLaw.Normal, 5.0, Param("low", 0.0));
        page.Block(moving.Estimate().Plan().ToString());
        page.Block(Refusal.Of(() => moving.Via(Estimator.Score(Baseline.LeaveOneOut)).Estimate().Gradient()));
        var found = new TailsFound(
            (law, far, place) => Math.Exp(Above(law, -far, 0.0).LogProb(place).ToDouble()),
            (law, far, halvings) => At(Place(law, far, 1.0 - Math.Pow(2.0, -halvings)), stage),
            (law, far) => Gradient(Mean(law, far, Fixed), TailsReport.Particles, stage),
            (law, far) => Gradient(Mean(law, far, Fixed).Via(Estimator.Score(Baseline.LeaveOneOut)), TailsReport.Particles, stage));
        return stage.Stop.IsCancellationRequested ? [] : new TailsReport(page, found).Show();
    }

    private static GradientEstimate Gradient(Prob<Tensor> program, int particles, Stage stage) =>
        program.Estimate().Particles(particles).Seed(stage.Seed).On(stage.Engine).Gradient();

    // No site, no noise: one particle is exact.
    private static Slopes At(Prob<Tensor> place, Stage stage)
    {
        var g = Gradient(place, 1, stage);
        return new(g.Value.Mean, g["u"].ToDouble(), g["loc"].ToDouble(), g["low"].ToDouble());
    }
}
