using System.Globalization;

namespace DiffProb;

/// <summary>Guides fitted to posteriors: what to beware of, the bound by steps, how good it is, and the parameters.</summary>
internal static class VariationalDisplay
{
    /// <summary>Notes, curve, figures with their errors, parameters and plan.</summary>
    public static Fragment Of(VariationalFit fit)
    {
        var fragment = new Fragment().Heading($"Posterior by a guide: {fit.Guide}");
        if (fit.IsCanceled)
        {
            fragment.Warning($"stopped after {fit.History.Count} steps");
        }

        foreach (var note in fit.Notes)
        {
            fragment.Warning(note.Replace("\n  try ", " Try ", StringComparison.Ordinal));
        }

        PlanDisplay.Bias(fragment, fit.Plan);
        if (fit.History.Any(double.IsFinite))
        {
            fragment.Figure(Chart.Elbo("Bound at each step", fit.History));
        }

        if (!double.IsNaN(fit.Elbo.Mean))
        {
            fragment.Table(["", "estimate", "standard error"], [Row("evidence lower bound", fit.Elbo), Row("log evidence", fit.LogEvidence)])
                .Line($"Pareto's k of the importance weights: {Text(fit.ParetoK)}");
        }

        TensorDisplay.Add(fragment, [.. fit.Parameters]);
        return fit.Plan.Entries.Count == 0 ? fragment : fragment.Folded("plan", PlanDisplay.Of(fit.Plan));
    }

    private static Cell[] Row(string name, Estimate estimate) => [Cell.Words(name), Text(estimate.Mean), Text(estimate.StandardError)];

    private static string Text(double x) => x.ToString("G4", CultureInfo.InvariantCulture);
}
