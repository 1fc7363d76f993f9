using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Realtime.Pbm.Tests.Support;

/// <summary>An authority and what it signed, in files of a folder that goes with it.</summary>
internal sealed class CertificateFiles : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pbm-tls-");
    private readonly X509Certificate2 _authority;
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    public CertificateFiles()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority of a test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _authority = request.CreateSelfSigned(_now.AddHours(-1), _now.AddHours(1));
        Member = Sign("member", IPAddress.Loopback);
        using var own = Sign("operator", address: null);
        File.WriteAllText(Authority, _authority.ExportCertificatePem());
        File.WriteAllText(OperatorPem, own.ExportCertificatePem());
        File.WriteAllText(OperatorKey, own.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        File.WriteAllBytes(OperatorPfx, own.Export(X509ContentType.Pfx));
    }

    /// <summary>The member's, for 127.0.0.1.</summary>
    public X509Certificate2 Member { get; }

    /// <summary>The authority's own.</summary>
    public string Authority => Path.Combine(_folder.FullName, "ca.pem");

    /// <summary>The operator's, without its key.</summary>
    public string OperatorPem => Path.Combine(_folder.FullName, "operator.pem");

    /// <summary>The key to it.</summary>
    public string OperatorKey => Path.Combine(_folder.FullName, "operator-key.pem");

    /// <summary>Both, without a password.</summary>
    public string OperatorPfx => Path.Combine(_folder.FullName, "operator.pfx");

    /// <summary>What a member checks an operator's certificate by.</summary>
    public X509ChainPolicy TrustInAuthority()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(_authority);
        return policy;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _authority.Dispose();
        Member.Dispose();
    }

    private X509Certificate2 Sign(string name, IPAddress? address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        if (address is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddIpAddress(address);
            request.CertificateExtensions.Add(names.Build());
        }

        using var signed = request.Create(_authority, _now.AddMinutes(-30), _now.AddMinutes(30), RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }
}
