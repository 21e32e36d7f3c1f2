namespace DiffProb;

/// <summary>What a compiler finds in a cell.</summary>
/// <param name="Code">The compiler's number, as in FS0039 or CS0103.</param>
/// <param name="Message">Its words.</param>
/// <param name="File">The file, which is the cell's or one that it loads.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
internal sealed record CellProblem(string Code, string Message, string File, int Line, int Column)
{
    /// <summary>Where it is: a cell's line, or a file's.</summary>
    public string Place => CodeCell.NumberOf(File) is { } number ? $"cell {number}, line {Line}" : $"{Path.GetFileName(File)}, line {Line}";
}

/// <summary>A cell does not compile.</summary>
/// <param name="problems">What the compiler found, all of them errors.</param>
internal sealed class CompilationException(IReadOnlyList<CellProblem> problems) : Exception
{
    /// <summary>What the compiler found.</summary>
    public IReadOnlyList<CellProblem> Problems { get; } = problems;
}
