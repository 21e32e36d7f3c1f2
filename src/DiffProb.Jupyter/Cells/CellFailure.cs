namespace DiffProb;

/// <summary>What the code of a cell threw; it is told from what the engine itself may throw.</summary>
/// <param name="thrown">The exception of the cell.</param>
internal sealed class CellFailure(Exception thrown) : Exception(thrown.Message, thrown);
