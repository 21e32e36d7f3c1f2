using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NetMQ;
using NetMQ.Sockets;

namespace DiffProb.Protocol;

/// <summary>A front end that knows the protocol and nothing of the kernel. To be used by one thread.</summary>
public sealed class KernelClient : IDisposable
{
    // For a machine that does other things, too.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(100);

    private readonly string session = Guid.NewGuid().ToString();
    private readonly string key;
    private readonly DealerSocket shell = new();
    private readonly DealerSocket control = new();
    private readonly DealerSocket stdin = new();
    private readonly SubscriberSocket iopub = new();
    private readonly RequestSocket heartbeat = new();
    private readonly KernelProcess kernel;
    private readonly List<Received> kept = [];

    /// <summary>Connects, and waits until it hears the kernel.</summary>
    public KernelClient(KernelProcess kernel)
    {
        this.kernel = kernel;
        key = (string)kernel.Connection["key"]!;
        var identity = Encoding.ASCII.GetBytes(session);
        foreach (var (socket, port) in new (NetMQSocket, string)[] { (shell, "shell"), (control, "control"), (stdin, "stdin"), (iopub, "iopub"), (heartbeat, "hb") })
        {
            socket.Options.Identity = identity;
            socket.Options.Linger = TimeSpan.Zero;
            socket.Options.ReceiveHighWatermark = 0;
            socket.Connect($"tcp://{kernel.Connection["ip"]}:{(int)kernel.Connection[port + "_port"]!}");
        }

        iopub.SubscribeToAnyTopic();
        WaitUntilHeard();
    }

    /// <summary>Sends a request; its id.</summary>
    public string Send(string channel, string type, JsonObject content, string? otherKey = null, bool isSigned = true, int times = 1)
    {
        var id = Guid.NewGuid().ToString();
        var header = new JsonObject { ["msg_id"] = id, ["session"] = session, ["username"] = "tester", ["date"] = "2026-01-01T00:00:00Z", ["msg_type"] = type, ["version"] = "5.3" };
        byte[][] parts = [Bytes(header.ToJsonString()), Bytes("{}"), Bytes("{}"), Bytes(content.ToJsonString())];
        for (var i = 0; i < times; i++)
        {
            Socket(channel).SendMultipartBytes([Bytes("<IDS|MSG>"), Bytes(isSigned ? Sign(otherKey ?? key, parts) : ""), .. parts]);
        }

        return id;
    }

    /// <summary>A request to run a cell.</summary>
    public string Execute(string code, bool silent = false, bool store = true, bool allowStdin = false, bool stopOnError = true, JsonObject? expressions = null) =>
        Send("shell", "execute_request", new JsonObject
        {
            ["code"] = code,
            ["silent"] = silent,
            ["store_history"] = store,
            ["user_expressions"] = expressions ?? [],
            ["allow_stdin"] = allowStdin,
            ["stop_on_error"] = stopOnError,
        });

    /// <summary>The reply to a request, and all that was told about it, from busy to idle.</summary>
    public Exchange Complete(string id, string channel = "shell")
    {
        var reply = Next(channel, id, _ => true);
        var told = new List<Received>();
        do
        {
            told.Add(Next("iopub", id, _ => true));
        }
        while (!(told[^1].Type == "status" && (string)told[^1].Content["execution_state"]! == "idle"));
        return new Exchange(reply, told);
    }

    /// <summary>Runs a cell.</summary>
    public Exchange Run(string code, bool silent = false, bool store = true) => Complete(Execute(code, silent, store));

    /// <summary>Asks on the shell channel.</summary>
    public Exchange Ask(string type, JsonObject? content = null, string channel = "shell") => Complete(Send(channel, type, content ?? []), channel);

    /// <summary>The next message about a request that fits.</summary>
    public Received Next(string channel, string id, Func<Received, bool> fits)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (kept.FindIndex(m => m.Channel == channel && m.Parent == id && fits(m)) is >= 0 and var at)
            {
                var found = kept[at];
                kept.RemoveAt(at);
                return found;
            }

            Take(TimeSpan.FromMilliseconds(20));
            Assert.False(kernel.HasExited, $"The kernel is gone. {kernel.Log}");
            Assert.True(watch.Elapsed < Limit, $"Nothing of {id} on {channel}; there was: {string.Join(", ", kept)}; {kernel.Log}");
        }
    }

    /// <summary>Whether something about a request comes within a time.</summary>
    public bool Hears(string id, TimeSpan within)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < within)
        {
            Take(TimeSpan.FromMilliseconds(20));
        }

        return kept.Exists(m => m.Parent == id);
    }

    /// <summary>Answers what a cell asks for.</summary>
    public void Answer(string value) => Send("stdin", "input_reply", new JsonObject { ["value"] = value, ["status"] = "ok" });

    /// <summary>Whether the heart beats.</summary>
    public bool Beats()
    {
        heartbeat.SendFrame("ping");
        return heartbeat.TryReceiveFrameString(TimeSpan.FromSeconds(10), out var echo) && echo == "ping";
    }

    public void Dispose()
    {
        foreach (var socket in new NetMQSocket[] { shell, control, stdin, iopub, heartbeat })
        {
            socket.Dispose();
        }
    }

    // The channel that all see tells nothing to who comes late.
    private void WaitUntilHeard()
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var id = Send("shell", "kernel_info_request", []);
            var asked = watch.Elapsed;
            while (watch.Elapsed - asked < TimeSpan.FromSeconds(2))
            {
                Take(TimeSpan.FromMilliseconds(20));
                if (kept.Exists(m => m.Channel == "iopub" && m.Parent == id) && kept.Exists(m => m.Channel == "shell" && m.Parent == id))
                {
                    // Nothing of the other attempts stays behind, either: what is asked is answered in order.
                    Complete(Send("shell", "comm_info_request", []));
                    kept.Clear();
                    return;
                }
            }

            Assert.False(kernel.HasExited, $"The kernel is gone. {kernel.Log}");
            Assert.True(watch.Elapsed < Limit, $"The kernel does not answer. {kernel.Log}");
        }
    }

    private void Take(TimeSpan wait)
    {
        var any = false;
        foreach (var (socket, channel) in new (NetMQSocket, string)[] { (iopub, "iopub"), (shell, "shell"), (control, "control"), (stdin, "stdin") })
        {
            List<byte[]> frames = [];
            while (socket.TryReceiveMultipartBytes(TimeSpan.Zero, ref frames!))
            {
                any = true;
                kept.Add(Read(channel, frames));
                frames = [];
            }
        }

        if (!any)
        {
            Thread.Sleep(wait);
        }
    }

    private Received Read(string channel, List<byte[]> frames)
    {
        var at = frames.FindIndex(f => Encoding.UTF8.GetString(f) == "<IDS|MSG>");
        var parts = frames[(at + 2)..(at + 6)].ToArray();
        Assert.Equal(key.Length == 0 ? "" : Sign(key, parts), Encoding.UTF8.GetString(frames[at + 1]));
        var header = JsonNode.Parse(parts[0])!;
        Assert.Equal("5.3", (string)header["version"]!);
        return new Received(channel, (string)header["msg_type"]!, (string?)JsonNode.Parse(parts[1])!["msg_id"] ?? "", JsonNode.Parse(parts[3])!.AsObject());
    }

    private DealerSocket Socket(string channel) => channel switch { "shell" => shell, "control" => control, _ => stdin };

    private static string Sign(string key, byte[][] parts) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Bytes(key), parts.SelectMany(p => p).ToArray()));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}

/// <summary>A message that has come.</summary>
public sealed record Received(string Channel, string Type, string Parent, JsonObject Content)
{
    public override string ToString() => $"{Channel} {Type}";
}

/// <summary>A reply, and what was told about its request.</summary>
public sealed record Exchange(Received Reply, List<Received> Told)
{
    public string Status => (string)Reply.Content["status"]!;

    public IEnumerable<string> Types => Told.Select(t => t.Type);

    public string Text(string stream) => string.Concat(Told.Where(t => t.Type == "stream" && (string)t.Content["name"]! == stream).Select(t => (string)t.Content["text"]!));

    public string? Result => (string?)Told.Find(t => t.Type == "execute_result")?.Content["data"]!["text/plain"];
}
