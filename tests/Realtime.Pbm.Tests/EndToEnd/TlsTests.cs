using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Realtime.Pbm.Tests.Support;
using Realtime.Protocol.Operations;

namespace Realtime.Pbm.Tests.EndToEnd;

/// <summary>A member that wants TLS, and a certificate of the operator.</summary>
public sealed class TlsTests : IAsyncDisposable
{
    private readonly CertificateFiles _files = new();
    private FakeMember? _member;

    public async ValueTask DisposeAsync()
    {
        if (_member is not null) await _member.DisposeAsync();
        _files.Dispose();
    }

    [Fact]
    public async Task Both_sides_prove_who_they_are()
    {
        var ended = await RunAsync("127.0.0.1", "--ca", _files.Authority, "--cert", _files.OperatorPem, "--key", _files.OperatorKey);

        Assert.Equal(new Ended(OperatorExit.Done, "topic list {} json=False\n", ""), ended);
    }

    [Fact]
    public async Task A_pfx_file_does_as_well()
    {
        var ended = await RunAsync("127.0.0.1", "--ca", _files.Authority, "--cert", _files.OperatorPfx);

        Assert.Equal(OperatorExit.Done, ended.Exit);
    }

    [Theory]
    [InlineData("127.0.0.1", "--tls")]
    [InlineData("localhost", "--ca")]
    public async Task A_member_that_nobody_vouches_for_or_of_another_name_ends_with_3(string host, string how)
    {
        // The member's certificate is for 127.0.0.1 only, and no machine trusts its authority.
        var ended = await RunAsync(host, how == "--ca" ? ["--ca", _files.Authority, "--cert", _files.OperatorPfx] : [how]);

        Assert.Equal((OperatorExit.CannotConnect, ""), (ended.Exit, ended.Output));
        Assert.Contains("TLS failed", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_the_clear_it_ends_with_3()
    {
        Assert.Equal(OperatorExit.CannotConnect, (await RunAsync("127.0.0.1", "--timeout", "5s")).Exit);
    }

    private async Task<Ended> RunAsync(string host, params string[] switches)
    {
        _member = new FakeMember(tls: new SslServerAuthenticationOptions
        {
            ServerCertificate = _files.Member,
            ClientCertificateRequired = true,
            CertificateChainPolicy = _files.TrustInAuthority(),
        });
        return await PbmProcess.RunAsync([$"{host}:{_member.Port}", "topic", "list", .. switches], "");
    }
}
