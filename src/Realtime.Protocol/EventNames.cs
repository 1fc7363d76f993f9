namespace Realtime.Protocol;

/// <summary>The event names that the protocol itself gives a meaning to, as UTF-8.</summary>
internal static class EventNames
{
    public static ReadOnlySpan<byte> Join => "phx_join"u8;

    public static ReadOnlySpan<byte> Leave => "phx_leave"u8;

    public static ReadOnlySpan<byte> Heartbeat => "heartbeat"u8;

    public static ReadOnlySpan<byte> AccessToken => "access_token"u8;

    /// <summary>Not an event but the topic of heartbeats.</summary>
    public static ReadOnlySpan<byte> PhoenixTopic => "phoenix"u8;
}
