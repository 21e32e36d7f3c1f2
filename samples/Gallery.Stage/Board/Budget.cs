namespace Gallery.Board;

/// <summary>How much work the darts may be: for how many skills, and how many darts.</summary>
public sealed record Budget
{
    /// <summary>Standard deviations of a hand, in mm.</summary>
    public IReadOnlyList<double> Sigmas { get; init; } = [5.0, 10.0, 16.0, 17.0, 25.0, 40.0, 60.0, 100.0];

    /// <summary>Skills between the first and the last for which the exact best aim is drawn on the map.</summary>
    public int Path { get; init; } = 24;

    /// <summary>Darts thrown for a gradient.</summary>
    public int Darts { get; init; } = 200_000;

    /// <summary>Darts thrown by each thrower at each step of a climb.</summary>
    public int Particles { get; init; } = 128;

    /// <summary>Steps of a climb.</summary>
    public int Steps { get; init; } = 200;

    /// <summary>Learning rate of Adam, in mm.</summary>
    public double Rate { get; init; } = 3.0;
}
