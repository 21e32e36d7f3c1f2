namespace DiffProb;

/// <summary>When what is learnt during warmup: the step size throughout, the metric in windows of doubling length between a beginning and an end.</summary>
/// <remarks>
/// Source: Stan Reference Manual, chapter MCMC sampling, "Automatic parameter tuning": 75 steps, windows from 25 on, 50 steps; a warmup shorter than 150
/// is cut into 15, 75 and 10 percent, and one shorter than 20 learns the step size alone.
/// </remarks>
internal sealed class WarmupSchedule
{
    private const int Shortest = 20;
    private const int Beginning = 75;
    private const int FirstWindow = 25;
    private const int End = 50;

    private readonly int first;
    private readonly int last;
    private readonly HashSet<int> ends = [];

    /// <param name="length">Steps of the warmup, at least 0.</param>
    public WarmupSchedule(int length)
    {
        if (length < Shortest)
        {
            (first, last) = (length, length);
            return;
        }

        var isShort = length < Beginning + FirstWindow + End;
        var (begin, end) = isShort ? ((int)(0.15 * length), (int)(0.1 * length)) : (Beginning, End);
        var window = isShort ? length - begin - end : FirstWindow;
        (first, last) = (begin, length - end);
        for (var at = first + window; ; at = at + (3 * window) > last ? last : at + window)
        {
            ends.Add(at - 1);
            if (at >= last)
            {
                return;
            }

            // The next one is twice as long, and takes the rest where that would be too short for another.
            window *= 2;
        }
    }

    /// <summary>Whether the position after a step, from 0 on, counts for the metric.</summary>
    public bool IsInWindow(int step) => step >= first && step < last;

    /// <summary>Whether the metric is renewed after a step.</summary>
    public bool EndsWindow(int step) => ends.Contains(step);
}
