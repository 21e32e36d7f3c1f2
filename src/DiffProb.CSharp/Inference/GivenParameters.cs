using System.Collections.Immutable;

namespace DiffProb;

/// <summary>Values that are given to parameters, one by one.</summary>
internal static class GivenParameters
{
    /// <summary>The same with one more.</summary>
    public static IReadOnlyDictionary<string, Tensor> With(IReadOnlyDictionary<string, Tensor> given, string parameter, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ArgumentNullException.ThrowIfNull(value);
        return given is NamedTensors all ? all.With(parameter, value) : given.ToImmutableDictionary().SetItem(parameter, value);
    }
}
