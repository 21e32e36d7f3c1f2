namespace Gallery.Board;

/// <summary>The best aim by search on a grid of exact expected scores, and refinement of its best points.</summary>
public static class BestAim
{
    private const double Farthest = 120.0;
    private const int Candidates = 6;
    private static readonly ExactScore Rough = new(5, 5.0);
    private static readonly ExactScore Fine = new();

    public static Aim For(double sigma)
    {
        var spacing = Math.Clamp(0.5 * sigma, 2.0, 8.0);
        var best = Grid(spacing)
            .AsParallel().AsOrdered()
            .Select(p => new Aim(p.X, p.Y, Rough.At(p.X, p.Y, sigma).Value))
            .OrderByDescending(a => a.Score)
            .Take(Candidates)
            .Select(a => Climb(a, spacing, sigma))
            .MaxBy(a => a.Score);
        return best with { Score = Fine.At(best.X, best.Y, sigma).Value };
    }

    private static IEnumerable<(double X, double Y)> Grid(double spacing)
    {
        var half = (int)(Farthest / spacing);
        return from i in Enumerable.Range(-half, (2 * half) + 1)
               from j in Enumerable.Range(-half, (2 * half) + 1)
               let p = (X: i * spacing, Y: j * spacing)
               where (p.X * p.X) + (p.Y * p.Y) <= Farthest * Farthest
               select p;
    }

    // Steps east, west, north, south while one of them is uphill; then half as far.
    private static Aim Climb(Aim aim, double step, double sigma)
    {
        while (step > 0.01)
        {
            (double X, double Y)[] around = [(aim.X + step, aim.Y), (aim.X - step, aim.Y), (aim.X, aim.Y + step), (aim.X, aim.Y - step)];
            var next = around.Select(p => new Aim(p.X, p.Y, Rough.At(p.X, p.Y, sigma).Value)).MaxBy(a => a.Score);
            (aim, step) = next.Score > aim.Score ? (next, step) : (aim, 0.5 * step);
        }

        return aim;
    }
}
