using System.Text;
using Realtime.Bench.Load.Links;

namespace Realtime.Bench.Load.Protocols;

/// <summary>What a client of the product says, as Phoenix channels have it.</summary>
internal static class RealtimeFrames
{
    /// <summary>How the answer to a join begins.</summary>
    public static ReadOnlySpan<byte> JoinReply => "[\"1\",\"1\","u8;

    /// <summary>How the answer to a leave begins.</summary>
    public static ReadOnlySpan<byte> LeaveReply => "[\"1\",\"2\","u8;

    public static byte[] Join(string key) => Message($$"""["1","1","realtime:{{key}}","phx_join",{}]""");

    public static byte[] Leave(string key) => Message($$"""["1","2","realtime:{{key}}","phx_leave",{}]""");

    private static byte[] Message(string text) => WebSocketFrame.Masked(WebSocketFrame.Text, Encoding.ASCII.GetBytes(text));
}
