using System.Net;
using Realtime.Operations;
using Realtime.Testing;

namespace Realtime.Node.Tests.Operations;

public sealed class OperationsSettingsTests : IDisposable
{
    private static readonly OperationsSettings Public = new() { Address = IPAddress.Any };

    private readonly CertificateFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Loopback_asks_for_nothing() => Assert.Empty(Faults(new OperationsSettings()));

    [Fact]
    public void A_port_that_other_machines_reach_needs_a_token_or_mutual_TLS()
    {
        Assert.Contains("Address = '0.0.0.0', which other machines can reach", Assert.Single(Faults(Public)), StringComparison.Ordinal);
        Assert.Empty(Faults(Public with { Token = "0123456789abcdef" }));
        Assert.Empty(Faults(Public with { Port = 0 }));
        _files.Sign("node", "operators");
        Assert.Empty(Faults(Public with { Certificate = _files["node.pem"], CertificateKey = _files["node-key.pem"], ClientAuthority = _files.Authority("operators") }));
        Assert.Empty(Faults(Public with { Certificate = _files["node.pfx"], ClientAuthority = _files.Authority("operators") }));
    }

    [Fact]
    public void A_short_token_half_of_mutual_TLS_and_missing_files_are_faults()
    {
        Assert.Contains("has 5 characters", Assert.Single(Faults(Public with { Token = "short" })), StringComparison.Ordinal);
        Assert.Contains(Faults(new OperationsSettings { ClientAuthority = "/nowhere/ca.pem" }), f => f.Contains("without Certificate", StringComparison.Ordinal));
        Assert.Contains(Faults(new OperationsSettings { Certificate = "/nowhere/node.pem" }), f => f.Contains("there is no such file", StringComparison.Ordinal));
    }

    [Fact]
    public void Files_that_are_none_of_what_they_should_be_are_all_named_at_once_with_what_would_be_right()
    {
        var rubbish = _files["rubbish.pem"];
        File.WriteAllText(rubbish, "rubbish");
        var faults = Faults(new OperationsSettings { Certificate = rubbish, ClientAuthority = rubbish });
        Assert.Equal(2, faults.Length);
        Assert.Contains(faults, f => f.StartsWith($"Certificate = '{rubbish}' cannot be used", StringComparison.Ordinal) && f.Contains("expected a certificate and its own key", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.StartsWith($"ClientAuthority = '{rubbish}' cannot be used", StringComparison.Ordinal) && f.EndsWith("expected one or more certificates, PEM", StringComparison.Ordinal));
    }

    [Fact]
    public void A_certificate_without_its_own_key_and_one_that_has_expired_are_faults()
    {
        _files.Sign("node", "operators");
        _files.Sign("other", "operators");
        _files.Sign("old", "operators", expired: true);
        Assert.Contains("cannot be used", Assert.Single(Faults(new OperationsSettings { Certificate = _files["node.pem"] })), StringComparison.Ordinal);
        Assert.Contains("the key is not that of this certificate", Assert.Single(Faults(new OperationsSettings { Certificate = _files["node.pem"], CertificateKey = _files["other-key.pem"] })), StringComparison.Ordinal);
        Assert.Contains("expired on", Assert.Single(Faults(new OperationsSettings { Certificate = _files["old.pfx"] })), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_whose_operators_files_cannot_be_used_does_not_start_and_says_so_among_its_other_faults()
    {
        var rubbish = _files["rubbish.pem"];
        await File.WriteAllTextAsync(rubbish, "rubbish");
        await using var node = NodeProcess.StartNow(settings: ["Realtime:Operations:Port=1", $"Realtime:Operations:Certificate={rubbish}", $"Realtime:Operations:ClientAuthority={rubbish}", "Realtime:Interval=soon"]);
        Assert.Equal(2, await node.EndedAsync());
        Assert.True(node.Says("3 faults in its settings"), node.Told());
        Assert.True(node.Says($"Realtime:Operations:Certificate = '{rubbish}' cannot be used"), node.Told());
        Assert.False(node.Says("   at "), node.Told());
    }

    private static string[] Faults(OperationsSettings settings) => [.. settings.Faults(name => name, TimeProvider.System.GetUtcNow())];
}
