namespace Gallery.Proteins;

/// <summary>The twenty amino acids, by their letters, in the order of the substitution matrices.</summary>
public static class AminoAcids
{
    /// <summary>Their letters.</summary>
    public const string Letters = "ARNDCQEGHILKMFPSTWYV";

    /// <summary>The place of a letter among them; null for gaps and for letters that stand for several or for none.</summary>
    public static int? IndexOf(char letter) => Letters.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var index ? index : null;

    /// <summary>A sequence of letters as it is written.</summary>
    public static string Text(IEnumerable<int> sequence) => string.Concat(sequence.Select(a => Letters[a]));

    /// <summary>A file of data of this assembly.</summary>
    internal static string[] Lines(string file)
    {
        using var stream = typeof(AminoAcids).Assembly.GetManifestResourceStream(file)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n');
    }
}
