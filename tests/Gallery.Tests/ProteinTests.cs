using System.Reflection;
using Gallery.Proteins;

namespace GalleryTests;

/// <summary>Data about proteins, as they are read and counted, and chains of letters against all sequences there are.</summary>
public sealed class ProteinTests
{
    private static int Index(char letter) => AminoAcids.IndexOf(letter)!.Value;

    [Theory]
    [InlineData('W', 'W', 11)]
    [InlineData('A', 'R', -1)]
    [InlineData('V', 'I', 3)]
    [InlineData('P', 'W', -4)]
    public void Blosum62_has_its_scores(char a, char b, double score) => Assert.Equal(score, SubstitutionMatrix.Blosum62[Index(a), Index(b)]);

    [Fact]
    public void Blosum62_is_symmetric_and_no_other_letter_is_as_good_as_the_same() =>
        Assert.All(AminoAcids.Letters, a => Assert.All(AminoAcids.Letters, b =>
        {
            var scores = SubstitutionMatrix.Blosum62;
            Assert.Equal(scores[Index(a), Index(b)], scores[Index(b), Index(a)]);
            Assert.True(a == b || scores[Index(a), Index(b)] < scores[Index(a), Index(a)]);
        }));

    [Fact]
    public void A_matrix_that_is_cut_off_is_refused_by_the_letters_that_it_lacks()
    {
        string[] lines = ["# cut", "   A  R  N", "A  4 -1 -2", "R -1  5"];
        var wrong = Assert.Throws<InvalidDataException>(() => SubstitutionMatrix.Read(lines));
        Assert.Contains("score of A with D", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_family_is_whole_and_the_window_is_where_hardly_a_member_has_a_gap()
    {
        var cyclins = Alignment.Cyclins;
        Assert.Equal(95, cyclins.Rows.Count);
        Assert.All(cyclins.Rows, row => Assert.Equal(187, row.Length));
        Assert.Contains("CCNE1_MOUSE/113-240", cyclins.Names);
        var family = new Family(cyclins);
        Assert.Equal((48, 27), (family.Start, family.Length));
        Assert.Equal(94, family.Whole.Count());
        Assert.Equal([.. Enumerable.Repeat(95, 9), 94, .. Enumerable.Repeat(95, 17)], Enumerable.Range(0, 27).Select(i => family.Column(i).Count()));
        Assert.Contains("LMEVCEVYKLHRETFYLAQDFFDRYMA", family.Whole.Select(AminoAcids.Text));
    }

    [Fact]
    public void Runs_of_columns_are_counted_to_the_last_and_the_first_of_equals_is_taken()
    {
        static (int Start, int Length) Run(double gaps, params string[] rows) =>
            Alignment.Read(["# STOCKHOLM 1.0", .. rows.Select((r, i) => $"m{i} {r}"), "//"]).LongestRun(gaps);
        Assert.Equal((3, 4), Run(0.0, "AC.ACDE", "ACDACDE"));
        Assert.Equal((0, 7), Run(0.5, "AC.ACDE", "ACDACDE"));
        Assert.Equal((0, 2), Run(0.0, "AC.DE.A", "ACADEAA"));
        Assert.Equal((0, 0), Run(0.0, "..", "AA"));
    }

    [Fact]
    public void An_alignment_in_blocks_is_put_together_and_a_wrong_one_is_refused()
    {
        var read = Alignment.Read(["# STOCKHOLM 1.0", "#=GF ID x", "a AC", "b A.", "", "a DE", "b D-", "//", "c A"]);
        Assert.Equal(["ACDE", "A.D-"], read.Rows);
        Assert.Contains("# STOCKHOLM", Assert.Throws<InvalidDataException>(() => Alignment.Read([">a", "ACDE"])).Message, StringComparison.Ordinal);
        Assert.Contains("not of one length", Assert.Throws<InvalidDataException>(() => Alignment.Read(["# STOCKHOLM 1.0", "a AC", "b A"])).Message, StringComparison.Ordinal);
        Assert.Contains("not a name and its letters", Assert.Throws<InvalidDataException>(() => Alignment.Read(["# STOCKHOLM 1.0", "a"])).Message, StringComparison.Ordinal);
    }

    /// <summary>A in the first column twice and R once, each with a letter of its own beside it but for one gap, which does not count.</summary>
    [Fact]
    public void Neighbours_are_counted_against_chance()
    {
        var family = new Family(Alignment.Read(["# STOCKHOLM 1.0", "a AN", "b AN", "c RD", "d R."]), 0.5);
        Assert.Equal(2, family.Length);
        Assert.Equal([Index('N'), Index('N'), Index('D')], family.Column(1));
        Assert.Equal(2.0 * Math.Log2(3.0 / ((4.0 / 3.0) + 1.0)), family.Affinity(0, Index('A'), Index('N')), 1e-14);
        Assert.Equal(2.0 * Math.Log2(1.0 / ((2.0 / 3.0) + 1.0)), family.Affinity(0, Index('A'), Index('D')), 1e-14);
        Assert.Equal(0.0, family.Affinity(0, Index('W'), Index('D')));
    }

    /// <summary>Data of others are named, with their source and licence, in a NOTICE.md beside them or above.</summary>
    [Fact]
    public void Every_file_of_data_has_a_notice()
    {
        var root = Path.Combine(typeof(ProteinTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!, "samples", "Gallery.Stage", "Data");
        var files = Directory.GetFiles(root, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "NOTICE.md").ToArray();
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Contains(
            [Path.GetDirectoryName(file)!, root],
            folder => Path.Combine(folder, "NOTICE.md") is var notice && File.Exists(notice) && File.ReadAllText(notice).Contains($"`{Path.GetFileName(file)}`", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_best_sequence_and_the_sum_over_all_are_those_of_all_sequences(bool hasPairs)
    {
        var chain = new Chain(5, 3, (i, a) => Math.Sin((7 * i) + (3 * a) + 1), hasPairs ? (i, a, b) => 1.5 * Math.Cos((5 * i) + (2 * a) + (11 * b)) : null);
        int[][] all = [.. Enumerable.Range(0, 243).Select(n => Enumerable.Range(0, 5).Select(i => n / (int)Math.Pow(3, i) % 3).ToArray())];
        Assert.Equal(all.MaxBy(chain.Of), chain.Best());
        Assert.Equal(0.7 * Math.Log(all.Sum(s => Math.Exp(chain.Of(s) / 0.7))), chain.Free(0.7), 1e-12);
        Assert.Equal(hasPairs ? 4 : 0, chain.Pairs);
        Assert.Equal(0.0, chain.Gain(chain.Best()));
        Assert.All(all, s => Assert.Equal(all.Where(o => o.Zip(s).Count(p => p.First != p.Second) <= 1).Max(chain.Of), chain.Of(s) + chain.Gain(s), 1e-12));
    }
}
