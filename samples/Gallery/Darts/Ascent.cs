using DiffProb;
using static DiffProb.Prob;

namespace Gallery.Darts;

/// <summary>The best aims by stochastic gradient ascent: all throwers, from all starts, in one program.</summary>
internal static class Ascent
{
    /// <summary>Where each thrower starts: the bull, and the treble of each number.</summary>
    private static readonly (double X, double Y)[] Starts =
        [(0.0, 0.0), .. Dartboard.Numbers.Select((_, i) => Dartboard.Treble(i))];

    /// <summary>One dart by each thrower: a row of aims [rows, 2] and its sigma. Rows of the plate never pay for each other.</summary>
    internal static Prob<Nothing> Program(Tensor aims, Tensor sigmas) =>
        from all in Param("aims", aims)
        from done in Plate("thrower", all, sigmas, (aim, sigma) =>
            from hit in Sample("hit", new Normal(aim, sigma))
            from scored in Cost("score", Dartboard.Score(hit))
            select scored)
        select done;

    /// <summary>Climbs from every start for every sigma, and keeps the best end for each: its score is the exact one.</summary>
    internal static Aim[] Climb(IReadOnlyList<double> sigmas, Budget budget, Stage stage, IProgress<OptimizationProgress> progress)
    {
        var throwers = (from sigma in sigmas from start in Starts select (Sigma: sigma, Start: start)).ToArray();
        double[] from = [.. throwers.SelectMany(t => new[] { t.Start.X, t.Start.Y })];
        double[] errors = [.. throwers.Select(t => t.Sigma)];
        var ends = Program(Tensor.Of(Shape.Of(throwers.Length, 2), from), errors)
            .Maximize()
            .Using(Optimizer.Adam(budget.Rate)).Schedule(Schedule.Cosine).Steps(budget.Steps).Particles(budget.Particles)
            .Seed(stage.Seed).On(stage.Engine).Progress(progress)
            .Run(stage.Stop)["aims"].ToArray();
        var exact = new ExactScore();
        return
        [
            .. throwers
                .Select((t, i) => (t.Sigma, X: ends[2 * i], Y: ends[(2 * i) + 1]))
                .GroupBy(t => t.Sigma, t => new Aim(t.X, t.Y, exact.At(t.X, t.Y, t.Sigma).Value))
                .Select(ofOne => ofOne.MaxBy(aim => aim.Score)),
        ];
    }
}
