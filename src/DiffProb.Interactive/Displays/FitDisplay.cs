namespace DiffProb;

/// <summary>Fits: the curve of the objective, and what was found.</summary>
internal static class FitDisplay
{
    private const int MostPoints = 400;

    /// <summary>Curve, values and plan.</summary>
    public static Fragment Of(Fit fit)
    {
        var fragment = new Fragment();
        if (fit.IsCanceled)
        {
            fragment.Warning($"stopped after {fit.History.Count} steps; the values are those of the last step done");
        }

        PlanDisplay.Bias(fragment, fit.Plan);
        if (fit.History.Any(double.IsFinite))
        {
            fragment.Figure(Curve(fit.History));
        }

        TensorDisplay.Add(fragment, [.. fit.Parameters.Select(p => KeyValuePair.Create(p, fit[p]))]);
        return fragment.Folded("plan", PlanDisplay.Of(fit.Plan));
    }

    /// <summary>The objective at each step; of long fits, the mean of neighbouring steps within their least and greatest.</summary>
    public static Chart Curve(IReadOnlyList<double> history)
    {
        var together = ((history.Count - 1) / MostPoints) + 1;
        if (together == 1)
        {
            return new("Objective at each step", "step", "estimate of the objective", new Line("", Enumerable.Range(0, history.Count).Select(i => (double)i), history));
        }

        var parts = history.Index().Chunk(together).ToArray();
        double[] middles = [.. parts.Select(p => p.Average(s => s.Index))];
        return new(
            $"Objective, {together} steps together",
            "step",
            "estimate of the objective",
            new Band("least to greatest", middles, parts.Select(p => p.Min(s => s.Item)), parts.Select(p => p.Max(s => s.Item))),
            new Line("mean", middles, parts.Select(p => p.Average(s => s.Item))));
    }
}
