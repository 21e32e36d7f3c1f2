using System.Globalization;
using System.Text.Json;

namespace DiffProb.Inference.Evaluation;

/// <summary>Predictive estimates have the values of the R package loo.</summary>
public sealed class ReferenceTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static string GoldenFile => Checkout.OfTests("Evaluation", "golden.json");

    /// <summary>golden.json holds what loo 2.5.1 says of these log-likelihoods; DIFFPROB_REGENERATE=1 writes it where R is.</summary>
    [Fact]
    public void The_estimates_of_seeded_likelihoods_are_the_golden_ones()
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(GoldenFile));
        AssertAgree(golden.RootElement.EnumerateObject().ToDictionary(
            c => c.Name,
            c => c.Value.EnumerateObject().ToDictionary(p => p.Name, p => Values.Number(p.Value.GetString()!))));
    }

    [Fact]
    public void The_golden_values_are_those_of_R() => Checkout.InFolder(folder =>
    {
        foreach (var seed in new[] { 1UL, 2UL })
        {
            var likelihood = LikelihoodDraws.Of(seed);
            Values.WriteMatrix(
                Path.Combine(folder, $"model{seed}.csv"),
                Enumerable.Range(0, LikelihoodDraws.Chains).SelectMany(c => likelihood.Chain(c).ToArray().Chunk(LikelihoodDraws.Data)));
        }

        ExternalProgram.R("loo", Checkout.OfTests("Evaluation", "loo.R"), folder);
        var computed = new[] { "model1", "model2", "compare" }.ToDictionary(name => name, name => Values.Read(Path.Combine(folder, $"{name}.txt")));
        if (Environment.GetEnvironmentVariable("DIFFPROB_REGENERATE") == "1")
        {
            var texts = computed.ToDictionary(c => c.Key, c => c.Value.ToDictionary(v => v.Key, v => v.Value.ToString("R", CultureInfo.InvariantCulture)));
            File.WriteAllText(GoldenFile, JsonSerializer.Serialize(texts, Indented).ReplaceLineEndings("\n") + "\n");
        }

        AssertAgree(computed);
    });

    private static void AssertAgree(Dictionary<string, Dictionary<string, double>> expected)
    {
        var first = Estimates(LikelihoodDraws.Of(1));
        var second = Estimates(LikelihoodDraws.Of(2));
        var comparison = ModelComparison.Of(("first", PsisLoo.Of(LikelihoodDraws.Of(1), 1.0)), ("second", PsisLoo.Of(LikelihoodDraws.Of(2), 1.0)));
        var worse = comparison.Models[1];
        var actual = new Dictionary<string, Dictionary<string, double>>
        {
            ["model1"] = first,
            ["model2"] = second,
            ["compare"] = new() { ["elpd_diff"] = worse.Difference, ["se_diff"] = worse.StandardError },
        };
        foreach (var (name, values) in expected)
        {
            Assert.Equal(values.Keys.Order(), actual[name].Keys.Order());
            foreach (var (figure, value) in values)
            {
                Values.AssertNear($"{figure} of {name}", value, actual[name][figure]);
            }
        }
    }

    private static Dictionary<string, double> Estimates(Draws likelihood)
    {
        var loo = PsisLoo.Of(likelihood, 1.0);
        var half = PsisLoo.Of(likelihood, 0.5);
        var waic = Waic.Of(likelihood);
        var values = new Dictionary<string, double>
        {
            ["elpd_loo"] = loo.Elpd,
            ["elpd_loo_se"] = loo.StandardError,
            ["p_loo"] = loo.EffectiveParameters,
            ["p_loo_se"] = loo.EffectiveParametersError,
            ["looic"] = loo.InformationCriterion,
            ["elpd_half"] = half.Elpd,
            ["elpd_waic"] = waic.Elpd,
            ["elpd_waic_se"] = waic.StandardError,
            ["p_waic"] = waic.EffectiveParameters,
        };
        var smoothed = ParetoSmoothing.Of(Enumerable.Range(0, LikelihoodDraws.Chains).SelectMany(c => likelihood.Rows(0)[c]).Select(l => -l));
        foreach (var (name, numbers) in new[] { ("k", loo.ParetoK.ToArray()), ("khalf", half.ParetoK.ToArray()), ("pointwise", loo.Pointwise.ToArray()), ("logweight", smoothed.LogWeights.Take(50)) })
        {
            foreach (var (i, x) in numbers.Index())
            {
                values[$"{name}_{i}"] = x;
            }
        }

        return values;
    }
}
