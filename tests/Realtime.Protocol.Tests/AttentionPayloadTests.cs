using System.Text;

namespace Realtime.Protocol.Tests;

public class AttentionPayloadTests
{
    [Theory]
    [InlineData("""{"visible":true}""", true)]
    [InlineData("""{"visible":false}""", false)]
    [InlineData("""{"visible": false, "visible": true}""", true)]
    [InlineData("""{"since":[1,{"visible":1}],"\u0076isible":false,"x":null}""", false)]
    [InlineData("""{"\ud800":1,"visible":true}""", true)]
    public void It_says_whether_the_tab_is_looked_at(string payload, bool expected)
    {
        Assert.True(AttentionPayload.TryRead(Encoding.UTF8.GetBytes(payload), out var visible));
        Assert.Equal(expected, visible);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"visible":"false"}""")]
    [InlineData("""{"visible":0}""")]
    [InlineData("""{"visible":null}""")]
    [InlineData("""{"visible":{"visible":true}}""")]
    [InlineData("""{"Visible":true}""")]
    [InlineData("[true]")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("""{"visible":true""")]
    [InlineData("\u0001\u0002")]
    public void What_does_not_say_so_is_not_read(string payload) => Assert.False(AttentionPayload.TryRead(Encoding.UTF8.GetBytes(payload), out _));
}
