using Akka.Actor;
using Akka.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Realtime.Actors;
using Realtime.Actors.Connections;
using Realtime.Node.Auth;

namespace Realtime.Node.Sockets;

/// <summary>Where browsers connect: <c>GET /socket/websocket?vsn=2.0.0</c>.</summary>
internal sealed class SocketEndpoint(
    IRequiredActor<ConnectionsKey> connections, AllowedOrigins origins, int maxMessageBytes, TimeProvider time, IHostApplicationLifetime lifetime, ActorSystem system,
    Authentication authentication, Admission admission)
{
    private const string Path = "/socket/websocket";

    /// <summary>The subprotocol that clients offer when they send a token in a header; it must be answered or browsers fail.</summary>
    private const string Subprotocol = "phoenix";

    private readonly CoordinatedShutdown _shutdown = CoordinatedShutdown.Get(system);

    /// <summary>From the signal to stop on; or the node was taken out of the cluster, and its actors end.</summary>
    private bool IsStopping => lifetime.ApplicationStopping.IsCancellationRequested || _shutdown.ShutdownReason is not null;

    /// <summary>Accepts WebSockets and gives them to the node's connections.</summary>
    /// <param name="app">The host.</param>
    /// <param name="origins">Which pages may connect.</param>
    /// <param name="maxMessageBytes">A longer message closes with 1009.</param>
    public static void Map(WebApplication app, AllowedOrigins origins, int maxMessageBytes)
    {
        app.UseWhen(
            context => context.Request.Path == Path,
            branch =>
            {
                branch.Use((context, next) =>
                {
                    if (context.Features.Get<IHttpUpgradeFeature>() is { } upgrade) context.Features.Set<IHttpUpgradeFeature>(new SocketUpgrade(upgrade));
                    return next(context);
                });
                // No pings of ours: a timer per connection. Clients send heartbeats, and silence is noticed by one sweep for all.
                branch.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
            });
        var endpoint = new Lazy<SocketEndpoint>(() => ActivatorUtilities.CreateInstance<SocketEndpoint>(app.Services, origins, maxMessageBytes));
        app.MapGet(Path, (HttpContext context) => endpoint.Value.AcceptAsync(context));
    }

    private async Task AcceptAsync(HttpContext context)
    {
        var (grant, denial) = await GrantAsync(context).ConfigureAwait(false);
        if ((denial ?? Refusal(context)) is var (status, text))
        {
            context.Response.StatusCode = status;
            if (status == StatusCodes.Status426UpgradeRequired) context.Response.Headers.Upgrade = "websocket";
            if (status == StatusCodes.Status503ServiceUnavailable) context.Response.Headers.RetryAfter = "1";
            await context.Response.WriteAsync(text).ConfigureAwait(false);
            return;
        }

        var address = context.Connection.RemoteIpAddress;
        if (admission.TryEnter(address) is { } limit)
        {
            context.Response.StatusCode = limit == LimitReached.Connections ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter = "5";
            await context.Response.WriteAsync($"too many {limit.Replace('_', ' ')}: try again later\n").ConfigureAwait(false);
            return;
        }

        try
        {
            await ServeAsync(context, grant).ConfigureAwait(false);
        }
        finally
        {
            admission.Leave(address);
        }
    }

    private async Task ServeAsync(HttpContext context, Grant? grant)
    {
        var offered = context.WebSockets.WebSocketRequestedProtocols;
        using var socket = await context.WebSockets.AcceptWebSocketAsync(offered.Contains(Subprotocol) ? Subprotocol : null).ConfigureAwait(false);
        var stream = ((SocketUpgrade)context.Features.GetRequiredFeature<IHttpUpgradeFeature>()).Stream!;
        var carrier = new WebSocketCarrier(socket, stream, maxMessageBytes, time);
        var peer = context.Connection.RemoteIpAddress is { } address ? new Peer(address, context.Connection.RemotePort) : null;
        connections.ActorRef.Tell(new SocketOpened(carrier, peer, grant));
        await carrier.Ended.ConfigureAwait(false);
    }

    /// <summary>What is asked of a request before its token is looked at, and the token.</summary>
    private async Task<(Grant? Grant, (int Status, string Text)? Denial)> GrantAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest) return (null, (StatusCodes.Status426UpgradeRequired, "expected a WebSocket handshake\n"));
        if (!origins.Allow(context.Request.Headers.Origin, context.Request.Host)) return (null, (StatusCodes.Status403Forbidden, "this origin may not connect: see setting Realtime:Origins\n"));
        var verdict = await authentication.OfAsync(context.Request, context.WebSockets.WebSocketRequestedProtocols).ConfigureAwait(false);
        return (verdict.Grant, verdict.Refusal is { } reason ? (StatusCodes.Status403Forbidden, reason + "\n") : null);
    }

    private (int Status, string Text)? Refusal(HttpContext context)
    {
        var vsn = context.Request.Query["vsn"].ToString();
        // A missing vsn counts as 2.0.0: a kindness to hand-written clients.
        if (vsn.Length > 0 && vsn != "2.0" && !vsn.StartsWith("2.0.", StringComparison.Ordinal)) return (StatusCodes.Status403Forbidden, "unsupported vsn: expected vsn=2.0.0\n");
        return IsStopping ? (StatusCodes.Status503ServiceUnavailable, "this node stops: connect to another one\n") : null;
    }
}
