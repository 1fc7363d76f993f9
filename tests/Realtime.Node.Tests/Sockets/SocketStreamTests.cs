using System.Net.WebSockets;
using System.Text;
using Akka.Actor;
using Realtime.Node.Sockets;
using Realtime.Testing;

namespace Realtime.Node.Tests.Sockets;

/// <summary>What goes to the connection below a WebSocket, write by write.</summary>
public sealed class SocketStreamTests : IDisposable
{
    private readonly CountingStream _connection = new();
    private readonly SocketStream _stream;
    private readonly WebSocket _socket;
    private readonly WebSocketCarrier _carrier;

    public SocketStreamTests()
    {
        _stream = new SocketStream(_connection, new PipedOutput(_connection));
        _socket = WebSocket.CreateFromStream(_stream, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = Timeout.InfiniteTimeSpan });
        _carrier = new WebSocketCarrier(_socket, _stream, 65_536, TimeProvider.System);
    }

    public void Dispose()
    {
        _socket.Dispose();
        _connection.Dispose();
    }

    [Fact]
    public async Task A_single_message_is_one_write()
    {
        await _carrier.SendAsync(Text(1000));
        Assert.Single(_connection.Writes);
        Assert.Equal([1000], await ReadBackAsync());
    }

    [Theory]
    [InlineData(2, 100, 1)]
    [InlineData(500, 100, 1)]
    [InlineData(3, 30_000, 2)]
    public async Task A_batch_is_one_write_for_each_64_KB(int messages, int bytes, int writes)
    {
        await _carrier.SendAsync([.. Enumerable.Range(0, messages).Select(_ => Text(bytes))]);
        Assert.Equal(writes, _connection.Writes.Count);
        Assert.Equal(Enumerable.Repeat(bytes, messages), await ReadBackAsync());
        Assert.Equal(_connection.Written.Length, _carrier.Taken);
    }

    [Fact]
    public async Task A_large_message_goes_out_in_parts_so_that_a_slow_reader_is_told_from_a_stuck_one()
    {
        await _carrier.SendAsync([Text(10), Text(200_000), Text(20)]);
        Assert.All(_connection.Writes, size => Assert.InRange(size, 1, 65_536));
        Assert.Equal([10, 200_000, 20], await ReadBackAsync());
    }

    [Fact]
    public async Task Nothing_follows_a_close_frame()
    {
        await _carrier.SendAsync(Text(10));
        await _socket.CloseOutputAsync((WebSocketCloseStatus)1013, "slow", CancellationToken.None);
        await _carrier.SendAsync(Text(20));
        await _carrier.SendAsync([Text(30), Text(40)]);
        Assert.Equal(2, _connection.Writes.Count);
        Assert.Equal([10, -1013], await ReadBackAsync());
    }

    [Fact]
    public async Task A_client_that_says_goodbye_and_does_not_read_is_cut_off()
    {
        using var written = new MemoryStream();
        using (var client = WebSocket.CreateFromStream(written, new WebSocketCreationOptions())) await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        using var goodbye = new MemoryStream(written.ToArray());
        var full = new FullOutput();
        var stream = new SocketStream(goodbye, full);
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = Timeout.InfiniteTimeSpan });
        var carrier = new WebSocketCarrier(socket, stream, 65_536, TimeProvider.System);
        var sending = carrier.SendAsync(Text(100));
        carrier.Start(ActorRefs.Nobody);

        await carrier.Ended.WaitAsync(Eventually.Deadline);
        await sending;
        Assert.True(full.IsAborted);
    }

    private static ReadOnlyMemory<byte> Text(int bytes) => Encoding.UTF8.GetBytes(new string('x', bytes));

    /// <summary>What a client reads of it: the length of each message, and minus the code of a close.</summary>
    private async Task<List<int>> ReadBackAsync()
    {
        using var client = WebSocket.CreateFromStream(new MemoryStream(_connection.Written), new WebSocketCreationOptions());
        var (lengths, length) = (new List<int>(), 0);
        var buffer = new byte[1 << 16];
        while (true)
        {
            try
            {
                var received = await client.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    lengths.Add(-(int)client.CloseStatus!);
                    return lengths;
                }

                length += received.Count;
                if (!received.EndOfMessage) continue;
                lengths.Add(length);
                length = 0;
            }
            catch (WebSocketException)
            {
                // All was read.
                return lengths;
            }
        }
    }

    /// <summary>A connection whose client takes nothing.</summary>
    private sealed class FullOutput : ISocketOutput
    {
        private readonly TaskCompletionSource _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsAborted => _taken.Task.IsFaulted;

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => new(_taken.Task);

        public void Abort() => _taken.TrySetException(new IOException("aborted"));
    }
}
