namespace DiffProb;

/// <summary>Takes what a cell writes and shows, in order, from any thread.</summary>
internal interface ICellOutput
{
    /// <summary>A piece of what is written to the console.</summary>
    void Write(CellStream stream, string text);

    /// <summary>A value that is shown before the cell ends; by its id it can be replaced.</summary>
    void Display(CellValue value, string id);

    /// <summary>A value in the place of another.</summary>
    void Update(CellValue value, string id);

    /// <summary>Nothing of what was shown is wanted any longer.</summary>
    /// <param name="wait">Whether that waits for something new to show.</param>
    void Clear(bool wait);
}
