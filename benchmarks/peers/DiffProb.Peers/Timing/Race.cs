using System.Diagnostics;

namespace DiffProb;

/// <summary>Times sides in turns, one repeat of each and again from the first, so that what changes with time changes for all.</summary>
/// <param name="Threads">Threads that a side may use.</param>
/// <param name="IsQuick">Whether rough numbers will do.</param>
internal sealed record Race(int Threads, bool IsQuick)
{
    private const int FewestRounds = 7;
    private const int MostRounds = 400;
    private const int Settled = 5;
    private const double StillFaster = 0.95;
    private const double WarmRepeatSeconds = 0.05;
    private const double LongestWarmUp = 8.0;

    // Short with one thread, so that many fit into a slice of the scheduler; with more, long enough for the ticks of /proc/stat.
    private double RepeatSeconds => Threads == 1 ? 0.003 : 0.04;

    private double WarmSeconds => IsQuick ? 0.5 : 1.0;

    private double Seconds => IsQuick ? 0.5 : 2.5;

    private int Wanted => IsQuick ? 7 : 15;

    /// <summary>Goes on until each side has enough undisturbed repeats, or the time is over.</summary>
    internal IReadOnlyList<Timing> Run(IReadOnlyList<ISide> sides)
    {
        var calls = sides.Select(Calibrate).ToArray();
        var repeats = sides.Select(_ => new List<Repeat>()).ToArray();
        GC.Collect();
        var watch = Stopwatch.StartNew();
        while (repeats[0].Count < FewestRounds || (repeats[0].Count < MostRounds && watch.Elapsed.TotalSeconds < Seconds * sides.Count && !repeats.All(HasEnough)))
        {
            for (var i = 0; i < sides.Count; i++)
            {
                var start = Clock.Now;
                sides[i].Run(calls[i]);
                repeats[i].Add(Repeat.Of(Clock.Now - start, calls[i], Threads, sides[i].IsHere));
            }
        }

        return [.. repeats.Select((r, i) => Timing.Of(r).Each(sides[i].CallsCountAs))];
    }

    private bool HasEnough(List<Repeat> repeats) => repeats.Count(r => r.IsQuiet) >= Wanted;

    /// <summary>Warms a side up until it gets no faster, since .NET compiles it a second time, and counts the calls that a repeat holds.</summary>
    private int Calibrate(ISide side)
    {
        var watch = Stopwatch.StartNew();
        var (calls, least, sinceLeast) = (1, double.PositiveInfinity, 0);
        while (sinceLeast < Settled || watch.Elapsed.TotalSeconds < WarmSeconds)
        {
            var start = Stopwatch.GetTimestamp();
            side.Run(calls);
            var perCall = Stopwatch.GetElapsedTime(start).TotalSeconds / calls;
            sinceLeast = perCall < StillFaster * least ? 0 : sinceLeast + 1;
            least = Math.Min(least, perCall);
            calls = Math.Clamp((int)Math.Ceiling(WarmRepeatSeconds / perCall), 1, calls * 10);
            if (watch.Elapsed.TotalSeconds > LongestWarmUp * WarmSeconds)
            {
                break;
            }
        }

        return Math.Max(1, (int)Math.Ceiling(RepeatSeconds / least));
    }
}
