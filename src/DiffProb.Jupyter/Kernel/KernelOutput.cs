using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DiffProb;

/// <summary>Sends what a cell writes and shows to all front ends, in order. What is written is gathered for a moment, so that a thousand small pieces are one message.</summary>
internal sealed class KernelOutput : ICellOutput, IDisposable
{
    private const int MostCharacters = 16_384;

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    private readonly Lock access = new();
    private readonly KernelSockets sockets;
    private readonly Message request;
    private readonly Timer timer;
    private readonly StringBuilder text = new();
    private CellStream stream;
    private bool isOver;

    /// <summary>The output of the cell of a request.</summary>
    public KernelOutput(KernelSockets sockets, Message request)
    {
        this.sockets = sockets;
        this.request = request;
        timer = new Timer(_ => Flush());
    }

    /// <inheritdoc/>
    public void Write(CellStream stream, string text)
    {
        lock (access)
        {
            if (this.stream != stream)
            {
                Flush();
                this.stream = stream;
            }

            if (this.text.Length == 0 && !isOver)
            {
                timer.Change(Moment, Timeout.InfiniteTimeSpan);
            }

            this.text.Append(text);
            if (this.text.Length >= MostCharacters)
            {
                Flush();
            }
        }
    }

    /// <inheritdoc/>
    public void Display(CellValue value, string id) => Publish("display_data", Shown(value, id));

    /// <inheritdoc/>
    public void Update(CellValue value, string id) => Publish("update_display_data", Shown(value, id));

    /// <inheritdoc/>
    public void Clear(bool wait) => Publish("clear_output", new JsonObject { ["wait"] = wait });

    /// <summary>The last value of the cell.</summary>
    public void Result(int number, CellValue value)
    {
        var content = Shown(value, null);
        content["execution_count"] = number;
        Publish("execute_result", content);
    }

    /// <summary>Why the cell did not end.</summary>
    public void Error(CellError error) => Publish("error", Failure(error));

    /// <summary>Sends what is gathered.</summary>
    public void Flush()
    {
        lock (access)
        {
            if (text.Length > 0)
            {
                var content = new JsonObject { ["name"] = stream == CellStream.Stdout ? "stdout" : "stderr", ["text"] = text.ToString() };
                text.Clear();
                sockets.Publish(request.Header, "stream", content);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (access)
        {
            Flush();
            isOver = true;
            timer.Dispose();
        }
    }

    /// <summary>An error as the protocol writes it.</summary>
    public static JsonObject Failure(CellError error) => new()
    {
        ["ename"] = error.Name,
        ["evalue"] = error.Message,
        ["traceback"] = new JsonArray([.. error.Traceback.Select(line => (JsonNode)line)]),
    };

    /// <summary>The texts of a value by MIME type; those of JSON are JSON.</summary>
    public static JsonObject Bundle(CellValue value) =>
        new(value.Texts.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => KeyValuePair.Create(t.Key, Json(t.Key, t.Value))));

    private static JsonNode? Json(string mime, string text)
    {
        try
        {
            return mime.EndsWith("json", StringComparison.Ordinal) ? JsonNode.Parse(text) : text;
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static JsonObject Shown(CellValue value, string? id)
    {
        var content = new JsonObject { ["data"] = Bundle(value), ["metadata"] = new JsonObject() };
        if (id is not null)
        {
            content["transient"] = new JsonObject { ["display_id"] = id };
        }

        return content;
    }

    private void Publish(string type, JsonObject content)
    {
        lock (access)
        {
            Flush();
            sockets.Publish(request.Header, type, content);
        }
    }
}
