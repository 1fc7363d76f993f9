using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Realtime.Actors.Certificates;

/// <summary>Those whose signature is believed, and nobody else: what the machine trusts does not count.</summary>
public sealed class Authorities
{
    /// <summary>What a file must be, for whoever is told that one is not.</summary>
    public const string Expected = "one or more certificates, PEM";

    private readonly X509Certificate2Collection _all;

    private Authorities(X509Certificate2Collection all) => _all = all;

    /// <summary>Reads them.</summary>
    /// <param name="file">PEM, one or more.</param>
    /// <exception cref="CryptographicException">There is none in it.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static Authorities Read(string file)
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPemFile(file);
        return all.Count > 0 ? new Authorities(all) : throw new CryptographicException("there is no certificate in it");
    }

    /// <summary>Why a certificate is not believed, with whose it says it is; null: one of them signed it.</summary>
    /// <param name="shown">What the other side shows; null: nothing.</param>
    /// <param name="with">What it sent with it: certificates between it and its authority.</param>
    public string? Refusal(X509Certificate2? shown, X509Chain? with = null)
    {
        if (shown is null) return "no certificate was shown";
        using var chain = new X509Chain { ChainPolicy = Policy() };
        if (with is not null) chain.ChainPolicy.ExtraStore.AddRange(with.ChainPolicy.ExtraStore);
        if (chain.Build(shown)) return null;
        var why = string.Join(", ", chain.ChainStatus.Select(status => status.Status).Distinct());
        return $"the certificate of '{Printable(shown.Subject)}', signed by '{Printable(shown.Issuer)}', is not believed ({why})";
    }

    /// <summary>The same for a TLS handshake.</summary>
    public string? Refusal(X509Certificate2? shown, X509Chain? with, SslPolicyErrors errors) =>
        Refusal((errors & SslPolicyErrors.RemoteCertificateNotAvailable) == 0 ? shown : null, with);

    private X509ChainPolicy Policy()
    {
        // An authority of one's own publishes no list of what it took back; and nothing is fetched from where a stranger's certificate says.
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.CustomTrustStore.AddRange(_all);
        return policy;
    }

    /// <summary>A stranger's words go into the log: on one line, and not endless.</summary>
    private static string Printable(string name) => new([.. name.Take(200).Select(c => char.IsControl(c) ? '?' : c)]);
}
