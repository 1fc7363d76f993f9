using System.Net.Sockets;
using Akka.Actor;

namespace Realtime.Actors.Membership;

/// <summary>What came of a connection attempt to a member's remoting port.</summary>
internal enum ProbeAnswer
{
    /// <summary>The peer's host answered that nobody listens there.</summary>
    Refused,

    /// <summary>Somebody listens; a frozen process counts, its kernel accepts for it.</summary>
    Accepted,

    /// <summary>Nothing came back, or no way leads there: that says something of the network, nothing of the process.</summary>
    Silence,
}

/// <summary>Asks a member's host whether anybody listens on the remoting port.</summary>
internal static class PortProbe
{
    /// <summary>On a working network an answer takes milliseconds; later than this is no answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Connects and hangs up. Never throws.</summary>
    public static async Task<ProbeAnswer> AskAsync(Address member)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(member.Host!, member.Port!.Value, patience.Token).ConfigureAwait(false);
            return ProbeAnswer.Accepted;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return ProbeAnswer.Refused;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return ProbeAnswer.Silence;
        }
    }
}
