using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace DiffProb;

/// <summary>What a cell reads: a line that the front end asks a person for.</summary>
/// <param name="sockets">Where to ask.</param>
/// <param name="request">Whose cell it is.</param>
/// <param name="replies">The answers.</param>
/// <param name="flush">Shows what the cell has written before it asks.</param>
internal sealed class KernelInput(KernelSockets sockets, Message request, BlockingCollection<Message> replies, Action flush) : TextReader
{
    private string line = "";
    private int at;

    /// <inheritdoc/>
    /// <exception cref="JupyterException">The front end gives no input.</exception>
    public override string? ReadLine()
    {
        if (at < line.Length)
        {
            var rest = line[at..].TrimEnd('\n');
            at = line.Length;
            return rest;
        }

        return Ask();
    }

    /// <inheritdoc/>
    public override int Peek() => Fill() ? line[at] : -1;

    /// <inheritdoc/>
    public override int Read() => Fill() ? line[at++] : -1;

    private bool Fill()
    {
        if (at >= line.Length)
        {
            line = Ask() + "\n";
            at = 0;
        }

        return true;
    }

    private string Ask()
    {
        if (!request.Is("allow_stdin", false))
        {
            throw JupyterErrors.NoInput();
        }

        // An answer to a question of an earlier cell is none to this.
        while (replies.TryTake(out _))
        {
        }

        flush();
        sockets.Ask(request, "input_request", new JsonObject { ["prompt"] = "", ["password"] = false });
        return replies.Take().Text("value");
    }
}
