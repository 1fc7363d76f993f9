namespace Realtime.Protocol;

/// <summary>The names of events and topics that the protocol itself gives a meaning to, as UTF-8.</summary>
internal static class WireNames
{
    public static ReadOnlySpan<byte> Join => "phx_join"u8;

    public static ReadOnlySpan<byte> Leave => "phx_leave"u8;

    public static ReadOnlySpan<byte> Heartbeat => "heartbeat"u8;

    public static ReadOnlySpan<byte> AccessToken => "access_token"u8;

    public static ReadOnlySpan<byte> Attention => "attention"u8;

    public static ReadOnlySpan<byte> Rewind => "rewind"u8;

    /// <summary>The topic of heartbeats, which nobody joins.</summary>
    public static ReadOnlySpan<byte> PhoenixTopic => "phoenix"u8;
}
