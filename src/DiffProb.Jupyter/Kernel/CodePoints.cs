using System.Text;

namespace DiffProb;

/// <summary>Places in a text: the protocol counts characters of Unicode, .NET those of UTF-16.</summary>
internal static class CodePoints
{
    /// <summary>The place in UTF-16; the end for what is beyond it.</summary>
    public static int ToUtf16(string text, int place)
    {
        var at = 0;
        for (var i = 0; i < place && at < text.Length; i++)
        {
            at += char.IsSurrogatePair(text, at) ? 2 : 1;
        }

        return at;
    }

    /// <summary>The place in characters of Unicode.</summary>
    public static int FromUtf16(string text, int place) => text.AsSpan(0, place).EnumerateRunes().Count();

    private static int Count(this SpanRuneEnumerator runes)
    {
        var count = 0;
        while (runes.MoveNext())
        {
            count++;
        }

        return count;
    }
}
