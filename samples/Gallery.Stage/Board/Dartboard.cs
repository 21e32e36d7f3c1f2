namespace Gallery.Board;

/// <summary>The dartboard, in mm, with the centre at (0, 0) and 20 at the top.</summary>
public static class Dartboard
{
    /// <summary>Numbers of the sectors, clockwise from the top.</summary>
    public static IReadOnlyList<int> Numbers { get; } = [20, 1, 18, 4, 13, 6, 10, 15, 2, 17, 3, 19, 7, 16, 8, 11, 14, 9, 12, 5];

    /// <summary>The rings, from the centre outwards; outside of the last there is nothing to win.</summary>
    public static IReadOnlyList<Ring> Rings { get; } =
    [
        new("bull", 0.0, 6.35, 50, 0),
        new("outer bull", 6.35, 15.9, 25, 0),
        new("single", 15.9, 99.0, 0, 1),
        new("treble", 99.0, 107.0, 0, 3),
        new("single", 107.0, 162.0, 0, 1),
        new("double", 162.0, 170.0, 0, 2),
    ];

    /// <summary>Angle that one sector takes up, in radians.</summary>
    public static double SectorAngle => 2.0 * Math.PI / Numbers.Count;

    /// <summary>The middle of the treble of the sector with an index, clockwise from the top.</summary>
    public static (double X, double Y) Treble(int index)
    {
        var (sin, cos) = Math.SinCos(index * SectorAngle);
        return (103.0 * sin, 103.0 * cos);
    }

    /// <summary>What a person calls the place (x, y), as in "treble 20".</summary>
    public static string Region(double x, double y)
    {
        var radius = Math.Sqrt((x * x) + (y * y));
        var sector = (int)Math.Floor((Math.Atan2(x, y) / SectorAngle) + 0.5);
        var number = Numbers[(sector + Numbers.Count) % Numbers.Count];
        var ring = Rings.FirstOrDefault(r => radius < r.Outer);
        return ring is null ? "off the board" : ring.Multiple > 0 ? $"{ring.Name} {number}" : ring.Name;
    }
}
