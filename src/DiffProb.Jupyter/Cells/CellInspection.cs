namespace DiffProb;

/// <summary>What stands at a place of a cell.</summary>
/// <param name="Signature">It as its language writes it.</param>
/// <param name="Text">What its author says of it; empty for nothing.</param>
internal sealed record CellInspection(string Signature, string Text);
