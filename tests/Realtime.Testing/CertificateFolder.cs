using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Realtime.Testing;

/// <summary>Authorities made for a test, and what they signed, in files of a folder that goes with it.</summary>
public sealed class CertificateFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("realtime-tls-");
    private readonly Dictionary<string, X509Certificate2> _authorities = [];
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    /// <summary>Where a file of it is.</summary>
    public string this[string file] => Path.Combine(_folder.FullName, file);

    /// <summary>An authority's own certificate, PEM; made when it is first asked for.</summary>
    public string Authority(string name)
    {
        if (!_authorities.ContainsKey(name))
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            _authorities[name] = request.CreateSelfSigned(_now.AddDays(-3), _now.AddDays(3));
            File.WriteAllText(this[$"{name}.pem"], _authorities[name].ExportCertificatePem());
        }

        return this[$"{name}.pem"];
    }

    /// <summary>A certificate for 127.0.0.1, signed: <c>name.pem</c>, <c>name-key.pem</c> and, without a password, <c>name.pfx</c>.</summary>
    /// <param name="name">Whose it is.</param>
    /// <param name="authority">Who signs.</param>
    /// <param name="expired">Whether it was valid until yesterday.</param>
    /// <param name="password">Of the .pfx file; null = none.</param>
    public void Sign(string name, string authority, bool expired = false, string? password = null)
    {
        Authority(authority);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(_authorities[authority], _now.AddDays(-2), _now.AddDays(expired ? -1 : 2), RandomNumberGenerator.GetBytes(8));
        using var own = signed.CopyWithPrivateKey(key);
        File.WriteAllText(this[$"{name}.pem"], own.ExportCertificatePem());
        File.WriteAllText(this[$"{name}-key.pem"], key.ExportPkcs8PrivateKeyPem());
        File.WriteAllBytes(this[$"{name}.pfx"], own.Export(X509ContentType.Pfx, password));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _folder.Delete(recursive: true);
        foreach (var authority in _authorities.Values) authority.Dispose();
    }
}
