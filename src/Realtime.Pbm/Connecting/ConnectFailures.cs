using System.Net.Sockets;
using Realtime.Pbm.Commands;
using Realtime.Protocol.Operations;

namespace Realtime.Pbm.Connecting;

/// <summary>The words for a connection that did not come about.</summary>
internal static class ConnectFailures
{
    /// <summary>Nobody answers there.</summary>
    public static Failure CannotConnect(Endpoint to, string cause) =>
        new(OperatorExit.CannotConnect, $"cannot connect to {to}: {cause}. Is Realtime:Operations:Port that of the member?");

    /// <summary>A member answers, and says no.</summary>
    public static Failure Refused(Endpoint to, string reason) => new(OperatorExit.CannotConnect, $"{to} refused: {reason}");

    /// <summary>Somebody answers, and hangs up.</summary>
    public static Failure ClosedAtOnce(ConnectionOptions options) =>
        CannotConnect(options.To, "the connection was closed before anything was said" + (options.Tls is null ? " (perhaps it wants --tls)" : ""));

    /// <summary>Somebody answers, and says nothing.</summary>
    public static Failure Silent(ConnectionOptions options) =>
        new(OperatorExit.TimedOut, $"nothing heard from {options.To} for {Duration.Format(options.Timeout)}.");

    /// <summary>What an exception of the network means, in a few words.</summary>
    public static string Cause(Exception e, TimeSpan timeout) => e switch
    {
        OperationCanceledException => $"no answer within {Duration.Format(timeout)}",
        SocketException socket => socket.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => "connection refused",
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "unknown host",
            SocketError.TimedOut => "no answer",
            SocketError.NetworkUnreachable or SocketError.HostUnreachable => "it cannot be reached from here",
            _ => Plain(socket.Message),
        },
        _ => "TLS failed: " + Plain(e.Message),
    };

    private static string Plain(string message) => message.TrimEnd('.');
}
