using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Realtime.Pbm.Connecting;

/// <summary>The certificates of a connection: the operator's own, and whom it trusts.</summary>
/// <param name="Own">Shown to a member that asks; null: none.</param>
/// <param name="Authorities">Who must have signed the member's certificate; null: those the machine trusts.</param>
internal sealed record TlsFiles(X509Certificate2? Own, X509Certificate2Collection? Authorities)
{
    /// <summary>Reads the files.</summary>
    /// <param name="certificate">PKCS#12 (.pfx, .p12) or PEM.</param>
    /// <param name="key">PEM; null: it stands in the certificate's file.</param>
    /// <param name="authorities">PEM, one or more.</param>
    /// <param name="password">Of a PKCS#12 file.</param>
    /// <param name="fault">What is wrong with them.</param>
    public static TlsFiles? Read(string? certificate, string? key, string? authorities, string? password, out string? fault)
    {
        fault = null;
        try
        {
            return new TlsFiles(certificate is null ? null : ReadOwn(certificate, key, password), authorities is null ? null : ReadAuthorities(authorities));
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            fault = $"the files of --cert, --key and --ca cannot be used: {e.Message}";
            return null;
        }
    }

    /// <summary>What the handshake checks: the chain, and that the certificate is for this host.</summary>
    public SslClientAuthenticationOptions For(string host)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = host, ClientCertificates = Own is null ? null : [Own] };
        if (Authorities is not null)
        {
            // A cluster's own authority publishes no list of what it took back.
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(Authorities);
        }

        return options;
    }

    private static X509Certificate2 ReadOwn(string file, string? key, string? password) =>
        Path.GetExtension(file).ToUpperInvariant() is ".PFX" or ".P12"
            ? X509CertificateLoader.LoadPkcs12FromFile(file, password)
            : X509Certificate2.CreateFromPemFile(file, key);

    private static X509Certificate2Collection ReadAuthorities(string file)
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPemFile(file);
        return all.Count > 0 ? all : throw new CryptographicException($"there is no certificate in {file}.");
    }
}
