namespace DiffProb;

/// <summary>What a cell comes to: a value, an error, or neither.</summary>
/// <param name="Number">How many cells have run, this one included.</param>
/// <param name="Value">The last expression, if it has a value.</param>
/// <param name="Error">Why the cell did not end.</param>
internal sealed record CellOutcome(int Number, CellValue? Value, CellError? Error);
