using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Realtime.Bench.Feed;

/// <summary>Hears from the load client, on a connection of its own, how many broadcasts have come to all subscribers: eight bytes, little endian, whenever there is one more.</summary>
public sealed class Acknowledgements : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly SemaphoreSlim _more = new(0);
    private long _count;

    public Acknowledgements()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = ListenAsync();
    }

    /// <summary>Where it listens on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Waits until fewer than <paramref name="window"/> of <paramref name="sent"/> broadcasts are under way.</summary>
    public async ValueTask RoomAsync(long sent, int window, CancellationToken stop)
    {
        while (sent - Volatile.Read(ref _count) >= window) await _more.WaitAsync(stop);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.Dispose();
        _more.Dispose();
    }

    private async Task ListenAsync()
    {
        var count = new byte[sizeof(long)];
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync();
            try
            {
                while (true)
                {
                    await client.GetStream().ReadExactlyAsync(count);
                    Volatile.Write(ref _count, BinaryPrimitives.ReadInt64LittleEndian(count));
                    _more.Release();
                }
            }
            catch (IOException)
            {
                // The client has gone; the next one begins anew.
            }
        }
    }
}
