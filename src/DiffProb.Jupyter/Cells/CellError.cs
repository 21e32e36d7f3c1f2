using System.Globalization;
using System.Text.RegularExpressions;

namespace DiffProb;

/// <summary>Why a cell did not end.</summary>
/// <param name="Name">The compiler's number, or the type of the exception.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Line">The line of the cell, from 1, where it is known.</param>
/// <param name="Traceback">What is shown, line by line; no path of the machine that ran the cell is in it.</param>
internal sealed partial record CellError(string Name, string Message, int? Line, IReadOnlyList<string> Traceback)
{
    private const string InterruptName = "Interrupted";

    /// <summary>The cell was stopped from outside.</summary>
    public static CellError Interrupted { get; } = Stopped("The cell was stopped.");

    /// <summary>The runs of the cell were stopped; it came to its end with what they had reached.</summary>
    public static CellError InterruptedRuns { get; } = Stopped("The cell was stopped; what its runs had reached is kept.");

    /// <summary>Whether the cell was stopped from outside.</summary>
    public bool IsInterrupt => Name == InterruptName;

    /// <summary>The error of a cell that does not compile.</summary>
    public static CellError OfCompiler(CodeCell cell, IReadOnlyList<CellProblem> problems)
    {
        var first = problems[0];
        int? line = CodeCell.NumberOf(first.File) == cell.Number ? first.Line : null;
        return new CellError(first.Code, first.Message, line, [.. problems.SelectMany(p => Quoted(cell, p))]);
    }

    /// <summary>The error of a cell that threw.</summary>
    public static CellError OfException(CodeCell cell, Exception thrown)
    {
        var frames = Frames(thrown);
        int? line = frames.Select(f => f.Cell == cell.Number ? f.Line : null).FirstOrDefault(l => l is not null);
        return new CellError(thrown.GetType().Name, thrown.Message, line, [.. Headers(thrown), .. frames.Select(f => f.Text)]);
    }

    private static CellError Stopped(string message) => new(InterruptName, message, null, [$"{InterruptName}: {message}"]);

    // The words of the compiler, the line, and a mark below the place.
    private static IEnumerable<string> Quoted(CodeCell cell, CellProblem problem)
    {
        yield return $"{problem.Place}: error {problem.Code}: {problem.Message}";
        var lines = cell.Code.Split('\n');
        if (CodeCell.NumberOf(problem.File) == cell.Number && problem.Line >= 1 && problem.Line <= lines.Length)
        {
            yield return "    " + lines[problem.Line - 1].TrimEnd('\r');
            yield return "    " + new string(' ', Math.Max(0, problem.Column - 1)) + "^";
        }
    }

    private static IEnumerable<string> Headers(Exception thrown)
    {
        for (var e = thrown; e is not null; e = e.InnerException)
        {
            yield return $"{(e == thrown ? "" : "caused by ")}{e.GetType().FullName}: {e.Message}";
        }
    }

    // Down to the last frame of a cell: what is below it is the engine's.
    private static List<Frame> Frames(Exception thrown)
    {
        var frames = (thrown.StackTrace ?? "").Split('\n').Select(Parse).OfType<Frame>().ToList();
        var last = frames.FindLastIndex(f => f.Cell is not null);
        return last < 0 ? frames : frames[..(last + 1)];
    }

    private static Frame? Parse(string text)
    {
        if (StackFrame().Match(text.TrimEnd('\r')) is not { Success: true } match)
        {
            return null;
        }

        var method = match.Groups["method"].Value;
        return CodeCell.NumberOf(match.Groups["file"].Value) is { } cell
            ? new Frame($"   at {method} in cell {cell}, line {match.Groups["line"].Value}", cell, int.Parse(match.Groups["line"].ValueSpan, CultureInfo.InvariantCulture))
            : new Frame($"   at {method}", null, null);
    }

    [GeneratedRegex(@"^\s+at (?<method>.+?)(?: in (?<file>.+):line (?<line>[0-9]{1,9}))?$", RegexOptions.CultureInvariant)]
    private static partial Regex StackFrame();

    private sealed record Frame(string Text, int? Cell, int? Line);
}
