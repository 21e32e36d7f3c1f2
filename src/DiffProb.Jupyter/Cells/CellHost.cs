namespace DiffProb;

/// <summary>What is around a cell while it runs.</summary>
/// <param name="Output">Takes what it writes and shows.</param>
/// <param name="Input">What it may read.</param>
/// <param name="Stop">Stops it.</param>
/// <param name="ShowsProgress">Whether its runs show how far they are.</param>
internal sealed record CellHost(ICellOutput Output, TextReader Input, CellStop Stop, bool ShowsProgress);
