using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Features;
using Realtime.Bench.Feed;

namespace Realtime.Bench.Bare;

/// <summary>All open sockets. Each waits for what its client sends without a buffer.</summary>
internal abstract class Subscribers : IBroadcaster
{
    private readonly Lock _gate = new();
    private readonly HashSet<Subscriber> _all = [];
    private Subscriber[]? _list;

    /// <summary>In no order.</summary>
    protected Subscriber[] All
    {
        get { lock (_gate) return _list ??= [.. _all]; }
    }

    public abstract ValueTask BroadcastAsync(long n, byte[] payload);

    /// <summary>Keeps a client until it goes.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest) return;
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var stream = ((KeptUpgrade)context.Features.GetRequiredFeature<IHttpUpgradeFeature>()).Stream!;
        var subscriber = Open(socket, stream);
        lock (_gate)
        {
            _all.Add(subscriber);
            _list = null;
        }

        try
        {
            while ((await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (WebSocketException)
        {
            // Cut.
        }
        finally
        {
            lock (_gate)
            {
                _all.Remove(subscriber);
                _list = null;
            }

            subscriber.Close();
        }
    }

    protected abstract Subscriber Open(WebSocket socket, Stream stream);
}
