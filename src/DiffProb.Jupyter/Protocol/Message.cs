using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DiffProb;

/// <summary>A message that has come, its signature tested.</summary>
/// <remarks><para><b>Source</b>: https://jupyter-client.readthedocs.io/en/stable/messaging.html#the-wire-protocol.</para></remarks>
/// <param name="Channel">Where it came.</param>
/// <param name="Identities">Whom it is from, for the reply.</param>
/// <param name="Header">Its header, as it came: replies quote it.</param>
/// <param name="Type">What it asks for.</param>
/// <param name="Content">What it says.</param>
internal sealed record Message(Channel Channel, IReadOnlyList<byte[]> Identities, byte[] Header, string Type, JsonObject Content)
{
    private static readonly byte[] Delimiter = "<IDS|MSG>"u8.ToArray();

    /// <summary>Reads the frames of a message.</summary>
    /// <exception cref="RefusedMessageException">It is not signed with the key, came before, or is no message.</exception>
    public static Message Read(Channel channel, IReadOnlyList<byte[]> frames, MessageSigner signer)
    {
        var at = frames.TakeWhile(frame => !frame.AsSpan().SequenceEqual(Delimiter)).Count();
        if (frames.Count < at + 6)
        {
            throw new RefusedMessageException("it has too few parts");
        }

        signer.Test(frames[at + 1], [frames[at + 2], frames[at + 3], frames[at + 4], frames[at + 5]]);
        try
        {
            if (JsonNode.Parse(frames[at + 2]) is JsonObject header
                && header["msg_type"] is JsonValue type && type.TryGetValue(out string? name)
                && JsonNode.Parse(frames[at + 5]) is JsonObject content)
            {
                return new Message(channel, [.. frames.Take(at)], frames[at + 2], name, content);
            }
        }
        catch (JsonException)
        {
            // Said below.
        }

        throw new RefusedMessageException("it is not what the protocol calls a message");
    }

    /// <summary>The frames of a message.</summary>
    /// <param name="identities">Whom it is for; the topic, on the channel that all see.</param>
    /// <param name="session">The session of the kernel.</param>
    /// <param name="type">What it is.</param>
    /// <param name="parent">The header of what it answers; empty for nothing.</param>
    /// <param name="content">What it says.</param>
    /// <param name="signer">Signs it.</param>
    public static List<byte[]> Frames(IEnumerable<byte[]> identities, string session, string type, byte[] parent, JsonObject content, MessageSigner signer)
    {
        var header = new JsonObject
        {
            ["msg_id"] = Guid.NewGuid().ToString(),
            ["session"] = session,
            ["username"] = "kernel",
            ["date"] = DateTime.UtcNow.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            ["msg_type"] = type,
            ["version"] = KernelInfo.Protocol,
        };
        byte[][] parts = [Bytes(header.ToJsonString()), parent, Bytes("{}"), Bytes(content.ToJsonString())];
        return [.. identities, Delimiter, signer.Sign(parts), .. parts];
    }

    /// <summary>A text of the content.</summary>
    public string Text(string name) => Content[name] is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    /// <summary>A claim of the content.</summary>
    public bool Is(string name, bool otherwise) => Content[name] is JsonValue value && value.TryGetValue(out bool claim) ? claim : otherwise;

    /// <summary>A number of the content.</summary>
    public int? Number(string name) => Content[name] is JsonValue value && value.TryGetValue(out int number) ? number : null;

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
