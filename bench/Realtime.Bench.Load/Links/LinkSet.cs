using System.Text;
using Realtime.Bench.Feed;
using Realtime.Bench.Load.Native;
using Realtime.Bench.Load.Protocols;

namespace Realtime.Bench.Load.Links;

/// <summary>All connections to one server: opens them a few at a time, and reads whatever comes in one buffer for all.</summary>
/// <param name="epoll">Waits for all of them.</param>
/// <param name="port">Of the server on 127.0.0.1.</param>
/// <param name="protocol">How it is spoken to.</param>
/// <param name="behaviour">What they are for.</param>
/// <param name="mostOpening">Handshakes under way at once: more would wait in the system's queue.</param>
internal sealed unsafe class LinkSet(Epoll epoll, int port, Protocol protocol, Behaviour behaviour, int mostOpening)
{
    /// <summary>Ports that one address can have towards another.</summary>
    private const int LinksOfAddress = 25_000;

    private const int BufferBytes = 1 << 20;

    private readonly byte[] _request = Encoding.ASCII.GetBytes(
        $"GET {protocol.Path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");

    private readonly byte[] _buffer = GC.AllocateArray<byte>(BufferBytes, pinned: true);
    private readonly byte[] _scratch = new byte[BufferBytes];
    private readonly List<Link> _links = [];
    private readonly long _began = Payload.Now;
    private long _beats;

    /// <summary>How many there shall be, those that ended included.</summary>
    public int Wanted { get; set; }

    /// <summary>All, by their numbers.</summary>
    public IReadOnlyList<Link> All => _links;

    /// <summary>That have joined.</summary>
    public int Open { get; private set; }

    /// <summary>That closed in order, as they were to.</summary>
    public int Done { get; private set; }

    /// <summary>That ended otherwise.</summary>
    public int Lost { get; private set; }

    /// <summary>Whether all that were wanted have joined or ended.</summary>
    public bool IsSettled => Open + Lost + Done >= Wanted;

    /// <summary>Whether heartbeats are to be sent.</summary>
    public bool Beats => protocol.Heartbeat is not null;

    /// <summary>Opens as many as may be.</summary>
    public void Fill()
    {
        while (_links.Count < Wanted && _links.Count - Open - Lost - Done < mostOpening)
        {
            var link = new Link(_links.Count, TcpSocket.Open(port, 1 + _links.Count / LinksOfAddress));
            _links.Add(link);
            epoll.Add(link.Socket, link.Index, Epoll.Writable);
        }
    }

    /// <summary>Sends the heartbeats that are due, spread evenly over all connections.</summary>
    public void Beat()
    {
        if (protocol.Heartbeat is not { } heartbeat || _links.Count == 0) return;
        var due = (long)((Payload.Now - _began) / 1e9 * _links.Count / protocol.HeartbeatEvery.TotalSeconds);
        for (; _beats < due; _beats++)
        {
            var link = _links[(int)(_beats % _links.Count)];
            if (link.State == LinkState.Open) TcpSocket.Send(link.Socket, heartbeat);
        }
    }

    /// <summary>Something happened on a connection. True: some broadcast is complete by it.</summary>
    public bool Serve(int index)
    {
        var link = _links[index];
        if (link.State == LinkState.Gone) return false;
        if (link.State != LinkState.Connecting) return Read(link);
        epoll.Change(link.Socket, index, Epoll.Readable);
        link.State = LinkState.Upgrading;
        if (!TcpSocket.Send(link.Socket, _request)) Lose(link);
        return false;
    }

    /// <summary>Says something on a connection.</summary>
    public void Send(Link link, ReadOnlySpan<byte> frame)
    {
        if (link.State != LinkState.Gone && !TcpSocket.Send(link.Socket, frame)) Lose(link);
    }

    /// <summary>A connection is what it was opened for.</summary>
    public void Enter(Link link)
    {
        link.State = LinkState.Open;
        Open++;
    }

    /// <summary>Closes all without a word.</summary>
    public void Close()
    {
        foreach (var link in _links) Lose(link);
    }

    private bool Read(Link link)
    {
        var carried = link.TakeCarry(_buffer);
        nint count;
        fixed (byte* free = &_buffer[carried]) count = Libc.Receive(link.Socket, free, BufferBytes - carried, 0);
        if (count <= 0)
        {
            if (count < 0 && System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == Libc.Again) link.Carry(_buffer.AsSpan(0, carried));
            else Lose(link);
            return false;
        }

        var now = Payload.Now;
        ReadOnlySpan<byte> bytes = _buffer.AsSpan(0, carried + (int)count);
        if (link.State == LinkState.Upgrading && !Upgrade(link, ref bytes))
        {
            link.Carry(bytes);
            return false;
        }

        var completes = false;
        while (link.State != LinkState.Gone && WebSocketFrame.TryTake(ref bytes, _scratch, out var opcode, out var payload)) completes |= Take(link, opcode, payload, now);
        if (!bytes.IsEmpty) link.Carry(bytes);
        return completes;
    }

    private bool Take(Link link, int opcode, ReadOnlySpan<byte> payload, long now)
    {
        switch (opcode)
        {
            case WebSocketFrame.Close:
                if (link.IsClosing) Finish(link);
                else Lose(link);
                return false;
            case WebSocketFrame.Ping:
                TcpSocket.Send(link.Socket, WebSocketFrame.Masked(WebSocketFrame.Pong, payload));
                return false;
            case WebSocketFrame.Pong:
                return false;
        }

        return behaviour.Take(this, link, payload, now);
    }

    /// <summary>False: the answer has not come whole.</summary>
    private bool Upgrade(Link link, ref ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;
        if (!bytes.StartsWith("HTTP/1.1 101"u8))
        {
            Lose(link);
            return true;
        }

        bytes = bytes[(end + 4)..];
        link.State = LinkState.Opening;
        behaviour.Upgraded(this, link);
        return true;
    }

    private void Lose(Link link)
    {
        if (link.State == LinkState.Gone) return;
        Lost++;
        End(link);
    }

    private void Finish(Link link)
    {
        Done++;
        End(link);
    }

    private void End(Link link)
    {
        if (link.State == LinkState.Open) Open--;
        link.State = LinkState.Gone;
        _ = Libc.Close(link.Socket);
    }
}
