namespace Gallery;

/// <summary>A problem worth solving: a program, its plan, an answer beside the exact one, and a chart.</summary>
public interface ISample
{
    /// <summary>The name on the command line; the same in both languages.</summary>
    string Name { get; }

    /// <summary>The language that its program is written in.</summary>
    Language Language { get; }

    /// <summary>One line for the list of samples.</summary>
    string Summary { get; }

    /// <summary>Runs it, and shows what comes out.</summary>
    /// <returns>What it found, beside what is right; nothing where it was stopped.</returns>
    IReadOnlyList<Answer> Run(Stage stage);
}

/// <summary>A language that programs are written in.</summary>
public enum Language
{
    /// <summary>C#.</summary>
    CSharp,

    /// <summary>F#.</summary>
    FSharp,
}
