namespace DiffProb;

/// <summary>What notebooks ask for formatters, by the names of its members and theirs (docs/decisions/0019).</summary>
internal sealed class DisplaySource
{
    private readonly object[] formatters =
    [
        new Formatter("text/html", value => Displays.TryHtml(value, IsInteractive)),
        new Formatter("image/svg+xml", Displays.TrySvg),
        new Formatter("text/plain", Displays.TryText),
    ];

    /// <summary>Whether a notebook draws figures by plotly.js. A process has one notebook, and so it has one such switch.</summary>
    public static bool IsInteractive { get; set; }

    /// <summary>One for each kind of text that a value is shown as.</summary>
    public IEnumerable<object> CreateTypeFormatters() => formatters;

    /// <summary>Writes values as text of one kind.</summary>
    internal sealed class Formatter(string mimeType, Func<object, string?> text)
    {
        /// <summary>Kind of text.</summary>
        public string MimeType { get; } = mimeType;

        /// <summary>Writes a value; false if it is none of ours.</summary>
        public bool Format(object instance, TextWriter writer)
        {
            var written = text(instance);
            writer.Write(written);
            return written is not null;
        }
    }
}
