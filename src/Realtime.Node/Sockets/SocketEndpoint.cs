using System.Net;
using Microsoft.AspNetCore.Http.Features;

namespace Realtime.Node.Sockets;

/// <summary>Handshakes that come as requests among others: over TLS, on a connection that served a page before, or in pieces. And the refusal of any.</summary>
internal static class SocketEndpoint
{
    private static readonly SocketRefusal NoHandshake = new(StatusCodes.Status426UpgradeRequired, "expected a WebSocket handshake\n");

    /// <summary>Accepts WebSockets.</summary>
    public static void Map(WebApplication app)
    {
        app.UseWhen(
            context => context.Request.Path == SocketDoor.Path,
            branch =>
            {
                branch.Use((context, next) =>
                {
                    if (context.Features.Get<IHttpUpgradeFeature>() is { } upgrade) context.Features.Set<IHttpUpgradeFeature>(new SocketUpgrade(upgrade));
                    return next(context);
                });
                branch.UseWebSockets(new WebSocketOptions { KeepAliveInterval = SocketDoor.KeepAlive });
            });
        app.MapGet(SocketDoor.Path, (HttpContext context, SocketDoor door) => AcceptAsync(context, door));
    }

    private static async Task AcceptAsync(HttpContext context, SocketDoor door)
    {
        var offered = context.WebSockets.WebSocketRequestedProtocols;
        var address = context.Connection.RemoteIpAddress;
        // Whoever looked at the connection's first request has decided on it; a later one gets a decision of its own.
        var refusal = context.WebSockets.IsWebSocketRequest ? TakeRefusal(context) : NoHandshake;
        var grant = default(Actors.Connections.Grant);
        if (refusal is null) (grant, refusal) = await door.EnterAsync(context.Request, offered, address).ConfigureAwait(false);
        if (refusal is not null)
        {
            await RefuseAsync(context.Response, refusal).ConfigureAwait(false);
            return;
        }

        try
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync(SocketDoor.Answered(offered)).ConfigureAwait(false);
            var stream = ((SocketUpgrade)context.Features.GetRequiredFeature<IHttpUpgradeFeature>()).Stream!;
            await door.ServeAsync(socket, stream, address is null ? null : new IPEndPoint(address, context.Connection.RemotePort), grant).ConfigureAwait(false);
        }
        finally
        {
            door.Leave(address);
        }
    }

    private static SocketRefusal? TakeRefusal(HttpContext context)
    {
        var noted = context.Features.Get<NotedRefusal>();
        var refusal = noted?.Refusal;
        if (noted is not null) noted.Refusal = null;
        return refusal;
    }

    private static async Task RefuseAsync(HttpResponse response, SocketRefusal refusal)
    {
        response.StatusCode = refusal.Status;
        if (refusal.Status == StatusCodes.Status426UpgradeRequired) response.Headers.Upgrade = "websocket";
        if (refusal.RetryAfter is { } seconds) response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await response.WriteAsync(refusal.Text).ConfigureAwait(false);
    }
}
