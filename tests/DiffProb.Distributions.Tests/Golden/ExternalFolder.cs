using System.Reflection;
using System.Text.Json;

namespace DiffProb;

/// <summary>Numbers made by others, in the folder shared/reference/external beside the checkout; absent on most machines.</summary>
internal static class ExternalFolder
{
    /// <summary>The checkout: the folder that holds DiffProb.sln, above the test program or, if it was built elsewhere, as the build wrote it down.</summary>
    private static readonly Lazy<string?> Root = new(() => Above(AppContext.BaseDirectory)
        ?? Above(typeof(ExternalFolder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().SingleOrDefault(a => a.Key == "RepositoryRoot")?.Value));

    /// <summary>The entries of a file of distributions; the test is skipped where it is absent.</summary>
    public static JsonElement[] Read(string name)
    {
        var path = Path.Combine(Root.Value ?? "", "..", "shared", "reference", "external", "distributions", name);
        Assert.SkipUnless(File.Exists(path), $"shared/reference/external/distributions/{name} is not beside the checkout");
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    private static string? Above(string? path)
    {
        var folder = path is null ? null : new DirectoryInfo(path);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DiffProb.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }
}
