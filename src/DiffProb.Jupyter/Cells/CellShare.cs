namespace DiffProb;

/// <summary>A value that a cell takes from the other language.</summary>
/// <param name="From">The language that has it.</param>
/// <param name="Name">Its name there.</param>
/// <param name="As">Its name here.</param>
/// <param name="Line">The line of the cell that says so, from 1.</param>
internal sealed record CellShare(CellLanguage From, string Name, string As, int Line);
