using System.Globalization;
using System.Text.RegularExpressions;

namespace DiffProb;

/// <summary>Names of the columns of a table of draws: theta[0,1] as data frames have them, or theta.1.2 as Stan does.</summary>
internal static partial class ColumnNames
{
    private const string StatisticSuffix = "__";

    /// <summary>Names of a quantity's elements in row-major order, with indices from 0 in brackets.</summary>
    public static IEnumerable<string> Bracketed(TablePart part, string name, Shape shape)
    {
        var stem = part switch { TablePart.Quantity => name, TablePart.Statistic => name + StatisticSuffix, _ => $"log_likelihood.{name}" };
        return Places(shape).Select(place => place.Length == 0 ? stem : $"{stem}[{string.Join(",", place.Select(i => Text(i)))}]");
    }

    /// <summary>The same with indices from 1 behind dots, the first one fastest, with each its place in row-major order.</summary>
    public static IEnumerable<(string Name, int Place)> Dotted(TablePart part, string name, Shape shape)
    {
        var stem = part switch { TablePart.Quantity => name, TablePart.Statistic => name + StatisticSuffix, _ => $"log_lik.{name}" };
        return Places(shape).Select((place, i) => (place, i))
            .OrderBy(p => p.place.Reverse(), Comparer<IEnumerable<int>>.Create(Compare))
            .Select(p => (string.Concat(p.place.Select(k => $".{Text(k + 1)}").Prepend(stem)), p.i));
    }

    /// <summary>What columns that nothing is known about hold: elements of one name together, in row-major order.</summary>
    public static IReadOnlyList<(TablePart Part, string Name, Shape Shape, int[] Columns)> Grouped(IReadOnlyList<string> names, string path)
    {
        var groups = new OrderedDictionary<string, List<(int[] Place, int Column)>>();
        foreach (var (column, name) in names.Index())
        {
            var (stem, place) = Split(name);
            if (groups.TryGetValue(stem, out var known))
            {
                known.Add((place, column));
            }
            else
            {
                groups.Add(stem, [(place, column)]);
            }
        }

        return [.. groups.Select(g => Entry(g.Key, g.Value, path))];
    }

    private static (TablePart Part, string Name, Shape Shape, int[] Columns) Entry(string stem, List<(int[] Place, int Column)> elements, string path)
    {
        var part = stem.Length > StatisticSuffix.Length && stem.EndsWith(StatisticSuffix, StringComparison.Ordinal) ? TablePart.Statistic : TablePart.Quantity;
        var name = part == TablePart.Statistic ? stem[..^StatisticSuffix.Length] : stem;
        var rank = elements[0].Place.Length;
        if (elements.Any(e => e.Place.Length != rank))
        {
            throw PosteriorErrors.Broken(path, $"the columns of \"{stem}\" have different numbers of indices");
        }

        // R and Stan count from 1, Python from 0: an index 0 anywhere tells.
        var first = rank > 0 && elements.TrueForAll(e => e.Place.All(i => i >= 1)) ? 1 : 0;
        var shape = Shape.Of([.. Enumerable.Range(0, rank).Select(d => elements.Max(e => e.Place[d]) - first + 1)]);
        var columns = new int[shape.Size];
        Array.Fill(columns, -1);
        foreach (var (place, column) in elements)
        {
            var at = 0;
            for (var d = 0; d < rank; d++)
            {
                at = (at * shape[d]) + place[d] - first;
            }

            columns[at] = columns[at] < 0 ? column : throw PosteriorErrors.Broken(path, $"an element of \"{stem}\" has two columns");
        }

        return Array.TrueForAll(columns, c => c >= 0) ? (part, name, shape, columns)
            : throw PosteriorErrors.Broken(path, $"the columns of \"{stem}\" do not fill a shape: {shape} has {shape.Size} elements, and {elements.Count} are there");
    }

    private static (string Stem, int[] Place) Split(string name)
    {
        var match = Bracket().Match(name) is { Success: true } bracket ? bracket : Dots().Match(name);
        return match.Success
            ? (match.Groups[1].Value, [.. match.Groups[2].Value.Split([',', '.', ' '], StringSplitOptions.RemoveEmptyEntries).Select(i => int.Parse(i, CultureInfo.InvariantCulture))])
            : (name, []);
    }

    private static IEnumerable<int[]> Places(Shape shape)
    {
        var place = new int[shape.Rank];
        for (var i = 0; i < shape.Size; i++)
        {
            yield return (int[])place.Clone();
            for (var d = shape.Rank - 1; d >= 0 && ++place[d] == shape[d]; d--)
            {
                place[d] = 0;
            }
        }
    }

    private static int Compare(IEnumerable<int> a, IEnumerable<int> b) => a.Zip(b, (x, y) => x.CompareTo(y)).FirstOrDefault(c => c != 0);

    private static string Text(int index) => index.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(.+)\[([0-9]{1,9}(?:, ?[0-9]{1,9})*)\]$")]
    private static partial Regex Bracket();

    [GeneratedRegex(@"^(.+?)((?:\.[0-9]{1,9})+)$")]
    private static partial Regex Dots();
}
