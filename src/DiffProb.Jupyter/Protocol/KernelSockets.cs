using System.Text;
using System.Text.Json.Nodes;
using NetMQ;
using NetMQ.Sockets;

namespace DiffProb;

/// <summary>The sockets of a kernel, all on one thread, which runs no code of a person.</summary>
internal sealed class KernelSockets : IDisposable
{
    private const int MostBytesOfAMessage = 256 << 20;

    // So many refusals are told; whoever floods the kernel does not flood its log.
    private const int MostRefusalsTold = 20;

    private static readonly TimeSpan ToSendTheLast = TimeSpan.FromSeconds(2);

    private readonly string session = Guid.NewGuid().ToString();
    private readonly MessageSigner signer;
    private readonly Action<Message> received;
    private readonly Dictionary<Channel, NetMQSocket> sockets;
    private readonly NetMQQueue<(Channel Channel, List<byte[]> Frames)> outgoing = new();
    private readonly NetMQPoller poller;
    private readonly Heartbeat heartbeat;
    private readonly Lock access = new();
    private bool isClosed;
    private int refused;

    /// <summary>Binds all channels and listens.</summary>
    /// <param name="file">Where, and how messages are signed.</param>
    /// <param name="received">Takes messages; it must not wait.</param>
    /// <exception cref="JupyterException">An address is taken.</exception>
    public KernelSockets(ConnectionFile file, Action<Message> received)
    {
        this.received = received;
        signer = new MessageSigner(file.Key);
        sockets = new Dictionary<Channel, NetMQSocket>
        {
            [Channel.Shell] = new RouterSocket(),
            [Channel.Control] = new RouterSocket(),
            [Channel.Stdin] = new RouterSocket(),
            [Channel.IOPub] = new PublisherSocket(),
        };
        foreach (var (channel, socket) in sockets)
        {
            // A front end that reads slowly loses nothing; what a cell may write is bounded.
            socket.Options.SendHighWatermark = 0;
            socket.Options.ReceiveHighWatermark = 0;
            socket.Options.Linger = ToSendTheLast;
            socket.Options.MaxMsgSize = MostBytesOfAMessage;
            Bind(socket, file.Address(channel));
            if (channel != Channel.IOPub)
            {
                socket.ReceiveReady += (_, ready) => Receive(channel, ready.Socket);
            }
        }

        heartbeat = new Heartbeat(file.Address(Channel.Heartbeat));
        outgoing.ReceiveReady += (_, _) => SendAll();
        poller = [.. sockets.Values, outgoing];
        poller.RunAsync("sockets");
    }

    /// <summary>Answers a message.</summary>
    public void Reply(Message request, string type, JsonObject content) => Send(request.Channel, request.Identities, type, request.Header, content);

    /// <summary>Asks the front end that sent a message for something.</summary>
    public void Ask(Message request, string type, JsonObject content) => Send(Channel.Stdin, request.Identities, type, request.Header, content);

    /// <summary>Tells all front ends.</summary>
    /// <param name="parent">The header of what it is about; empty for nothing.</param>
    /// <param name="type">What it is.</param>
    /// <param name="content">What it says.</param>
    public void Publish(byte[] parent, string type, JsonObject content) => Send(Channel.IOPub, [Encoding.UTF8.GetBytes(type)], type, parent, content);

    /// <summary>Sends what is left to send, and closes.</summary>
    public void Dispose()
    {
        lock (access)
        {
            isClosed = true;
        }

        // What is enqueued is sent before the poller takes the next thing, which is to stop.
        for (var waited = 0; !outgoing.IsEmpty && waited < 100; waited++)
        {
            Thread.Sleep(10);
        }

        poller.Stop();
        heartbeat.Dispose();
        foreach (var socket in sockets.Values)
        {
            socket.Dispose();
        }

        poller.Dispose();
        outgoing.Dispose();
        NetMQConfig.Cleanup(block: true);
    }

    internal static void Bind(NetMQSocket socket, string address)
    {
        socket.Options.IPv4Only = !address.Contains('[', StringComparison.Ordinal);
        try
        {
            socket.Bind(address);
        }
        catch (Exception e) when (e is NetMQException or System.Net.Sockets.SocketException)
        {
            throw JupyterErrors.NoListening(address, e.Message);
        }
    }

    // A cell may have something to say when nobody hears it any longer.
    private void Send(Channel channel, IEnumerable<byte[]> identities, string type, byte[] parent, JsonObject content)
    {
        var frames = Message.Frames(identities, session, type, parent, content, signer);
        lock (access)
        {
            if (!isClosed)
            {
                outgoing.Enqueue((channel, frames));
            }
        }
    }

    private void SendAll()
    {
        while (outgoing.TryDequeue(out var next, TimeSpan.Zero))
        {
            // A front end that is gone takes nothing more.
            sockets[next.Channel].TrySendMultipartBytes(TimeSpan.Zero, next.Frames);
        }
    }

    private void Receive(Channel channel, NetMQSocket socket)
    {
        List<byte[]> frames = [];
        while (socket.TryReceiveMultipartBytes(TimeSpan.Zero, ref frames!))
        {
            try
            {
                received(Message.Read(channel, frames, signer));
            }
            catch (RefusedMessageException e)
            {
                if (++refused <= MostRefusalsTold)
                {
                    KernelLog.Write(JupyterErrors.Refused(channel, e.Message));
                }
            }

            frames = [];
        }
    }

    // On a thread of its own, because it is the sign that the kernel lives.
    private sealed class Heartbeat : IDisposable
    {
        private readonly ResponseSocket socket = new();
        private readonly NetMQPoller poller;

        public Heartbeat(string address)
        {
            Bind(socket, address);
            socket.ReceiveReady += (_, ready) => ready.Socket.SendMultipartBytes(ready.Socket.ReceiveMultipartBytes());
            poller = [socket];
            poller.RunAsync("heartbeat");
        }

        public void Dispose()
        {
            poller.Stop();
            poller.Dispose();
            socket.Dispose();
        }
    }
}
