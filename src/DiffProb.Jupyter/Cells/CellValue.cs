using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.DotNet.Interactive.Formatting;
using Microsoft.FSharp.Core;

namespace DiffProb;

/// <summary>A value as a notebook shows it: a text for each MIME type, always with text/plain.</summary>
/// <remarks>
/// <para>A type says that it is more than text by the attribute TypeFormatterSource, which is found by its name, or through Formatter.Register; see
/// Microsoft.DotNet.Interactive.Formatting.</para>
/// </remarks>
/// <param name="Texts">The texts by MIME type.</param>
internal sealed record CellValue(IReadOnlyDictionary<string, string> Texts)
{
    /// <summary>How long the plain text of a value may be, in characters.</summary>
    public const int Limit = 100_000;

    private const string Plain = "text/plain";
    private const string Attribute = "TypeFormatterSourceAttribute";

    /// <summary>Renders a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="structure">The text of a value that has none of its own.</param>
    public static CellValue Of(object value, Func<object, string> structure)
    {
        var texts = new Dictionary<string, string>();
        if (IsRich(value.GetType()))
        {
            foreach (var mime in Formatter.GetPreferredMimeTypesFor(value.GetType()))
            {
                texts[mime] = value.ToDisplayString(mime);
            }
        }

        texts.TryAdd(Plain, Cut(HasText(value) ? Text(value) : SourceText(value) ?? structure(value)));
        return new CellValue(texts);
    }

    private static bool HasSource(Type type) => Lineage(type).Any(t => t.CustomAttributes.Any(a => a.AttributeType.Name == Attribute));

    private static bool IsRich(Type type) =>
        HasSource(type)
        || Formatter.RegisteredFormatters(includeDefaults: false).Any(f => f.Type != typeof(object) && f.Type.IsAssignableFrom(type));

    private static IEnumerable<Type> Lineage(Type type)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            yield return t;
        }

        foreach (var contract in type.GetInterfaces())
        {
            yield return contract;
        }
    }

    // A ToString that somebody wrote, and not the runtime for all types, a library for all collections, or F# for all records and unions.
    private static bool HasText(object value)
    {
        var own = value.GetType().GetMethod(nameof(ToString), Type.EmptyTypes)!;
        var maker = own.DeclaringType!;
        return value is string
            || !(maker == typeof(object)
                || maker == typeof(ValueType)
                || (value is IEnumerable && maker.Namespace is { } name && name.StartsWith("System", StringComparison.Ordinal))
                || maker.Assembly == typeof(CompilationMappingAttribute).Assembly
                || (own.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) && maker.IsDefined(typeof(CompilationMappingAttribute), inherit: false)));
    }

    // The plain text of a source that has one; without one the package would have a formatter of any object.
    private static string? SourceText(object value) =>
        HasSource(value.GetType()) && Formatter.GetPreferredFormatterFor(value.GetType(), Plain).Type != typeof(object) ? value.ToDisplayString(Plain) : null;

    private static string Text(object value) =>
        (value is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : value.ToString()) ?? "";

    private static string Cut(string text) => text.Length <= Limit ? text : text[..Limit] + JupyterErrors.ValueIsCut(Limit);
}
