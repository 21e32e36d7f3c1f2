using System.Globalization;
using System.Text.Json;

namespace DiffProb.Inference;

/// <summary>Every diagnostic has the value of the R package posterior, on its own example draws and on ours.</summary>
public sealed class ReferenceTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static string GoldenFile => Checkout.OfTests("Diagnostics", "golden.json");

    public static TheoryData<string> CaseNames => [.. SeededDraws.Cases.Keys];

    /// <summary>golden.json holds what posterior 1.4.0 says of these draws; DIFFPROB_REGENERATE=1 writes it where R is.</summary>
    [Theory]
    [MemberData(nameof(CaseNames))]
    public void The_diagnostics_of_seeded_draws_are_the_golden_ones(string name)
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(GoldenFile));
        var expected = golden.RootElement.GetProperty(name).EnumerateObject().ToDictionary(p => p.Name, p => Values.Number(p.Value.GetString()!));
        AssertAgree(name, expected, SeededDraws.Cases[name]);
    }

    [Fact]
    public void The_golden_values_are_those_of_R() => Checkout.InFolder(folder =>
    {
        foreach (var (name, draws) in SeededDraws.Cases)
        {
            Values.WriteMatrix(Path.Combine(folder, $"{name}.csv"), Columns(draws));
        }

        ExternalProgram.R("posterior", Checkout.OfTests("Diagnostics", "diagnostics.R"), folder);
        var computed = SeededDraws.Cases.Keys.ToDictionary(name => name, name => Values.Read(Path.Combine(folder, $"{name}.txt")));
        if (Environment.GetEnvironmentVariable("DIFFPROB_REGENERATE") == "1")
        {
            var texts = computed.ToDictionary(c => c.Key, c => c.Value.ToDictionary(v => v.Key, v => v.Value.ToString("R", CultureInfo.InvariantCulture)));
            File.WriteAllText(GoldenFile, JsonSerializer.Serialize(texts, Indented).ReplaceLineEndings("\n") + "\n");
        }

        foreach (var (name, values) in computed)
        {
            AssertAgree(name, values, SeededDraws.Cases[name]);
        }
    });

    [Fact]
    public void The_example_draws_of_posterior_have_its_values() => Checkout.InFolder(folder =>
    {
        ExternalProgram.R("posterior", Checkout.OfTests("Diagnostics", "diagnostics.R"), folder);
        var files = Directory.GetFiles(folder, "*.csv");
        Assert.Equal(22, files.Length);     // 10 of eight schools, 12 of a multivariate normal law
        foreach (var file in files)
        {
            double[][] rows = [.. File.ReadLines(file).Select(l => l.Split(',').Select(Values.Number).ToArray())];
            var draws = new double[rows[0].Length, rows.Length];
            foreach (var (d, row) in rows.Index())
            {
                foreach (var (c, x) in row.Index())
                {
                    draws[c, d] = x;
                }
            }

            AssertAgree(Path.GetFileNameWithoutExtension(file), Values.Read(Path.ChangeExtension(file, "txt")), draws);
        }
    });

    private static IEnumerable<IEnumerable<double>> Columns(double[,] draws) =>
        Enumerable.Range(0, draws.GetLength(1)).Select(d => Enumerable.Range(0, draws.GetLength(0)).Select(c => draws[c, d]));

    private static void AssertAgree(string name, Dictionary<string, double> expected, double[,] draws)
    {
        var actual = Diagnostics(draws);
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        foreach (var (diagnostic, value) in actual)
        {
            Values.AssertNear($"{diagnostic} of {name}", expected[diagnostic], value);
        }
    }

    private static Dictionary<string, double> Diagnostics(double[,] draws)
    {
        var row = new SummaryRow(Draws.OfMatrix("x", draws), 0, new());
        return new()
        {
            ["rhat"] = RHat.Of(draws),
            ["rhat_basic"] = RHat.Basic(draws),
            ["rhat_unsplit"] = RHat.Basic(draws, split: false),
            ["ess_bulk"] = EffectiveSampleSize.Bulk(draws),
            ["ess_tail"] = EffectiveSampleSize.Tail(draws),
            ["ess_mean"] = EffectiveSampleSize.Mean(draws),
            ["ess_sd"] = EffectiveSampleSize.StandardDeviation(draws),
            ["ess_median"] = EffectiveSampleSize.Median(draws),
            ["ess_unsplit"] = EffectiveSampleSize.Basic(draws, split: false),
            ["ess_q0"] = EffectiveSampleSize.OfQuantile(draws, 0.0),
            ["ess_q10"] = EffectiveSampleSize.OfQuantile(draws, 0.1),
            ["ess_q100"] = EffectiveSampleSize.OfQuantile(draws, 1.0),
            ["mcse_mean"] = MonteCarloError.Mean(draws),
            ["mcse_sd"] = MonteCarloError.StandardDeviation(draws),
            ["mcse_median"] = MonteCarloError.Median(draws),
            ["mcse_q5"] = MonteCarloError.OfQuantile(draws, 0.05),
            ["mcse_q95"] = MonteCarloError.OfQuantile(draws, 0.95),
            ["mean"] = row.Mean,
            ["sd"] = row.StandardDeviation,
            ["q5"] = row.Quantiles[0],
            ["q50"] = row.Quantiles[1],
            ["q95"] = row.Quantiles[2],
        };
    }
}
