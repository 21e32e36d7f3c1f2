using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace DiffProb;

/// <summary>What the authors of assemblies say of their members: the files of XML beside them, as plain text.</summary>
internal static partial class XmlDocs
{
    private static readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, XElement>> Files = new(StringComparer.Ordinal);

    /// <summary>The text of a member; empty where there is none.</summary>
    /// <param name="assembly">The path of the assembly, or of the file beside it.</param>
    /// <param name="member">The member's id, as in "M:DiffProb.Tensor.Exp".</param>
    public static string Of(string assembly, string member) =>
        Files.GetOrAdd(Path.ChangeExtension(assembly, ".xml"), Read).TryGetValue(member, out var element) ? Text(element) : "";

    /// <summary>The text of what stands in a source file, with or without a root.</summary>
    public static string OfText(string xml)
    {
        try
        {
            return Text(XElement.Parse($"<doc>{xml}</doc>"));
        }
        catch (XmlException)
        {
            return Line(xml);
        }
    }

    private static Dictionary<string, XElement> Read(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        try
        {
            return XDocument.Load(path).Descendants("member").Where(m => m.Attribute("name") is not null).DistinctBy(m => m.Attribute("name")!.Value)
                .ToDictionary(m => m.Attribute("name")!.Value, StringComparer.Ordinal);
        }
        catch (XmlException)
        {
            return [];
        }
    }

    private static string Text(XElement doc)
    {
        var lines = new List<string>();
        foreach (var part in doc.Elements())
        {
            switch (part.Name.LocalName)
            {
                case "summary" or "value":
                    lines.Add(Paragraphs(part));
                    break;
                case "remarks":
                    lines.Add("");
                    lines.Add(Paragraphs(part));
                    break;
                case "param" or "typeparam":
                    lines.Add($"  {part.Attribute("name")?.Value}: {Paragraphs(part)}");
                    break;
                case "returns":
                    lines.Add($"  returns: {Paragraphs(part)}");
                    break;
                case "exception":
                    lines.Add($"  throws {Reference(part)}: {Paragraphs(part)}");
                    break;
                default:
                    break;
            }
        }

        // A docstring of F# without any tag is text alone.
        return lines.Count > 0 ? string.Join('\n', lines).Trim() : Paragraphs(doc);
    }

    private static string Paragraphs(XElement element)
    {
        var paragraphs = element.Elements("para").Select(Inline).ToList();
        return paragraphs.Count > 0 ? string.Join('\n', paragraphs) : Inline(element);
    }

    private static string Inline(XElement element) =>
        Line(string.Concat(element.Nodes().Select(node => node switch
        {
            XText text => text.Value,
            XElement e when e.Name.LocalName is "see" or "seealso" or "paramref" or "typeparamref" && e.IsEmpty => Reference(e),
            XElement e => Inline(e),
            _ => "",
        })));

    private static string Reference(XElement e)
    {
        var name = (e.Attribute("cref") ?? e.Attribute("langword") ?? e.Attribute("name") ?? e.Attribute("href"))?.Value ?? "";
        return e.Attribute("cref") is null ? name : name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('(')[0].Split('.')[^1];
    }

    private static string Line(string text) => Space().Replace(text, " ").Trim();

    [GeneratedRegex("\\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Space();
}
