using System.Globalization;

namespace DiffProb;

/// <summary>Medians and intervals in rows.</summary>
internal static class ForestChart
{
    private const double Apart = 0.24;

    /// <summary>A row for each quantity; models are beside each other in it.</summary>
    public static Chart Of(string title, ChartAxis value, IReadOnlyList<ForestModel> models, double probability)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(models);
        string[] names = [.. models.SelectMany(m => m.Rows).Select(r => r.Name).Distinct()];
        if (names.Length == 0)
        {
            throw ChartErrors.NoNumbers("Forest", "rows");
        }

        if (!(probability > 0.5 && probability < 1.0))
        {
            throw ChartErrors.NotWithin("probability of a forest", 0.5, 1.0, probability);
        }

        // The first row and the first model are on top.
        var rows = names.Index().ToDictionary(n => n.Item, n => (double)(names.Length - 1 - n.Index));
        var apart = Math.Min(Apart, 0.8 / models.Count);
        var marks = models.Index().Where(m => m.Item.Rows.Count > 0).Select(m => Row(m.Item, r => rows[r] + (apart * ((0.5 * (models.Count - 1)) - m.Index)), probability));
        return new(title, value, new("quantity") { Categories = [.. names.Reverse()] }, [.. marks])
        {
            Note = $"median, 50 % and {(100.0 * probability).ToString("0.##", CultureInfo.InvariantCulture)} % intervals, as much below as above",
        };
    }

    private static IntervalRows Row(ForestModel model, Func<string, double> place, double probability)
    {
        double[][] sorted = [.. model.Rows.Select(Sorted)];
        var tail = 0.5 * (1.0 - probability);
        return new(
            model.Name,
            model.Rows.Select(r => place(r.Name)),
            sorted.Select(s => Quantile(s, 0.5)),
            sorted.Select(s => (Quantile(s, 0.25), Quantile(s, 0.75))),
            sorted.Select(s => (Quantile(s, tail), Quantile(s, 1.0 - tail))));
    }

    private static double[] Sorted(Series row)
    {
        double[] sorted = [.. row.Values.Where(double.IsFinite).Order()];
        return sorted.Length > 0 ? sorted : throw ChartErrors.NoNumbers($"Forest, row \"{row.Name}\"", "finite draws");
    }

    // Definition 7 of Hyndman and Fan (1996), as R, NumPy and ArviZ have it.
    private static double Quantile(double[] sorted, double probability)
    {
        var at = probability * (sorted.Length - 1);
        var below = (int)at;
        return below + 1 < sorted.Length ? sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below])) : sorted[^1];
    }
}
