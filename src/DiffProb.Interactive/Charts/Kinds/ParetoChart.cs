using System.Globalization;

namespace DiffProb;

/// <summary>Shapes of the tails of importance weights.</summary>
internal static class ParetoChart
{
    /// <summary>A point for each datum; those above the threshold have another colour.</summary>
    public static Chart Of(string title, IReadOnlyList<double> shapes, double threshold)
    {
        ArgumentNullException.ThrowIfNull(shapes);
        var all = shapes.Index().Where(k => double.IsFinite(k.Item)).ToArray();
        if (all.Length == 0)
        {
            throw ChartErrors.NoNumbers("ParetoK", "finite shapes");
        }

        var bound = threshold.ToString("0.###", CultureInfo.InvariantCulture);
        Mark[] marks =
        [
            .. Of($"at most {bound}", all.Where(k => k.Item <= threshold)),
            .. Of($"above {bound}: unreliable", all.Where(k => k.Item > threshold)),
            new Rule("", threshold),
        ];
        var left = shapes.Count - all.Length;
        return new(title, "datum", "Pareto's k", marks) { Note = left > 0 ? $"left out: {left} of {shapes.Count}, which are not finite" : "" };
    }

    private static IEnumerable<Mark> Of(string name, IEnumerable<(int Index, double Item)> points)
    {
        var some = points.ToArray();
        return some.Length == 0 ? [] : [new Points(name, some.Select(p => (double)p.Index), some.Select(p => p.Item))];
    }
}
