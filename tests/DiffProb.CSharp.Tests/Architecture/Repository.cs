using System.Reflection;
using System.Xml.Linq;

namespace DiffProb.Architecture;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    internal static string Root { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "RepositoryRoot").Value!;

    /// <summary>The projects of src, by the name of their assembly.</summary>
    internal static IReadOnlyDictionary<string, XDocument> SourceProjects { get; } =
        Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.*proj", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetFileNameWithoutExtension(path), path => XDocument.Load(path));

    /// <summary>What the items of one kind include, in the order of the file and with forward slashes.</summary>
    internal static string[] Includes(XDocument project, string item) =>
        [.. project.Descendants(item).Select(i => i.Attribute("Include")!.Value.Replace('\\', '/'))];
}
