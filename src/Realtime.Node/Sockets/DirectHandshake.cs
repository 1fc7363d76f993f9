using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Net.Http.Headers;
using Realtime.Actors.Connections;

namespace Realtime.Node.Sockets;

/// <summary>
/// Looks at the first request of each connection, and where it is a handshake that may come in, answers it: the connection then never has a request, whose state
/// would take as much memory as all the rest of it, and is written to directly. Everything else goes on to the web server as if nobody had looked.
/// </summary>
/// <param name="next">The web server.</param>
/// <param name="services">Of the node; there once it has started.</param>
/// <param name="limits">The web server's.</param>
internal sealed class DirectHandshake(ConnectionDelegate next, IServiceProvider services, KestrelServerLimits limits)
{
    /// <summary>RFC 6455, section 1.3: what a server appends to the client's key to show that it knows the protocol.</summary>
    private const string Proof = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private readonly Lazy<SocketDoor> _door = new(services.GetRequiredService<SocketDoor>);

    /// <summary>
    /// Puts one in front of the web server, on every address without TLS: there the first bytes are not those of a request, and nothing may be answered in clear. Not
    /// where the web server is set to look at requests in ways that are not known here: which hosts it serves, and from whom a proxy says a request is.
    /// </summary>
    public static void Use(KestrelServerOptions kestrel, IConfiguration configuration)
    {
        if (configuration["AllowedHosts"] is { Length: > 0 } and not "*" || configuration.GetValue<bool>("ForwardedHeaders_Enabled")) return;
        kestrel.ConfigureEndpointDefaults(listen => listen.Use(next =>
            // Asked when the whole pipeline is known: TLS comes into it after this.
            IsPlain(listen) ? new DirectHandshake(next, listen.ApplicationServices, kestrel.Limits).OnConnectionAsync : next));
    }

    private static bool IsPlain(ListenOptions listen) => listen.ToString()?.StartsWith("http://", StringComparison.Ordinal) == true;

    private async Task OnConnectionAsync(ConnectionContext connection)
    {
        var opened = await OpenAsync(connection).ConfigureAwait(false);
        if (opened is null)
        {
            await next(connection).ConfigureAwait(false);
            return;
        }

        var remote = connection.RemoteEndPoint as IPEndPoint;
        try
        {
            var output = new DirectOutput(opened.Socket, connection);
            await output.WriteAsync(opened.Answer).ConfigureAwait(false);
            var stream = new SocketStream(connection.Transport.Input.AsStream(leaveOpen: true), output);
            using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = SocketDoor.KeepAlive });
            await _door.Value.ServeAsync(socket, stream, remote, opened.Grant).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Gone before it had its answer.
        }
        finally
        {
            _door.Value.Leave(remote?.Address);
        }
    }

    /// <summary>Null: the web server is to see what came.</summary>
    private async Task<Opened?> OpenAsync(ConnectionContext connection)
    {
        if (connection.Features.Get<IConnectionSocketFeature>() is not { } system) return null;
        if (await FirstBytesAsync(connection).ConfigureAwait(false) is not { } received) return null;
        // What is not taken here is there for the web server at once.
        var taken = received.Start;
        try
        {
            if (FirstRequest.Read(received, out var end) is not { } request) return null;
            var offered = request.Headers.GetCommaSeparatedValues(HeaderNames.SecWebSocketProtocol);
            var address = (connection.RemoteEndPoint as IPEndPoint)?.Address;
            request.HttpContext.Connection.RemoteIpAddress = address;
            var (grant, refusal) = await _door.Value.EnterAsync(request, offered, address).ConfigureAwait(false);
            if (refusal is not null)
            {
                connection.Features.Set(new NotedRefusal(refusal));
                return null;
            }

            taken = end;
            return new Opened(system.Socket, Answer(request.Headers.SecWebSocketKey.ToString(), SocketDoor.Answered(offered)), grant);
        }
        finally
        {
            connection.Transport.Input.AdvanceTo(taken);
        }
    }

    /// <summary>Null: nothing came, the connection ends.</summary>
    private async Task<ReadOnlySequence<byte>?> FirstBytesAsync(ConnectionContext connection)
    {
        var ending = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ending);
        patience.CancelAfter(limits.KeepAliveTimeout);
        try
        {
            return (await connection.Transport.Input.ReadAsync(patience.Token).ConfigureAwait(false)).Buffer;
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            if (!ending.IsCancellationRequested) connection.Abort(new ConnectionAbortedException("no request came"));
            return null;
        }
        catch (Exception e) when (e is IOException or ConnectionAbortedException)
        {
            // Reset by the client, or by this end: the web server finds the same.
            return null;
        }
    }

    /// <summary>RFC 6455, section 4.2.2.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "The protocol's own: it proves nothing but that the server has read the key.")]
    private static byte[] Answer(string key, string? subprotocol)
    {
        var proof = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Proof)));
        var protocol = subprotocol is null ? "" : $"Sec-WebSocket-Protocol: {subprotocol}\r\n";
        return Encoding.ASCII.GetBytes($"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: {proof}\r\n{protocol}\r\n");
    }

    /// <summary>A socket that was let in.</summary>
    private sealed record Opened(Socket Socket, byte[] Answer, Grant? Grant);
}
