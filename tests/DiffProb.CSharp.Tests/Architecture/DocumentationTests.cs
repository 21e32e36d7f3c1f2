using System.Reflection;
using System.Xml.Linq;

namespace DiffProb.Architecture;

/// <summary>Every public name of the F# core has a docstring. For C# the compiler sees to it (CS1591); F#'s does not.</summary>
public sealed class DocumentationTests
{
    private static readonly string[] Inherited = ["Equals", "GetHashCode", "ToString", "CompareTo"];

    [Fact]
    public void Every_public_name_of_the_core_has_a_docstring()
    {
        var core = typeof(Estimator).Assembly;
        var documented = XDocument.Load(Path.ChangeExtension(core.Location, ".xml"))
            .Descendants("member")
            .Where(m => m.Element("summary") is { } summary && summary.Value.Trim().Length > 0)
            .Select(m => m.Attribute("name")!.Value)
            .ToHashSet();
        var missing = core.GetExportedTypes().SelectMany(Names).Where(name => !documented.Any(d => Documents(d, name)));
        Assert.Equal("", string.Join("\n", missing));
    }

    // A method's entry goes on with its type parameters or its arguments.
    private static bool Documents(string entry, string name) =>
        entry == name || entry.StartsWith(name + "(", StringComparison.Ordinal) || entry.StartsWith(name + "``", StringComparison.Ordinal);

    private static IEnumerable<string> Names(Type type)
    {
        var name = type.FullName!.Replace('+', '.');
        yield return "T:" + name;
        const BindingFlags own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (var property in type.GetProperties(own))
        {
            yield return $"P:{name}.{property.Name}";
        }

        // Accessors are documented with their properties; names with $ are the compiler's, for inline words.
        foreach (var method in type.GetMethods(own).Where(m => !m.Name.StartsWith("get_", StringComparison.Ordinal) && !m.Name.Contains('$') && !Inherited.Contains(m.Name)))
        {
            yield return $"M:{name}.{method.Name}";
        }
    }
}
