namespace DiffProb;

/// <summary>The output of a cell of which nobody is told.</summary>
internal sealed class SilentOutput : ICellOutput
{
    /// <inheritdoc/>
    public void Write(CellStream stream, string text)
    {
    }

    /// <inheritdoc/>
    public void Display(CellValue value, string id)
    {
    }

    /// <inheritdoc/>
    public void Update(CellValue value, string id)
    {
    }

    /// <inheritdoc/>
    public void Clear(bool wait)
    {
    }
}
