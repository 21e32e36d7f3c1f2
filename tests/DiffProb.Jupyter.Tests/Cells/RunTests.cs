using System.Globalization;

namespace DiffProb.Cells;

/// <summary>Runs of DiffProb in a cell: how far they are is shown without a word, and to stop them is not to lose them.</summary>
public sealed class RunTests(Engines engines) : IClassFixture<Engines>
{
    // Endless, for a person: 2 billion steps.
    private const string LongFSharp =
        "let longFit = prob {\n    let! aim = param \"aim\" 0.0\n    let! hit = sample \"hit\" (Normal(aim, 0.3))\n    return (hit - 1.7) ** 2.0 } |> Expectation.minimize { Optimization.defaults with Steps = 2_000_000_000; Particles = 4 }";

    private const string LongCSharp =
        "var longFit = (from aim in Param(\"aim\", 0.0)\n    from hit in Sample(\"hit\", new Normal(aim, 0.3))\n    select (hit - 1.7).Square()).Minimize().Steps(2_000_000_000).Particles(4).Run();";

    // Data enough that a person could read the bar: some 0.1 ms a draw.
    private const string SampledFSharp =
        "let longRun = prob {\n    let! m = sample \"m\" (Normal(0.0, 1.0))\n    for y in plate \"row\" (Array.init 20_000 (fun i -> sin (float i))) do\n        do! observe \"y\" (StudentT(4.0, m, 1.0)) y } |> Infer.nuts { Sampling.defaults with Chains = 2; Warmup = 20; Draws = 1_000_000 }";

    private const string SampledCSharp =
        "var longRun = (from m in Sample(\"m\", new Normal(0, 1))\n    from rows in Plate(\"row\", Tensor.Of(Enumerable.Range(0, 20_000).Select(i => Math.Sin(i)).ToArray()), y => Observe(\"y\", new StudentT(4.0, m, 1.0), y))\n    select m).Infer().Nuts().Chains(2).Warmup(20).Draws(1_000_000).Run();";

    [Theory]
    [InlineData("FSharp", SampledFSharp)]
    [InlineData("CSharp", SampledCSharp)]
    public void A_sampler_shows_a_bar_with_its_divergences_and_when_it_is_stopped_its_draws_are_kept(string language, string code)
    {
        using var stop = new CellStop();
        Written? output = null;
        output = new Written(() =>
        {
            if (output!.Shown.Count(s => s.Value!.Texts["text/plain"].Contains(" of 2000000 draws", StringComparison.Ordinal)) == 2)
            {
                stop.Request();
            }
        });
        var outcome = engines.Run(language, code, output, stop, showsProgress: true);
        Assert.Same(CellError.InterruptedRuns, outcome.Error);
        Assert.All(output.Shown.SkipLast(1), s => Assert.Matches("^nuts: [0-9]+ %, (warmup|[0-9]+ of 2000000 draws), [0-9]+ divergences?, [0-9]+ s left$", s.Value!.Texts["text/plain"]));
        Assert.Matches("^nuts: [0-9]+ % stopped, [0-9]+ of 2000000 draws, [0-9]+ divergences?$", output.Shown[^1].Value!.Texts["text/plain"]);
        Assert.InRange(int.Parse(engines.Text(language, "longRun.DrawCount"), CultureInfo.InvariantCulture), 1, 999_999);
        Assert.Equal(language == "FSharp" ? "true" : "True", engines.Text(language, "longRun.Provenance.IsCanceled"), ignoreCase: true);
    }

    [Theory]
    [InlineData("FSharp", LongFSharp)]
    [InlineData("CSharp", LongCSharp)]
    public void A_fit_shows_a_bar_that_moves_and_when_it_is_stopped_its_steps_are_kept(string language, string code)
    {
        using var stop = new CellStop();
        Written? output = null;
        output = new Written(() =>
        {
            if (output!.Shown.Count == 3)
            {
                stop.Request();
            }
        });
        var outcome = engines.Run(language, code, output, stop, showsProgress: true);
        Assert.Same(CellError.InterruptedRuns, outcome.Error);
        Assert.Equal("display", output.Shown[0].What);
        Assert.All(output.Shown.Skip(1), s => Assert.Equal("update", s.What));
        Assert.Single(output.Shown.Select(s => s.Id).Distinct());
        var steps = output.Shown.Take(3).Select(s => Step(s.Value!)).ToList();
        Assert.True(steps[0] < steps[1] && steps[1] < steps[2], string.Join(", ", steps));
        Assert.Contains("role=\"progressbar\"", output.Shown[0].Value!.Texts["text/html"], StringComparison.Ordinal);
        Assert.Matches("^fit: 0 % stopped, step [0-9]+ of 2000000000, objective ", output.Shown[^1].Value!.Texts["text/plain"]);

        // What it had reached is bound, and the next cell runs.
        var kept = int.Parse(engines.Text(language, "longFit.History.Count"), CultureInfo.InvariantCulture);
        Assert.InRange(kept, steps[2], 1_999_999_999);
    }

    [Theory]
    [InlineData("FSharp", LongFSharp + "\nprintfn \"after\"\nwhile true do ()")]
    [InlineData("CSharp", LongCSharp + "\nConsole.WriteLine(\"after\");\nwhile (true) { }")]
    public void A_cell_that_does_not_end_with_its_run_is_stopped_a_moment_later(string language, string code)
    {
        using var stop = new CellStop();
        var output = Once(stop);
        Assert.Same(CellError.Interrupted, engines.Run(language, code, output, stop, showsProgress: true).Error);
        Assert.Equal("after\n", string.Concat(output.Pieces.Select(p => p.Text)));
        Assert.Equal("2", engines.Text(language, "1 + 1"));
    }

    [Theory]
    [InlineData("FSharp", LongFSharp + "\nlet other = prob { return! param \"aim\" 0.0 } |> Expectation.value Estimation.defaults\nprintfn \"after\"")]
    public void No_run_begins_in_a_cell_that_is_to_stop(string language, string code)
    {
        using var stop = new CellStop();
        var output = Once(stop);
        Assert.Same(CellError.Interrupted, engines.Run(language, code, output, stop, showsProgress: true).Error);
        Assert.Empty(output.Pieces);
    }

    [Theory]
    [InlineData("FSharp", "let shown = display (tensor 1.0)\nshown.Update \"two\"\nCellOutput.ClearOutput true\n3")]
    [InlineData("CSharp", "var shown = Display((Tensor)1.0);\nshown.Update(\"two\");\nClearOutput(wait: true);\n3")]
    public void A_value_is_shown_before_the_cell_ends_and_another_in_its_place(string language, string code)
    {
        using var stop = new CellStop();
        var output = new Written();
        var outcome = engines.Run(language, code, output, stop);
        Assert.Equal("3", outcome.Value!.Texts["text/plain"]);
        Assert.Equal(["display", "update", "clear later"], output.Shown.Select(s => s.What));
        Assert.Equal(output.Shown[0].Id, output.Shown[1].Id);
        Assert.Contains("text/html", output.Shown[0].Value!.Texts.Keys);
        Assert.Equal("two", output.Shown[1].Value!.Texts["text/plain"]);
    }

    [Theory]
    [InlineData("FSharp", "display 1")]
    [InlineData("CSharp", "Display(1)")]
    public void What_is_shown_is_not_shown_again_as_the_last_value(string language, string code) =>
        Assert.Null(engines.Run(language, code).Outcome.Value);

    // A person who presses once, when the bar is seen.
    private static Written Once(CellStop stop)
    {
        var isAsked = false;
        return new Written(() =>
        {
            if (!isAsked)
            {
                isAsked = true;
                stop.Request();
            }
        });
    }

    private static int Step(CellValue value)
    {
        var text = value.Texts["text/plain"];
        Assert.Matches("^fit: 0 %, step [0-9]+ of ", text);
        return int.Parse(text["fit: 0 %, step ".Length..text.IndexOf(" of ", StringComparison.Ordinal)], CultureInfo.InvariantCulture);
    }
}
