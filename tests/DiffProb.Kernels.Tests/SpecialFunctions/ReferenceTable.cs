using System.Globalization;
using System.Reflection;

namespace DiffProb;

/// <summary>Tables of exact values: comma-separated, the value last, argument order as in <see cref="FunctionsByName"/>.</summary>
internal static class ReferenceTable
{
    /// <summary>The checkout: the folder that holds DiffProb.sln, above the test program or, if it was built elsewhere, as the build wrote it down.</summary>
    public static DirectoryInfo Root { get; } = Above(AppContext.BaseDirectory)
        ?? Above(typeof(ReferenceTable).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().SingleOrDefault(a => a.Key == "RepositoryRoot")?.Value)
        ?? throw new DirectoryNotFoundException("no folder above the tests holds DiffProb.sln");

    /// <summary>The table made for this project: the rows of each function.</summary>
    public static ILookup<string, (double[] Arguments, double Value)> Own { get; } = Read("SpecialFunctions", "SpecialFunctions.csv");

    /// <summary>Random arguments all over the range, for functions that have a vector form.</summary>
    public static ILookup<string, (double[] Arguments, double Value)> Vectors { get; } = Read("Vectors", "VectorFunctions.csv");

    private static ILookup<string, (double[] Arguments, double Value)> Read(string folder, string file) =>
        File.ReadLines(Path.Combine(Root.FullName, "tests", "DiffProb.Kernels.Tests", folder, file))
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split(','))
            .ToLookup(cells => cells[0], cells => Row(cells[1..]));

    /// <summary>Rows of a table that lies beside the checkout, or null where it is absent.</summary>
    public static IReadOnlyList<(double[] Arguments, double Value)>? Beside(string name)
    {
        var path = Path.Combine(Root.FullName, "..", "shared", "reference", "external", "special_functions", name + ".csv");
        return File.Exists(path) ? [.. File.ReadLines(path).Skip(1).Where(line => line.Length > 0).Select(line => Row(line.Split(',')))] : null;
    }

    private static (double[] Arguments, double Value) Row(string[] cells)
    {
        var numbers = Array.ConvertAll(cells, cell => double.Parse(cell, CultureInfo.InvariantCulture));
        return (numbers[..^1], numbers[^1]);
    }

    private static DirectoryInfo? Above(string? path)
    {
        var folder = path is null ? null : new DirectoryInfo(path);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DiffProb.sln")))
        {
            folder = folder.Parent;
        }

        return folder;
    }
}
