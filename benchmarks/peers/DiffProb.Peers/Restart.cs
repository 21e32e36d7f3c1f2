using System.Diagnostics;

namespace DiffProb;

/// <summary>Starts this program again in another environment.</summary>
/// <remarks>
/// With glibc's defaults every array over 128 KiB is mapped and unmapped around each use, which makes libtorch 2 to 10 times slower on large arrays. glibc reads
/// its settings when a process starts, so that the program starts itself with those of the peers' scripts.
/// </remarks>
internal static class Restart
{
    private const string Mark = "DIFFPROB_PEERS_RESTARTED";

    /// <summary>glibc's settings, as in the peers' scripts.</summary>
    internal static IReadOnlyDictionary<string, string> Malloc { get; } = new Dictionary<string, string>
    {
        ["MALLOC_MMAP_THRESHOLD_"] = "33554432",
        ["MALLOC_TRIM_THRESHOLD_"] = "17179869184",
        ["MALLOC_TOP_PAD_"] = "67108864",
    };

    /// <summary>Old core types that some machines pin OpenBLAS to.</summary>
    internal static string[] Unset { get; } = ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"];

    /// <summary>Whether this process has the settings, or no use for them.</summary>
    internal static bool IsDone => !OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable(Mark) == "1";

    /// <summary>How to start this program with other arguments.</summary>
    internal static ProcessStartInfo Again(params IEnumerable<string> arguments)
    {
        var host = Environment.ProcessPath!;
        var start = new ProcessStartInfo(host);
        if (Path.GetFileNameWithoutExtension(host) == "dotnet")
        {
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in Malloc)
        {
            start.Environment[name] = value;
        }

        start.Environment[Mark] = "1";
        return start;
    }

    /// <summary>Runs this program again, with the settings, and hands on its exit code.</summary>
    internal static int Run(string[] arguments)
    {
        using var process = Process.Start(Again(arguments))!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
