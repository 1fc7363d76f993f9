using System.Text;
using Realtime.Protocol.Operations;

namespace Realtime.Protocol.Tests;

/// <summary>JSON made to hurt: every reader of what others send answers yes or no, and throws nothing.</summary>
public class NastyJsonTests
{
    private const int Deep = 10_000;

    /// <summary>By name, so that a failure says which.</summary>
    private static readonly Dictionary<string, byte[]> Nasty = new()
    {
        ["deep arrays"] = Encoding.UTF8.GetBytes(new string('[', Deep) + new string(']', Deep)),
        ["deep objects"] = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", Deep)) + "1" + new string('}', Deep)),
        ["deep and unclosed"] = Encoding.UTF8.GetBytes(new string('[', Deep)),
        ["huge number"] = Encoding.UTF8.GetBytes("1" + new string('0', Deep)),
        ["huge exponent"] = "1e999999999"u8.ToArray(),
        ["tiny exponent"] = "-1e-999999999"u8.ToArray(),
        ["lone high surrogate"] = "\"\\ud83d\""u8.ToArray(),
        ["lone low surrogate"] = "\"\\ude00\""u8.ToArray(),
        ["surrogates turned round"] = "\"\\ude00\\ud83d\""u8.ToArray(),
        ["long string"] = Encoding.UTF8.GetBytes("\"" + new string('x', 64 << 10) + "\""),
        ["long escaped string"] = Encoding.UTF8.GetBytes("\"" + string.Concat(Enumerable.Repeat("\\u0041", 11_000)) + "\""),
        ["NUL escaped"] = "\"\\u0000\""u8.ToArray(),
        ["NUL raw"] = "\"\0\""u8.ToArray(),
        ["byte order mark"] = [0xEF, 0xBB, 0xBF, (byte)'1'],
        ["bytes that are no UTF-8"] = [(byte)'"', 0xC3, 0x28, 0xFF, 0xFE, (byte)'"'],
        ["overlong UTF-8"] = [(byte)'"', 0xC0, 0x80, (byte)'"'],
        ["surrogate in UTF-8"] = [(byte)'"', 0xED, 0xA0, 0x80, (byte)'"'],
        ["trailing garbage"] = "1}]garbage"u8.ToArray(),
        ["a comment"] = "1/* */"u8.ToArray(),
        ["nothing"] = [],
    };

    /// <summary>The names.</summary>
    public static TheoryData<string> Names => [.. Nasty.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void As_a_message_or_any_part_of_one_it_is_taken_or_not(string name)
    {
        foreach (var frame in In("[null,\"1\",\"realtime:a\",\"phx_join\",", "]", name).Concat(In("[", ",\"1\",\"t\",\"e\",{}]", name)).Concat(In("[null,\"1\",", ",\"e\",{}]", name)))
        {
            if (Received.Text(frame) is { } read) Assert.NotNull(read.Topic);
            Received.Binary(frame);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void As_a_payload_it_is_taken_or_a_fault_in_our_own_words(string name)
    {
        foreach (var member in new[] { "delta", "resume", "presence", "key", "meta", "minutes", "visible", "other" })
        {
            foreach (var payload in In($"{{\"{member}\":", "}", name).Concat(In($"{{\"{member}\":1,\"{member}\":", "}", name)).Concat(In("{", ":1}", name)).Concat(In("{\"meta\":{\"a\":", "}}", name)))
            {
                var join = JoinParameters.Read(payload, out var fault);
                Assert.True(fault is null || (fault.Length < 300 && ReferenceEquals(join, JoinParameters.Default)), fault);
                Assert.True(join.Meta.Length <= JoinParameters.MaxMetaBytes && (join.Key is null || Encoding.UTF8.GetByteCount(join.Key) <= JoinParameters.MaxKeyBytes));
                if (RewindRequest.Read(payload, out var minutes) is null) Assert.True(minutes > 0 && double.IsFinite(minutes));
                AttentionPayload.TryRead(payload, out _);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void As_an_operators_line_it_is_a_message_or_none(string name)
    {
        foreach (var line in In("{\"type\":\"login\",\"version\":1,\"user\":", "}", name).Concat(In("{\"type\":", "}", name)).Concat(In("{\"type\":\"run\",\"id\":", ",\"palette\":\"a\",\"command\":\"b\"}", name)))
        {
            if (OperatorJson.Read(line) is Login login) Assert.NotNull(login.User);
        }
    }

    private static IEnumerable<byte[]> In(string before, string after, string name) =>
        [Nasty[name], [.. before.Utf8(), .. Nasty[name], .. after.Utf8()], [.. before.Utf8(), .. Nasty[name]]];
}
