namespace Gallery.Tails;

/// <summary>The place at a probability u, and how fast it moves: in u itself, in the centre of the law, and in the bound.</summary>
public readonly record struct Slopes(double Place, double InU, double InLoc, double InLow);
