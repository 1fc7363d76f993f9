using System.Text;
using CsCheck;

namespace Realtime.Protocol.Tests;

/// <summary>What a join's payload asks for, and what is said of one that asks in the wrong way.</summary>
public class JoinParametersTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"delta\"")]
    [InlineData("7")]
    [InlineData("")]
    [InlineData("{\"delta\":")]
    [InlineData("{\"delta\":false,\"presence\":\"list\",\"key\":null,\"meta\":null,\"resume\":null}")]
    [InlineData("{\"resume\":{},\"Delta\":true,\"\\ud800\":true,\"config\":{\"delta\":true,\"presence\":{\"key\":\"\"}},\"access_token\":\"x\"}")]
    public void What_asks_for_nothing_gets_the_one_default(string payload) => Assert.Same(JoinParameters.Default, Read(payload));

    [Fact]
    public void A_stock_clients_join_costs_no_memory()
    {
        Assert.Equal(0, Allocations.Of(() => JoinParameters.Read("{}"u8, out _)));
        Assert.Equal(0, Allocations.Of(() => JoinParameters.Read("{\"config\":{\"presence\":{\"key\":\"\"}},\"vsn\":[1,2]}"u8, out _)));
    }

    [Fact]
    public void Every_member_is_read()
    {
        var read = Read(
            """
            {"delta":true,"resume":{"viewers":{"epoch":"3f9a","seq":1790000000000},"time":{"seq":-1,"more":[{}],"epoch":"é"},"gone":null},
             "presence":"off","key":"user \ud83d\ude00","meta": {"tab" : [1] } ,"other":1}
            """);

        Assert.Equal((true, PresenceMode.Off, "user 😀"), (read.Delta, read.Presence, read.Key));
        Assert.Equal([new ResumePoint("viewers", "3f9a", 1790000000000), new ResumePoint("time", "é", -1)], read.Resume.AsEnumerable());
        Assert.Equal("{\"tab\" : [1] }", Encoding.UTF8.GetString(read.Meta.Span));
    }

    [Theory]
    [InlineData("{\"d\\u0065lta\":true}", true)]
    [InlineData("{\"delta\":true,\"delta\":false}", false)]
    [InlineData("{\"delta\":false,\"x\":{\"delta\":false},\"delta\":true}", true)]
    public void Names_count_by_what_they_say_and_the_last_of_several_counts(string payload, bool delta) => Assert.Equal(delta, Read(payload).Delta);

    [Theory]
    [InlineData("{\"delta\":\"yes\"}", "delta: found a text, expected true or false")]
    [InlineData("{\"delta\":{\"a\":1}}", "delta: found an object, expected true or false")]
    [InlineData("{\"presence\":\"names\"}", "presence: found another text, expected list, count or off")]
    [InlineData("{\"presence\":\"\\udc00\"}", "presence: found a text, expected list, count or off")]
    [InlineData("{\"presence\":[]}", "presence: found a list, expected list, count or off")]
    [InlineData("{\"key\":5}", "key: found a number, expected text")]
    [InlineData("{\"key\":\"\"}", "key: found 0 bytes, expected 1 to 128")]
    [InlineData("{\"key\":\"\\ud83d\"}", "key: found a text, expected text")]
    [InlineData("{\"meta\":[1]}", "meta: found a list, expected an object")]
    [InlineData("{\"meta\":true}", "meta: found true or false, expected an object")]
    [InlineData("{\"resume\":7}", "resume: found a number, expected an object")]
    [InlineData("{\"resume\":{\"viewers\":5}}", "resume: a data set: found a number, expected {\"epoch\": text, \"seq\": whole number}")]
    [InlineData("{\"resume\":{\"viewers\":{}}}", "resume: a data set: found no epoch, expected {\"epoch\": text, \"seq\": whole number}")]
    [InlineData("{\"resume\":{\"viewers\":{\"epoch\":\"a\"}}}", "resume: a data set: found no seq, expected {\"epoch\": text, \"seq\": whole number}")]
    [InlineData("{\"resume\":{\"viewers\":{\"epoch\":1,\"seq\":1}}}", "resume: a data set: found a number as epoch, expected {\"epoch\": text, \"seq\": whole number}")]
    [InlineData("{\"resume\":{\"viewers\":{\"epoch\":\"a\",\"seq\":1.5}}}", "resume: a data set: found a number as seq, expected {\"epoch\": text, \"seq\": whole number}")]
    [InlineData("{\"resume\":{\"viewers\":{\"epoch\":\"a\",\"seq\":99999999999999999999}}}", "resume: a data set: found a number as seq, expected {\"epoch\": text, \"seq\": whole number}")]
    [InlineData("{\"resume\":{\"\":{\"epoch\":\"a\",\"seq\":1}}}", "resume: a data set's name: found 0 bytes, expected 1 to 128")]
    [InlineData("{\"resume\":{\"\\ud800\":{}}}", "resume: a data set's name: found half of a surrogate pair, expected text")]
    [InlineData("{\"resume\":{\"a\":{\"epoch\":\"\\ud800\",\"seq\":1}}}", "resume: an epoch: found half of a surrogate pair, expected text")]
    public void A_member_of_the_wrong_kind_is_a_fault_that_says_what_is_expected(string payload, string fault)
    {
        Assert.Same(JoinParameters.Default, JoinParameters.Read(payload.Utf8(), out var found));
        Assert.Equal($"invalid join parameter {fault}", found);
    }

    [Fact]
    public void What_is_too_large_is_a_fault_and_what_just_fits_is_not()
    {
        Assert.Equal(128, Read($$"""{"key":"{{new string('k', 128)}}"}""").Key!.Length);
        Assert.Contains("found 130 bytes", Fault($$"""{"key":"{{new string('é', 65)}}"}"""), StringComparison.Ordinal);
        Assert.Equal(1024, Read(WithMeta(1016)).Meta.Length);
        Assert.Contains("found 1025 bytes", Fault(WithMeta(1017)), StringComparison.Ordinal);
        Assert.Equal(64, Read(Resuming(64)).Resume.Length);
        Assert.Contains("found more data sets, expected at most 64", Fault(Resuming(65)), StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_comes_nothing_is_thrown() => Gen.OneOf(Generators.Json.Select(json => json.Utf8()), Generators.Pieces, Gen.Byte.Array[0, 64])
        .Sample(bytes => { JoinParameters.Read(bytes, out _); }, iter: 3_000);

    [Fact]
    public void Any_value_of_a_known_member_is_read_or_refused() => Gen.Select(Gen.OneOf("delta", "resume", "presence", "key", "meta"), Generators.Json).Sample(
        (name, json) =>
        {
            var read = JoinParameters.Read($$"""{"{{name}}":{{json}}}""".Utf8(), out var fault);
            if (fault is not null) Assert.Same(JoinParameters.Default, read);
        },
        iter: 3_000);

    private static JoinParameters Read(string payload)
    {
        var read = JoinParameters.Read(payload.Utf8(), out var fault);
        Assert.Null(fault);
        return read;
    }

    private static string Fault(string payload)
    {
        JoinParameters.Read(payload.Utf8(), out var fault);
        return Assert.IsType<string>(fault);
    }

    [Fact]
    public void What_is_not_text_to_others_is_not_taken_as_meta()
    {
        Assert.Contains("surrogate", Fault("{\"meta\":{\"a\":\"\\ud800\"}}"), StringComparison.Ordinal);
        // Bytes of a binary push, which were never checked, would reach every watcher in a text frame.
        byte[] binary = [.. """{"key":"x","meta":{"a":"""u8, (byte)'"', 0xFF, .. "\"}}"u8];
        Assert.Same(JoinParameters.Default, JoinParameters.Read(binary, out var fault));
        Assert.Null(fault);
    }

    private static string WithMeta(int length) => "{\"meta\":{\"a\":\"" + new string('m', length) + "\"}}";

    private static string Resuming(int dataSets) =>
        "{\"resume\":{" + string.Join(',', Enumerable.Range(0, dataSets).Select(i => $"\"d{i}\":{{\"epoch\":\"e\",\"seq\":{i}}}")) + "}}";
}
