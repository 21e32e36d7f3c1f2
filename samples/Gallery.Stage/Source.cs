using System.Reflection;

namespace Gallery;

/// <summary>Programs as they are written: the part of a file between two marks, so that what is shown is what runs.</summary>
public static class Source
{
    private const string Start = "// <program>";
    private const string End = "// </program>";

    /// <summary>The part of a file of a sample, which is a resource of its assembly.</summary>
    /// <param name="file">Name of the file.</param>
    /// <param name="assembly">Where it is.</param>
    /// <exception cref="ArgumentException">There is no such file, or it has no marks.</exception>
    public static string Of(string file, Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        using var stream = assembly.GetManifestResourceStream(file) ?? throw new ArgumentException($"{assembly.GetName().Name} has no file {file}: is it an EmbeddedResource?");
        using var reader = new StreamReader(stream);
        return Between(reader.ReadToEnd().ReplaceLineEndings("\n"), file);
    }

    /// <summary>The lines between the marks, without the margin that all of them share.</summary>
    /// <param name="text">Text of a file.</param>
    /// <param name="file">Its name.</param>
    /// <exception cref="ArgumentException">It has no marks.</exception>
    public static string Between(string text, string file)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.Split('\n').Select(l => l.TrimEnd()).ToList();
        var (start, end) = (lines.FindIndex(l => l.TrimStart() == Start), lines.FindIndex(l => l.TrimStart() == End));
        if (start < 0 || end < start)
        {
            throw new ArgumentException($"{file} has no {Start} before a {End}.");
        }

        var inside = lines[(start + 1)..end];
        var margin = inside.Where(l => l.Length > 0).Select(l => l.Length - l.TrimStart().Length).DefaultIfEmpty(0).Min();
        return string.Join('\n', inside.Select(l => l.Length > margin ? l[margin..] : ""));
    }
}
