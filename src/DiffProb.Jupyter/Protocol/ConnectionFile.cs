using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DiffProb;

/// <summary>Where a kernel listens and how messages are signed, as the front end says in a file.</summary>
/// <remarks>
/// <para>The kernel listens on loopback alone: whoever can send it a message that is signed runs code here.</para>
/// <para><b>Source</b>: https://jupyter-client.readthedocs.io/en/stable/kernels.html#connection-files.</para>
/// </remarks>
/// <param name="Host">The address, as sockets write it.</param>
/// <param name="Ports">The port of each channel.</param>
/// <param name="Key">What messages are signed with; empty if the file says that they are not.</param>
internal sealed record ConnectionFile(string Host, IReadOnlyDictionary<Channel, int> Ports, byte[] Key)
{
    private const string Scheme = "hmac-sha256";

    /// <summary>Reads a file.</summary>
    /// <exception cref="JupyterException">It is missing, or asks for what is not done.</exception>
    public static ConnectionFile Read(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw JupyterErrors.NoConnectionFile(path);
        }

        JsonObject root;
        try
        {
            root = JsonNode.Parse(text) as JsonObject ?? throw JupyterErrors.WrongConnection(path, "it is not an object", "a file that Jupyter has written");
        }
        catch (JsonException e)
        {
            throw JupyterErrors.WrongConnection(path, $"it is not JSON ({e.Message})", "a file that Jupyter has written");
        }

        if (Text(path, root, "transport") is var transport && transport != "tcp")
        {
            throw JupyterErrors.WrongConnection(path, $"its transport is \"{transport}\"", "\"tcp\", which is Jupyter's usual one");
        }

        if (Text(path, root, "signature_scheme") is var scheme && scheme != Scheme)
        {
            throw JupyterErrors.WrongConnection(path, $"its signature_scheme is \"{scheme}\"", $"\"{Scheme}\", which is Jupyter's usual one");
        }

        var ports = Enum.GetValues<Channel>().ToDictionary(c => c, c => Port(path, root, $"{(c == Channel.Heartbeat ? "hb" : c.ToString().ToLowerInvariant())}_port"));
        return new ConnectionFile(Loopback(path, Text(path, root, "ip")), ports, Encoding.UTF8.GetBytes(Text(path, root, "key")));
    }

    /// <summary>The address of a channel.</summary>
    public string Address(Channel channel) => FormattableString.Invariant($"tcp://{Host}:{Ports[channel]}");

    private static string Loopback(string path, string ip)
    {
        if (ip == "localhost")
        {
            return "127.0.0.1";
        }

        if (!IPAddress.TryParse(ip, out var address) || !IPAddress.IsLoopback(address))
        {
            throw JupyterErrors.NotLoopback(path, ip);
        }

        return address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
    }

    private static string Text(string path, JsonObject root, string name) =>
        root[name] is JsonValue value && value.TryGetValue(out string? text) ? text : throw JupyterErrors.WrongConnection(path, $"it has no \"{name}\"", "a file that Jupyter has written");

    private static int Port(string path, JsonObject root, string name) =>
        root[name] is JsonValue value && value.TryGetValue(out int port) && port is > 0 and <= IPEndPoint.MaxPort
            ? port
            : throw JupyterErrors.WrongConnection(path, $"\"{name}\" is no port", "a number from 1 to 65535");
}
