using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Realtime.Node.Sockets;

/// <summary>
/// Writes to the system's socket on the caller's thread: no pipe, no other thread, nothing allocated as long as the system takes it all, which it does unless the
/// client is far behind.
/// </summary>
internal sealed class DirectOutput : ISocketOutput
{
    private readonly Socket _socket;
    private readonly ConnectionContext _connection;

    /// <param name="socket">Of a connection without TLS.</param>
    /// <param name="connection">Whose socket it is. From here on nothing may be written through its pipe.</param>
    public DirectOutput(Socket socket, ConnectionContext connection)
    {
        (_socket, _connection) = (socket, connection);
        // A call that cannot go on returns; calls that wait, such as the web server's, are not concerned.
        socket.Blocking = false;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        var sent = _socket.Send(bytes.Span, SocketFlags.None, out var error);
        return error switch
        {
            SocketError.Success when sent == bytes.Length => ValueTask.CompletedTask,
            SocketError.Success or SocketError.WouldBlock => WriteRestAsync(bytes[sent..]),
            _ => ValueTask.FromException(new SocketException((int)error)),
        };
    }

    public void Abort() => _connection.Abort();

    private async ValueTask WriteRestAsync(ReadOnlyMemory<byte> rest)
    {
        while (rest.Length > 0) rest = rest[await _socket.SendAsync(rest, SocketFlags.None).ConfigureAwait(false)..];
    }
}
