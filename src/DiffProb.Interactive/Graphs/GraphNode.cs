namespace DiffProb;

/// <summary>A thing in a graph. Immutable.</summary>
/// <param name="Name">Its name: no other has it.</param>
public sealed record GraphNode(string Name)
{
    /// <summary>What is written; empty for the name.</summary>
    public string Label { get; init; } = "";

    /// <summary>A second line below the name; empty for none.</summary>
    public string Detail { get; init; } = "";

    /// <summary>All that is known of it, for who asks; empty for label and detail.</summary>
    public string Hint { get; init; } = "";

    /// <summary>How it looks.</summary>
    public GraphNodeForm Form { get; init; }

    /// <summary>Names of the groups that it is in, outermost first: each is drawn as a box.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>What is written, as far as there is room.</summary>
    internal string Caption => GraphDrawing.Short(Label.Length > 0 ? Label : Name, GraphDrawing.MostLetters);
}

/// <summary>How a node looks. Forms differ in outline as well as in colour.</summary>
public enum GraphNodeForm
{
    /// <summary>Square corners, white.</summary>
    Plain,

    /// <summary>Square corners, blue: what is given.</summary>
    Parameter,

    /// <summary>Round, white: what is drawn at random.</summary>
    Random,

    /// <summary>Round, grey: what was observed.</summary>
    Observed,

    /// <summary>Square corners, dashed: what follows from others.</summary>
    Derived,

    /// <summary>Square corners, orange: what is asked for.</summary>
    Result,
}
