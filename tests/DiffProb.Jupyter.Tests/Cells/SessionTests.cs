namespace DiffProb.Cells;

/// <summary>Both languages in one notebook.</summary>
public sealed class SessionTests(SessionTests.Session sessions) : IClassFixture<SessionTests.Session>
{
    [Theory]
    [InlineData("let n = 20", "#!csharp\n#!share --from fsharp n\nn + 1", "21")]
    [InlineData("let n = 20", "#!csharp\n#!share n --from fsharp --as m\nm + 1", "21")]
    [InlineData("#!csharp\nvar n = 20;", "#!share --from csharp n\nn + 1", "21")]
    [InlineData("#!csharp\nvar n = new[] { 1, 2, 3 };", "#!share --from csharp n\nArray.sum n", "6")]
    [InlineData("#!csharp\nvar n = new Dictionary<string, int[][]> { [\"a\"] = [[1], [2, 3]] };", "#!share --from csharp n\nn.[\"a\"].[1].[1]", "3")]
    [InlineData("let n = dict [ \"a\", [| [| 1 |] |] ]", "#!csharp\n#!share --from fsharp n\nn[\"a\"][0][0]", "1")]
    [InlineData("let n = [ 1; 2 ]", "#!csharp\n#!share --from fsharp n\nn.Length", "2")]
    [InlineData("let n = Array2D.create 2 3 1.5", "#!csharp\n#!share --from fsharp n\nn[1, 2]", "1.5")]
    [InlineData("let n = prob { return! param \"aim\" 2.0 }", "#!csharp\n#!share --from fsharp n\nn.Estimate().Particles(1).Value().Mean", "2")]
    [InlineData("#!csharp\nvar n = from aim in Param(\"aim\", 2.0) select aim;", "#!share --from csharp n\n(n |> Expectation.value { Estimation.defaults with Particles = 1 }).Mean", "2")]
    [InlineData("#!csharp\nFunc<double, double> n = x => x + 1;", "#!share --from csharp n\nn.Invoke 1.0", "2")]
    [InlineData("let n (x: int) = x + 1", "#!csharp\n#!share --from fsharp n\n#!share --from fsharp n --as m\nm.Invoke(1)", "2")]
    [InlineData("let n x = x + 1", "#!csharp\n#!share --from fsharp n\nn.Invoke(41)", "42")]
    public void A_value_passes_as_itself(string first, string second, string text)
    {
        Assert.Null(sessions.Run(first).Error);
        var outcome = sessions.Run(second);
        Assert.True(outcome.Error is null, string.Join('\n', outcome.Error?.Traceback ?? []));
        Assert.Equal(text, outcome.Value!.Texts["text/plain"]);
    }

    [Fact]
    public void A_type_of_FSharp_goes_there_and_back()
    {
        sessions.Run("let there = (1, Map [ 1, Some [ () ] ], Set [ 2.0 ], [| ValueSome(Ok 1: Result<int, string>) |])");
        Assert.Null(sessions.Run("#!csharp\n#!share --from fsharp there\nvar back = there;").Error);
        var outcome = sessions.Run("#!share --from csharp back\nback = there");
        Assert.True(outcome.Error is null, string.Join('\n', outcome.Error?.Traceback ?? []));
        Assert.Equal("True", outcome.Value!.Texts["text/plain"]);
    }

    [Fact]
    public void It_is_the_same_object_and_not_a_copy()
    {
        sessions.Run("let shared = [| 1; 2 |]");
        sessions.Run("#!csharp\n#!share --from fsharp shared\nshared[0] = 7;");
        Assert.Equal("7", sessions.Run("shared.[0]").Value!.Texts["text/plain"]);
    }

    [Theory]
    [InlineData("", "#!csharp\n#!share --from fsharp nowhere", "F# has no value \"nowhere\".\n  try a name that a cell of F# has bound, and ran.")]
    [InlineData("type Own = { A: int }\nlet own = [ { A = 1 } ]", "#!csharp\n#!share --from fsharp own", "\"own\" is made of Own, a type that only the cells of F# know.\n  try a type that both know: of .NET, of DiffProb, of a package, or an array or a list of such.")]
    [InlineData("#!csharp\nrecord Own(int A);\nvar own = new Own(1);", "#!share --from csharp own", "\"own\" is made of Own, a type that only the cells of C# know.\n  try a type that both know: of .NET, of DiffProb, of a package, or an array or a list of such.")]
    [InlineData("let none: string = null", "#!csharp\n#!share --from fsharp none", "\"none\" is null, which has no type to share.\n  try a value.")]
    [InlineData("let n = 1", "#!csharp\n#!share --from fsharp n --as while", "C# cannot take the value as \"while\": ")]
    [InlineData("", "#!time\n1", "\"#!time\" is not understood.\n  try one of #!fsharp; #!csharp; ")]
    [InlineData("", "#!share --from python x", "\"#!share --from python x\" is not understood.\n  try one of ")]
    [InlineData("", "1\n#!csharp\n2", "\"#!csharp\" stands below code.\n  try it in the first lines of a cell.")]
    public void What_cannot_be_is_said(string first, string second, string message)
    {
        Assert.Null(sessions.Run(first).Error);
        var outcome = sessions.Run(second);
        Assert.StartsWith(message, outcome.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(Array.FindIndex(second.Split('\n'), l => outcome.Error.Traceback[1].Trim() == l) + 1, outcome.Error.Line);
    }

    [Theory]
    [InlineData("#!csharp\nIEnumerable<int> n = new[] { 1, 2 }.Select(x => x + 1);", "#!share --from csharp n\nSeq.sum n", "5")]
    [InlineData("let n: seq<int> = Seq.map ((+) 1) [ 1; 2 ]", "#!csharp\n#!share --from fsharp n\nn.Sum()", "5")]
    public void A_private_type_passes_by_the_public_one_that_it_is_declared_by(string first, string second, string text)
    {
        Assert.Null(sessions.Run(first).Error);
        Assert.Equal(text, sessions.Run(second).Value!.Texts["text/plain"]);
    }

    [Fact]
    public void Lines_of_errors_are_those_of_the_whole_cell()
    {
        Assert.Equal(3, sessions.Run("#!csharp\n\nnotThere").Error!.Line);
        Assert.Equal(2, sessions.Run("#!fsharp\nnotThere").Error!.Line);
    }

    [Fact]
    public void A_cell_in_the_other_language_is_helped_in_it()
    {
        Assert.Contains(sessions.Cells.Complete("#!csharp\nMath.Sq", 16).Choices, c => c.Text == "Sqrt");
        Assert.Contains(sessions.Cells.Complete("#!sh", 4).Choices, c => c.Text == "#!share --from csharp ");
        Assert.Contains("double Math.Sqrt(double d)", sessions.Cells.Inspect("#!csharp\nMath.Sqrt(1)", 15)!.Signature, StringComparison.Ordinal);
        Assert.Equal(CellCompleteness.Incomplete, sessions.Cells.Completeness("#!csharp\nint F() {"));
    }

    // Humanizer.Core has no dependency, and no language but English.
    [Theory]
    [InlineData("#r \"nuget: Humanizer.Core, 2.14.1\"\nopen Humanizer\n\"DiffProbKernel\".Humanize()", "Diff prob kernel")]
    [InlineData("#!csharp\n#r \"nuget: Humanizer.Core, 2.14.1\"\nusing Humanizer;\n\"DiffProbKernel\".Humanize()", "Diff prob kernel")]
    public void A_package_is_fetched(string code, string text)
    {
        var outcome = sessions.Run(code);
        Assert.True(outcome.Error is null, string.Join('\n', outcome.Error?.Traceback ?? []));
        Assert.Equal(text, outcome.Value!.Texts["text/plain"]);
    }

    [Theory]
    [InlineData("\n#r \"nuget: DiffProb.No.Such.Package, 9.9.9\"", 2)]
    [InlineData("#!csharp\n\n#r \"nuget: DiffProb.No.Such.Package, 9.9.9\"", 3)]
    public void A_package_that_is_not_there_is_an_error_of_its_line(string code, int line)
    {
        var error = sessions.Run(code).Error!;
        Assert.Equal(line, error.Line);
        Assert.Contains("DiffProb.No.Such.Package", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A notebook of F#.</summary>
    public sealed class Session : IDisposable
    {
        private readonly string directory = Directory.CreateTempSubdirectory("diffprob-session-").FullName;
        private int count;

        public Session() => Cells = new CellSession(CellLanguage.FSharp, directory);

        internal CellSession Cells { get; }

        public void Dispose()
        {
            Cells.Dispose();
            Directory.Delete(directory, recursive: true);
        }

        internal CellOutcome Run(string code)
        {
            using var stop = new CellStop();
            return Cells.Run(++count, code, new CellHost(new Written(), TextReader.Null, stop, ShowsProgress: false));
        }
    }
}
