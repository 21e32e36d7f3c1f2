using System.Globalization;

namespace DiffProb.Cells;

/// <summary>What holds for the cells of each language.</summary>
public sealed class CellEngineTests(Engines engines) : IClassFixture<Engines>
{
    public static TheoryData<string> Languages => ["FSharp", "CSharp"];

    public static TheoryData<string, string, string> Values => new()
    {
        { "FSharp", "1 + 1", "2" },
        { "FSharp", "[ 1; 2; 3; 4; 5 ]", "[1; 2; 3; 4; 5]" },
        { "FSharp", "[| 0.5 |]", "[|0.5|]" },
        { "FSharp", "Some 3", "Some 3" },
        { "FSharp", "type R = { A: int }\n{ A = 2 }", "{ A = 2 }" },
        { "FSharp", "\"a<b\"", "a<b" },
        { "FSharp", "(tensor [| 1.0; 2.0 |]).Shape", "[2]" },
        { "CSharp", "1 + 1", "2" },
        { "CSharp", "new List<int> { 1, 2, 3 }", "List<int>(3) { 1, 2, 3 }" },
        { "CSharp", "record R(int A);\nnew R(2)", "R { A = 2 }" },
        { "CSharp", "\"a<b\"", "a<b" },
        { "CSharp", "1234.5", "1234.5" },
        { "CSharp", "((Tensor)new[] { 1.0, 2.0 }).Shape", "[2]" },
    };

    public static TheoryData<string, string> Nothings => new()
    {
        { "FSharp", "let nothing = 3" },
        { "FSharp", "()" },
        { "FSharp", "// only a comment" },
        { "CSharp", "var nothing = 3;" },
        { "CSharp", "Math.Abs(1);" },
        { "CSharp", "// only a comment" },
    };

    public static TheoryData<string, string, string, int> CompilerErrors => new()
    {
        { "FSharp", "let a = 1\nlet b = a + notThere\nb", "FS0039", 2 },
        { "FSharp", "let broken =\n    1 +", "FS3156", 2 },
        { "FSharp", "1\n;;\nalsoNotThere", "FS0039", 3 },
        { "FSharp", "null : string", "FS0010", 1 },
        { "FSharp", "#r \"not-there.dll\"", "FS0078", 1 },
        { "FSharp", "\n#load \"not-there.fsx\"", "FS0078", 2 },
        { "CSharp", "var a = 1;\nvar b = a + notThere;\nb", "CS0103", 2 },
        { "CSharp", "var broken =\n    1 +", "CS1733", 2 },
        { "CSharp", "#r \"not-there.dll\"", "CS0006", 1 },
        { "CSharp", "\n#load \"not-there.csx\"", "CS1504", 2 },
    };

    public static TheoryData<string, string, string, int> Exceptions => new()
    {
        { "FSharp", "let rec divide n x =\n    if n = 0 then 1 / x else 1 + divide (n - 1) x\n\nprintfn \"before\"\ndivide 3 0", "DivideByZeroException", 2 },
        { "FSharp", "[ 0 ]\n|> List.map (fun i ->\n    1 / i)", "DivideByZeroException", 3 },
        { "FSharp", "printfn \"before\"\ninvalidOp \"no\"\n()", "InvalidOperationException", 2 },
        { "CSharp", "int Divide(int x) =>\n    1 / x;\n\nDivide(0)", "DivideByZeroException", 2 },
        { "CSharp", "await Task.Yield();\nthrow new InvalidOperationException(\"no\");", "InvalidOperationException", 2 },
    };

    [Theory, MemberData(nameof(Values))]
    public void The_last_expression_is_the_result(string language, string code, string text)
    {
        var (outcome, written) = engines.Run(language, code);
        Assert.Null(outcome.Error);
        Assert.Equal(text, outcome.Value!.Texts["text/plain"]);
        Assert.Equal("text/plain", Assert.Single(outcome.Value.Texts.Keys));
        Assert.Empty(written);
    }

    [Theory]
    [InlineData("FSharp", "prob { let! x = sample \"x\" (Normal(0.0, 1.0))\n       do! observe \"y\" (Normal(x, 1.0)) 1.0 }\n|> Infer.nuts { Sampling.defaults with Chains = 2; Warmup = 100; Draws = 50 }")]
    [InlineData("CSharp", "(from x in Sample(\"x\", new Normal(0, 1)) from y in Observe(\"y\", new Normal(x, 1), 1.0) select x).Infer().Nuts().Chains(2).Warmup(100).Draws(50).Run()")]
    public void A_posterior_is_sampled_and_shown(string language, string code)
    {
        var (outcome, _) = engines.Run(language, code);
        Assert.Null(outcome.Error);
        Assert.StartsWith("2 chains of 50 draws", outcome.Value!.Texts["text/plain"], StringComparison.Ordinal);
        Assert.Contains("<table", outcome.Value.Texts["text/html"], StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Nothings))]
    public void A_definition_and_a_statement_have_no_result(string language, string code)
    {
        var outcome = engines.Run(language, code).Outcome;
        Assert.Null(outcome.Error);
        Assert.Null(outcome.Value);
    }

    [Theory, MemberData(nameof(CompilerErrors))]
    public void An_error_of_the_compiler_has_the_line_of_the_cell(string language, string code, string name, int line)
    {
        var (outcome, written) = engines.Run(language, code);
        Assert.Null(outcome.Value);
        Assert.Equal(name, outcome.Error!.Name);
        Assert.Equal(line, outcome.Error.Line);
        Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"cell {outcome.Number}, line {line}: error {name}: "), outcome.Error.Traceback[0], StringComparison.Ordinal);
        Assert.Equal("    " + code.Split('\n')[line - 1], outcome.Error.Traceback[1]);
        Assert.Matches("^ {4,}\\^$", outcome.Error.Traceback[2]);
        Assert.Empty(written);
    }

    [Theory]
    [InlineData("FSharp", "match Some 1 with\n| Some x -> x", "cell {0}, line 1: warning FS0025: ")]
    [InlineData("CSharp", "int Answer()\n{\n    int unused;\n    return 1;\n}\nAnswer()", "cell {0}, line 3: warning CS0168: ")]
    public void A_warning_is_written_to_stderr_with_its_line(string language, string code, string start)
    {
        var (outcome, written) = engines.Run(language, code);
        Assert.Equal("1", outcome.Value!.Texts["text/plain"]);
        var (stream, text) = Assert.Single(Engines.Merge(written));
        Assert.Equal(CellStream.Stderr, stream);
        Assert.StartsWith(string.Format(CultureInfo.InvariantCulture, start, outcome.Number), text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("let part = 1\n;;\nprintfn \"%d\" part;; part + 1")]
    [InlineData("let part = \";;\".Length // ;;\n;;\nprintfn \"%d\" (part - 1)\npart")]
    public void Every_part_of_a_cell_of_FSharp_runs_and_the_last_is_the_result(string code)
    {
        var (outcome, written) = engines.Run("FSharp", code);
        Assert.Equal("2", outcome.Value!.Texts["text/plain"]);
        Assert.Equal([(CellStream.Stdout, "1\n")], Engines.Merge(written));
    }

    [Theory, MemberData(nameof(Exceptions))]
    public void An_exception_has_the_line_of_the_cell_and_no_path_of_the_machine(string language, string code, string name, int line)
    {
        var outcome = engines.Run(language, code).Outcome;
        Assert.Equal(name, outcome.Error!.Name);
        Assert.Equal(line, outcome.Error.Line);
        Assert.Contains(outcome.Error.Traceback, t => t.EndsWith(string.Create(CultureInfo.InvariantCulture, $" in cell {outcome.Number}, line {line}"), StringComparison.Ordinal));
        Assert.Matches(" in cell [0-9]+, line [0-9]+$", outcome.Error.Traceback[^1]);
        Assert.DoesNotContain(outcome.Error.Traceback, t => t.Contains(engines.Directory, StringComparison.Ordinal) || t.Contains(" in /", StringComparison.Ordinal));
    }

    [Fact]
    public void A_function_of_an_earlier_cell_that_throws_is_told_by_its_cell()
    {
        var first = engines.Run("FSharp", "let rec deeper n x =\n    if n = 0 then 1 / x else 1 + deeper (n - 1) x\n").Outcome.Number;
        var outcome = engines.Run("FSharp", "\n\ndeeper 3 0").Outcome;
        Assert.Equal(3, outcome.Error!.Line);
        Assert.Contains(outcome.Error.Traceback, t => t.EndsWith($" in cell {first}, line 2", StringComparison.Ordinal));
    }

    [Fact]
    public void Cells_see_what_earlier_ones_defined_and_a_failed_one_takes_nothing_away()
    {
        engines.Run("FSharp", "let kept = 20");
        engines.Run("FSharp", "let kept = failwith<int> \"no\"");
        Assert.Equal("21", engines.Text("FSharp", "kept + 1"));
        engines.Run("CSharp", "var kept = 20;\nvar more = 3;\nthrow new Exception();");
        Assert.Equal("23", engines.Text("CSharp", "kept + more"));
        Assert.NotNull(engines.Run("CSharp", "kept + notThere").Outcome.Error);
        Assert.Equal("23", engines.Text("CSharp", "kept + more"));
    }

    [Theory]
    [InlineData("FSharp", "printf \"a\"\neprintfn \"b\"\nprintfn \"c\"\n1")]
    [InlineData("CSharp", "Console.Write('a');\nConsole.Error.WriteLine(\"b\");\nConsole.WriteLine(\"c\");\n1")]
    public void What_is_written_keeps_its_stream_and_its_order(string language, string code)
    {
        var (outcome, written) = engines.Run(language, code);
        Assert.Equal("1", outcome.Value!.Texts["text/plain"]);
        Assert.Equal([(CellStream.Stdout, "a"), (CellStream.Stderr, "b\n"), (CellStream.Stdout, "c\n")], Engines.Merge(written));
    }

    [Theory]
    [InlineData("FSharp", "let line = String.replicate 1000 \"x\"\nfor _ in 1 .. 100_000 do System.Console.Out.WriteLine line")]
    [InlineData("CSharp", "var line = new string('x', 1000);\nfor (var i = 0; i < 100_000; i++) Console.WriteLine(line);")]
    public void A_cell_that_writes_a_hundred_megabytes_is_cut(string language, string code)
    {
        var (outcome, written) = engines.Run(language, code);
        Assert.Null(outcome.Error);
        Assert.Equal(CellConsole.Limit, written.Where(w => w.Stream == CellStream.Stdout).Sum(w => w.Text.Length));
        var notices = written.Where(w => w.Stream == CellStream.Stderr).Select(w => w.Text);
        Assert.Equal([JupyterErrors.OutputIsCut(CellConsole.Limit), "[99,100,000 more characters are left out]\n"], notices);
        Assert.Contains("1,000,000 characters", JupyterErrors.OutputIsCut(CellConsole.Limit), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FSharp", "String.replicate 200_000 \"x\"")]
    [InlineData("CSharp", "new string('x', 200_000)")]
    public void The_text_of_a_value_is_cut(string language, string code) =>
        Assert.Equal(new string('x', CellValue.Limit) + JupyterErrors.ValueIsCut(CellValue.Limit), engines.Text(language, code));

    [Theory]
    [InlineData("FSharp", "System.Console.ReadLine() = null", "True")]
    [InlineData("CSharp", "Console.ReadLine() is null", "True")]
    public void There_is_nothing_to_read(string language, string code, string text) =>
        Assert.Equal(text, engines.Text(language, code), ignoreCase: true);

    [Theory]
    [InlineData("FSharp", "printfn \"on\"\nlet mutable i = 0L\nwhile true do\n    i <- i + 1L")]
    [InlineData("FSharp", "printfn \"on\"\nSystem.Threading.Thread.Sleep -1")]
    [InlineData("FSharp", "printfn \"on\"\nwhile true do\n    try System.Threading.Thread.Sleep -1 with _ -> ()")]
    [InlineData("CSharp", "Console.WriteLine(\"on\");\nlong i = 0;\nwhile (true) i++;")]
    [InlineData("CSharp", "Console.WriteLine(\"on\");\nThread.Sleep(-1);")]
    [InlineData("CSharp", "Console.WriteLine(\"on\");\nawait Task.Delay(-1);")]
    [InlineData("CSharp", "class Endless { public override string ToString() { Console.WriteLine(\"on\"); while (true) { } } }\nnew Endless()")]
    public void A_cell_that_never_ends_is_stopped_and_the_next_one_runs(string language, string code)
    {
        using var stop = new CellStop();
        var outcome = engines.Run(language, code, new Written(stop.Request), stop);
        Assert.Same(CellError.Interrupted, outcome.Error);
        Thread.Sleep(1); // A late interrupt would be met here.
        Assert.Equal("2", engines.Text(language, "1 + 1"));
    }

    [Theory, MemberData(nameof(Languages))]
    public void A_cell_that_is_stopped_before_it_begins_does_not_run(string language)
    {
        using var stop = new CellStop();
        stop.Request();
        var written = new Written();
        var code = language == "FSharp" ? "printfn \"ran\"" : "Console.WriteLine(\"ran\");";
        Assert.Same(CellError.Interrupted, engines.Run(language, code, written, stop).Error);
        Assert.Empty(written.Pieces);
    }

    [Theory]
    [InlineData("FSharp", "fsx", "let loaded = 41", "#load \"{0}\"\nopen Loaded\nloaded + 1")]
    [InlineData("CSharp", "csx", "var loaded = 41;", "#load \"{0}\"\nloaded + 1")]
    public void A_file_beside_the_notebook_is_loaded(string language, string extension, string text, string code)
    {
        File.WriteAllText(Path.Combine(engines.Directory, "Loaded." + extension), text);
        Assert.Equal("42", engines.Text(language, code.Replace("{0}", "Loaded." + extension, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("FSharp", "#r \"Referred.dll\"\ntypeof<Xunit.Assert>.Name")]
    [InlineData("CSharp", "#r \"Referred.dll\"\ntypeof(Xunit.Assert).Name")]
    public void An_assembly_beside_the_notebook_is_referred_to(string language, string code)
    {
        var assembly = typeof(Assert).Assembly.Location;
        File.Copy(assembly, Path.Combine(engines.Directory, "Referred.dll"), overwrite: true);
        Assert.Equal("Assert", engines.Text(language, code.Replace("Referred.dll", assembly, StringComparison.Ordinal)));
        Assert.Null(engines.Run(language, code.Split('\n')[0]).Outcome.Error);
    }

    [Theory]
    [InlineData("FSharp", "let darts = prob {\n    let! aim = param \"aim\" 0.0\n    let! hit = sample \"hit\" (Normal(aim, 0.3))\n    return (hit - 1.7) ** 2.0 }\n"
        + "(darts |> Expectation.gradient { Estimation.defaults with Particles = 64; Seed = 1UL }).[\"aim\"]")]
    [InlineData("CSharp", "var darts =\n    from aim in Param(\"aim\", 0.0)\n    from hit in Sample(\"hit\", new Normal(aim, 0.3))\n    select (hit - 1.7).Square();\n"
        + "darts.Estimate().Particles(64).Seed(1).Gradient()[\"aim\"]")]
    public void DiffProb_is_open_and_both_languages_find_the_same(string language, string code)
    {
        var here =
            (from aim in Prob.Param("aim", 0.0)
             from hit in Prob.Sample("hit", new Normal(aim, 0.3))
             select (hit - 1.7).Square()).Estimate().Particles(64).Seed(1).Gradient()["aim"];
        Assert.Equal(here.ToString(), engines.Text(language, code));
    }

    [Theory]
    [InlineData("FSharp", "type Loud() =\n    override _.ToString() = failwith \"no text\"\nLoud()")]
    [InlineData("CSharp", "class Loud { public override string ToString() => throw new Exception(\"no text\"); }\nnew Loud()")]
    public void A_value_that_cannot_be_shown_is_an_error_of_the_cell(string language, string code) =>
        Assert.Equal("no text", engines.Run(language, code).Outcome.Error!.Message);
}
