namespace DiffProb.Cells;

/// <summary>What the languages know of a cell that is being written; | is where the cursor is.</summary>
public sealed class AssistanceTests(Engines engines) : IClassFixture<Engines>
{
    [Theory]
    [InlineData("FSharp", "let t = tensor [| 1.0 |]\nt.Sh|", "Shape", "property")]
    [InlineData("FSharp", "Expectation.grad|", "gradient", "method")]
    [InlineData("FSharp", "let x = 1\nSystem.Math.Sq|", "Sqrt", "method")]
    [InlineData("FSharp", "earl|", "earlier", "variable")]
    [InlineData("FSharp", "earlier.Len|", "Length", "property")]
    [InlineData("FSharp", "mat|", "match", "keyword")]
    [InlineData("FSharp", "let 𝛼 = 1\nDiffProb.Nor|", "Normal", "class")]
    [InlineData("CSharp", "Tensor t = 1.0;\nt.Sh|", "Shape", "property")]
    [InlineData("CSharp", "Math.Sq|", "Sqrt", "method")]
    [InlineData("CSharp", "earl|", "earlier", "variable")]
    [InlineData("CSharp", "earlier.Len|", "Length", "property")]
    [InlineData("CSharp", "earlier.|", "Length", "property")]
    [InlineData("CSharp", "earlier.Sel|", "Select", "method")]
    [InlineData("CSharp", "earlier.|\nvar after = 1;", "Length", "property")]
    [InlineData("CSharp", "System.Col|", "Collections", "module")]
    [InlineData("CSharp", "Sam|", "Sample", "method")]
    [InlineData("CSharp", "new Nor|", "Normal", "class")]
    [InlineData("CSharp", "new Normal(|)", "loc:", "argument")]
    [InlineData("CSharp", "whi|", "while", "keyword")]
    public void What_may_follow_is_named(string language, string code, string text, string kind)
    {
        Assert.Null(engines.Run(language, language == "FSharp" ? "let earlier = \"text\"" : "var earlier = \"text\";").Outcome.Error);
        var found = engines.Complete(language, code);
        var choice = Assert.Single(found.Choices, c => c.Text == text);
        if (kind != "variable" && language == "CSharp")
        {
            Assert.Equal(kind, choice.Kind);
        }

        Assert.Equal(code.IndexOf('|', StringComparison.Ordinal), found.End);
        Assert.True(found.Choices.Count < 2000);
        var written = code[found.Start..found.End];
        Assert.DoesNotContain('.', written);
        Assert.All(found.Choices, c => Assert.StartsWith(written, c.Text.TrimStart('`'), StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("FSharp", "earlier.notThe|")]
    [InlineData("CSharp", "earlier.notThe|")]
    [InlineData("CSharp", "|")]
    [InlineData("FSharp", "|")]
    [InlineData("CSharp", ".|")]
    [InlineData("FSharp", "1 +|")]
    public void Where_nothing_may_follow_nothing_breaks(string language, string code) =>
        Assert.DoesNotContain(engines.Complete(language, code).Choices, c => c.Text.StartsWith("notThe", StringComparison.Ordinal));

    [Theory]
    [InlineData("FSharp", "Expectation.gra|dient", "val gradient", "derivative in every parameter")]
    [InlineData("FSharp", "Norm|al(0.0, 1.0)", "Normal", "Normal distribution")]
    [InlineData("FSharp", "/// Adds one.\nlet addOne x = x + 1\naddO|ne 2", "addOne: x: int -> int", "Adds one.")]
    [InlineData("CSharp", "new Nor|mal(0, 1)", "Normal.Normal(double loc, double scale)", "Normal distribution")]
    [InlineData("CSharp", "Sam|ple(\"x\", new Normal(0, 1))", "Prob.Sample", "random site")]
    [InlineData("CSharp", "((Tensor)1.0).Squa|re()", "Tensor Tensor.Square()", "")]
    [InlineData("CSharp", "int AddOne(int x) => x + 1;\nAdd|One(2)", "int AddOne(int x)", "")]
    public void What_stands_there_is_told_with_the_words_of_its_author(string language, string code, string signature, string text)
    {
        var found = engines.Inspect(language, code);
        Assert.NotNull(found);
        Assert.Contains(signature, found.Signature, StringComparison.Ordinal);
        Assert.Contains(text, found.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<", found.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FSharp", "1 |+ 1")]
    [InlineData("CSharp", "1 |+ 1")]
    [InlineData("FSharp", "notTh|ere")]
    [InlineData("CSharp", "notTh|ere")]
    public void What_is_nothing_has_no_description(string language, string code) => Assert.Null(engines.Inspect(language, code));

    [Theory]
    [InlineData("FSharp", "1 + 1", "Complete")]
    [InlineData("FSharp", "let f x =", "Incomplete")]
    [InlineData("FSharp", "let x = (1 +", "Incomplete")]
    [InlineData("FSharp", "let let = 1\n\nlet y = 2\ny", "Invalid")]
    [InlineData("CSharp", "1 + 1", "Complete")]
    [InlineData("CSharp", "int F(int x) {", "Incomplete")]
    [InlineData("CSharp", "var = = 1;", "Invalid")]
    public void It_is_told_whether_a_cell_can_be_run(string language, string code, string completeness) =>
        Assert.Equal(completeness, engines.Completeness(language, code).ToString());
}
