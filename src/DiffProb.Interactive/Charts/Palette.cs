namespace DiffProb;

/// <summary>Colours that people with any kind of sight tell apart.</summary>
internal static class Palette
{
    /// <summary>Of lines, text and rules that are not told apart by colour.</summary>
    public const string Ink = "#3b4252";

    /// <summary>Of notes, and of lines between nodes.</summary>
    public const string Grey = "#5a6475";

    /// <summary>Of lines at the numbers of an axis.</summary>
    public const string Grid = "#e5e9f0";

    /// <summary>Of the edges of a chart.</summary>
    public const string Edge = "#aab2c0";

    /// <summary>Height of the lines of a rug, in units of the page.</summary>
    public const double RugHeight = 9.0;

    // Okabe and Ito (2008), Color Universal Design; yellow is left out, which is hardly seen on white.
    private static readonly string[] Colors = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000"];

    // Nine colours of equal steps in lightness, from dark violet over green to yellow.
    private static readonly (int Red, int Green, int Blue)[] Shades =
        [(68, 1, 84), (71, 44, 122), (59, 81, 139), (44, 113, 142), (33, 144, 141), (39, 173, 129), (92, 200, 99), (170, 220, 50), (253, 231, 37)];

    /// <summary>The colour of the mark at a place; they repeat.</summary>
    public static string Of(int place) => Colors[place % Colors.Length];

    /// <summary>The colour of a number from 0 to 1; those outside have that of the end.</summary>
    public static (byte Red, byte Green, byte Blue, byte Alpha) Shade(double level, bool isGrey)
    {
        var at = Math.Clamp(level, 0.0, 1.0);
        if (isGrey)
        {
            var grey = (byte)Math.Round(255.0 * at);
            return (grey, grey, grey, 255);
        }

        var place = Math.Min((int)(at * (Shades.Length - 1)), Shades.Length - 2);
        var rest = (at * (Shades.Length - 1)) - place;
        var (from, to) = (Shades[place], Shades[place + 1]);
        return (Mixed(from.Red, to.Red, rest), Mixed(from.Green, to.Green, rest), Mixed(from.Blue, to.Blue, rest), 255);
    }

    private static byte Mixed(int from, int to, double rest) => (byte)Math.Round(from + (rest * (to - from)));
}
