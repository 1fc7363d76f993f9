using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Realtime.Actors.Certificates;

/// <summary>Reads the certificate that a process shows of itself.</summary>
public static class CertificateFile
{
    /// <summary>What a file must be, for whoever is told that one is not.</summary>
    public const string Expected = "a certificate and its own key, PEM or PKCS#12 (.pfx, .p12)";

    /// <summary>Reads it, with its key.</summary>
    /// <param name="file">PKCS#12 (.pfx, .p12) or PEM.</param>
    /// <param name="key">PEM; empty = it stands in the certificate's file.</param>
    /// <param name="password">Of a PKCS#12 file; empty = none.</param>
    /// <exception cref="CryptographicException">The file is no certificate, or the key is not its own.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static X509Certificate2 Read(string file, string key = "", string password = "")
    {
        if (IsPkcs12(file)) return X509CertificateLoader.LoadPkcs12FromFile(file, password.Length > 0 ? password : null);
        try
        {
            using var pem = X509Certificate2.CreateFromPemFile(file, key.Length > 0 ? key : null);
            // A key that was read from PEM lives in memory only, which Windows' TLS does not take.
            return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null);
        }
        catch (ArgumentException e)
        {
            // What a key of another certificate is answered with: for whoever set it, a file that does not do.
            throw new CryptographicException("the key is not that of this certificate", e);
        }
    }

    /// <summary>Why it cannot be shown now; null: it can.</summary>
    public static string? Fault(X509Certificate2 certificate, DateTimeOffset now)
    {
        if (!certificate.HasPrivateKey) return "has no key with it";
        if (now > certificate.NotAfter) return string.Create(CultureInfo.InvariantCulture, $"expired on {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm} UTC");
        return now < certificate.NotBefore ? string.Create(CultureInfo.InvariantCulture, $"is valid from {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd HH:mm} UTC only") : null;
    }

    /// <summary>Whether a file's name says that it is PKCS#12.</summary>
    public static bool IsPkcs12(string file) => Path.GetExtension(file).ToUpperInvariant() is ".PFX" or ".P12";
}
