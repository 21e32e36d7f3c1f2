namespace DiffProb;

/// <summary>The notebook around a cell.</summary>
internal interface ICellHost
{
    /// <summary>Shows a value below the cell.</summary>
    /// <param name="value">The value.</param>
    /// <param name="id">The name by which it can be shown anew.</param>
    void Display(object value, string id);

    /// <summary>Shows a value in the place of another.</summary>
    /// <param name="value">The value.</param>
    /// <param name="id">The name of what is replaced.</param>
    void Update(object value, string id);

    /// <summary>Takes away what the cell has shown.</summary>
    /// <param name="wait">Whether that waits for something new to show.</param>
    void Clear(bool wait);
}
