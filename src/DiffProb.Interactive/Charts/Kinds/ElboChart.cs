namespace DiffProb;

/// <summary>The evidence lower bound by steps.</summary>
internal static class ElboChart
{
    private const int Windows = 25;

    /// <summary>The estimates, and the mean of the last of them at each step.</summary>
    public static Chart Of(string title, IReadOnlyList<double> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        double[] steps = [.. Enumerable.Range(0, history.Count).Select(i => (double)i)];
        var window = Math.Max(1, history.Count / Windows);
        var estimates = new Line("estimate", steps, history) { Width = 1.0, Opacity = window > 1 ? 0.5 : 1.0 };
        Mark[] marks = window == 1 ? [estimates] : [estimates, Mean(history, window)];
        return new(title, "step", new ChartAxis("evidence lower bound", "nats"), marks);
    }

    private static Line Mean(IReadOnlyList<double> history, int window)
    {
        int[] ends = [.. Enumerable.Range(window - 1, history.Count - window + 1)];
        return new($"mean of the last {window}", ends.Select(e => (double)e), ends.Select(e => Enumerable.Range(e - window + 1, window).Average(i => history[i])));
    }
}
