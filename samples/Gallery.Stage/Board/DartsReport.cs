using System.Globalization;
using DiffProb;

namespace Gallery.Board;

/// <summary>What the darts sample says and draws, whatever language its program is written in.</summary>
public sealed class DartsReport(Stage stage, Budget budget)
{
    /// <summary>Throwers whose gradient is shown beside the exact one.</summary>
    public static IReadOnlyList<Thrower> Throwers { get; } = [new(0.0, 103.0, 25.0), new(30.0, 40.0, 40.0)];

    /// <summary>The title, the problem and the program.</summary>
    public void ShowProgram(string title, string program)
    {
        stage.Page.Title(title);
        stage.Page.Paragraph($"engine {stage.Engine.Name}, seed {stage.Seed}");
        stage.Page.Heading("1  The program");
        stage.Page.Paragraph(
            "A dart is aimed at a point (x, y) mm from the centre and lands near it, with an error of sigma mm. It scores what a real "
            + "dartboard pays there: the number of the sector, twice or three times that in the double and treble rings, 25 and 50 "
            + "around the centre.");
        stage.Page.Block(program);
        stage.Page.Paragraph(
            "The score is flat almost everywhere, so that its derivative at the place of landing is zero. The expected score is smooth, "
            + "and its derivative is not zero: which way to move the aim, and what a steadier hand is worth.");
    }

    /// <summary>The plan, and how the path is refused.</summary>
    /// <param name="plan">The planner's.</param>
    /// <param name="insist">How the program asks for the path.</param>
    /// <param name="along">The gradient along it.</param>
    public void ShowPlan(Plan plan, string insist, Func<GradientEstimate> along)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(along);
        stage.Page.Heading("2  The plan, and why");
        stage.Page.Paragraph("DiffProb sees from the program how the cost depends on each random site, and picks an estimator that is valid:");
        stage.Page.Block(plan.ToString());
        stage.Page.Paragraph($"Insisting on {insist}, which would say zero everywhere, is refused:");
        stage.Page.Block(Refusal.Of(along));
    }

    /// <summary>Gradients beside the exact ones.</summary>
    public IReadOnlyList<Answer> ShowGradients(Func<Thrower, GradientEstimate> gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        stage.Page.Heading("3  The gradient, beside the exact one");
        stage.Page.Paragraph(
            $"{Text(budget.Darts, "N0")} darts for each table. The exact numbers are integrals over the rings and sectors; the last column is the "
            + "distance between the two, in standard errors.");
        var exact = new ExactScore();
        var answers = new List<Answer>();
        foreach (var thrower in Throwers)
        {
            Answer[] here = [.. Answers(gradient(thrower), exact.At(thrower.X, thrower.Y, thrower.Sigma))];
            stage.Page.Table([$"aim ({thrower.X}, {thrower.Y}), sigma {thrower.Sigma}", "estimate", "± error", "exact", "off by"], here.Select(Row));
            answers.AddRange(here);
        }

        return answers;
    }

    /// <summary>The best aims of a climb, beside the best there are, and on the board.</summary>
    /// <param name="climb">From throwers to where they aim in the end, x and y of one after the other.</param>
    public void ShowAims(Func<IReadOnlyList<Thrower>, IProgress<OptimizationProgress>, Fit> climb)
    {
        ArgumentNullException.ThrowIfNull(climb);
        stage.Page.Heading("4  Where to aim");
        stage.Page.Paragraph(
            $"Gradient ascent with {budget.Particles} darts a step for {budget.Steps} steps, from the bull and the 20 trebles, keeping the best end; "
            + "beside it the best aim there is, from a search with exact expected scores.");
        var starts = Thrower.Starts(budget.Sigmas);
        var fit = stage.Page.Watch("climbing", progress => climb(starts, progress));
        if (fit.IsCanceled)
        {
            stage.Page.Paragraph("Stopped before the last step.");
            return;
        }

        var found = Thrower.Best(starts, fit["aims"].ToArray());
        var best = budget.Sigmas.Select(BestAim.For).ToArray();
        stage.Page.Table(
            ["sigma", "aim found", "which is", "scores", "exact best", "which is", "scores"],
            budget.Sigmas.Select((sigma, i) => (string[])[Text(sigma, "F0"), .. Cells(found[i]), .. Cells(best[i])]));
        stage.Page.Paragraph(Verdict(found, best));
        stage.Page.Chart(Map(found));
    }

    // Within five standard errors: a right estimate fails about once in two million.
    private static IEnumerable<Answer> Answers(GradientEstimate estimate, ExpectedScore exact)
    {
        var (slopes, errors) = (estimate["aim"].ToArray(), estimate.StandardError("aim").ToArray());
        return
        [
            new("expected score", estimate.Value.Mean, exact.Value, 5.0 * estimate.Value.StandardError),
            new("slope in x, per mm", slopes[0], exact.SlopeX, 5.0 * errors[0]),
            new("slope in y, per mm", slopes[1], exact.SlopeY, 5.0 * errors[1]),
            new("slope in sigma, per mm", estimate["sigma"].ToDouble(), exact.SlopeSigma, 5.0 * estimate.StandardError("sigma").ToDouble()),
        ];
    }

    private static string[] Row(Answer answer)
    {
        var error = answer.Within / 5.0;
        return [answer.What, Text(answer.Found, "F5"), Text(error, "F5"), Text(answer.Exact, "F5"), Text((answer.Found - answer.Exact) / error, "+0.0;-0.0")];
    }

    // The expected score of a hand of middling skill, and where the best aim goes as skill changes.
    private Chart Map(Aim[] found)
    {
        const double edge = 172.5;
        const int cells = 69;
        var sigmas = budget.Sigmas;
        var sigma = sigmas[sigmas.Count / 2];
        var exact = new ExactScore(5, 5.0);
        var scores = new double[cells, cells];
        for (var row = 0; row < cells; row++)
        {
            for (var column = 0; column < cells; column++)
            {
                scores[row, column] = exact.At(edge * ((2.0 * (column + 0.5) / cells) - 1.0), edge * ((2.0 * (row + 0.5) / cells) - 1.0), sigma).Value;
            }
        }

        Aim[] path = [.. Enumerable.Range(0, budget.Path).Select(i => sigmas[0] * Math.Pow(sigmas[^1] / sigmas[0], i / (budget.Path - 1.0))).Select(BestAim.For)];
        return new(
            $"Expected score with sigma {Text(sigma, "F0")} mm, and the best aims from {Text(sigmas[0], "F0")} to {Text(sigmas[^1], "F0")} mm",
            new("x", "mm"),
            new("y", "mm"),
            new HeatMap(scores, (-edge, edge), (-edge, edge), new ChartAxis("expected score", "points")),
            new Line("exact best aim", path.Select(a => a.X), path.Select(a => a.Y)),
            new Points("aim found", found.Select(a => a.X), found.Select(a => a.Y)))
        {
            HasSquareUnits = true,
        };
    }

    private static string[] Cells(Aim aim) =>
        [$"{Whole(aim.X)}, {Whole(aim.Y)}", Dartboard.Region(aim.X, aim.Y), Text(aim.Score, "F2")];

    // The first sigma at which the best aim is no longer where the steadiest hand aims, and how near the climbs come.
    private string Verdict(Aim[] found, Aim[] best)
    {
        var regions = best.Select(aim => Dartboard.Region(aim.X, aim.Y)).ToArray();
        var turn = Array.FindIndex(regions, region => region != regions[0]);
        var where = turn < 1
            ? $"Aim at {regions[0]}."
            : $"Aim at {regions[0]} up to sigma {budget.Sigmas[turn - 1]} mm, and at {regions[turn]} with {budget.Sigmas[turn]} mm: the best aim jumps.";
        return $"{where} No climb ends more than {Text(best.Zip(found, (b, f) => Math.Max(0.0, b.Score - f.Score)).Max(), "F2")} points below the best.";
    }

    // Adding zero makes -0 a 0.
    private static string Whole(double number) => Text(Math.Round(number) + 0.0, "F0");

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
