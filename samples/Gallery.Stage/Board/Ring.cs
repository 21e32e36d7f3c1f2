namespace Gallery.Board;

/// <summary>A ring of the board: its edges in mm from the centre, and what it pays: a fixed number of points, and a multiple of the sector's number.</summary>
public sealed record Ring(string Name, double Inner, double Outer, int Points, int Multiple);
