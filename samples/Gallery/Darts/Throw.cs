using DiffProb;
using static DiffProb.Prob;

namespace Gallery.Darts;

/// <summary>The program: a dart thrown at a point lands near it, and scores where it lands.</summary>
internal static class Throw
{
    /// <summary>The lines of the program, for people.</summary>
    internal static string Source { get; } = ReadSource();

    /// <summary>One dart, aimed at (x, y) mm, with standard deviation sigma mm; both are trainable.</summary>
    internal static Prob<Tensor> At(Tensor aim, Tensor sigma) =>
        from a in Param("aim", aim)
        from s in Param("sigma", sigma, Support.Positive)
        from hit in Sample("hit", new Normal(a, s))
        select Dartboard.Score(hit);

    // This file is also a resource, so that what is shown is what runs.
    private static string ReadSource()
    {
        using var file = new StreamReader(typeof(Throw).Assembly.GetManifestResourceStream("Throw.cs")!);
        var lines = file.ReadToEnd().ReplaceLineEndings("\n").Split('\n');
        var program = lines.SkipWhile(l => !l.Contains("Prob<Tensor> At(", StringComparison.Ordinal)).TakeWhile(l => l.Length > 0);
        return string.Join('\n', program.Select(l => l[4..].Replace("internal static ", "", StringComparison.Ordinal)));
    }
}
