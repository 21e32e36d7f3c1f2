namespace Gallery.Darts;

/// <summary>An aim in mm, and what it scores on average.</summary>
internal readonly record struct Aim(double X, double Y, double Score);
