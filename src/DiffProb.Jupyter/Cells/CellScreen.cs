namespace DiffProb;

/// <summary>What the code of a cell shows before it ends, rendered in the manner of its language.</summary>
/// <param name="output">Where it goes.</param>
/// <param name="render">The texts of a value.</param>
internal sealed class CellScreen(ICellOutput output, Func<object, CellValue> render) : ICellHost
{
    /// <inheritdoc/>
    public void Display(object value, string id) => output.Display(render(value), id);

    /// <inheritdoc/>
    public void Update(object value, string id) => output.Update(render(value), id);

    /// <inheritdoc/>
    public void Clear(bool wait) => output.Clear(wait);
}
