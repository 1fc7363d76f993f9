using Realtime.Pbm.Commands;
using Realtime.Pbm.Connecting;
using Realtime.Protocol.Operations;

namespace Realtime.Pbm.Tests.Commands;

public sealed class InvocationTests
{
    [Fact]
    public void Nothing_said_means_the_prompt_of_the_default_member_in_the_clear()
    {
        var invocation = Read();

        Assert.Equal(new ConnectionOptions(Endpoint.Default, Token: null, TimeSpan.FromSeconds(10), Tls: null), invocation.Options);
        Assert.Empty(invocation.Words);
        Assert.False(invocation.Json || invocation.Version || invocation.Help);
    }

    [Fact]
    public void Switches_of_the_connection_are_taken_out_wherever_they_stand_and_the_rest_keeps_its_order()
    {
        var invocation = Read("--token", "a", "h:1", "topic", "--json", "show", "-t", "x y", "--timeout=2s", "--all", "@file", "[x]");

        Assert.Equal(new ConnectionOptions(new Endpoint("h", 1), "a", TimeSpan.FromSeconds(2), Tls: null), invocation.Options);
        Assert.Equal(["topic", "show", "-t", "x y", "--all", "@file", "[x]"], invocation.Words);
        Assert.True(invocation.Json);
    }

    [Fact]
    public void A_token_that_is_given_counts_more_than_that_of_the_environment()
    {
        Assert.Equal("given", Invocation.Read(["--token", "given"], _ => "inherited").Invocation!.Options.Token);
        Assert.Equal("inherited", Invocation.Read([], name => name == "PBM_TOKEN" ? "inherited" : null).Invocation!.Options.Token);
        Assert.Null(Invocation.Read([], _ => "").Invocation!.Options.Token);
    }

    [Fact]
    public void Tls_can_be_asked_for_without_files() => Assert.Equal(new TlsFiles(Own: null, Authorities: null), Read("--tls").Options.Tls);

    [Fact]
    public void A_file_that_is_not_there_is_a_usage_error()
    {
        var (_, failure) = Invocation.Read(["--ca", "/no/such/file.pem"], _ => null);

        Assert.Equal(OperatorExit.Usage, failure!.Exit);
        Assert.Contains("/no/such/file.pem", failure.Message, StringComparison.Ordinal);
    }

    private static Invocation Read(params string[] arguments)
    {
        var (invocation, failure) = Invocation.Read(arguments, _ => null);
        Assert.Null(failure);
        return invocation!;
    }
}
