using System.Reflection;

namespace DiffProb;

/// <summary>Results as a cell of a notebook shows them, and as plain text. Notebooks find them by themselves; elsewhere, call these.</summary>
/// <remarks>Tensors, distributions, programs, plans, estimates of values and derivatives, fits, guides fitted to posteriors, audits, posteriors, runs of particles, predictive estimates, calibrations, figures and reports have one.</remarks>
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

    /// <summary>From here on, charts of a notebook can be hovered over and zoomed into. Say it in a cell of its own, as its last word: that cell holds plotly.js for all.</summary>
    /// <remarks>
    /// <para>It is for notebooks; <see cref="Html"/> runs nothing as before. Where no script runs, and where this cell was not run, charts are the pictures that they were.</para>
    /// </remarks>
    /// <returns>What the cell shows.</returns>
    public static InteractiveCharts Interactive()
    {
        DisplaySource.IsInteractive = true;
        return new();
    }

    /// <summary>From here on, charts of a notebook are pictures again, as they are at first.</summary>
    public static void Static() => DisplaySource.IsInteractive = false;

    /// <summary>The HTML; null for what is none of ours.</summary>
    internal static string? TryHtml(object value, bool isInteractive = false) => Piece(value)?.ToHtml(isInteractive);

    /// <summary>The picture; null for what is no figure.</summary>
    internal static string? TrySvg(object value) => (value as Figure)?.ToSvg();

    private static Fragment? Piece(object value) => value switch
    {
        Tensor tensor => TensorDisplay.Of(tensor),
        NamedTensors tensors => TensorDisplay.Of(tensors),
        Distribution distribution => DistributionDisplay.Of(distribution),
        Plan plan => PlanDisplay.Of(plan),
        Estimate estimate => EstimateDisplay.Of(estimate),
        GradientEstimate gradient => EstimateDisplay.Of(gradient),
        DerivativesEstimate derivatives => EstimateDisplay.Of(derivatives),
        Fit fit => FitDisplay.Of(fit),
        Audit audit => AuditDisplay.Of(audit),
        BarChart bars => AuditDisplay.Of(bars),
        Posterior posterior => PosteriorDisplay.Of(posterior),
        VariationalFit fit => VariationalDisplay.Of(fit),
        PosteriorSummary summary => PosteriorDisplay.Of(summary),
        ImportanceResult weighed => MonteCarloDisplay.Of(weighed),
        FilterResult filtered => MonteCarloDisplay.Of(filtered),
        TemperingResult tempered => MonteCarloDisplay.Of(tempered),
        ElpdEstimate elpd => PosteriorDisplay.Of(elpd),
        ModelComparison comparison => PosteriorDisplay.Of(comparison),
        CalibrationRanks ranks => PosteriorDisplay.Of(ranks),
        Figure figure => new Fragment().Figure(figure),
        InteractiveCharts library => library.ToFragment(),
        Report report => new Fragment().Heading(report.Title).Report(report),
        _ => Graph(value) is { } graph ? ProgramDisplay.Of(graph) : null,
    };

    /// <summary>The plain text; null for what is none of ours.</summary>
    internal static string? TryText(object value) => value switch
    {
        Tensor or Distribution or Plan or Estimate or GradientEstimate or DerivativesEstimate or Fit or Audit => value.ToString(),
        VariationalFit or Posterior or PosteriorSummary or ElpdEstimate or ModelComparison or CalibrationRanks => value.ToString(),
        ImportanceResult or FilterResult or TemperingResult => value.ToString(),
        NamedTensors tensors => string.Join('\n', tensors.Select(t => $"{t.Key} = {t.Value}")),
        BarChart bars => AuditDisplay.Text(bars),
        Figure figure => figure.Summary,
        InteractiveCharts library => library.ToString(),
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
