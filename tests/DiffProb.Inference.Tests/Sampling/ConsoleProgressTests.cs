using DiffProb;

namespace InferenceTests.Sampling;

/// <summary>The bar of a terminal.</summary>
public sealed class ConsoleProgressTests
{
    [Fact]
    public void A_line_is_written_over_until_all_chains_are_done()
    {
        var text = Told(isTerminal: true, At(1, 500, 0, 9.2), At(1, 1500, 2, 5.0), At(2, 1000, 1, 3.1), At(1, 2000, 2, 1.0), At(2, 2000, 2, 0.0));
        Assert.Equal(
            [
                "sampling ██░░░░░░░░░░░░░░░░░░  12 %  warmup, 0 divergences, 10 s left",
                "sampling ████████░░░░░░░░░░░░  38 %  0 of 2 chains done, 2 divergences, 5 s left",
                "sampling ████████████░░░░░░░░  62 %  0 of 2 chains done, 3 divergences, 4 s left",
                "sampling ███████████████░░░░░  75 %  1 of 2 chains done, 3 divergences, 1 s left",
                "sampling ████████████████████ 100 %  2 of 2 chains done, 4 divergences",
            ],
            text.Split('\r').Select(line => line.TrimEnd()).Where(line => line.Length > 0));
        Assert.EndsWith(Environment.NewLine, text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_has_a_line_for_each_tenth()
    {
        var text = Told(isTerminal: false, At(1, 100, 0, 9.0), At(1, 300, 0, 8.0), At(1, 500, 0, 7.0), At(1, 1900, 1, 2.0), At(1, 2000, 1, 2.0), At(2, 2000, 1, 0.0));
        Assert.Equal(
            ["sampling  12 %  warmup, 0 divergences, 7 s left", "sampling  48 %  0 of 2 chains done, 1 divergence, 2 s left", "sampling  50 %  1 of 2 chains done, 1 divergence, 2 s left", "sampling 100 %  2 of 2 chains done, 2 divergences"],
            text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static SamplingProgress At(int chain, int step, int divergences, double left) =>
        new(chain, 2, step, 2000, step <= 1000 && chain == 1, divergences, 0.5, TimeSpan.FromSeconds(left));

    private static string Told(bool isTerminal, params SamplingProgress[] reports)
    {
        using var writer = new StringWriter();
        var progress = new ConsoleProgress(writer, isTerminal);
        foreach (var report in reports)
        {
            progress.Report(report);
        }

        return writer.ToString();
    }
}
