using DiffProb;
using static DiffProb.Prob;

namespace Gallery.Applications;

/// <summary>A texture of discs, whose law is found from how much they cover and how long their outline is.</summary>
public sealed class Texture : ISample
{
    public string Name => "texture";

    public Language Language => Language.CSharp;

    public string Summary => "how many discs, how large: from hard pixels";

    // <program>
    private const double Spread = 0.25; // of the logarithms of the radii
    private const double Margin = 6.0; // how far outside of a window a disc may lie and still reach it

    private static Tensor Nowhere => Tensor.Vector(0.0, 0.0, 0.0);

    // x, y and the radius of a disc, anywhere from where it reaches a window.
    private static Prob<Tensor> Disc(Tensor size, double reach) =>
        from centre in Sample("centre", new Uniform(Tensor.Vector(-reach, -reach), Tensor.Vector(reach, reach)))
        from radius in Sample("radius", new LogNormal(size, Spread))
        select Shapes.Stack([centre[0], centre[1], radius]);

    // A Poisson number of them: rows, of which the first few are there.
    private static Prob<Tensor> Discs(Tensor intensity, Tensor size, double reach, int most) =>
        from count in Sample("count", new Poisson(intensity * (4.0 * reach * reach)))
        from rows in Plate("disc", Tensor.Of([.. Enumerable.Range(0, most)]), i => Branch(i < count, Return(Nowhere), Disc(size, reach)))
        select rows.Transpose();

    // How far a place lies inside, as a power: above zero where a disc covers it.
    private static Tensor Inside(Tensor discs, Tensor x, Tensor y) =>
        (discs[2].Square() - (x.Unsqueeze(-1) - discs[0]).Square() - (y.Unsqueeze(-1) - discs[1]).Square()).Max(-1);

    // The share of the pixels that is covered, and the length of the outline for a unit of area: both in hard steps.
    private static Prob<Tensor> Rendered(Tensor intensity, Tensor size, int side, int most)
    {
        var half = side / 2.0;
        var places = Tensor.Of([.. Enumerable.Range(0, side).Select(i => i + 0.5 - half)]);
        return
            from discs in Discs(intensity, size, half + Margin, most)
            from picture in Deterministic("picture", Tensor.Where(Inside(discs, places, places.Unsqueeze(1)) > 0.0, 1.0, 0.0))
            select Shapes.Stack([picture.Mean(), Outline(discs, half) / (side * side)]);
    }

    // Two points of a rim stand for half of it each, where they are in the window and no other disc covers them; their own only touches them, but for rounding.
    private static Tensor Outline(Tensor discs, double half)
    {
        var (radius, y) = (discs[2].Unsqueeze(1), discs[1].Unsqueeze(1));
        var x = discs[0].Unsqueeze(1) + (radius * Tensor.Vector(-1.0, 1.0));
        var isSeen = (Inside(discs, x, y) < 1e-9) & (x.Abs() < half) & (y.Abs() < half);
        return Tensor.Where(isSeen, Math.PI * radius, 0.0).Sum();
    }

    // What a window of 8 x 8 pixels shows: the coverage (0) or the length of the outline (1). Of 8 discs in the mean, more than 32 come once in 30 billion windows.
    private static Prob<Tensor> Measured(int which) =>
        from intensity in Param("intensity", Target.Intensity, Support.Positive)
        from size in Param("size", Target.Size)
        from shown in Rendered(intensity, size, 8, 32)
        select shown[which];

    private static GradientEstimate Measure(int which, BooleanModel law, int particles, ulong seed, Stage stage) =>
        Measured(which).Estimate().With("intensity", law.Intensity).With("size", law.Size).Particles(particles).Seed(seed).On(stage.Engine).Gradient();

    // Newton's steps to the law that covers as much as the target and has as long an outline; each has twice the draws of the one before.
    private static List<BooleanModel> Search(Stage stage)
    {
        List<BooleanModel> way = [new(0.008, 1.0, Spread)];
        for (var step = 0; step < 5 && !stage.Stop.IsCancellationRequested; step++)
        {
            var (law, particles, seed) = (way[^1], 4000 << step, stage.Seed + (ulong)step);
            var (coverage, outline) = (Measure(0, law, particles, seed, stage), Measure(1, law, particles, seed, stage));
            Tensor Row(GradientEstimate g) => Shapes.Stack([g["intensity"], g["size"]]);
            var miss = Tensor.Vector(Target.Coverage - coverage.Value.Mean, Target.Boundary - outline.Value.Mean);
            var move = Shapes.Stack([Row(coverage), Row(outline)]).Solve(miss).ToArray();
            way.Add(law with { Intensity = law.Intensity + move[0], Size = law.Size + move[1] });
        }

        return way;
    }

    // </program>
    private static BooleanModel Target { get; } = new(0.02, Math.Log(2.0), Spread);

    public IReadOnlyList<Answer> Run(Stage stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        var page = stage.Page;
        page.Title("Procedural texture: discs, counted and measured from hard pixels");
        page.Heading("The program");
        page.Paragraph("A Poisson number of discs with log-normal radii lie anywhere. What can be seen is how much of the picture they cover and how long their outline is: how many are there, and how large?");
        page.Block(Source.Of("Texture.cs", typeof(Texture).Assembly));
        page.Heading("The plan, and why");
        page.Paragraph("A pixel is black or white, and a point of a rim is covered or not: what is measured jumps in all that is drawn. So the radii are scored. The number of discs has a law whose derivative is a difference of laws: DiffProb draws the texture with one disc more beside it.");
        page.Block(Measured(0).Estimate().Plan().ToString());
        page.Paragraph("A derivative along the radii, asked for all the same, is refused:");
        page.Block(Refusal.Of(() => Measured(0).Estimate().Following(Measured(0).Estimate().Plan().With("radius", Estimator.Pathwise)).Gradient()));
        page.Heading("The derivatives at the target, beside the exact ones");
        var derivatives = Derivatives(stage);
        var way = Search(stage);
        if (stage.Stop.IsCancellationRequested)
        {
            page.Paragraph("Stopped before the last step.");
            return [];
        }

        page.Heading("The law that is found");
        page.Paragraph("Value and derivatives of both measures are without bias, so that Newton's steps find the law. What is left is the noise of the last step.");
        var found = page.Answers(
            new Answer("discs for a unit of area", way[^1].Intensity, Target.Intensity, 0.0006),
            new Answer("mean logarithm of the radii", way[^1].Size, Target.Size, 0.02));
        page.Chart(TextureMap.Of(Target, way));
        page.Picture("The target, the start of the search, and its end", Mosaic.Of([[Picture(Target, stage), Picture(way[0], stage), Picture(way[^1], stage)]], 4), 4);
        return [.. derivatives, .. found];
    }

    // Each number is judged by its own standard error: at 5 of them a right one fails once in two million.
    private static IReadOnlyList<Answer> Derivatives(Stage stage)
    {
        var (coverage, outline) = (Measure(0, Target, 40_000, stage.Seed, stage), Measure(1, Target, 40_000, stage.Seed, stage));
        var (coverageSlopes, outlineSlopes) = (Target.CoverageSlopes, Target.BoundarySlopes);
        (string What, double Found, double Error, double Exact) Slope(string what, GradientEstimate g, string parameter, double exact) =>
            (what, g[parameter].ToDouble(), g.StandardError(parameter).ToDouble(), exact);
        return stage.Page.Estimates(
            5.0,
            ("coverage", coverage.Value.Mean, coverage.Value.StandardError, Target.Coverage),
            Slope("coverage by intensity", coverage, "intensity", coverageSlopes.ByIntensity),
            Slope("coverage by size", coverage, "size", coverageSlopes.BySize),
            ("outline", outline.Value.Mean, outline.Value.StandardError, Target.Boundary),
            Slope("outline by intensity", outline, "intensity", outlineSlopes.ByIntensity),
            Slope("outline by size", outline, "size", outlineSlopes.BySize));
    }

    // Drawn by the program itself, in a window of 64 x 64 pixels.
    private static Tensor Picture(BooleanModel law, Stage stage) =>
        Rendered(law.Intensity, law.Size, 64, 200).Select(shown => shown[0]).Estimate().Particles(1).Seed(stage.Seed).On(stage.Engine).Gradient().Recorded("picture");
}
