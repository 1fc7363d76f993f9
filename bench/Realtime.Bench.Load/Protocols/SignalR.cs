using Realtime.Bench.Load.Links;

namespace Realtime.Bench.Load.Protocols;

/// <summary>SignalR over a WebSocket without negotiation; pings as often as its own clients send them.</summary>
internal sealed class SignalR(bool binary) : Protocol
{
    private readonly byte[] _handshake = WebSocketFrame.Masked(
        WebSocketFrame.Text, binary ? "{\"protocol\":\"messagepack\",\"version\":1}\x1e"u8 : "{\"protocol\":\"json\",\"version\":1}\x1e"u8);

    private readonly byte[] _ping = binary ? WebSocketFrame.Masked(WebSocketFrame.Binary, [2, 0x91, 6]) : WebSocketFrame.Masked(WebSocketFrame.Text, "{\"type\":6}\x1e"u8);

    public override string Path => "/hub";

    public override byte[]? Heartbeat => _ping;

    public override TimeSpan HeartbeatEvery => TimeSpan.FromSeconds(15);

    public override byte[]? Opening(int connection) => _handshake;

    public override bool IsWelcome(ReadOnlySpan<byte> message) => message.StartsWith("{}\x1e"u8);
}
