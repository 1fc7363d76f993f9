using System.Net;

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
    public IEnumerable<string> Faults(Func<string, string> called)
    {
        if (!IsOn) yield break;
        var (token, certificate, key, authority) = (called(nameof(Token)), called(nameof(Certificate)), called(nameof(CertificateKey)), called(nameof(ClientAuthority)));
        if (Token.Length is > 0 and < LeastTokenLength) yield return $"{token} has {Token.Length} characters: expected at least {LeastTokenLength}";
        if (ClientAuthority.Length > 0 && Certificate.Length == 0) yield return $"{authority} is set without {certificate}: expected both for mutual TLS";
        if (CertificateKey.Length > 0 && Certificate.Length == 0) yield return $"{key} is set without {certificate}: expected both";
        foreach (var (name, file) in new[] { (certificate, Certificate), (key, CertificateKey), (authority, ClientAuthority) })
        {
            if (file.Length > 0 && !File.Exists(file)) yield return $"{name} = '{file}': there is no such file";
        }

        if (!IPAddress.IsLoopback(Address) && Token.Length == 0 && ClientAuthority.Length == 0)
        {
            yield return $"{called(nameof(Address))} = '{Address}', which other machines can reach: expected a loopback address, or {token}, or {certificate} and {authority} for mutual TLS";
        }
    }
}
