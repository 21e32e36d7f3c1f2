using System.Globalization;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Control;
using Microsoft.FSharp.Core;

namespace DiffProb;

/// <summary>Types that both languages know: public ones, of assemblies that lie on the disk. A script's own types are in memory alone.</summary>
internal static class SharedType
{
    // Those that F# itself calls otherwise.
    private static readonly Dictionary<Type, string> OfFSharp = new()
    {
        [typeof(FSharpList<>)] = "list",
        [typeof(FSharpMap<,>)] = "Map",
        [typeof(FSharpSet<>)] = "Set",
        [typeof(FSharpOption<>)] = "option",
        [typeof(FSharpValueOption<>)] = "voption",
        [typeof(FSharpResult<,>)] = "Result",
        [typeof(FSharpAsync<>)] = "Async",
        [typeof(FSharpRef<>)] = "Ref",
        [typeof(Unit)] = "unit",
    };

    /// <summary>Whether both languages know a type, and all that it is made of.</summary>
    public static bool IsKnown(Type type) => Unknown(type) is null;

    /// <summary>What of a type only one language knows; null for nothing.</summary>
    public static Type? Unknown(Type type) =>
        type.HasElementType ? Unknown(type.GetElementType()!)
        : !type.IsVisible || type.Assembly.IsDynamic || type.Assembly.Location.Length == 0 ? type
        : type.GetGenericArguments().Select(Unknown).FirstOrDefault(t => t is not null);

    /// <summary>A type as C# writes it.</summary>
    public static string CSharp(Type type)
    {
        // Of arrays of arrays, C# writes the outer rank first.
        var ranks = "";
        var element = type;
        for (; element.IsArray; element = element.GetElementType()!)
        {
            ranks += Rank(element);
        }

        return "global::" + Named(element, CSharp) + ranks;
    }

    /// <summary>A type as F# writes it.</summary>
    public static string FSharp(Type type) =>
        type.IsArray ? FSharp(type.GetElementType()!) + Rank(type)
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(FSharpFunc<,>) ? $"({FSharp(type.GetGenericArguments()[0])} -> {FSharp(type.GetGenericArguments()[1])})"
        : OfFSharp.TryGetValue(type.IsGenericType ? type.GetGenericTypeDefinition() : type, out var name) ? name + Arguments(type.GetGenericArguments().Select(FSharp))
        : "global." + Named(type, FSharp);

    private static string Rank(Type array) => "[" + new string(',', array.GetArrayRank() - 1) + "]";

    private static string Named(Type type, Func<Type, string> write)
    {
        var arguments = new Queue<Type>(type.GetGenericArguments());
        var parts = Nesting(type).Select(part =>
        {
            var tick = part.Name.IndexOf('`', StringComparison.Ordinal);
            var count = tick < 0 ? 0 : int.Parse(part.Name.AsSpan(tick + 1), CultureInfo.InvariantCulture);
            return (tick < 0 ? part.Name : part.Name[..tick]) + Arguments([.. Enumerable.Range(0, count).Select(_ => write(arguments.Dequeue()))]);
        });
        return (type.Namespace is { } space ? space + "." : "") + string.Join('.', parts);
    }

    private static string Arguments(IEnumerable<string> types) => string.Join(", ", types) is { Length: > 0 } list ? $"<{list}>" : "";

    private static IEnumerable<Type> Nesting(Type type) => type.DeclaringType is { } outer ? [.. Nesting(outer), type] : [type];
}
