using System.Reflection;

namespace DiffProb;

/// <summary>Results as a cell of a notebook shows them, and as plain text. Notebooks find them by themselves; elsewhere, call these.</summary>
/// <remarks>Tensors, distributions, programs, plans, estimates of values and derivatives, fits, audits, posteriors, predictive estimates, charts and reports have one.</remarks>
/// <example><code>
/// File.WriteAllText("plan.html", Displays.Html(gradient.Plan));
/// Console.WriteLine(Displays.Text(program));
/// </code></example>
public static class Displays
{
    /// <summary>A piece of HTML that loads nothing and runs nothing, with all text escaped. Large tensors and lists are cut, and it says so.</summary>
    /// <param name="value">A result, or a program, which is traced once on symbols.</param>
    /// <exception cref="ChartException">The value is of none of the kinds that are shown.</exception>
    public static string Html(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return TryHtml(value) ?? throw ChartErrors.NoDisplay(value.GetType());
    }

    /// <summary>Plain text for a console.</summary>
    /// <param name="value">A result, or a program, which is traced once on symbols.</param>
    /// <exception cref="ChartException">The value is of none of the kinds that are shown.</exception>
    public static string Text(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return TryText(value) ?? throw ChartErrors.NoDisplay(value.GetType());
    }

    /// <summary>The HTML; null for what is none of ours.</summary>
    internal static string? TryHtml(object value) => value switch
    {
        Tensor tensor => TensorDisplay.Of(tensor).ToString(),
        NamedTensors tensors => TensorDisplay.Of(tensors).ToString(),
        Distribution distribution => DistributionDisplay.Of(distribution).ToString(),
        Plan plan => PlanDisplay.Of(plan).ToString(),
        Estimate estimate => EstimateDisplay.Of(estimate).ToString(),
        GradientEstimate gradient => EstimateDisplay.Of(gradient).ToString(),
        DerivativesEstimate derivatives => EstimateDisplay.Of(derivatives).ToString(),
        Fit fit => FitDisplay.Of(fit).ToString(),
        Audit audit => AuditDisplay.Of(audit).ToString(),
        BarChart bars => AuditDisplay.Of(bars).ToString(),
        Posterior posterior => PosteriorDisplay.Of(posterior).ToString(),
        PosteriorSummary summary => PosteriorDisplay.Of(summary).ToString(),
        ElpdEstimate elpd => PosteriorDisplay.Of(elpd).ToString(),
        ModelComparison comparison => PosteriorDisplay.Of(comparison).ToString(),
        Chart chart => new Fragment().Chart(chart).ToString(),
        Report report => new Fragment().Heading(report.Title).Raw(report.Body).ToString(),
        _ => Graph(value) is { } graph ? ProgramDisplay.Of(graph).ToString() : null,
    };

    /// <summary>The plain text; null for what is none of ours.</summary>
    internal static string? TryText(object value) => value switch
    {
        Tensor or Distribution or Plan or Estimate or GradientEstimate or DerivativesEstimate or Fit or Audit => value.ToString(),
        Posterior or PosteriorSummary or ElpdEstimate or ModelComparison => value.ToString(),
        NamedTensors tensors => string.Join('\n', tensors.Select(t => $"{t.Key} = {t.Value}")),
        BarChart bars => AuditDisplay.Text(bars),
        Chart chart => $"{chart.Title}: {string.Join(", ", chart.Marks.Select(m => m.Name).Where(n => n.Length > 0).DefaultIfEmpty("a chart"))}, {chart.Y.Text} by {chart.X.Text}",
        Report report => report.Title,
        _ => Graph(value)?.ToString(),
    };

    // Programs are generic in what they return.
    private static ProgramGraph? Graph(object value) =>
        value.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Prob<>)
            ? (ProgramGraph)typeof(ProgramGraph).GetMethod("Of", BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)!
                .MakeGenericMethod(type.GetGenericArguments()).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [value], null)!
            : null;
}
