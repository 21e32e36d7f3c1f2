namespace DiffProb;

/// <summary>On a type whose values notebooks show as DiffProb.Interactive draws them, where that is at hand.</summary>
/// <remarks>Notebooks look for an attribute of this name with a property of this name (docs/decisions/0019), so that no package of theirs is referred to.</remarks>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute : Attribute
{
    /// <summary>What makes the formatters; null, which notebooks pass over, where DiffProb.Interactive is not at hand.</summary>
    public Type? FormatterSourceType { get; } = Type.GetType("DiffProb.DisplaySource, DiffProb.Interactive");

    /// <summary>Kinds of text that a notebook keeps of a value; null for what it keeps of any.</summary>
    public string[]? PreferredMimeTypes { get; set; }
}
