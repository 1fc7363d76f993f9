using Realtime.Bench.Load.Links;

namespace Realtime.Bench.Load.Protocols;

/// <summary>Phoenix channels, version 2, as the product speaks them; heartbeats as often as phoenix.js sends them.</summary>
internal sealed class Realtime : Protocol
{
    private static readonly byte[] HeartbeatFrame = WebSocketFrame.Masked(WebSocketFrame.Text, """[null,"h","phoenix","heartbeat",{}]"""u8);

    public override string Path => "/socket/websocket?vsn=2.0.0";

    public override byte[]? Heartbeat => HeartbeatFrame;

    public override byte[]? Opening(int connection) => RealtimeFrames.Join("bench");

    public override bool IsWelcome(ReadOnlySpan<byte> message) => message.IndexOf("\"phx_reply\",{\"status\":\"ok\""u8) > 0;
}
