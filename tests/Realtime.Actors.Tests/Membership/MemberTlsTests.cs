using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Realtime.Testing;

namespace Realtime.Actors.Tests.Membership;

/// <summary>Members that prove themselves to each other, as real processes with real certificates.</summary>
[Collection(ProcessesCollection.Name)]
public sealed class MemberTlsTests : IDisposable
{
    private static readonly TimeSpan JoinsWithin = TimeSpan.FromSeconds(60);

    private readonly CertificateFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Members_of_one_authority_form_a_cluster_strangers_are_refused_by_name_and_a_crash_is_still_proven()
    {
        var members = await LighthouseProcess.StartAsync(3, number => Told(Signed($"member-{number}", "cluster"), asPfx: number == 1));
        try
        {
            Assert.All(members, m => Assert.False(m.Says("[2005]")));
            var seeds = string.Join(',', members.Select(m => $"127.0.0.1:{m.Port}"));
            Signed("stranger", "elsewhere");
            // It believes the cluster, so that the cluster alone refuses it.
            File.WriteAllText(_files["both.pem"], File.ReadAllText(_files.Authority("cluster")) + "\n" + File.ReadAllText(_files.Authority("elsewhere")));
            await using var stranger = Alone(seeds, Told("stranger", authority: "both.pem"));
            await using var plain = Alone(seeds, environment: null);
            await RefusedAsync(members, "'CN=stranger'", "'CN=elsewhere'", "Refused ", "127.0.0.1", "is not believed");
            await WithoutCertificateAsync(members[0].Port);
            await GarbageOnThePort.SendAsync(members[0].Port);

            Assert.All(members, m => Assert.False(m.Says($"127.0.0.1:{stranger.Port}] is JOINING"), m.Output));
            Assert.All(members, m => Assert.False(m.Says($"127.0.0.1:{plain.Port}] is JOINING"), m.Output));
            Assert.All(members, m => Assert.False(m.Says("of 4 members answer"), m.Output));
            Assert.All(members, m => Assert.False(m.Says("Poll permit withdrawn"), m.Output));

            var crashed = LighthouseProcess.Now;
            members[2].Crash();
            var stay = members[..2];
            // Who proves it first downs it, and the other may hear of that before it has asked.
            await Eventually.HoldsAsync(() => stay.Any(m => m.Says("[2001]", $"127.0.0.1:{members[2].Port}")), "the crash is proven", JoinsWithin);
            await Eventually.HoldsAsync(() => stay.All(m => m.WhenAfter(crashed, "2 of 2 members answer") is not null), "the others go on", JoinsWithin);
        }
        catch (TimeoutException e)
        {
            throw LighthouseProcess.WithOutput(e, members);
        }
        finally
        {
            foreach (var member in members) await member.DisposeAsync();
        }
    }

    [Fact]
    public async Task Files_that_cannot_be_used_stop_the_start_and_each_is_named()
    {
        _files.Sign("old", "cluster", expired: true);
        Signed("stranger", "elsewhere");
        Assert.Contains("CLUSTER_TLS_CERTIFICATE is set without CLUSTER_TLS_AUTHORITY", await FaultAsync(("CERTIFICATE", _files["old.pfx"])), StringComparison.Ordinal);
        Assert.Contains("CLUSTER_TLS_AUTHORITY is set without CLUSTER_TLS_CERTIFICATE", await FaultAsync(("AUTHORITY", _files.Authority("cluster"))), StringComparison.Ordinal);
        Assert.Contains("expired on", await FaultAsync(("CERTIFICATE", _files["old.pfx"]), ("AUTHORITY", _files.Authority("cluster"))), StringComparison.Ordinal);
        Assert.Contains("nowhere.pem': there is no such file", await FaultAsync(("CERTIFICATE", _files["nowhere.pem"]), ("AUTHORITY", _files.Authority("cluster"))), StringComparison.Ordinal);
        Assert.Contains(
            "the key is not that of this certificate",
            await FaultAsync(("CERTIFICATE", _files["old.pem"]), ("CERTIFICATEKEY", _files["stranger-key.pem"]), ("AUTHORITY", _files.Authority("cluster"))), StringComparison.Ordinal);
        Assert.Contains("so no other member would believe it", await FaultAsync(("CERTIFICATE", _files["stranger.pfx"]), ("AUTHORITY", _files.Authority("cluster"))), StringComparison.Ordinal);
    }

    private string Signed(string name, string authority)
    {
        _files.Sign(name, authority);
        return name;
    }

    private Dictionary<string, string> Told(string name, bool asPfx = false, string? authority = null)
    {
        var told = new Dictionary<string, string> { ["CLUSTER_TLS_AUTHORITY"] = authority is null ? _files.Authority("cluster") : _files[authority] };
        if (asPfx) return new(told) { ["CLUSTER_TLS_CERTIFICATE"] = _files[$"{name}.pfx"] };
        return new(told) { ["CLUSTER_TLS_CERTIFICATE"] = _files[$"{name}.pem"], ["CLUSTER_TLS_CERTIFICATEKEY"] = _files[$"{name}-key.pem"] };
    }

    private static LighthouseProcess Alone(string seeds, IReadOnlyDictionary<string, string>? environment)
    {
        var port = FreePort.Next();
        return LighthouseProcess.StartAlone(port, $"{seeds},127.0.0.1:{port}", environment);
    }

    private static Task RefusedAsync(LighthouseProcess[] members, params string[] parts) =>
        Eventually.HoldsAsync(() => members.Any(m => m.Says(parts)), $"somebody is refused: {string.Join(' ', parts)}", JoinsWithin);

    /// <summary>As a program does that has none of the cluster's certificates: the member hangs up, in the handshake or just after it.</summary>
    private static async Task WithoutCertificateAsync(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        await using var tls = new SslStream(client.GetStream());
        try
        {
#pragma warning disable CA5359 // The member must refuse this client, not the other way round
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "127.0.0.1", RemoteCertificateValidationCallback = (_, _, _, _) => true })
                .WaitAsync(Eventually.Deadline);
#pragma warning restore CA5359
            Assert.Equal(0, await tls.ReadAsync(new byte[1]).AsTask().WaitAsync(Eventually.Deadline));
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            // Refused in the handshake, or just after it.
        }
    }

    private static async Task<string> FaultAsync(params (string Name, string Value)[] settings)
    {
        var port = FreePort.Next();
        await using var lighthouse = LighthouseProcess.StartAlone(port, $"127.0.0.1:{port}", settings.ToDictionary(s => "CLUSTER_TLS_" + s.Name, s => s.Value));
        await lighthouse.ExitedAsync().WaitAsync(Eventually.Deadline);
        Assert.Equal(2, lighthouse.Exit);
        return lighthouse.Output;
    }
}
