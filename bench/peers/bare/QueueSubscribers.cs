using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Threading.Channels;

namespace Realtime.Bench.Bare;

/// <summary>Each broadcast is framed once and put in the queue of each socket; whatever waits in a queue leaves in one write.</summary>
internal sealed class QueueSubscribers : Subscribers
{
    /// <summary>Above the window of a measurement: nothing is dropped. A client further behind would miss broadcasts, and the measurement says so.</summary>
    private const int MostWaiting = 64;

    public override ValueTask BroadcastAsync(long n, byte[] payload)
    {
        var frame = Frame(payload);
        foreach (var subscriber in All) ((Queued)subscriber).Enqueue(frame);
        return ValueTask.CompletedTask;
    }

    protected override Subscriber Open(WebSocket socket, Stream stream) => new Queued(stream);

    /// <summary>A final text frame, unmasked.</summary>
    private static byte[] Frame(byte[] payload)
    {
        Span<byte> header = stackalloc byte[4];
        header[0] = 0x81;
        if (payload.Length < 126)
        {
            header[1] = (byte)payload.Length;
            return [.. header[..2], .. payload];
        }

        header[1] = 126;
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], checked((ushort)payload.Length));
        return [.. header, .. payload];
    }

    private sealed class Queued : Subscriber
    {
        private readonly Channel<byte[]> _queue = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
        private readonly Stream _stream;

        public Queued(Stream stream)
        {
            _stream = stream;
            _ = DrainAsync();
        }

        public void Enqueue(byte[] frame) => _queue.Writer.TryWrite(frame);

        public override void Close() => _queue.Writer.TryComplete();

        private async Task DrainAsync()
        {
            var together = new MemoryStream();
            try
            {
                while (await _queue.Reader.WaitToReadAsync())
                {
                    if (!_queue.Reader.TryRead(out var frame)) continue;
                    if (!_queue.Reader.TryRead(out var next))
                    {
                        await _stream.WriteAsync(frame);
                        continue;
                    }

                    together.SetLength(0);
                    together.Write(frame);
                    do together.Write(next);
                    while (_queue.Reader.TryRead(out next));
                    await _stream.WriteAsync(together.GetBuffer().AsMemory(0, (int)together.Length));
                }
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
            {
                // Its receiving side ends as well.
            }
        }
    }
}
