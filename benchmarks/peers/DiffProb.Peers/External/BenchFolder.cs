using System.Diagnostics;
using System.Globalization;

namespace DiffProb;

/// <summary>The folder of the peers' scripts, and what they print: each is run once for each number of threads.</summary>
/// <remarks><c>DIFFPROB_BENCH</c> names the folder; without it, <c>../shared/bench</c> beside the checkout. <c>PYTHON</c> names the interpreter that has torch.</remarks>
internal sealed class BenchFolder : IDisposable
{
    internal const string Variable = "DIFFPROB_BENCH";

    private readonly string? folder;
    private readonly bool isQuick;
    private readonly Dictionary<string, (IReadOnlyList<BenchLine> Lines, string? Problem)> outputs = [];
    private readonly string data = Directory.CreateTempSubdirectory("diffprob-peers-").FullName;
    private readonly Lazy<string?> python;

    internal BenchFolder(bool isQuick)
    {
        this.isQuick = isQuick;
        folder = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : Beside();
        folder = Directory.Exists(folder) ? folder : null;
        Inputs.Write(data);
        python = new(FindPython);
    }

    /// <summary>The peer's time; or why there is none.</summary>
    internal (Timing? Timing, string Reason) Ask(ExternalPeer peer, int threads)
    {
        if (folder is null)
        {
            return (null, $"no scripts: set {Variable}");
        }

        var isStan = peer.Script.EndsWith(".R", StringComparison.Ordinal);
        if (isStan && threads > 1)
        {
            return (null, "one thread only");
        }

        var (lines, problem) = isStan ? Stan() : Python(peer.Script, threads, ["--only", $"{peer.Bench}/{peer.Variant}"]);
        var line = lines.LastOrDefault(l => l.Answers(peer));
        return line is not null
            ? (line.Timing(), "")
            : (null, lines.FirstOrDefault(l => l.Error is not null && l.IsOf(peer.Bench))?.Error ?? problem ?? "its script prints no such number");
    }

    /// <summary>Versions, and whether torch's matrix products are right, as <c>meta.py</c> says; null where there is no torch.</summary>
    internal BenchLine? Versions(int threads) => folder is null ? null : Python("meta.py", threads, []).Lines.FirstOrDefault(l => l.Text("torch") is not null);

    public void Dispose() => Directory.Delete(data, recursive: true);

    private (IReadOnlyList<BenchLine> Lines, string? Problem) Python(string script, int threads, IEnumerable<string> arguments) => python.Value is not { } interpreter
        ? ([], "no python3 that has torch: set PYTHON")
        : Run(interpreter, script, threads, [
            "--threads", threads.ToString(CultureInfo.InvariantCulture),
            "--round", "2", // the first round would also measure variances
            .. script == "bench_nuts.py" ? ["--seeds", isQuick ? "2" : "7"] : Array.Empty<string>(),
            .. isQuick ? ["--quick"] : Array.Empty<string>(),
            .. arguments]);

    private (IReadOnlyList<BenchLine> Lines, string? Problem) Stan() => Run("Rscript", "rstan_bench.R", 1, ["1", isQuick ? "2" : "7"]);

    private (IReadOnlyList<BenchLine> Lines, string? Problem) Run(string program, string script, int threads, IReadOnlyList<string> arguments)
    {
        var key = $"{script} {string.Join(' ', arguments)}";
        if (!outputs.TryGetValue(key, out var known))
        {
            Console.Error.WriteLine($"  … {key}");
            outputs[key] = known = Output(program, [Path.Combine(folder!, script), .. arguments], threads);
        }

        return known;
    }

    private (IReadOnlyList<BenchLine> Lines, string? Problem) Output(string program, IReadOnlyList<string> arguments, int threads)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in Restart.Unset)
        {
            start.Environment.Remove(name);
        }

        // As run_all.sh: Python's peers get the better settings of malloc, and Stan runs as it comes.
        foreach (var (name, value) in Restart.Malloc)
        {
            start.Environment[name] = program == "Rscript" ? null : value;
        }

        start.Environment["PEERBENCH_DATA"] = data;
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["OMP_NUM_THREADS"] = start.Environment["OPENBLAS_NUM_THREADS"] = threads.ToString(CultureInfo.InvariantCulture);
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            var last = errors.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault();
            return (BenchLine.Parse(output), process.ExitCode == 0 ? null : last ?? $"exit code {process.ExitCode}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return ([], $"{program} is not installed");
        }
    }

    private string? FindPython() => new[] { Environment.GetEnvironmentVariable("PYTHON"), "python3", "/usr/bin/python3" }
        .FirstOrDefault(p => p is { Length: > 0 } && Output(p, ["-c", "import torch"], 1).Problem is null);

    private static string? Beside()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "DiffProb.sln")))
            {
                return Path.Combine(at.FullName, "..", "shared", "bench");
            }
        }

        return null;
    }
}
