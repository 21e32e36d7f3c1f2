using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace DiffProb;

/// <summary>A kernel: takes requests, runs cells, and tells front ends.</summary>
/// <remarks>
/// <para>Requests of the shell channel are answered one after the other on the thread that runs cells. Those of the control channel have a thread of
/// their own, so that interrupt and shutdown do not wait for a cell.</para>
/// <para><b>Source</b>: https://jupyter-client.readthedocs.io/en/stable/messaging.html.</para>
/// </remarks>
internal sealed class JupyterKernel : IDisposable
{
    // Programs of a thousand sites are traced by recursion here and there in what a person writes.
    private const int StackOfCells = 64 << 20;

    private readonly CellLanguage language;
    private readonly KernelSockets sockets;
    private readonly CellSession session;
    private readonly CellRunner runner;
    private readonly History history = new();
    private readonly BlockingCollection<Message> shell = [];
    private readonly BlockingCollection<Message> control = [];
    private readonly BlockingCollection<Message> answers = [];
    private readonly ManualResetEventSlim over = new();
    private bool isReady;

    /// <summary>Starts to listen.</summary>
    /// <param name="file">Where, and how messages are signed.</param>
    /// <param name="language">The language of cells that name none.</param>
    /// <param name="directory">Where relative paths of #r and #load begin.</param>
    public JupyterKernel(ConnectionFile file, CellLanguage language, string directory)
    {
        this.language = language;
        session = new CellSession(language, directory);
        sockets = new KernelSockets(file, Receive);
        runner = new CellRunner(sockets, session, answers, history);
    }

    /// <summary>Answers requests until one says to shut down, or Stop does.</summary>
    public void Run()
    {
        sockets.Publish("{}"u8.ToArray(), "status", State("starting"));
        new Thread(() => Answer(shell, Shell), StackOfCells) { IsBackground = true, Name = "cells" }.Start();
        new Thread(() => Answer(control, Control)) { IsBackground = true, Name = "control" }.Start();
        over.Wait();
    }

    /// <summary>Stops the cell that runs.</summary>
    public void Interrupt() => runner.Interrupt();

    /// <summary>Ends the kernel.</summary>
    public void Stop() => over.Set();

    /// <summary>Sends what is left to send, and closes. The threads that wait for requests end with the process.</summary>
    public void Dispose() => sockets.Dispose();

    // On the thread of the sockets.
    private void Receive(Message message)
    {
        var queue = message.Channel switch
        {
            Channel.Control => control,
            Channel.Stdin => answers,
            _ => shell,
        };
        if (message.Type == "execute_request")
        {
            runner.Received(message);
        }

        queue.Add(message);
    }

    private void Answer(BlockingCollection<Message> requests, Func<Message, JsonObject?> answer)
    {
        foreach (var request in requests.GetConsumingEnumerable())
        {
            sockets.Publish(request.Header, "status", State("busy"));
            try
            {
                if (answer(request) is { } content)
                {
                    sockets.Reply(request, request.Type.Replace("_request", "_reply", StringComparison.Ordinal), content);
                }
            }
#pragma warning disable CA1031 // A request that fails here is our mistake; the kernel, and what a person has computed in it, lives on.
            catch (Exception e)
#pragma warning restore CA1031
            {
                KernelLog.Write(JupyterErrors.RequestFailed(request.Type, e));
                sockets.Reply(request, request.Type.Replace("_request", "_reply", StringComparison.Ordinal), Failed(e));
            }

            sockets.Publish(request.Header, "status", State("idle"));
            if (request.Type == "shutdown_request")
            {
                over.Set();
            }
            else if (request.Type == "kernel_info_request" && !isReady && requests == shell)
            {
                // While a person reads the first lines.
                isReady = true;
                session.Start();
            }
        }
    }

    private JsonObject? Shell(Message request) => request.Type switch
    {
        "execute_request" => runner.Execute(request),
        "complete_request" => Complete(request),
        "inspect_request" => Inspect(request),
        "is_complete_request" => Completeness(request),
        "history_request" => history.Reply(request),
        "comm_info_request" => new JsonObject { ["status"] = "ok", ["comms"] = new JsonObject() },
        "comm_open" => CloseComm(request),
        "comm_msg" or "comm_close" => null,
        _ => Control(request),
    };

    private JsonObject? Control(Message request)
    {
        switch (request.Type)
        {
            case "kernel_info_request":
                return KernelInfo.Reply(language);
            case "interrupt_request":
                Interrupt();
                return new JsonObject { ["status"] = "ok" };
            case "shutdown_request":
                Interrupt();
                return new JsonObject { ["status"] = "ok", ["restart"] = request.Is("restart", false) };
            default:
                KernelLog.Write(JupyterErrors.UnknownRequest(request.Type, request.Channel));
                return null;
        }
    }

    private JsonObject Complete(Message request)
    {
        var code = request.Text("code");
        var found = session.Complete(code, CodePoints.ToUtf16(code, request.Number("cursor_pos") ?? code.Length));
        var (start, end) = (CodePoints.FromUtf16(code, found.Start), CodePoints.FromUtf16(code, found.End));
        return new JsonObject
        {
            ["status"] = "ok",
            ["matches"] = new JsonArray([.. found.Choices.Select(c => (JsonNode)c.Text)]),
            ["cursor_start"] = start,
            ["cursor_end"] = end,

            // Not in the protocol; JupyterLab shows the kinds.
            ["metadata"] = new JsonObject
            {
                ["_jupyter_types_experimental"] = new JsonArray([.. found.Choices.Select(c => new JsonObject { ["start"] = start, ["end"] = end, ["text"] = c.Text, ["type"] = c.Kind })]),
            },
        };
    }

    private JsonObject Inspect(Message request)
    {
        var code = request.Text("code");
        var found = session.Inspect(code, CodePoints.ToUtf16(code, request.Number("cursor_pos") ?? code.Length));
        var data = new JsonObject();
        if (found is not null)
        {
            data["text/plain"] = found.Text.Length > 0 ? $"{found.Signature}\n\n{found.Text}" : found.Signature;
        }

        return new JsonObject { ["status"] = "ok", ["found"] = found is not null, ["data"] = data, ["metadata"] = new JsonObject() };
    }

    private JsonObject Completeness(Message request) => session.Completeness(request.Text("code")) switch
    {
        CellCompleteness.Complete => new JsonObject { ["status"] = "complete" },
        CellCompleteness.Incomplete => new JsonObject { ["status"] = "incomplete", ["indent"] = "    " },
        _ => new JsonObject { ["status"] = "invalid" },
    };

    // Nothing here is the other end of a comm, which the protocol wants to be said.
    private JsonObject? CloseComm(Message request)
    {
        sockets.Publish(request.Header, "comm_close", new JsonObject { ["comm_id"] = request.Text("comm_id"), ["data"] = new JsonObject() });
        return null;
    }

    private static JsonObject State(string state) => new() { ["execution_state"] = state };

    private static JsonObject Failed(Exception e) => new()
    {
        ["status"] = "error",
        ["ename"] = e.GetType().Name,
        ["evalue"] = e.Message,
        ["traceback"] = new JsonArray(),
    };
}
