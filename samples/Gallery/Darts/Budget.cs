namespace Gallery.Darts;

/// <summary>How much work a climb may be.</summary>
/// <param name="Particles">Darts thrown by each thrower at each step.</param>
/// <param name="Steps">Steps.</param>
/// <param name="Rate">Learning rate of Adam, in mm.</param>
internal sealed record Budget(int Particles = 128, int Steps = 200, double Rate = 3.0);
