using DiffProb;

namespace Gallery.Proteins;

/// <summary>What the designs for a family of proteins look like beside the best there are, whatever language found them.</summary>
/// <param name="page">Where it is shown.</param>
/// <param name="family">The family.</param>
/// <param name="score">Worth of letters at places.</param>
/// <param name="suited">The same, with what neighbours are worth.</param>
public sealed class FamilyReport(Page page, Family family, Chain score, Chain suited)
{
    // Entropies are in nats, scores in half bits.
    private static readonly double HalfBits = 2.0 / Math.Log(2.0);

    /// <summary>What the data are, before anything is done with them.</summary>
    public void Introduce()
    {
        page.Heading("A second objective: the cyclins");
        page.Paragraph(
            $"Real data: the {Alignment.Cyclins.Rows.Count} cyclins of the Pfam family PF00134 (seed alignment), and BLOSUM62, which says in half bits how readily one amino acid takes the place of another. "
            + $"The design is for columns {family.Start + 1} to {family.Start + family.Length}, the longest run in which at most 2 % of the members have a gap. "
            + "A letter is worth its score against each member's letter there, on average; members with a gap do not count.");
    }

    /// <summary>Designs beside the best ones.</summary>
    /// <param name="alone">Found for the letters alone.</param>
    /// <param name="apart">Found with neighbours, each letter drawn by itself.</param>
    /// <param name="following">Found with neighbours, letters drawn one after the other.</param>
    public IReadOnlyList<Answer> Compare(Fit alone, Fit apart, Fit following)
    {
        ArgumentNullException.ThrowIfNull(alone);
        ArgumentNullException.ThrowIfNull(apart);
        ArgumentNullException.ThrowIfNull(following);
        page.Paragraph(
            "Neighbours are worth how much oftener they stand side by side in the family than chance would have it. \"Alone\" is without them, the best letter of each column. With them, letters that are drawn \"apart\", each by itself, "
            + "end where no single change helps, and that need not be the best. Letters that follow one another, \"in order\", with their entropy in what is climbed, have one top: the most there is, by dynamic programming.");
        var (ofScore, ofApart, ofSuited) = (Likeliest(alone), Likeliest(apart), LikeliestInLaw(following));
        var nearest = family.Whole.MaxBy(score.Of)!;
        page.Table(
            ["design", "letters", "score", "worth"],
            [Row("alone", ofScore), Row("alone, the best", score.Best()), Row("apart", ofApart), Row("in order", ofSuited), Row("in order, the best", suited.Best()), Row("the best member", nearest)]);
        var answers = page.Answers(
            new Answer("alone: expected score", alone.History[^1], score.Of(score.Best()), 0.05),
            new Answer("alone: the design", score.Of(ofScore), score.Of(score.Best()), 1e-9),
            new Answer("apart: gain of a change", suited.Gain(ofApart), 0.0, 1e-9),
            new Answer("in order: worth plus entropy", following.History[^1], suited.Free(HalfBits), 1e-6),
            new Answer("in order: the design", suited.Of(ofSuited), suited.Of(suited.Best()), 1e-9));
        page.Chart(Map(ofScore, ofSuited));
        page.Chart(Course(following));
        return answers;
    }

    /// <summary>The likeliest letter at each place, of letters that are drawn each by itself from "logits".</summary>
    public int[] Likeliest(Fit fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        var logits = fit["logits"].ToArray();
        return new Chain(score.Length, score.Letters, (i, a) => logits[(i * score.Letters) + a]).Best();
    }

    // Log probabilities of letters, given the one before, make a chain, too: its best sequence is the likeliest.
    private int[] LikeliestInLaw(Fit fit)
    {
        var (first, next, n) = (fit["first"].LogSoftmax().ToArray(), fit["next"].LogSoftmax().ToArray(), score.Letters);
        return new Chain(score.Length, n, (i, a) => i == 0 ? first[a] : 0.0, (i, a, b) => next[(((i * n) + a) * n) + b]).Best();
    }

    private string[] Row(string what, int[] sequence) =>
        [what, AminoAcids.Text(sequence), Page.Text(score.Of(sequence), "F3"), Page.Text(suited.Of(sequence), "F3")];

    // What each letter is worth at each place, and which the designs take.
    private Chart Map(int[] alone, int[] following)
    {
        var worth = new double[score.Letters, score.Length];
        for (var i = 0; i < score.Length; i++)
        {
            for (var a = 0; a < score.Letters; a++)
            {
                worth[a, i] = score.FieldAt(i)[a];
            }
        }

        double[] places = [.. Enumerable.Range(family.Start + 1, score.Length).Select(i => (double)i)];
        return new(
            "Worth of a letter at a place, and the designs",
            "column of the alignment",
            new ChartAxis("amino acid") { Categories = [.. AminoAcids.Letters.Select(l => l.ToString())] },
            new HeatMap(worth, (places[0] - 0.5, places[^1] + 0.5), (-0.5, score.Letters - 0.5), new ChartAxis("BLOSUM62", "half bits")),
            new Points("alone", places, alone.Select(a => (double)a)),
            new Line("in order", places, following.Select(a => (double)a)));
    }

    private Chart Course(Fit fit) => new(
        "Worth plus entropy on the way, in order",
        "step",
        new ChartAxis("worth plus entropy", "half bits"),
        new Line("in order", Enumerable.Range(1, fit.History.Count).Select(i => (double)i), fit.History),
        new Rule("the most there is", suited.Free(HalfBits)));
}
