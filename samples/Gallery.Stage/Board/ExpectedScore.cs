namespace Gallery.Board;

/// <summary>Expected score of a dart, and its derivatives in the aim (per mm) and in sigma (per mm).</summary>
public readonly record struct ExpectedScore(double Value, double SlopeX, double SlopeY, double SlopeSigma);
