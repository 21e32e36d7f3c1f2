namespace Gallery;

/// <summary>A program worth running, with what it shows.</summary>
internal interface ISample
{
    /// <summary>The name on the command line.</summary>
    string Name { get; }

    /// <summary>One line for the list of samples.</summary>
    string Summary { get; }

    /// <summary>Runs it and shows what comes out.</summary>
    void Run(Stage stage);
}
