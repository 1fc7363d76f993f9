using System.Net;
using Realtime.Operations;

namespace Realtime.Node.Tests.Operations;

public class OperationsSettingsTests
{
    private static readonly OperationsSettings Public = new() { Address = IPAddress.Any };

    [Fact]
    public void Loopback_asks_for_nothing() => Assert.Empty(Faults(new OperationsSettings()));

    [Fact]
    public void A_port_that_other_machines_reach_needs_a_token_or_mutual_TLS()
    {
        Assert.Contains("Address = '0.0.0.0', which other machines can reach", Assert.Single(Faults(Public)), StringComparison.Ordinal);
        Assert.Empty(Faults(Public with { Token = "0123456789abcdef" }));
        Assert.Empty(Faults(Public with { Port = 0 }));
        var file = typeof(OperationsSettingsTests).Assembly.Location;
        Assert.Empty(Faults(Public with { Certificate = file, ClientAuthority = file }));
    }

    [Fact]
    public void A_short_token_half_of_mutual_TLS_and_missing_files_are_faults()
    {
        Assert.Contains("has 5 characters", Assert.Single(Faults(Public with { Token = "short" })), StringComparison.Ordinal);
        Assert.Contains(Faults(new OperationsSettings { ClientAuthority = "/nowhere/ca.pem" }), f => f.Contains("without Certificate", StringComparison.Ordinal));
        Assert.Contains(Faults(new OperationsSettings { Certificate = "/nowhere/node.pem" }), f => f.Contains("there is no such file", StringComparison.Ordinal));
    }

    private static string[] Faults(OperationsSettings settings) => [.. settings.Faults(name => name)];
}
