namespace DiffProb;

/// <summary>Types that both languages know: public ones, of assemblies that lie on the disk. A script's own types are in memory alone.</summary>
internal static class SharedType
{
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
        if (type.IsArray)
        {
            // Of arrays of arrays, the outer rank is written first.
            var ranks = "";
            var element = type;
            for (; element.IsArray; element = element.GetElementType()!)
            {
                ranks += "[" + new string(',', element.GetArrayRank() - 1) + "]";
            }

            return CSharp(element) + ranks;
        }

        var arguments = new Queue<Type>(type.GetGenericArguments());
        var name = "";
        foreach (var part in Nesting(type))
        {
            var tick = part.Name.IndexOf('`', StringComparison.Ordinal);
            var count = tick < 0 ? 0 : int.Parse(part.Name.AsSpan(tick + 1), System.Globalization.CultureInfo.InvariantCulture);
            var own = Enumerable.Range(0, count).Select(_ => CSharp(arguments.Dequeue())).ToList();
            name += (name.Length > 0 ? "." : "") + (tick < 0 ? part.Name : part.Name[..tick]) + (count > 0 ? $"<{string.Join(", ", own)}>" : "");
        }

        return "global::" + (type.Namespace is { } space ? space + "." : "") + name;
    }

    private static IEnumerable<Type> Nesting(Type type) => type.DeclaringType is { } outer ? [.. Nesting(outer), type] : [type];
}
