using DiffProb;
using Gallery.Proteins;
using static DiffProb.Prob;

namespace Gallery.Applications;

/// <summary>A protein of twelve letters, designed by following the gradient of an expected energy.</summary>
public sealed class SequenceDesign : ISample
{
    private const double MeanField = 14.145142;

    // A chain of 27 letters is summed with 27 times 400 terms.
    private const int Terms = 20_000;

    public string Name => "sequence";

    public Language Language => Language.CSharp;

    public string Summary => "letters of a protein, by energy and by real data";

    // <program>
    private const int Letters = 20;

    // The energy of the problem: a term for each letter of twelve, and one for each pair of neighbours.
    private static readonly Chain Potts = new(
        12,
        Letters,
        (i, a) => Math.Sin(1.7 * (i + 1) * (a + 1)),
        (i, a, b) => 0.4 * Math.Cos((0.9 * (a + 1) * (b + 2)) + (0.37 * (i + 1)) + (0.11 * (a + 1))));

    // How well a letter suits a place of a family of proteins: its BLOSUM62 score against each member's letter, on average.
    private static readonly Family Cyclins = new(Alignment.Cyclins);
    private static readonly Chain Score = new(Cyclins.Length, Letters, (i, a) => Cyclins.Column(i).Average(b => SubstitutionMatrix.Blosum62[a, b]));

    // The same, with how much oftener two letters are neighbours in the family than by chance, in half bits, too.
    private static readonly Chain Suited = new(Cyclins.Length, Letters, (i, a) => Score.FieldAt(i)[a], Cyclins.Affinity);

    // Each letter by itself, from logits of its own; neighbours meet in the energy.
    private static Prob<Nothing> Energy(Chain chain) => Model(m =>
    {
        var logits = m.Param("logits", Tensor.Zeros(Shape.Of(chain.Length, Letters)));
        Tensor[] letters = [.. Enumerable.Range(0, chain.Length).Select(i => m.Sample($"letter {i + 1}", new OneHotCategorical(logits: logits[i])))];
        for (var i = 0; i < chain.Length; i++)
        {
            m.Cost($"field {i + 1}", letters[i].Dot(chain.FieldAt(i)));
        }

        for (var i = 0; i < chain.Pairs; i++)
        {
            m.Cost($"pair {i + 1}", letters[i].Dot(Tensor.Matrix(chain.PairAt(i)).MatMul(letters[i + 1])));
        }
    });

    private static Prob<Nothing> Relaxed(Temperature temperature) => Energy(Potts).Via(Estimator.GumbelSoftmax(temperature));

    // Each letter from logits that the letter before it has chosen. The entropy of the law, in half bits, keeps it from settling too soon.
    private static Prob<Nothing> Following(Chain chain) => Model(m =>
    {
        var first = m.Param("first", Tensor.Zeros(Shape.Of(Letters)));
        var next = m.Param("next", Tensor.Zeros(Shape.Of(chain.Length - 1, Letters, Letters)));
        var law = new OneHotCategorical(logits: first);
        var letter = m.Sample("letter 1", law);
        for (var i = 0; i < chain.Length; i++)
        {
            m.Cost($"field {i + 1}", letter.Dot(chain.FieldAt(i)) + (2.0 / Math.Log(2.0) * law.Entropy!));
            if (i < chain.Pairs)
            {
                law = new OneHotCategorical(logits: letter.MatMul(next[i]));
                var follower = m.Sample($"letter {i + 2}", law);
                m.Cost($"pair {i + 1}", letter.Dot(Tensor.Matrix(chain.PairAt(i)).MatMul(follower)));
                letter = follower;
            }
        }
    });

    // </program>
    public IReadOnlyList<Answer> Run(Stage stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        var page = stage.Page;
        page.Title("Sequence design: twelve letters of twenty, and a cyclin");
        page.Heading("The program");
        page.Block(Source.Of("SequenceDesign.cs", typeof(SequenceDesign).Assembly));
        page.Heading("The plan, and why");
        page.Paragraph("There are 20¹² sequences, but each cost has one letter or two in it, and is affine in each of them: DiffProb sums 20 or 400 terms, and the gradient is exact. The first lines of the plan:");
        page.Block(string.Join('\n', Energy(Potts).Estimate().Plan().ToString().Split('\n').Take(5)));
        var adam = Ascend(Energy(Potts), Optimizer.Adam(0.5), Schedule.Constant, 500, 1, "ascending with Adam", stage);
        var sgd = Ascend(Energy(Potts), Optimizer.Sgd(2.0), Schedule.Constant, 2000, 1, "ascending with plain steps", stage);
        var relaxed = Ascend(Relaxed(Temperature.Anneal(2.0, 0.1)), Optimizer.Adam(0.1), Schedule.Constant, 500, 100, "ascending by Gumbel-softmax", stage);
        if (stage.Stop.IsCancellationRequested)
        {
            page.Paragraph("Stopped before the last step.");
            return [];
        }

        page.Heading("The designs");
        page.Paragraph("The energy of a law over sequences is greatest where the law is one sequence; from equal chances an ascent may end at a lesser top. The exact greatest energy is found by dynamic programming.");
        var answers = page.Answers(
            new Answer("greatest energy", Potts.Of(Potts.Best()), 14.287582, 1e-6),
            new Answer("Adam: expected energy", adam.History[^1], MeanField, 0.001),
            new Answer("Adam: likeliest sequence", Of(adam), MeanField, 1e-6),
            new Answer("plain steps", Of(sgd), 14.287582, 1e-6),
            new Answer("Gumbel-softmax", Of(relaxed), MeanField, 1e-6));
        var report = new RelaxationReport(page);
        report.ShowCourse(Potts.Of(Potts.Best()), ("Adam", adam), ("plain steps", sgd), ("Gumbel-softmax, its own objective", relaxed));
        report.ShowBias(Gradient(Energy(Potts), 1, stage), temperature => Gradient(Relaxed(temperature), RelaxationReport.Particles, stage));
        return [.. answers, .. DesignCyclin(stage)];
    }

    private static IReadOnlyList<Answer> DesignCyclin(Stage stage)
    {
        var report = new FamilyReport(stage.Page, Cyclins, Score, Suited);
        report.Introduce();
        stage.Page.Block(string.Join('\n', Energy(Score).Estimate().Plan().ToString().Split('\n').Take(5)));
        var alone = Ascend(Energy(Score), Optimizer.Adam(0.5), Schedule.Constant, 300, 1, "designing a cyclin", stage);
        var apart = Ascend(Energy(Suited), Optimizer.Sgd(2.0), Schedule.Constant, 500, 1, "designing with neighbours", stage);
        var following = Ascend(Following(Suited), Optimizer.Adam(0.5), Schedule.Cosine, 300, 1, "designing one letter after the other", stage);
        return stage.Stop.IsCancellationRequested ? [] : report.Compare(alone, apart, following);
    }

    private static Fit Ascend(Prob<Nothing> program, Optimizer optimizer, Schedule schedule, int steps, int particles, string what, Stage stage) =>
        stage.Page.Watch(what, progress => program.Maximize()
            .Using(optimizer).Schedule(schedule).Steps(steps).Particles(particles).AllowBias().EnumerationBudget(Terms)
            .Seed(stage.Seed).On(stage.Engine).Progress(progress).Run(stage.Stop));

    private static GradientEstimate Gradient(Prob<Nothing> program, int particles, Stage stage) =>
        program.Estimate().Particles(particles).AllowBias().Seed(stage.Seed).On(stage.Engine).Gradient();

    // The energy of the most likely letter at each place.
    private static double Of(Fit fit)
    {
        var logits = fit["logits"].ToArray();
        return Potts.Of(new Chain(Potts.Length, Letters, (i, a) => logits[(i * Letters) + a]).Best());
    }
}
