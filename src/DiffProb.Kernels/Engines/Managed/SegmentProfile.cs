using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace DiffProb;

/// <summary>Time that a segment spends in each of its steps, where the environment variable DIFFPROB_PROFILE is set.</summary>
/// <remarks>
/// Set to 1, the steps of all executables that took time are written to the error stream when the process ends, the longest first; set to the name of a file,
/// they are written there.
/// </remarks>
internal sealed class SegmentProfile
{
    private const string Variable = "DIFFPROB_PROFILE";
    private const int LongestTable = 60;

    private static readonly string? Target = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } value && value != "0" ? value : null;
    private static readonly List<SegmentProfile> All = [];

    private readonly string[] names;
    private readonly long[] ticks;
    private readonly long[] calls;

    /// <param name="names">Names of the steps.</param>
    internal SegmentProfile(string[] names) => (this.names, ticks, calls) = (names, new long[names.Length], new long[names.Length]);

    /// <summary>A profile of steps with these names; null where none is wanted.</summary>
    public static SegmentProfile? For(Func<IEnumerable<string>> names)
    {
        if (Target is null)
        {
            return null;
        }

        var profile = new SegmentProfile([.. names()]);
        lock (All)
        {
            if (All.Count == 0)
            {
                AppDomain.CurrentDomain.ProcessExit += (_, _) => Write();
            }

            All.Add(profile);
        }

        return profile;
    }

    public static long Now => Stopwatch.GetTimestamp();

    /// <summary>Adds the time since a step began.</summary>
    public void Add(int step, long began)
    {
        Interlocked.Add(ref ticks[step], Stopwatch.GetTimestamp() - began);
        Interlocked.Increment(ref calls[step]);
    }

    /// <summary>What was measured of a step, in a few words; empty if it has not run.</summary>
    public string Of(int step) => calls[step] == 0
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"{calls[step]} calls, {Microseconds(ticks[step]) / calls[step]:G3} µs each");

    /// <summary>A table of profiles: steps of one name together, the longest first.</summary>
    public static string Table(IEnumerable<SegmentProfile> profiles)
    {
        var rows = profiles.SelectMany(p => p.names.Select((n, i) => (Name: n, Ticks: p.ticks[i], Calls: p.calls[i]))).Where(r => r.Calls > 0);
        var merged = rows.GroupBy(r => r.Name).Select(g => (Name: g.Key, Ticks: g.Sum(r => r.Ticks), Calls: g.Sum(r => r.Calls))).OrderByDescending(r => r.Ticks).ToArray();
        var total = Math.Max(1, merged.Sum(r => r.Ticks));
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"DiffProb, time in kernels: {Microseconds(total) / 1000:F1} ms\n  share        ms     calls   µs each  what\n");
        foreach (var (name, ticks, calls) in merged.Take(LongestTable))
        {
            text.Append(CultureInfo.InvariantCulture, $"{100.0 * ticks / total,6:F1}% {Microseconds(ticks) / 1000,9:F2} {calls,9} {Microseconds(ticks) / calls,9:F3}  {name}\n");
        }

        if (merged.Length > LongestTable)
        {
            text.Append(CultureInfo.InvariantCulture, $"  … and {merged.Length - LongestTable} more\n");
        }

        return text.ToString();
    }

    private static double Microseconds(long ticks) => ticks * 1e6 / Stopwatch.Frequency;

    private static void Write()
    {
        string table;
        lock (All)
        {
            table = Table(All);
        }

        if (Target is "1")
        {
            Console.Error.Write(table);
        }
        else
        {
            File.WriteAllText(Target!, table);
        }
    }
}
