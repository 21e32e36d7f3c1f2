namespace DiffProb;

/// <summary>Search for the smallest count at which something that stays true becomes true.</summary>
/// <remarks><b>Cost</b>: steps that double from the guess until they enclose it, then halve: about five tests for a guess that is near.</remarks>
internal static class CountSearch
{
    /// <summary>The smallest count from 0 that is reached; NaN for a guess that is NaN.</summary>
    public static double Smallest(double guess, Func<double, bool> isReached)
    {
        if (double.IsNaN(guess))
        {
            return guess;
        }

        var (below, reached, step) = (guess - 1, guess, 1.0);
        while (!isReached(reached))
        {
            (below, reached, step) = (reached, reached + step, 2 * step);
        }

        for (step = 1; below >= 0 && isReached(below); step *= 2)
        {
            (reached, below) = (below, below - step);
        }

        return Halve(Math.Max(below, -1), reached, isReached);
    }

    // The smallest reached count in (below, reached].
    private static double Halve(double below, double reached, Func<double, bool> isReached)
    {
        while (reached - below > 1)
        {
            var middle = below + Math.Floor(0.5 * (reached - below));
            (below, reached) = isReached(middle) ? (below, middle) : (middle, reached);
        }

        return reached;
    }
}
