using DiffProb;
using Gallery.Rejecting;
using static DiffProb.Prob;

namespace Gallery.Applications;

/// <summary>Rejection sampling whose accept step is softened, so that it has a path, beside the hard one, whose gradient is unbiased.</summary>
public sealed class SoftAndHardRejection : ISample
{
    public string Name => "rejection";

    public Language Language => Language.CSharp;

    public string Summary => "soft rejection's bias, and the hard without any";

    // <program>
    // N(theta, 1) from proposals of N(0, 2²): the logarithm of the ratio of their densities, and as much less as keeps it below 0.
    private static Tensor LogAcceptance(Tensor z, Tensor theta) =>
        (z.Square() / 8.0) - (0.5 * (z - theta).Square()) - (theta.StopGradient().Square() / 6.0) - 0.05;

    // The first proposal that is accepted.
    private static Prob<Tensor> Hard(Func<Tensor, Tensor> cost) =>
        from theta in Param("theta", 0.5)
        from z in Sample("z", new Rejection(new Normal(0.0, 2.0), z => LogAcceptance(z, theta)))
        select cost(z);

    // A blend of proposals, where a sigmoid of (log acceptance - log u) / temperature stands for the accept step.
    private static Prob<Tensor> Soft(Func<Tensor, Tensor> cost, double temperature) =>
        from theta in Param("theta", 0.5)
        from z in Sample("z", new SoftRejection(new Normal(0.0, 2.0), z => LogAcceptance(z, theta), temperature))
        select cost(z);

    // </program>
    public IReadOnlyList<Answer> Run(Stage stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        var page = stage.Page;
        page.Title("Rejection sampling, soft and hard");
        page.Heading("The programs");
        page.Block(Source.Of("SoftAndHardRejection.cs", typeof(SoftAndHardRejection).Assembly));
        page.Heading("The plans, and why");
        page.Paragraph("The accept step jumps, so that no path leads through it alone: the hard sampler goes along the accepted proposal, with its acceptance as a weight. The soft one has a path, and the plan says what it is biased for.");
        page.Block(Hard(z => z).Estimate().Plan().ToString());
        page.Block(Soft(z => z, 0.1).Estimate().Plan().ToString());
        page.Paragraph("The path of the hard sampler alone is refused:");
        page.Block(Refusal.Of(() => Hard(z => z).Via(Estimator.Pathwise).Estimate().Gradient()));
        if (stage.Stop.IsCancellationRequested)
        {
            return [];
        }

        return new RejectionReport(page, isSquare => Gradient(Hard(Cost(isSquare)), stage), (isSquare, temperature) => Gradient(Soft(Cost(isSquare), temperature), stage)).Show();
    }

    private static Func<Tensor, Tensor> Cost(bool isSquare) => isSquare ? z => z.Square() : z => z;

    private static GradientEstimate Gradient(Prob<Tensor> program, Stage stage) =>
        program.Estimate().Particles(RejectionReport.Particles).Seed(stage.Seed).On(stage.Engine).Gradient();
}
