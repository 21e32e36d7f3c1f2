using DiffProb;
using static DiffProb.Prob;

namespace Gallery.Applications;

/// <summary>A protein of twelve letters, designed by following the gradient of an expected energy.</summary>
public sealed class SequenceDesign : ISample
{
    private const double MeanField = 14.145142;
    private static readonly double[] Temperatures = [0.1, 0.2, 0.5, 1.0, 2.0];

    public string Name => "sequence";

    public Language Language => Language.CSharp;

    public string Summary => "a protein of twelve letters; a relaxation's bias";

    // <program>
    private const int Length = 12;
    private const int Letters = 20;

    private static double Field(int i, int a) => Math.Sin(1.7 * (i + 1) * (a + 1));

    private static double Pair(int i, int a, int b) => 0.4 * Math.Cos((0.9 * (a + 1) * (b + 2)) + (0.37 * (i + 1)) + (0.11 * (a + 1)));

    // Each letter by itself, from logits of its own; neighbours meet in the energy.
    private static Prob<Nothing> Energy(Func<Prob<Nothing>, Prob<Nothing>> how) => how(Model(m =>
    {
        var logits = m.Param("logits", Tensor.Zeros(Shape.Of(Length, Letters)));
        Tensor[] letters = [.. Enumerable.Range(0, Length).Select(i => m.Sample($"letter {i + 1}", new OneHotCategorical(logits: logits[i])))];
        for (var i = 0; i < Length; i++)
        {
            m.Cost($"field {i + 1}", letters[i].Dot(Table(1, (_, a) => Field(i, a))[0]));
        }

        for (var i = 0; i + 1 < Length; i++)
        {
            m.Cost($"pair {i + 1}", letters[i].Dot(Table(Letters, (a, b) => Pair(i, a, b)).MatMul(letters[i + 1])));
        }
    }));

    private static Prob<Nothing> Summed => Energy(program => program);

    private static Prob<Nothing> Relaxed(Temperature temperature) => Energy(program => program.Via(Estimator.GumbelSoftmax(temperature)));

    // </program>
    public IReadOnlyList<Answer> Run(Stage stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        var page = stage.Page;
        page.Title("Sequence design: twelve letters of twenty");
        page.Heading("The program");
        page.Block(Source.Of("SequenceDesign.cs", typeof(SequenceDesign).Assembly));
        page.Heading("The plan, and why");
        page.Paragraph("There are 20¹² sequences, but each cost has one letter or two in it, and is affine in each of them: DiffProb sums 20 or 400 terms, and the gradient is exact. The first lines of the plan:");
        page.Block(string.Join('\n', Summed.Estimate().Plan().ToString().Split('\n').Take(5)));
        var adam = Ascend(Summed, Optimizer.Adam(0.5), 500, 1, "ascending with Adam", stage);
        var sgd = Ascend(Summed, Optimizer.Sgd(2.0), 2000, 1, "ascending with plain steps", stage);
        var relaxed = Ascend(Relaxed(Temperature.Anneal(2.0, 0.1)), Optimizer.Adam(0.1), 500, 100, "ascending by Gumbel-softmax", stage);
        if (stage.Stop.IsCancellationRequested)
        {
            page.Paragraph("Stopped before the last step.");
            return [];
        }

        page.Heading("The designs");
        page.Paragraph("The energy of a law over sequences is greatest where the law is one sequence; from equal chances an ascent may end at a lesser top. The exact greatest energy is found by dynamic programming.");
        var answers = page.Answers(
            new Answer("greatest energy", Greatest(), 14.287582, 1e-6),
            new Answer("Adam: expected energy", adam.History[^1], MeanField, 0.001),
            new Answer("Adam: likeliest sequence", Of(adam), MeanField, 1e-6),
            new Answer("plain steps", Of(sgd), 14.287582, 1e-6),
            new Answer("Gumbel-softmax", Of(relaxed), MeanField, 1e-6));
        ShowBias(stage);
        return answers;
    }

    private static Fit Ascend(Prob<Nothing> program, Optimizer optimizer, int steps, int particles, string what, Stage stage) =>
        stage.Page.Watch(what, progress => program.Maximize()
            .Using(optimizer).Steps(steps).Particles(particles).AllowBias()
            .Seed(stage.Seed).On(stage.Engine).Progress(progress).Run(stage.Stop));

    // How far the gradient of the relaxed objective is from that of the expected energy, at equal chances.
    private static void ShowBias(Stage stage)
    {
        stage.Page.Heading("What a relaxation costs");
        stage.Page.Paragraph("Gumbel-softmax makes letters of fractions, and differentiates another objective. At equal chances, 20,000 draws each: how far its gradient is from the exact one, and how much of that may be noise.");
        var exact = Summed.Estimate().Particles(1).Seed(stage.Seed).On(stage.Engine).Gradient()["logits"].ToArray();
        var size = Norm(exact);
        var rows = new List<(double Temperature, double Bias, double Noise)>();
        foreach (var temperature in Temperatures)
        {
            var g = Relaxed(temperature).Estimate().Particles(20_000).AllowBias().Seed(stage.Seed).On(stage.Engine).Gradient();
            rows.Add((temperature, Norm(g["logits"].ToArray().Zip(exact, (a, b) => a - b)) / size, Norm(g.StandardError("logits").ToArray()) / size));
        }

        stage.Page.Table(["temperature", "error", "of it noise"], rows.Select(r => (string[])[Page.Text(r.Temperature), Page.Text(r.Bias, "P1"), Page.Text(r.Noise, "P1")]));
        stage.Page.Chart(new(
            "Error of the gradient by Gumbel-softmax",
            new("temperature") { IsLogarithmic = true },
            new ChartAxis("error, relative to the gradient") { IsLogarithmic = true },
            new Line("error", rows.Select(r => r.Temperature), rows.Select(r => r.Bias)),
            new Line("of it noise", rows.Select(r => r.Temperature), rows.Select(r => r.Noise), isDashed: true)));
    }

    private static double Norm(IEnumerable<double> numbers) => Math.Sqrt(numbers.Sum(n => n * n));

    // The energy of the most likely letter at each place.
    private static double Of(Fit fit)
    {
        var logits = fit["logits"].ToArray();
        int[] s = [.. Enumerable.Range(0, Length).Select(i => Enumerable.Range(0, Letters).MaxBy(a => logits[(i * Letters) + a]))];
        return s.Select((a, i) => Field(i, a)).Sum() + s.Zip(s.Skip(1)).Select((p, i) => Pair(i, p.First, p.Second)).Sum();
    }

    // The best energy of the letters so far, for each last letter.
    private static double Greatest()
    {
        double[] best = [.. Enumerable.Range(0, Letters).Select(a => Field(0, a))];
        for (var i = 1; i < Length; i++)
        {
            best = [.. Enumerable.Range(0, Letters).Select(b => Enumerable.Range(0, Letters).Max(a => best[a] + Pair(i - 1, a, b)) + Field(i, b))];
        }

        return best.Max();
    }

    private static Tensor Table(int rows, Func<int, int, double> number)
    {
        var table = new double[rows, Letters];
        for (var a = 0; a < rows; a++)
        {
            for (var b = 0; b < Letters; b++)
            {
                table[a, b] = number(a, b);
            }
        }

        return Tensor.Matrix(table);
    }
}
