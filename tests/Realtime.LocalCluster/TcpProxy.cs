using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Realtime.Local;

/// <summary>
/// One address in front of several nodes, as a load balancer would be: each connection goes to the next node whose port takes it, its bytes are pumped
/// both ways unseen. A client is refused only when no node is left.
/// </summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private const int BufferBytes = 16_384;

    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(1);

    private readonly TcpListener _listener;
    private readonly Func<IReadOnlyList<IPEndPoint>> _nodes;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Task, byte> _pumps = new();
    private readonly Task _accepting;
    private int _next;

    /// <param name="nodes">Where they take connections, asked for each connection anew.</param>
    public TcpProxy(Func<IReadOnlyList<IPEndPoint>> nodes)
    {
        _nodes = nodes;
        Port = FixedPort.Next();
        _listener = new TcpListener(IPAddress.Loopback, Port);
        // Hundreds of clients reconnect in the same instant.
        _listener.Start(backlog: 1024);
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients connect on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Cuts every connection and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_pumps.Keys);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptSocketAsync(_stopping.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            var pump = ServeAsync(client);
            _pumps[pump] = 0;
            _ = pump.ContinueWith(ended => _pumps.TryRemove(ended, out _), TaskScheduler.Default);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var _ = client;
        using var node = await ConnectAsync();
        if (node is null)
        {
            Reset(client);
            return;
        }

        client.NoDelay = node.NoDelay = true;
        // One way may end before the other: a close frame still has to come back. A broken one breaks both.
        await Task.WhenAll(PumpAsync(client, node), PumpAsync(node, client));
    }

    private async Task<Socket?> ConnectAsync()
    {
        var nodes = _nodes();
        var first = Interlocked.Increment(ref _next);
        for (var i = 0; i < nodes.Count; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
                patience.CancelAfter(ConnectWithin);
                await socket.ConnectAsync(nodes[(int)((uint)(first + i) % (uint)nodes.Count)], patience.Token);
                return socket;
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                socket.Dispose();
            }
        }

        return null;
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            while (await from.ReceiveAsync(buffer.AsMemory(), _stopping.Token) is > 0 and var count)
            {
                for (var sent = 0; sent < count;) sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), _stopping.Token);
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            Reset(from);
            Reset(to);
        }
    }

    /// <summary>Ends a connection as a crash of its peer would.</summary>
    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            socket.Close();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The other way's pump has done it.
        }
    }
}
