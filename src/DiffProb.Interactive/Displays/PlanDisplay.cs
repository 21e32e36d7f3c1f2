namespace DiffProb;

/// <summary>Plans as tables, with reasons.</summary>
internal static class PlanDisplay
{
    private const int MostEntries = 200;

    /// <summary>A row for each site and cost; what was rejected, and why, opens below.</summary>
    public static Fragment Of(Plan plan)
    {
        var fragment = new Fragment();
        if (plan.Entries.Count == 0)
        {
            return fragment.Line("No random site: the cost is a plain function of the parameters.");
        }

        Bias(fragment, plan);
        fragment.Table(
            ["site", "distribution", "cost", "dependence", "estimator", "why"],
            plan.Entries.Take(MostEntries).Select(e => (Cell[])
            [
                e.Site,
                Cell.Words(e.Distribution),
                Cell.Words(e.Cost),
                Cell.Words($"{e.Dependence}"),
                new($"<strong>{SvgPlot.Escaped(e.Estimator.Name)}</strong>", true),
                Why(e),
            ]));
        return plan.Entries.Count > MostEntries ? fragment.Line($"{MostEntries} of {plan.Entries.Count} rows are shown; ToJson has all.") : fragment;
    }

    /// <summary>Says where estimators that were asked for are biased.</summary>
    public static void Bias(Fragment fragment, Plan plan)
    {
        foreach (var entry in plan.Entries.Where(e => e.Estimator.IsBiased).DistinctBy(e => (e.Site, e.Estimator.Name)))
        {
            fragment.Warning($"biased at site {entry.Site} ({entry.Estimator.Name})");
        }
    }

    private static Cell Why(PlanEntry entry)
    {
        var reason = Cell.Words(entry.Reason).Html;
        return entry.Rejected.Count == 0
            ? new(reason, true)
            : new($"{reason}<details><summary>{entry.Rejected.Count} rejected</summary>{string.Join("<br>", entry.Rejected.Select(r => Cell.Words($"{r}").Html))}</details>", true);
    }
}
