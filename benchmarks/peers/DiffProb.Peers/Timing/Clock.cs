using System.Diagnostics;
using System.Globalization;

namespace DiffProb;

/// <summary>A moment on three clocks: the wall's, this process's processor time (all threads), and the whole machine's.</summary>
internal readonly record struct Clock(double Wall, double Cpu, double Machine)
{
    // Clock ticks of /proc/stat in a second: 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100.0;

    internal static Clock Now => new(
        Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency,
        Environment.CpuUsage.TotalTime.TotalSeconds,
        Busy());

    public static Clock operator -(Clock a, Clock b) => new(a.Wall - b.Wall, a.Cpu - b.Cpu, a.Machine - b.Machine);

    /// <summary>Processor seconds that the machine has used: user, nice, system, interrupts, stolen; 0 where it does not say.</summary>
    private static double Busy()
    {
        if (!OperatingSystem.IsLinux())
        {
            return 0.0;
        }

        using var reader = File.OpenText("/proc/stat");
        var ticks = reader.ReadLine()!.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..].Select(t => double.Parse(t, CultureInfo.InvariantCulture)).ToArray();
        return (ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6] + ticks[7]) / TicksPerSecond;
    }
}
