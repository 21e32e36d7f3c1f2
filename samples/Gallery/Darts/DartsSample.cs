using System.Globalization;
using DiffProb;

namespace Gallery.Darts;

/// <summary>Where to aim at a dartboard: the derivative of an expected score that jumps wherever it changes.</summary>
internal sealed class DartsSample : ISample
{
    /// <summary>Points with a known answer, in mm.</summary>
    private static readonly (double X, double Y, double Sigma)[] Points = [(0.0, 103.0, 25.0), (30.0, 40.0, 40.0)];

    public string Name => "darts";

    public Language Language => Language.CSharp;

    public string Summary => "where to aim at a dartboard: a score that jumps";

    internal IReadOnlyList<double> Sigmas { get; init; } = [5.0, 10.0, 16.0, 17.0, 25.0, 40.0, 60.0, 100.0];

    internal int Particles { get; init; } = 200_000;

    internal Budget Budget { get; init; } = new();

    public IReadOnlyList<Answer> Run(Stage stage)
    {
        stage.Page.Title("Darts: where to aim, when the hand shakes");
        stage.Page.Paragraph($"engine {stage.Engine.Name}, seed {stage.Seed}");
        ShowProgram(stage);
        ShowPlan(stage);
        var answers = ShowGradients(stage);
        if (stage.Stop.IsCancellationRequested)
        {
            return [];
        }

        ShowAims(stage);
        return answers;
    }

    private static void ShowProgram(Stage stage)
    {
        stage.Page.Heading("1  The program");
        stage.Page.Paragraph(
            "A dart is aimed at a point (x, y) mm from the centre and lands near it, with an error of sigma mm. It scores what a real "
            + "dartboard pays there: the number of the sector, twice or three times that in the double and treble rings, 25 and 50 "
            + "around the centre.");
        stage.Page.Block(Throw.Source);
        stage.Page.Paragraph(
            "The score is flat almost everywhere, so that its derivative at the place of landing is zero. The expected score is smooth, "
            + "and its derivative is not zero: which way to move the aim, and what a steadier hand is worth.");
    }

    private static void ShowPlan(Stage stage)
    {
        var (x, y, sigma) = Points[0];
        var program = Throw.At(new[] { x, y }, sigma);
        stage.Page.Heading("2  The plan, and why");
        stage.Page.Paragraph("DiffProb sees from the program how the cost depends on each random site, and picks an estimator that is valid:");
        stage.Page.Block(program.Estimate().Plan().ToString());
        stage.Page.Paragraph("Insisting on Sample(...).Via(Estimator.Pathwise), which would say zero everywhere, is refused:");
        stage.Page.Block(Refusal(program));
    }

    private static string Refusal(Prob<Tensor> program)
    {
        try
        {
            return $"not refused: {program.Via(Estimator.Pathwise).Estimate().Gradient()}";
        }
        catch (DiffProbException refusal)
        {
            return refusal.Message;
        }
    }

    private List<Answer> ShowGradients(Stage stage)
    {
        stage.Page.Heading("3  The gradient, beside the exact one");
        stage.Page.Paragraph(
            $"{Text(Particles, "N0")} darts for each table. The exact numbers are integrals over the rings and sectors; the last column is the "
            + "distance between the two, in standard errors.");
        var exact = new ExactScore();
        var answers = new List<Answer>();
        foreach (var (x, y, sigma) in Points)
        {
            var estimate = Throw.At(new[] { x, y }, sigma)
                .Estimate().Particles(Particles).Seed(stage.Seed).On(stage.Engine).Gradient();
            Answer[] here = [.. Answers(estimate, exact.At(x, y, sigma))];
            stage.Page.Table([$"aim ({x}, {y}), sigma {sigma}", "estimate", "± error", "exact", "off by"], here.Select(Row));
            answers.AddRange(here);
        }

        return answers;
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

    private void ShowAims(Stage stage)
    {
        stage.Page.Heading("4  Where to aim");
        stage.Page.Paragraph(
            $"Gradient ascent with {Budget.Particles} darts a step for {Budget.Steps} steps, from the bull and the 20 trebles, keeping the best end; "
            + "beside it the best aim there is, from a search with exact expected scores.");
        var found = stage.Page.Watch("climbing", progress => Ascent.Climb(Sigmas, Budget, stage, progress));
        if (stage.Stop.IsCancellationRequested)
        {
            stage.Page.Paragraph("Stopped before the last step.");
            return;
        }

        var best = Sigmas.Select(BestAim.For).ToArray();
        stage.Page.Table(
            ["sigma", "aim found", "which is", "scores", "exact best", "which is", "scores"],
            Sigmas.Select((sigma, i) => (string[])[Text(sigma, "F0"), .. Cells(found[i]), .. Cells(best[i])]));
        stage.Page.Paragraph(Verdict(found));
        stage.Page.Chart(Map(found, best));
    }

    // The expected score of a hand of middling skill, and where the best aim goes as skill changes.
    private Chart Map(Aim[] found, Aim[] best)
    {
        const double edge = 172.5;
        const int cells = 69;
        var sigma = Sigmas[Sigmas.Count / 2];
        var exact = new ExactScore(5, 5.0);
        var scores = new double[cells, cells];
        for (var row = 0; row < cells; row++)
        {
            for (var column = 0; column < cells; column++)
            {
                scores[row, column] = exact.At(edge * ((2.0 * (column + 0.5) / cells) - 1.0), edge * ((2.0 * (row + 0.5) / cells) - 1.0), sigma).Value;
            }
        }

        return new(
            $"Expected score with sigma {Text(sigma, "F0")} mm, and the best aims from {Text(Sigmas[0], "F0")} to {Text(Sigmas[^1], "F0")} mm",
            new("x", "mm"),
            new("y", "mm"),
            new HeatMap(scores, (-edge, edge), (-edge, edge), new ChartAxis("expected score", "points")),
            new Line("exact best aim", best.Select(a => a.X), best.Select(a => a.Y)),
            new Points("aim found", found.Select(a => a.X), found.Select(a => a.Y)))
        {
            HasSquareUnits = true,
        };
    }

    private static string[] Cells(Aim aim) =>
        [$"{Whole(aim.X)}, {Whole(aim.Y)}", Dartboard.Region(aim.X, aim.Y), Text(aim.Score, "F2")];

    // The first sigma at which the aim is no longer where the steadiest hand aims.
    private string Verdict(Aim[] found)
    {
        var regions = found.Select(aim => Dartboard.Region(aim.X, aim.Y)).ToArray();
        var turn = Array.FindIndex(regions, region => region != regions[0]);
        return turn < 1
            ? $"Aim at {regions[0]}."
            : $"Aim at {regions[0]} up to sigma {Sigmas[turn - 1]} mm, and at {regions[turn]} with {Sigmas[turn]} mm: the best aim jumps.";
    }

    // Adding zero makes -0 a 0.
    private static string Whole(double number) => Text(Math.Round(number) + 0.0, "F0");

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
