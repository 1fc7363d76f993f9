using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Realtime.Protocol.Operations;

namespace Realtime.Pbm.Connecting;

/// <summary>Connects to a member, says who asks, and hears what it can be asked.</summary>
internal static class Opening
{
    /// <summary>A session, or why there is none.</summary>
    public static async Task<(Session? Session, Failure? Failure)> OpenAsync(ConnectionOptions options)
    {
        using var patience = new CancellationTokenSource(options.Timeout);
        var (stream, fault) = await ConnectAsync(options, patience.Token);
        if (stream is null) return (null, ConnectFailures.CannotConnect(options.To, fault!));

        var messages = new MessageStream(stream);
        var (welcome, failure) = await GreetAsync(messages, options, patience.Token);
        if (welcome is not null) return (new Session(messages, welcome), null);
        await messages.DisposeAsync();
        return (null, failure);
    }

    private static async Task<(Stream? Stream, string? Fault)> ConnectAsync(ConnectionOptions options, CancellationToken patience)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            // Where a machine vanishes without a word, a command that streams would wait for ever.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 15);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
            await socket.ConnectAsync(options.To.Host, options.To.Port, patience);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (options.Tls is null) return (stream, null);
            var secured = new SslStream(stream);
            stream = secured;
            await secured.AuthenticateAsClientAsync(options.Tls.For(options.To.Host), patience);
            return (stream, null);
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException or OperationCanceledException)
        {
            if (stream is not null) await stream.DisposeAsync();
            socket.Dispose();
            return (null, ConnectFailures.Cause(e, options.Timeout));
        }
    }

    private static async Task<(Welcome? Welcome, Failure? Failure)> GreetAsync(MessageStream messages, ConnectionOptions options, CancellationToken patience)
    {
        try
        {
            await messages.WriteAsync(new Login(OperatorMessage.CurrentVersion, Environment.UserName, options.Token));
            if (await messages.ReadLineAsync(patience) is not { } line) return (null, ConnectFailures.ClosedAtOnce(options));
            return OperatorJson.Read(line) switch
            {
                Welcome welcome => (welcome, null),
                Refused refused => (null, ConnectFailures.Refused(options.To, refused.Reason)),
                _ => (null, ConnectFailures.CannotConnect(options.To, "what answers there is no member")),
            };
        }
        catch (OperationCanceledException)
        {
            return (null, ConnectFailures.Silent(options));
        }
    }
}
