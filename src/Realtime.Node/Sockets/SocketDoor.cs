using System.Net;
using System.Net.WebSockets;
using Akka.Actor;
using Akka.Hosting;
using Realtime.Actors;
using Realtime.Actors.Connections;
using Realtime.Node.Auth;

namespace Realtime.Node.Sockets;

/// <summary>Where browsers come in at <c>GET /socket/websocket?vsn=2.0.0</c>: says who may, and gives their sockets to the node's connections.</summary>
internal sealed class SocketDoor(
    IRequiredActor<ConnectionsKey> connections, SocketSettings settings, TimeProvider time, IHostApplicationLifetime lifetime, ActorSystem system,
    Authentication authentication, Admission admission)
{
    /// <summary>Of every handshake.</summary>
    public const string Path = "/socket/websocket";

    /// <summary>The same.</summary>
    public static ReadOnlySpan<byte> Utf8Path => "/socket/websocket"u8;

    /// <summary>The subprotocol that clients offer when they send a token in a header; it must be answered or browsers fail.</summary>
    private const string Subprotocol = "phoenix";

    /// <summary>No pings of ours: a timer per connection. Clients send heartbeats, and silence is noticed by one sweep for all.</summary>
    public static readonly TimeSpan KeepAlive = Timeout.InfiniteTimeSpan;

    private static readonly SocketRefusal ForeignOrigin = new(StatusCodes.Status403Forbidden, "this origin may not connect: see setting Realtime:Origins\n");
    private static readonly SocketRefusal UnknownVersion = new(StatusCodes.Status403Forbidden, "unsupported vsn: expected vsn=2.0.0\n");
    private static readonly SocketRefusal NodeStops = new(StatusCodes.Status503ServiceUnavailable, "this node stops: connect to another one\n", RetryAfter: 1);

    private readonly CoordinatedShutdown _shutdown = CoordinatedShutdown.Get(system);

    /// <summary>From the signal to stop on; or the node was taken out of the cluster, and its actors end.</summary>
    private bool IsStopping => lifetime.ApplicationStopping.IsCancellationRequested || _shutdown.ShutdownReason is not null;

    /// <summary>Which of the offered subprotocols is answered; null: none.</summary>
    public static string? Answered(IEnumerable<string> subprotocols) => subprotocols.Contains(Subprotocol) ? Subprotocol : null;

    /// <summary>Whether whoever sent a handshake may come in. If so it is in, until <see cref="ServeAsync"/> ends or <see cref="Leave"/> is called.</summary>
    /// <param name="request">A handshake.</param>
    /// <param name="subprotocols">Those that it offers.</param>
    /// <param name="address">Who sent it.</param>
    public async Task<(Grant? Grant, SocketRefusal? Refusal)> EnterAsync(HttpRequest request, IList<string> subprotocols, IPAddress? address)
    {
        if (!settings.Origins.Allow(request.Headers.Origin, request.Host)) return (null, ForeignOrigin);
        var verdict = await authentication.OfAsync(request, subprotocols).ConfigureAwait(false);
        if (verdict.Refusal is { } reason) return (null, new SocketRefusal(StatusCodes.Status403Forbidden, reason + "\n"));
        // A missing vsn counts as 2.0.0: a kindness to hand-written clients.
        var vsn = request.Query["vsn"].ToString();
        if (vsn.Length > 0 && vsn != "2.0" && !vsn.StartsWith("2.0.", StringComparison.Ordinal)) return (null, UnknownVersion);
        if (IsStopping) return (null, NodeStops);
        return admission.TryEnter(address) is { } limit
            ? (null, new SocketRefusal(
                limit == LimitReached.Connections ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status429TooManyRequests,
                $"too many {limit.Replace('_', ' ')}: try again later\n", RetryAfter: 5))
            : (verdict.Grant, null);
    }

    /// <summary>It was let in, but has no socket any more.</summary>
    public void Leave(IPAddress? address) => admission.Leave(address);

    /// <summary>Serves a socket until it is gone.</summary>
    public Task ServeAsync(WebSocket socket, SocketStream stream, IPEndPoint? remote, Grant? grant)
    {
        var carrier = new WebSocketCarrier(socket, stream, settings.MaxMessageBytes, time);
        connections.ActorRef.Tell(new SocketOpened(carrier, remote is null ? null : new Peer(remote.Address, remote.Port), grant));
        return carrier.Ended;
    }
}
