namespace Gallery.Board;

/// <summary>An aim in mm, and what it scores on average.</summary>
public readonly record struct Aim(double X, double Y, double Score);
