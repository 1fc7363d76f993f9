using CsCheck;

namespace Realtime.Protocol.Tests;

/// <summary>How far back a client wants to look, or why that cannot be told.</summary>
public class RewindRequestTests
{
    [Theory]
    [InlineData("{\"minutes\":5}", 5)]
    [InlineData("{\"x\":[{}],\"m\\u0069nutes\":0.25,\"\\ud800\":1}", 0.25)]
    public void Minutes_are_read(string payload, double expected)
    {
        Assert.Null(RewindRequest.Read(payload.Utf8(), out var minutes));
        Assert.Equal(expected, minutes);
    }

    [Theory]
    [InlineData("{}", "found no minutes")]
    [InlineData("[5]", "found no object")]
    [InlineData("", "found no JSON")]
    [InlineData("{\"minutes\":", "found no JSON")]
    [InlineData("{\"minutes\":0}", "invalid minutes")]
    [InlineData("{\"minutes\":-1}", "invalid minutes")]
    [InlineData("{\"minutes\":1e999}", "invalid minutes")]
    [InlineData("{\"minutes\":\"5\"}", "invalid minutes")]
    [InlineData("{\"minutes\":null}", "invalid minutes")]
    [InlineData("{\"minutes\":[5]}", "invalid minutes")]
    public void What_is_wrong_is_told_with_what_is_expected(string payload, string fault)
    {
        var told = RewindRequest.Read(payload.Utf8(), out _);
        Assert.Contains(fault, told, StringComparison.Ordinal);
        Assert.EndsWith("""expected {"minutes": a number above 0}""", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_comes_there_are_minutes_above_zero_or_a_fault() => Gen.OneOf(Generators.Json.Select(json => $$"""{"minutes":{{json}}}""".Utf8()), Generators.Pieces, Gen.Byte.Array[0, 64])
        .Sample(bytes => Assert.True(RewindRequest.Read(bytes, out var minutes) is not null || minutes > 0), iter: 3_000);
}
