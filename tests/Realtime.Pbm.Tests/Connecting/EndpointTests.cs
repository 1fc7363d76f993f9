using Realtime.Pbm.Connecting;

namespace Realtime.Pbm.Tests.Connecting;

public sealed class EndpointTests
{
    [Theory]
    [InlineData("127.0.0.1:9110", "127.0.0.1", 9110)]
    [InlineData("localhost:1", "localhost", 1)]
    [InlineData("node-1.example.org:65535", "node-1.example.org", 65535)]
    [InlineData("[::1]:9110", "::1", 9110)]
    public void An_address_is_known_by_its_shape_and_written_as_it_was(string text, string host, int port)
    {
        Assert.Equal(new Endpoint(host, port), Endpoint.Parse(text));
        Assert.Equal(text, Endpoint.Parse(text)!.ToString());
    }

    [Theory]
    [InlineData("topic")]
    [InlineData("localhost")]
    [InlineData(":9110")]
    [InlineData("localhost:")]
    [InlineData("localhost:0")]
    [InlineData("localhost:65536")]
    [InlineData("localhost:+80")]
    [InlineData("::1:9110")]
    [InlineData("[localhost]:9110")]
    [InlineData("--timeout:10")]
    [InlineData("two words:10")]
    public void Anything_else_is_a_word_of_a_command(string text) => Assert.Null(Endpoint.Parse(text));
}
