namespace DiffProb;

/// <summary>An arrow of a graph. Immutable.</summary>
/// <param name="Source">Name of the node where it begins.</param>
/// <param name="Target">Name of the node where it ends.</param>
public sealed record GraphEdge(string Source, string Target)
{
    /// <summary>What it means, for who asks; empty for its ends.</summary>
    public string Hint { get; init; } = "";

    /// <summary>Whether it is dashed.</summary>
    public bool IsDashed { get; init; }
}
