using System.Net;
using Realtime.Actors.Certificates;

namespace Realtime.Operations;

/// <summary>Where operators reach a process, and how they prove that they may.</summary>
public sealed record OperationsSettings
{
    /// <summary>The port that operators' programs try first.</summary>
    public const int DefaultPort = 9110;

    /// <summary>Shorter ones can be guessed.</summary>
    public const int LeastTokenLength = 16;

    /// <summary>Where it listens; loopback by default: then whoever is on this machine may.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0 = operators are not served.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>A secret that operators must know; empty = none is asked for.</summary>
    public string Token { get; init; } = "";

    /// <summary>File with the process's own certificate, PEM or PFX: the connection is encrypted; empty = it is not.</summary>
    public string Certificate { get; init; } = "";

    /// <summary>File with its key, PEM; empty = it is in the certificate's file.</summary>
    public string CertificateKey { get; init; } = "";

    /// <summary>File with the authority whose certificates operators must show (mutual TLS), PEM; empty = none is asked for.</summary>
    public string ClientAuthority { get; init; } = "";

    /// <summary>Whether operators are served.</summary>
    public bool IsOn => Port != 0;

    /// <summary>What cannot be: each with what was found and what would be right.</summary>
    /// <param name="called">What a setting such as <c>Token</c> is called where it comes from.</param>
    /// <param name="now">A certificate is for a time.</param>
    public IEnumerable<string> Faults(Func<string, string> called, DateTimeOffset now)
    {
        if (!IsOn) yield break;
        var (token, certificate, key, authority) = (called(nameof(Token)), called(nameof(Certificate)), called(nameof(CertificateKey)), called(nameof(ClientAuthority)));
        if (Token.Length is > 0 and < LeastTokenLength) yield return $"{token} has {Token.Length} characters: expected at least {LeastTokenLength}";
        if (ClientAuthority.Length > 0 && Certificate.Length == 0) yield return $"{authority} is set without {certificate}: expected both for mutual TLS";
        if (CertificateKey.Length > 0 && Certificate.Length == 0) yield return $"{key} is set without {certificate}: expected both";
        foreach (var fault in FileFaults(certificate, key, authority, now)) yield return fault;
        if (!IPAddress.IsLoopback(Address) && Token.Length == 0 && ClientAuthority.Length == 0)
        {
            yield return $"{called(nameof(Address))} = '{Address}', which other machines can reach: expected a loopback address, or {token}, or {certificate} and {authority} for mutual TLS";
        }
    }

    private List<string> FileFaults(string certificate, string key, string authority, DateTimeOffset now)
    {
        List<string> found = [];
        foreach (var (name, file) in new[] { (certificate, Certificate), (key, CertificateKey), (authority, ClientAuthority) })
        {
            if (file.Length > 0 && !File.Exists(file)) found.Add($"{name} = '{file}': there is no such file");
        }

        if (File.Exists(ClientAuthority)) CertificateFaults.Try(() => Authorities.Read(ClientAuthority), $"{authority} = '{ClientAuthority}'", Authorities.Expected, found);
        if (!File.Exists(Certificate) || (CertificateKey.Length > 0 && !File.Exists(CertificateKey))) return found;
        var what = CertificateKey.Length > 0 ? $"{certificate} = '{Certificate}' with {key} = '{CertificateKey}'" : $"{certificate} = '{Certificate}'";
        using var own = CertificateFaults.Try(() => CertificateFile.Read(Certificate, CertificateKey), what, CertificateFile.Expected, found);
        if (own is not null && CertificateFile.Fault(own, now) is { } fault) found.Add($"{what} {fault}: expected one that can be shown now, with its key");
        return found;
    }
}
