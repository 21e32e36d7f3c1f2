using System.Globalization;

namespace DiffProb;

/// <summary>A place in the output of a cell, where one value follows the other.</summary>
public sealed class LiveDisplay
{
    private static int last;

    private readonly string id = string.Create(CultureInfo.InvariantCulture, $"diffprob-{Interlocked.Increment(ref last)}");
    private readonly ICellHost? host;

    internal LiveDisplay(ICellHost? host) => this.host = host;

    /// <summary>Shows another value in the same place, from any thread. On a console it is another line.</summary>
    /// <param name="value">Any value.</param>
    public void Update(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (host is null)
        {
            Write(value);
        }
        else
        {
            host.Update(value, id);
        }
    }

    internal void Show(object value)
    {
        if (host is null)
        {
            Write(value);
        }
        else
        {
            host.Display(value, id);
        }
    }

    private static void Write(object value) =>
        Console.WriteLine(Displays.TryText(value) ?? Convert.ToString(value, CultureInfo.InvariantCulture));
}
