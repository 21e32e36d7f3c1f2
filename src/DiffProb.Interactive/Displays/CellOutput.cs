namespace DiffProb;

/// <summary>What a cell of a notebook shows before it ends. Outside of a notebook it is text on the console.</summary>
public static class CellOutput
{
    private static readonly AsyncLocal<ICellHost?> Local = new();

    /// <summary>The notebook around this flow of control; null outside of any.</summary>
    internal static ICellHost? Host
    {
        get => Local.Value;
        set => Local.Value = value;
    }

    /// <summary>Shows a value at once, as it would be shown as the last value of a cell.</summary>
    /// <param name="value">Any value.</param>
    /// <returns>The place where it is shown, for another value later.</returns>
    public static LiveDisplay Display(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var shown = new LiveDisplay(Host);
        shown.Show(value);
        return shown;
    }

    /// <summary>Takes away what the cell has shown so far. On a console nothing is taken away.</summary>
    /// <param name="wait">Whether it stays until something new is shown, so that nothing flickers.</param>
    public static void ClearOutput(bool wait = false) => Host?.Clear(wait);
}
