using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace DiffProb;

/// <summary>Answers requests to execute: runs cells, counts them, and after an error leaves out those that wait.</summary>
/// <param name="sockets">Where outputs go.</param>
/// <param name="session">Runs the cells.</param>
/// <param name="answers">What a person answers to a cell that reads.</param>
/// <param name="history">Remembers the cells.</param>
internal sealed class CellRunner(KernelSockets sockets, CellSession session, BlockingCollection<Message> answers, History history)
{
    private readonly ConditionalWeakTable<Message, StrongBox<long>> turns = [];
    private readonly Lock access = new();
    private CellStop? current;
    private long received;
    private long abandoned;
    private long receivedByTheEnd;
    private int count;
    private int unnumbered;

    /// <summary>A request has come, and waits.</summary>
    public void Received(Message request) => turns.Add(request, new StrongBox<long>(Interlocked.Increment(ref received)));

    /// <summary>Stops the cell that runs, if one does.</summary>
    public void Interrupt()
    {
        CellStop? stop;
        lock (access)
        {
            stop = current;
        }

        stop?.Request();
    }

    /// <summary>Runs the cell of a request.</summary>
    public JsonObject Execute(Message request)
    {
        if (turns.TryGetValue(request, out var turn) && turn.Value <= abandoned)
        {
            return new JsonObject { ["status"] = "aborted", ["execution_count"] = count };
        }

        var code = request.Text("code");
        var isSilent = request.Is("silent", false);
        var isStored = !isSilent && request.Is("store_history", true);
        if (isStored)
        {
            history.Add(++count, code);
        }

        if (!isSilent)
        {
            sockets.Publish(request.Header, "execute_input", new JsonObject { ["code"] = code, ["execution_count"] = count });
        }

        // A file name of its own for a cell that is not counted, above all that will be.
        var number = isStored ? count : 900_000_000 + ++unnumbered;
        var outcome = isSilent ? Run(request, number, code, new SilentOutput(), () => { }) : Publish(request, number, code);
        if (outcome.Error is { } error)
        {
            if (request.Is("stop_on_error", true))
            {
                abandoned = receivedByTheEnd;
            }

            var failure = KernelOutput.Failure(error);
            failure["status"] = "error";
            failure["execution_count"] = count;
            return failure;
        }

        return new JsonObject
        {
            ["status"] = "ok",
            ["execution_count"] = count,
            ["user_expressions"] = Expressions(request),
            ["payload"] = new JsonArray(),
        };
    }

    private CellOutcome Publish(Message request, int number, string code)
    {
        using var output = new KernelOutput(sockets, request);
        var outcome = Run(request, number, code, output, output.Flush);
        if (outcome.Value is { } value)
        {
            output.Result(count, value);
        }

        if (outcome.Error is { } error)
        {
            output.Error(error);
        }

        return outcome;
    }

    private CellOutcome Run(Message request, int number, string code, ICellOutput output, Action flush)
    {
        using var stop = new CellStop();
        lock (access)
        {
            current = stop;
        }

        try
        {
            using var input = new KernelInput(sockets, request, answers, flush);
            return session.Run(number, code, new CellHost(output, input, stop, ShowsProgress: true));
        }
        finally
        {
            // Before anybody is told of an error: what is sent after that waits for nothing.
            receivedByTheEnd = Interlocked.Read(ref received);
            lock (access)
            {
                current = null;
            }
        }
    }

    // Values that a front end wants with the answer, each by itself.
    private JsonObject Expressions(Message request)
    {
        var found = new JsonObject();
        if (request.Content["user_expressions"] is JsonObject asked)
        {
            foreach (var (name, node) in asked)
            {
                var code = node is JsonValue value && value.TryGetValue(out string? text) ? text : "";
                var outcome = Run(request, 900_000_000 + ++unnumbered, code, new SilentOutput(), () => { });
                var answer = outcome.Error is { } error
                    ? KernelOutput.Failure(error)
                    : new JsonObject { ["data"] = outcome.Value is { } v ? KernelOutput.Bundle(v) : new JsonObject(), ["metadata"] = new JsonObject() };
                answer["status"] = outcome.Error is null ? "ok" : "error";
                found[name] = answer;
            }
        }

        return found;
    }
}
