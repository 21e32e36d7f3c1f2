using FSharp.Compiler.CodeAnalysis;
using FSharp.Compiler.EditorServices;
using FSharp.Compiler.Interactive;
using FSharp.Compiler.Symbols;
using FSharp.Compiler.Tokenization;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace DiffProb;

/// <summary>What an F# session knows of a cell that is being written.</summary>
/// <param name="session">The session, with all that earlier cells defined.</param>
internal sealed class FSharpAssistant(Shell.FsiEvaluationSession session)
{
    /// <summary>What may follow at a place.</summary>
    public CellCompletion Complete(string code, int position)
    {
        var (line, column, text) = Place(code, position);
        var written = QuickParse.GetPartialLongNameEx(text, column - 1);
        var (parsed, found, _) = session.ParseAndCheckInteraction(code, null);
        var declared = found.GetDeclarationListInfo(FSharpOption<FSharpParseFileResults>.Some(parsed), line, text, written, null, null, null);
        IEnumerable<CellChoice> choices = declared.Items.Select(item => new CellChoice(item.NameInCode, Kind(item.Glyph)));
        if (written.QualifyingIdents.IsEmpty && written.LastDotPos is null)
        {
            choices = choices.Concat(FSharpKeywords.KeywordNames.Select(k => new CellChoice(k, "keyword")));
        }

        return CellCompletion.Of(position - written.PartialIdent.Length, position, written.PartialIdent, choices);
    }

    /// <summary>What stands at a place.</summary>
    public CellInspection? Inspect(string code, int position)
    {
        var (line, column, text) = Place(code, position);
        if (QuickParse.GetCompleteIdentifierIsland(true, text, column)?.Value is not var (island, end, _))
        {
            return null;
        }

        var names = ListModule.OfSeq(island.Split('.').Select(FSharpKeywords.NormalizeIdentifierBackticks));
        var (_, found, _) = session.ParseAndCheckInteraction(code, null);
        var tip = found.GetToolTip(line, end, text, names, FSharpTokenTag.Identifier, null);
        var elements = tip.Item.OfType<ToolTipElement.Group>().SelectMany(g => g.elements).ToList();
        return elements.Count == 0
            ? null
            : new CellInspection(
                string.Join('\n', elements.Select(e => string.Concat(e.MainDescription.Select(t => t.Text)))),
                string.Join("\n\n", elements.Select(e => Text(e.XmlDoc)).Where(t => t.Length > 0).Distinct()));
    }

    /// <summary>Whether a cell can be run: what is wrong only at its very end may be because it goes on.</summary>
    public CellCompleteness Completeness(string code)
    {
        var (parsed, _, _) = session.ParseAndCheckInteraction(code, null);
        var errors = parsed.Diagnostics.Where(d => d.Severity.IsError).ToList();
        var last = code.TrimEnd().Count(c => c == '\n') + 1;
        return errors.Count == 0 ? CellCompleteness.Complete
            : errors.Exists(d => d.EndLine >= last || d.Message.Contains("at or before this point", StringComparison.Ordinal) || d.Message.Contains("end of file", StringComparison.OrdinalIgnoreCase)) ? CellCompleteness.Incomplete
            : CellCompleteness.Invalid;
    }

    // The line, from 1, the column in it, from 0, and its text.
    private static (int Line, int Column, string Text) Place(string code, int position)
    {
        var start = position == 0 ? 0 : code.LastIndexOf('\n', position - 1) + 1;
        var end = code.IndexOf('\n', position);
        return (code.AsSpan(0, start).Count('\n') + 1, position - start, code[start..(end < 0 ? code.Length : end)]);
    }

    private static string Text(FSharpXmlDoc doc) => doc switch
    {
        FSharpXmlDoc.FromXmlFile { dllName: var file, xmlSig: var member } => XmlDocs.Of(file, member),
        FSharpXmlDoc.FromXmlText { Item: var text } => XmlDocs.OfText(string.Join('\n', text.UnprocessedLines)),
        _ => "",
    };

    private static string Kind(FSharpGlyph glyph) => glyph.ToString() switch
    {
        "Method" or "OverridenMethod" or "ExtensionMethod" => "method",
        "Module" or "NameSpace" => "module",
        "Class" or "Struct" or "Typedef" or "Type" or "Union" or "Exception" or "Interface" or "Enum" or "Delegate" => "class",
        "Property" => "property",
        "Field" or "EnumMember" => "field",
        var other => other.ToLowerInvariant(),
    };
}
