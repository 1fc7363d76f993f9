using System.Net.WebSockets;
using System.Text;
using CsCheck;

namespace Realtime.Node.Tests.EndToEnd;

/// <summary>Makes messages that a client should not send: right ones with some bytes changed, taken away or doubled, and plain noise.</summary>
internal sealed class HostileMessages(ulong seed)
{
    private static readonly string[] Right =
    [
        """["1","1","realtime:acme","phx_join",{"delta":true,"presence":"list","key":"ann","meta":{"tab":1},"resume":{"time_series":{"epoch":"a","seq":1}}}]""",
        """["1","2","realtime:acme","phx_leave",{}]""",
        """["1","3","realtime:acme","attention",{"visible":false}]""",
        """["1","4","realtime:acme","rewind",{"minutes":1e308}]""",
        """["1","5","realtime:acme","access_token",{"access_token":"x.y.z"}]""",
        """[null,"6","phoenix","heartbeat",{}]""",
        """[null,-0.0e-1,"realtime:\u0061\ud83d\ude00","phx_join",{"key":"\u0000"}]""",
    ];

    private static readonly byte[] Push = [0, 1, 1, 13, 3, .. "37realtime:acmebin"u8, 1, 2, 3];

    private static readonly Gen<byte[]> Mutated = Gen.Select(
        Gen.Int[0, Right.Length], Gen.Int[0, 3], Gen.Int[0, 400], Gen.Int[1, 8], Gen.Byte.Array[1, 8],
        (which, how, at, count, bytes) => Mutate(which == Right.Length ? Push : Encoding.UTF8.GetBytes(Right[which]), how, at, count, bytes));

    private static readonly Gen<byte[]> Deep = Gen.Int[1, 20_000].Select(depth => Encoding.UTF8.GetBytes("""["1","1","realtime:acme","phx_join",""" + new string('[', depth)));

    private static readonly Gen<(byte[] Bytes, WebSocketMessageType Type)> All = Gen.Select(
        Gen.Frequency((8, Mutated), (1, Gen.Byte.Array[0, 300]), (1, Deep)), Gen.Int[0, 4],
        (bytes, type) => (bytes, type == 0 ? WebSocketMessageType.Binary : WebSocketMessageType.Text));

    private readonly PCG _random = new(1, seed);

    /// <summary>The next one; the same for the same seed.</summary>
    public (byte[] Bytes, WebSocketMessageType Type) Next() => All.Generate(_random, null, out _);

    private static byte[] Mutate(byte[] message, int how, int at, int count, byte[] bytes)
    {
        at %= message.Length;
        var end = Math.Min(message.Length, at + count);
        return how switch
        {
            0 => [.. message[..at], .. bytes, .. message[Math.Min(message.Length, at + bytes.Length)..]],
            1 => [.. message[..at], .. message[end..]],
            2 => [.. message[..end], .. message[at..]],
            _ => message[..at],
        };
    }
}
