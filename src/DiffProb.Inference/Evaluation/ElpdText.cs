using System.Globalization;

namespace DiffProb;

/// <summary>Predictive estimates in figures.</summary>
internal static class ElpdText
{
    public static string Of(ElpdEstimate estimate)
    {
        var name = estimate is PsisLoo ? "loo" : "waic";
        return $"{estimate.Method} of {estimate.Observation}: {estimate.Pointwise.Shape.Size} data, {estimate.DrawCount} draws\n" + TextTable.Of(
            ["", "estimate", "standard error"],
            [.. Rows(estimate, name)]);
    }

    /// <summary>A row for each figure.</summary>
    public static IEnumerable<string[]> Rows(ElpdEstimate estimate, string name)
    {
        yield return [$"elpd_{name}", Number(estimate.Elpd), Number(estimate.StandardError)];
        yield return [$"p_{name}", Number(estimate.EffectiveParameters), Number(estimate.EffectiveParametersError)];
        yield return [$"{name}ic", Number(estimate.InformationCriterion), Number(2.0 * estimate.StandardError)];
    }

    /// <summary>How many data have which shape of tail.</summary>
    public static string Shapes(PsisLoo loo)
    {
        var k = loo.ParetoK.ToArray();
        var (good, bad) = (k.Count(x => x <= loo.Threshold), loo.HighCount - loo.VeryHighCount);
        var error = double.IsNaN(loo.MonteCarloError) ? "not known" : Number(loo.MonteCarloError);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Pareto k: {good} good (to {loo.Threshold:F2}), {bad} bad (to 1), {loo.VeryHighCount} very bad. Monte Carlo error of elpd: {error}");
    }

    public static string Number(double x) => Math.Abs(x) is >= 0.05 or 0.0 ? x.ToString("F1", CultureInfo.InvariantCulture) : x.ToString("G2", CultureInfo.InvariantCulture);
}
