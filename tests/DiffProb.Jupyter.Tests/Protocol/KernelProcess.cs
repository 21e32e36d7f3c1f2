using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace DiffProb.Protocol;

/// <summary>The tool itself, as a process that Jupyter would have started.</summary>
public sealed class KernelProcess : IDisposable
{
    private readonly Process process;
    private readonly List<string> log = [];

    public KernelProcess(string language, Action<JsonObject>? change = null, int? parent = null)
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("diffprob-kernel-").FullName;
        Connection = NewConnection();
        change?.Invoke(Connection);
        var file = Path.Combine(Directory, "connection.json");
        File.WriteAllText(file, Connection.ToJsonString());
        var start = new ProcessStartInfo("dotnet", [Tool, "kernel", language, file]) { RedirectStandardError = true, WorkingDirectory = Directory };
        start.Environment["JPY_PARENT_PID"] = (parent ?? Environment.ProcessId).ToString(System.Globalization.CultureInfo.InvariantCulture);
        process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (log)
            {
                log.Add(line.Data ?? "");
            }
        };
        process.BeginErrorReadLine();
    }

    /// <summary>The path of the tool.</summary>
    public static string Tool => Path.ChangeExtension(typeof(CellEngine).Assembly.Location, ".dll");

    public JsonObject Connection { get; }

    public string Directory { get; }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>Whether SIGINT reaches it: the second bit of what it ignores, which it has from its parents, is not set.</summary>
    public bool HearsInterrupt =>
        File.Exists($"/proc/{Id}/status")
        && (Convert.ToUInt64(File.ReadLines($"/proc/{Id}/status").Single(l => l.StartsWith("SigIgn:", StringComparison.Ordinal))[7..].Trim(), 16) & 2) == 0;

    /// <summary>What it says of itself.</summary>
    public string Log
    {
        get
        {
            lock (log)
            {
                return string.Join('\n', log);
            }
        }
    }

    /// <summary>Whether it says something of itself, now or soon: that comes on another way than its answers.</summary>
    public bool Says(string text)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(30); Thread.Sleep(10))
        {
            if (Log.Contains(text, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Waits for its end, and for all that it said of itself; its exit code, or none.</summary>
    public int? End(TimeSpan limit)
    {
        if (!process.WaitForExit(limit))
        {
            return null;
        }

        // With a limit, the last lines may still be on their way.
        process.WaitForExit();
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    internal static JsonObject NewConnection()
    {
        // All at once, so that no two are the same.
        var listeners = Enumerable.Range(0, 5).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(l => l.Start());
        var ports = listeners.ConvertAll(l => ((IPEndPoint)l.LocalEndpoint).Port);
        listeners.ForEach(l => l.Stop());
        return new JsonObject
        {
            ["transport"] = "tcp",
            ["ip"] = "127.0.0.1",
            ["key"] = "a0436f6c-1916-498b-8eb9-e81ab9368e84",
            ["signature_scheme"] = "hmac-sha256",
            ["shell_port"] = ports[0],
            ["control_port"] = ports[1],
            ["stdin_port"] = ports[2],
            ["iopub_port"] = ports[3],
            ["hb_port"] = ports[4],
            ["kernel_name"] = "diffprob",
        };
    }
}
