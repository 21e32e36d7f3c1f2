namespace DiffProb;

/// <summary>Parameters by name, for rules.</summary>
internal static class ParametersByName
{
    /// <summary>The tensor of a parameter.</summary>
    public static Tensor Get(this Distribution d, string name) => d.GetOrNull(name)!;

    /// <summary>The tensor of a parameter that the distribution may have been given in another form; null then.</summary>
    public static Tensor? GetOrNull(this Distribution d, string name) => d.Parameters.FirstOrDefault(p => p.Name == name)?.Value;
}
