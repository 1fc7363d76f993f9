using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Realtime.Testing;

namespace Realtime.Node.Tests.EndToEnd;

/// <summary>A client with a small receive buffer that reads only when, and as much as, the test says.</summary>
internal sealed class LazyClient : IDisposable
{
    /// <summary>The least that does not slow down those who do read.</summary>
    private const int ReceiveBufferBytes = 32 << 10;

    private readonly Socket _tcp;
    private readonly WebSocket _socket;
    private readonly MemoryStream _message = new();

    private LazyClient(Socket tcp, WebSocket socket) => (_tcp, _socket) = (tcp, socket);

    /// <summary>What came whole so far.</summary>
    public List<PhoenixMessage> Messages { get; } = [];

    /// <summary>The code it was closed with.</summary>
    public int? Closed => (int?)_socket.CloseStatus;

    /// <summary>Its port, by which the node knows it.</summary>
    public int Port => ((IPEndPoint)_tcp.LocalEndPoint!).Port;

    /// <summary>Connects and joins a topic, and reads nothing.</summary>
    public static async Task<LazyClient> JoinAsync(NodeProcess node, string key)
    {
        var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = ReceiveBufferBytes, NoDelay = true };
        await tcp.ConnectAsync(IPAddress.Loopback, node.Port);
        await tcp.SendAsync(Encoding.ASCII.GetBytes(
            $"GET /socket/websocket?vsn=2.0.0 HTTP/1.1\r\nHost: 127.0.0.1:{node.Port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"));
        var head = new byte[1];
        // The server says nothing before the join: what comes is the answer to the upgrade alone.
        for (var ends = 0; ends < 4;)
        {
            if (await tcp.ReceiveAsync(head.AsMemory()) == 0) throw new IOException("refused");
            ends = head[0] is (byte)'\r' or (byte)'\n' ? ends + 1 : 0;
        }

        var socket = WebSocket.CreateFromStream(new NetworkStream(tcp, ownsSocket: true), new WebSocketCreationOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        await socket.SendAsync(Encoding.UTF8.GetBytes($$"""["1","1","realtime:{{key}}","phx_join",{}]"""), WebSocketMessageType.Text, true, CancellationToken.None);
        return new LazyClient(tcp, socket);
    }

    /// <summary>Reads some bytes. False: it was closed.</summary>
    public async Task<bool> ReadAsync(int bytes)
    {
        using var patience = new CancellationTokenSource(Eventually.Deadline);
        var buffer = new byte[bytes];
        var received = await _socket.ReceiveAsync(buffer.AsMemory(), patience.Token);
        if (received.MessageType == WebSocketMessageType.Close) return false;
        _message.Write(buffer.AsSpan(0, received.Count));
        if (received.EndOfMessage)
        {
            Messages.Add(new PhoenixMessage(_message.ToArray(), Messages.Count));
            _message.SetLength(0);
        }

        return true;
    }

    public void Dispose() => _socket.Dispose();
}
