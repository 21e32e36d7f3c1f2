namespace DiffProb.Displaying;

/// <summary>Tests of what notebooks show: a process has one notebook, and so they run one after the other.</summary>
[CollectionDefinition(Collection)]
public sealed class Notebooks
{
    /// <summary>Its name.</summary>
    public const string Collection = "notebook";
}
