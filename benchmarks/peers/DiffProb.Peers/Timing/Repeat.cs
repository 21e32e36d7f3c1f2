namespace DiffProb;

/// <summary>One repeat of a side: seconds for each call, and whether something else was in the way.</summary>
/// <param name="Seconds">Wall time of one call.</param>
/// <param name="Disturbance">With one thread, wall time over processor time; with more, cores that the rest of the machine used.</param>
/// <param name="IsQuiet">Whether that is within the limit.</param>
/// <param name="Cores">Processor time over wall time.</param>
internal readonly record struct Repeat(double Seconds, double Disturbance, bool IsQuiet, double Cores)
{
    private const double MostWallOverCpu = 1.08;
    private const double MostOthers = 0.2;

    internal static Repeat Of(Clock spent, int calls, int threads, bool isHere)
    {
        var others = Math.Max(0.0, (spent.Machine - spent.Cpu) / spent.Wall);
        var stretch = spent.Cpu > 0.0 ? spent.Wall / spent.Cpu : double.PositiveInfinity;
        var (disturbance, limit) = !isHere ? (0.0, 1.0) : threads == 1 ? (stretch, MostWallOverCpu) : (others, MostOthers);
        return new(spent.Wall / calls, disturbance, disturbance <= limit, spent.Cpu / spent.Wall);
    }
}
