using FSharp.Compiler.Text;
using FSharp.Compiler.Tokenization;
using Microsoft.FSharp.Core;

namespace DiffProb;

/// <summary>F# as it is written.</summary>
internal static class FSharpLexicon
{
    /// <summary>Whether a word is a name of a value.</summary>
    public static bool IsName(string word)
    {
        var tokens = new List<FSharpToken>();
        FSharpLexer.Tokenize(SourceText.ofString(word), FuncConvert.FromAction<FSharpToken>(tokens.Add), null, null, null, null, null, null, null);
        return tokens is [{ Kind: var kind }] && kind == FSharpTokenKind.Identifier;
    }

    /// <summary>The parts of a cell: a session runs up to the first ;; and forgets the rest. Each is padded to stand where it stands in the cell.</summary>
    public static IEnumerable<string> Parts(string code)
    {
        var start = 0;
        foreach (var end in Separators(code))
        {
            yield return Blank(code[..start]) + code[start..end];
            start = end + 2;
        }

        if (start == 0 || !string.IsNullOrWhiteSpace(code[start..]))
        {
            yield return Blank(code[..start]) + code[start..];
        }
    }

    private static List<int> Separators(string code)
    {
        var ends = new List<int>();
        if (code.Contains(";;", StringComparison.Ordinal))
        {
            var lines = LineStarts(code);
            var take = FuncConvert.FromAction<FSharpToken>(token =>
            {
                if (token.Kind == FSharpTokenKind.SemicolonSemicolon)
                {
                    ends.Add(lines[token.Range.StartLine - 1] + token.Range.StartColumn);
                }
            });
            FSharpLexer.Tokenize(SourceText.ofString(code), take, null, null, null, null, null, null, null);
        }

        return ends;
    }

    private static List<int> LineStarts(string code)
    {
        List<int> starts = [0];
        for (var at = code.IndexOf('\n', StringComparison.Ordinal); at >= 0; at = code.IndexOf('\n', at + 1))
        {
            starts.Add(at + 1);
        }

        return starts;
    }

    private static string Blank(string text) => string.Concat(text.Select(c => c is '\n' or '\r' ? c : ' '));
}
