using System.Buffers.Binary;
using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Realtime.Bench.Slow;

/// <summary>A watcher of one topic on a bare socket: notes which frames come and keeps nothing else, so that thousands of them do not measure themselves.</summary>
internal sealed class LightClient(int number, Deliveries deliveries) : IDisposable
{
    private const int TcpLevel = 6;
    private const int TcpMaxSegment = 2;

    /// <summary>Of a network. The loopback's own is so large that the system would keep megabytes for whoever does not read.</summary>
    private const int SegmentBytes = 1400;

    private const int CloseOpcode = 8;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = 16 << 10 };

    private readonly byte[] _buffer = new byte[4096];

    /// <summary>The frame's header, two to ten bytes.</summary>
    private readonly byte[] _header = new byte[10];

    /// <summary>How the message begins: its seq is in there.</summary>
    private readonly byte[] _start = new byte[192];

    private byte[] _topic = [];
    private TaskCompletionSource? _paused;
    private int _headerLength;
    private int _startLength;
    private long _left;

    /// <summary>Whether the server closed it, or it broke.</summary>
    public bool Ended { get; private set; }

    /// <summary>Connects, joins, and begins to read.</summary>
    public async Task JoinAsync(int port, string topic, CancellationToken stop)
    {
        _topic = Encoding.ASCII.GetBytes($"\"{topic}\"");
        if (OperatingSystem.IsLinux()) _socket.SetRawSocketOption(TcpLevel, TcpMaxSegment, BitConverter.GetBytes(SegmentBytes));
        await _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), stop);
        await _socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET /socket/websocket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"), stop);
        var answer = new StringBuilder();
        var some = new byte[512];
        // Nothing comes behind the answer to the upgrade before the join.
        while (!answer.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await _socket.ReceiveAsync(some.AsMemory(), stop);
            if (count == 0) throw new InvalidOperationException("the node closed a connection during its upgrade");
            answer.Append(Encoding.ASCII.GetString(some, 0, count));
        }

        if (!answer.ToString().StartsWith("HTTP/1.1 101", StringComparison.Ordinal)) throw new InvalidOperationException($"the node refused: {answer}");
        await _socket.SendAsync(Message($$"""["1","1","{{topic}}","phx_join",{}]"""), stop);
        _ = ReadAsync();
    }

    /// <summary>Reads nothing until <see cref="ResumeAsync"/>, and joins a topic large enough to fill all buffers of the system soon.</summary>
    public async Task PauseAsync(string largeTopic)
    {
        _paused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _socket.SendAsync(Message($$"""["2","2","{{largeTopic}}","phx_join",{}]"""));
    }

    /// <summary>Leaves the large topic and reads again.</summary>
    public async Task ResumeAsync(string largeTopic)
    {
        await _socket.SendAsync(Message($$"""["2","3","{{largeTopic}}","phx_leave",{}]"""));
        var paused = _paused;
        _paused = null;
        paused?.SetResult();
    }

    /// <summary>Cuts it: thousands that close in order would leave thousands of ports in wait.</summary>
    public void Dispose()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Dispose();
    }

    /// <summary>A text frame as a client sends it, with a mask of zeros; of up to 125 bytes.</summary>
    private static byte[] Message(string text) => [0x81, (byte)(0x80 | text.Length), 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(text)];

    private async Task ReadAsync()
    {
        try
        {
            while (!Ended)
            {
                if (_paused is { } paused) await paused.Task;
                var count = await _socket.ReceiveAsync(_buffer.AsMemory());
                if (count > 0) Take(_buffer.AsSpan(0, count));
                else Ended = true;
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Ended = true;
        }
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_left == 0)
            {
                _header[_headerLength++] = bytes[0];
                bytes = bytes[1..];
                if (_headerLength < 2 || _headerLength < HeaderLength) continue;
                (_left, _startLength) = (PayloadLength, 0);
                if ((_header[0] & 0x0F) == CloseOpcode) Ended = true;
                _headerLength = 0;
                continue;
            }

            var part = bytes[..(int)Math.Min(_left, bytes.Length)];
            var kept = Math.Min(part.Length, _start.Length - _startLength);
            part[..kept].CopyTo(_start.AsSpan(_startLength));
            _startLength += kept;
            _left -= part.Length;
            bytes = bytes[part.Length..];
            if (_left == 0) Note(_start.AsSpan(0, _startLength));
        }
    }

    private int HeaderLength => _header[1] switch { 126 => 4, 127 => 10, _ => 2 };

    private long PayloadLength => _header[1] switch
    {
        126 => BinaryPrimitives.ReadUInt16BigEndian(_header.AsSpan(2)),
        127 => BinaryPrimitives.ReadInt64BigEndian(_header.AsSpan(2)),
        var length => length,
    };

    private void Note(ReadOnlySpan<byte> start)
    {
        if (start.IndexOf(_topic) < 0) return;
        var at = start.IndexOf("\"seq\":"u8);
        if (at >= 0 && Utf8Parser.TryParse(start[(at + 6)..], out long seq, out _)) deliveries.Note(seq, number);
    }
}
