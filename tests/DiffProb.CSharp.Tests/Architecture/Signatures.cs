using System.Reflection;

namespace DiffProb.Architecture;

/// <summary>Where types occur in what a user of an assembly sees.</summary>
internal static class Signatures
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy;

    /// <summary>Each place in the public and protected surface that holds a type for which <paramref name="isForeign"/> is true.</summary>
    internal static IEnumerable<string> Holding(Func<Type, bool> isForeign, IEnumerable<Type> types) =>
        from type in types
        from place in Places(type)
        from part in place.Types.SelectMany(Parts).Distinct()
        where isForeign(part)
        select $"{type.FullName}: {place.Name} holds {part.Name}";

    /// <summary>All types in the public and protected surface of a type.</summary>
    internal static IEnumerable<Type> Parts(IEnumerable<Type> types) => types.SelectMany(Places).SelectMany(place => place.Types).SelectMany(Parts).Distinct();

    private static IEnumerable<(string Name, IEnumerable<Type> Types)> Places(Type type)
    {
        yield return ("its base types", type.GetInterfaces().Append(type.BaseType ?? typeof(object)));
        yield return ("its constraints", Constraints(type.GetGenericArguments()));
        foreach (var field in type.GetFields(Everything).Where(f => f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly))
        {
            yield return (field.Name, [field.FieldType]);
        }

        // Properties and events are seen through the methods they consist of.
        foreach (var method in type.GetMethods(Everything).Where(IsSeen))
        {
            yield return (method.Name, Parameters(method).Append(method.ReturnType).Concat(Constraints(method.GetGenericArguments())));
        }

        foreach (var constructor in type.GetConstructors(Everything).Where(IsSeen))
        {
            yield return ("a constructor", Parameters(constructor));
        }
    }

    private static bool IsSeen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static IEnumerable<Type> Parameters(MethodBase method) => method.GetParameters().Select(p => p.ParameterType);

    private static IEnumerable<Type> Constraints(Type[] arguments) =>
        arguments.Where(a => a.IsGenericParameter).SelectMany(a => a.GetGenericParameterConstraints());

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type)
        : [type];
}
