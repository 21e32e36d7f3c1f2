using System.Diagnostics;
using System.Globalization;
using TorchSharp;

namespace DiffProb;

/// <summary>Runs what is asked for, and fills the table.</summary>
internal sealed class Comparison(Arguments arguments) : IDisposable
{
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(3.0);

    private readonly Table table = new();
    private readonly BenchFolder folder = new(arguments.IsQuick);
    private readonly Dictionary<(string Work, string Size), Timing> alone = [];

    internal Table Run()
    {
        Console.Error.WriteLine(Table.Head);
        WarmUp();
        foreach (var threads in arguments.Threads)
        {
            TorchRuntime.Threads = threads;
            foreach (var work in Row.All.Where(arguments.Wants).SelectMany(r => r.Cases).Where(c => arguments.Wants(c, threads)))
            {
                Try(work, threads);
            }
        }

        return table;
    }

    /// <summary>What was measured, with what, on what.</summary>
    internal string About()
    {
        var versions = arguments.HasExternals ? folder.Versions(1) : null;
        var peers = versions is null ? "" : $", PyTorch {versions.Text("torch")} (matrix products {(versions.Text("blas_ok") == "True" ? "right" : "WRONG: its lines do not count")})";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {Processor()}, {Environment.ProcessorCount} cores; .NET {Environment.Version}, libtorch {torch.__version__}{peers}; load {Load()}.
            Medians (least – most) of interleaved repeats; times faster is the peer's median over ours. `~`: disturbed by what else ran; `+`: on one thread, more than 1.2 cores in use.

            """);
    }

    public void Dispose() => folder.Dispose();

    /// <summary>Runs the first sides for a while, so that their row does not pay for what .NET compiles for all.</summary>
    private void WarmUp()
    {
        var first = Row.All.First(arguments.Wants).Cases.First();
        foreach (var make in first.Peers.Prepend(() => first.Ours(1)))
        {
            using var side = make();
            for (var watch = Stopwatch.StartNew(); watch.Elapsed < WarmUpTime;)
            {
                side.Run(1);
            }
        }
    }

    private void Try(Case work, int threads)
    {
#pragma warning disable CA1031 // One row that fails is told at the end; the others still count.
        try
        {
            Compare(work, threads);
        }
        catch (Exception e)
        {
            table.Fail($"{work.Work}, {work.Size}, {threads} threads: {e.Message}");
        }
#pragma warning restore CA1031
    }

    private void Compare(Case work, int threads)
    {
        List<ISide> sides = [work.Ours(threads)];
        try
        {
            sides.AddRange(work.Peers.Select(make => make()));
            foreach (var peer in sides.Skip(1))
            {
                Agreement.Check(work, sides[0], peer);
            }

            var timings = new Race(threads, arguments.IsQuick).Run(sides);
            for (var i = 1; i < sides.Count; i++)
            {
                table.Add(work, threads, sides[i].Name, timings[0], timings[i], threads == 1 ? work.Goal : null);
            }

            CompareWithOneThread(work, threads, timings[0]);
            if (CompareOutside(work, threads, timings[0]) + work.Peers.Length == 0)
            {
                table.Add(work, threads, timings[0]);
            }
        }
        finally
        {
            sides.ForEach(s => s.Dispose());
        }
    }

    private void CompareWithOneThread(Case work, int threads, Timing ours)
    {
        if (threads == 1)
        {
            alone[(work.Work, work.Size)] = ours;
        }
        else if (alone.TryGetValue((work.Work, work.Size), out var before))
        {
            table.Add(work, threads, "DiffProb, 1 thread", ours, before, work.SpeedUpGoal);
        }
    }

    /// <summary>The peers in processes of their own; how many answered.</summary>
    private int CompareOutside(Case work, int threads, Timing ours)
    {
        var answers = 0;
        foreach (var peer in arguments.HasExternals ? work.Externals : [])
        {
            if (folder.Ask(peer, threads) is ({ } theirs, _))
            {
                table.Add(work, threads, peer.Name, ours, theirs, threads == 1 ? peer.Goal : null);
                answers++;
            }
            else
            {
                table.Skip(peer.Name, folder.Ask(peer, threads).Reason);
            }
        }

        return answers;
    }

    private static string Processor() => OperatingSystem.IsLinux()
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "a processor"
        : "a processor";

    private static string Load() => OperatingSystem.IsLinux() ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
