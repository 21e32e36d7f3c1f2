namespace Gallery.Board;

/// <summary>Where somebody aims, in mm, and the standard deviation of the hand.</summary>
public readonly record struct Thrower(double X, double Y, double Sigma)
{
    /// <summary>All throwers of a climb: for each sigma one at the bull, and one at the treble of each number.</summary>
    public static Thrower[] Starts(IReadOnlyList<double> sigmas)
    {
        (double X, double Y)[] places = [(0.0, 0.0), .. Dartboard.Numbers.Select((_, i) => Dartboard.Treble(i))];
        return [.. from sigma in sigmas from place in places select new Thrower(place.X, place.Y, sigma)];
    }

    /// <summary>The best end of a climb for each sigma: its score is the exact one.</summary>
    /// <param name="starts">Where the throwers began.</param>
    /// <param name="ends">Where they aim in the end, x and y of one after the other.</param>
    public static Aim[] Best(IReadOnlyList<Thrower> starts, IReadOnlyList<double> ends)
    {
        var exact = new ExactScore();
        return
        [
            .. starts
                .Select((t, i) => (t.Sigma, X: ends[2 * i], Y: ends[(2 * i) + 1]))
                .GroupBy(t => t.Sigma, t => new Aim(t.X, t.Y, exact.At(t.X, t.Y, t.Sigma).Value))
                .Select(ofOne => ofOne.MaxBy(aim => aim.Score)),
        ];
    }
}
