using DiffProb;
using Gallery.Board;
using static DiffProb.Prob;
using static DiffProb.TensorMath;

namespace Gallery.Applications;

/// <summary>Where to aim at a dartboard: the derivative of an expected score that jumps wherever it changes.</summary>
/// <param name="budget">How much work it may be.</param>
public sealed class Darts(Budget budget) : ISample
{
    public Darts()
        : this(new())
    {
    }

    public string Name => "darts";

    public Language Language => Language.CSharp;

    public string Summary => "where to aim at a dartboard: a score that jumps";

    // <program>
    // Points of the place (x, y) where a dart landed, [2]: a step function, flat almost everywhere.
    internal static Tensor Score(Tensor hit)
    {
        var (x, y) = (hit[0], hit[1]);
        var radius = Sqrt(x.Square() + y.Square());
        var sector = Floor((Atan2(x, y) / Dartboard.SectorAngle) + 0.5);
        var index = Where(sector < 0, sector + Dartboard.Numbers.Count, sector).Cast(DType.Int64);
        Tensor table = Dartboard.Numbers.Select(n => (double)n).ToArray();
        var number = table[index];
        return Dartboard.Rings.Aggregate(Tensor.Scalar(0), (elsewhere, ring) =>
            Where((radius >= ring.Inner) & (radius < ring.Outer), ring.Points + (ring.Multiple * number), elsewhere));
    }

    // One dart, aimed at (x, y) mm, with standard deviation sigma mm; both are trainable.
    internal static Prob<Tensor> Throw(Tensor aim, Tensor sigma) =>
        from a in Param("aim", aim)
        from s in Param("sigma", sigma, Support.Positive)
        from hit in Sample("hit", new Normal(a, s))
        select Score(hit);

    // One dart by each thrower: a row of aims [rows, 2] and its sigma. Rows of the plate never pay for each other.
    private static Prob<Nothing> ThrowAll(Tensor aims, Tensor sigmas) =>
        from all in Param("aims", aims)
        from done in Plate("thrower", all, sigmas, (aim, sigma) =>
            from hit in Sample("hit", new Normal(aim, sigma))
            from scored in Cost("score", Score(hit))
            select scored)
        select done;

    // </program>
    public IReadOnlyList<Answer> Run(Stage stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        var report = new DartsReport(stage, budget);
        report.ShowProgram("Darts: where to aim, when the hand shakes", Source.Of("Darts.cs", typeof(Darts).Assembly));
        var program = At(DartsReport.Throwers[0]);
        report.ShowPlan(program.Estimate().Plan(), "Sample(...).Via(Estimator.Pathwise)", () => program.Via(Estimator.Pathwise).Estimate().Gradient());
        var answers = report.ShowGradients(thrower => At(thrower).Estimate().Particles(budget.Darts).Seed(stage.Seed).On(stage.Engine).Gradient());
        if (stage.Stop.IsCancellationRequested)
        {
            return [];
        }

        report.ShowAims((starts, progress) => Climb(starts, budget, stage, progress));
        return answers;
    }

    private static Prob<Tensor> At(Thrower thrower) => Throw(new[] { thrower.X, thrower.Y }, thrower.Sigma);

    /// <summary>All throwers, each from where it starts, in one program.</summary>
    internal static Fit Climb(IReadOnlyList<Thrower> starts, Budget budget, Stage stage, IProgress<OptimizationProgress> progress)
    {
        double[] aims = [.. starts.SelectMany(t => new[] { t.X, t.Y })];
        double[] sigmas = [.. starts.Select(t => t.Sigma)];
        return ThrowAll(Tensor.Of(Shape.Of(starts.Count, 2), aims), sigmas)
            .Maximize()
            .Using(Optimizer.Adam(budget.Rate)).Schedule(Schedule.Cosine).Steps(budget.Steps).Particles(budget.Particles)
            .Seed(stage.Seed).On(stage.Engine).Progress(progress)
            .Run(stage.Stop);
    }
}
